"""Does the quote prove the key of a question that a model wrote? Asked of the words, not of a model.

A model that agrees with itself may still be wrong twice. So the key's words, names and numbers have
to stand in the quote with the same sign, those of a wrong option must not, and the notes as a whole
have to speak for the key more than for any other option.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import fsum

from corpus.questions import Question
from index.lexical import terms_of
from index.retriever import NotesIndex
from tutor.quizzing.flaw import correct_texts, wrong_texts
from tutor.quizzing.polarity import opposite, signed_terms
from tutor.quizzing.settle import AGREE, judge
from tutor.quizzing.support import find_support

UNPROVED = "the quote does not prove the model's answer"
PROVES_ANOTHER = "the quote may prove a wrong option too"
OFF_TOPIC = "the quote is not about what the question asks"
NOTES_DISAGREE = "the notes do not settle the model's question on its answer"
# Shares of idf mass. The key may bend a word or two; a wrong option must lack a good part.
_KEY_HELD, _WRONG_HELD, _STEM_HELD = 0.75, 0.6, 0.4
_FEW = 3  # sentences
_EXACT = re.compile(r"`[^`]+`|\b\w*(?:[._]\w+)+\b|\d+(?:\.\d+)?")

Weight = Callable[[str], float]


def doubt(question: Question, sentences: Sequence[str], heading: str, weight: Weight) -> str | None:
    """Why the quote does not prove the key; None where it does.

    ``sentences`` and ``heading`` are those of the passage that the quote stands in; ``weight`` is
    the idf of a stemmed term. Pure.
    """
    quote = question.receipt.quote
    stem = set(terms_of(question.stem))
    held = signed_terms(quote)
    key = " ".join(correct_texts(question))
    own = {term for term in signed_terms(key) if term.removeprefix("!") not in stem}
    if not own or _share(own, held, weight) < _KEY_HELD or own & set(map(opposite, held - own)):
        return UNPROVED
    if not _exact(key) <= _exact(f"{quote} {question.stem}"):
        return UNPROVED
    around = set(terms_of(f"{heading} {' '.join(sentences)}"))
    if _share(stem, around, weight) < _STEM_HELD or _names_another(stem, quote, sentences):
        return OFF_TOPIC
    for text in wrong_texts(question):
        terms = {term for term in signed_terms(text) if term.removeprefix("!") not in stem}
        new = _exact(text) - _exact(key) - _exact(quote)
        if not new and (not terms - own or _share(terms - own, held, weight) > _WRONG_HELD):
            return PROVES_ANOTHER
    return None


def _names_another(stem: set[str], quote: str, sentences: Sequence[str]) -> bool:
    """Whether the stem names what other sentences of the passage are about, and the quote is not.

    Words that half of the sentences hold tell nothing.
    """
    said = [set(terms_of(sentence)) for sentence in sentences]
    counts = Counter(term for terms in said for term in terms)
    telling = {t for t in stem & counts.keys() if 2 * counts[t] < max(len(said), _FEW)}
    missing = telling - set(terms_of(quote))
    return bool(missing) or not stem & set(terms_of(quote))


def notes_doubt(question: Question, index: NotesIndex) -> str | None:
    """Why the notes as a whole do not bear the key out; None where they do."""
    texts = [option.text for option in question.options]
    support = find_support(index, question.stem, texts)
    if not support.passages:
        return NOTES_DISAGREE
    judgement = judge(support, 1, negated=False, combined={})
    right = tuple(n for n, option in enumerate(question.options) if option.correct)
    sure = judgement.best == right and judgement.chance >= AGREE
    return None if sure else NOTES_DISAGREE


def _share(terms: Iterable[str], held: set[str], weight: Weight) -> float:
    weights = {term: weight(term.removeprefix("!")) for term in terms}
    total = fsum(weights.values())
    return fsum(w for term, w in weights.items() if term in held) / total if total else 0.0


def _exact(text: str) -> set[str]:
    """Numbers and names of code, which have to be met letter for letter."""
    return {found.strip("`").lower() for found in _EXACT.findall(text)}
