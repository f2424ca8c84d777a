"""Questions of an open exam: no other page, command or tool may tell their keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.questions import Question
from index.lexical import terms_of
from tutor.errors import ExamError
from tutor.quizzing.models import PastedQuestion
from tutor.quizzing.near_duplicates import alike

# Shorter stems ("Which is true?") say too little to be told apart by their words.
_FEWEST_WORDS = 3


def refuse_withheld(asked: Question | PastedQuestion, withheld: Sequence[Question]) -> None:
    """Refuse a question that is in the learner's open exam: by its id, its stem or its options.

    Raises:
        ExamError: it is.
    """
    if isinstance(asked, Question):
        name, options = asked.id, [option.text for option in asked.options]
    else:  # its id is whatever the sender numbers questions by
        name, options = "", list(asked.options.values())
    if any(name == q.id or _same(asked.stem, options, q) for q in withheld):
        raise ExamError(
            "This question is in your open exam, which is judged when it ends",
            "Submit the exam first: `tutor exam submit`",
        )


def _same(stem: str, options: Iterable[str], question: Question) -> bool:
    words, others = _words([stem]), _words([question.stem])
    if len(others) >= _FEWEST_WORDS and alike(words, others):
        return True
    return alike(_words(options), _words(option.text for option in question.options))


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in terms_of(text))
