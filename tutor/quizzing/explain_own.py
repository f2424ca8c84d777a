"""Explain a question of the bank, or one made from the notes: its key is known and has a receipt."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corpus.errors import QuestionError
from corpus.questions import Option, Question
from index.lexical import terms_of
from index.retriever import MAX_QUERY_CHARACTERS, NotesIndex
from tutor.quizzing import explain_text
from tutor.quizzing.citing import CitationList
from tutor.quizzing.models import Explanation, OptionVerdict

# A passage found for an option without a receipt is cited only when it is as close to the option
# and its reason as receipts are to theirs (lower tenth of the bundled bank's 923 receipts).
_CLOSE_COSINE = 0.55
_CLOSE_WORDS = 0.4
_CHUNKS_READ = 4


def explain_own(question: Question, chosen: Sequence[str], index: NotesIndex) -> Explanation:
    """Every option's verdict, reason and passage; the chosen misconception comes first.

    Raises:
        QuestionError: a chosen label is not an option.
    """
    picked = checked_labels(chosen, question.labelled())
    citations = CitationList(index)
    of_key = citations.of_receipt(question.receipt)
    verdicts = {
        label: OptionVerdict(
            "right" if option.correct else "wrong",
            option.why or ("Your notes say so." if option.correct else ""),
            _passages(question, option, of_key, citations, index),
        )
        for label, option in question.labelled().items()
    }
    key = tuple(sorted(question.key))
    return Explanation(
        id=question.id,
        key=key,
        key_from="bank" if question.origin == "bank" else "notes",
        agrees_with_given_key=None,
        options=verdicts,
        citations=citations.citations,
        text=_text(question, picked, verdicts, citations),
        chosen=picked,
        takeaway=question.takeaway,
    )


def checked_labels(chosen: Sequence[str], options: Collection[str]) -> tuple[str, ...]:
    """Chosen labels as the options spell them, each once, in the options' order.

    Raises:
        QuestionError: a label is not an option.
    """
    wanted = {label.strip().casefold(): label for label in chosen if label.strip()}
    known = {label.casefold() for label in options}
    strays = [label for name, label in wanted.items() if name not in known]
    if strays:
        raise QuestionError(
            f"{explain_text.listed(strays)} is not an option of this question",
            f"Choose among {explain_text.listed(options)}",
        )
    return tuple(label for label in options if label.casefold() in wanted)


def _passages(
    question: Question,
    option: Option,
    of_key: tuple[int, ...],
    citations: CitationList,
    index: NotesIndex,
) -> tuple[int, ...]:
    """The option's own receipt; for the key that of the question; else the closest passage."""
    own = citations.of_receipt(option.receipt) if option.receipt else ()
    if own or option.correct:
        return own or of_key
    return _closest(question, option, citations, index)


def _closest(
    question: Question, option: Option, citations: CitationList, index: NotesIndex
) -> tuple[int, ...]:
    """The sentence that comes closest to what is wrong with an option, if one comes close."""
    claim = f"{option.text} {option.why}"
    found = index.search(f"{claim} {question.stem}"[:MAX_QUERY_CHARACTERS], _CHUNKS_READ)
    vector = index.search(claim[:MAX_QUERY_CHARACTERS], 1).vector
    cosines = index.sentence_cosines(vector, (s for h in found.hits for s in h.chunk.sentences))
    words = set(terms_of(claim))
    close = [
        (cosines[s.sentence_id], hit.chunk, s)
        for hit in found.hits
        for s in hit.chunk.sentences
        if cosines.get(s.sentence_id, 0.0) >= _CLOSE_COSINE
        and len(words & set(terms_of(s.text))) >= _CLOSE_WORDS * len(words)
    ]
    if not close:
        return ()
    _, chunk, sentence = max(close, key=lambda c: (c[0], -c[2].char_start))
    return citations.of_sentence(chunk, sentence)


def _text(
    question: Question,
    chosen: tuple[str, ...],
    verdicts: dict[str, OptionVerdict],
    citations: CitationList,
) -> str:
    wrong = [label for label in chosen if label not in question.key]
    misconception = " ".join(f"{verdicts[label].why}" for label in wrong)
    options = {label: option.text for label, option in question.labelled().items()}
    key_passage = citations.citations[:1]
    return explain_text.join(
        explain_text.result_line(chosen, sorted(question.key)),
        misconception,
        f"**In one line:** {question.takeaway}" if question.takeaway else "",
        f"**Read on:** {explain_text.plain(key_passage[0].place)}" if key_passage else "",
        explain_text.option_lines(options, verdicts),
        explain_text.passage_lines(citations.citations),
    )
