"""Explain a question of the bank or one made from the notes: its key is known and proved."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.questions import LABELS, Option, Question
from index.lexical import terms_of
from index.retriever import MAX_QUERY_CHARACTERS, NotesIndex
from tutor.quizzing import explain_text
from tutor.quizzing.citing import CitationList
from tutor.quizzing.explain_printed import is_printed, printed_verdicts
from tutor.quizzing.models import Explanation, OptionVerdict
from tutor.quizzing.pasted import checked_labels

# A passage found for an option without a receipt is cited only when it is as close to the option
# and its reason as receipts are to theirs (lower tenth of the bundled bank's 923 receipts).
_CLOSE_COSINE = 0.55
_CLOSE_WORDS = 0.4
_CHUNKS_READ = 4


def explain_own(
    question: Question, chosen: Sequence[str], index: NotesIndex, labels: Sequence[str] = LABELS
) -> Explanation:
    """Every option's verdict, reason and passage; the chosen misconception comes first.

    ``labels`` name the options in order where they are not A, B, ….

    Raises:
        QuestionError: a chosen label is not an option.
    """
    options = dict(zip(labels, question.options, strict=False))
    picked = checked_labels(chosen, list(options))
    citations = CitationList(index)
    of_key = citations.of_receipt(question.receipt)
    of_quiz = printed_verdicts(question, options, index, citations) if is_printed(question) else {}
    verdicts = {
        label: of_quiz.get(label)
        or OptionVerdict(
            "right" if option.correct else "wrong",
            option.why or _plain_reason(option, of_key),
            _passages(option, of_key, citations, index),
        )
        for label, option in options.items()
    }
    key = tuple(label for label, option in options.items() if option.correct)
    texts = {label: option.text for label, option in options.items()}
    return Explanation(
        id=question.id,
        key=key,
        key_from="bank" if question.origin == "bank" else "notes",
        agrees_with_given_key=None,
        options=verdicts,
        citations=citations.citations,
        text=_text(question.takeaway, texts, picked, key, verdicts, citations),
        chosen=picked,
        takeaway=question.takeaway,
    )


def _plain_reason(option: Option, of_key: tuple[int, ...]) -> str:
    if option.correct:
        return "Your notes say so."
    return "Your notes give another answer." if of_key else "Another option is the right one."


def _passages(
    option: Option,
    of_key: tuple[int, ...],
    citations: CitationList,
    index: NotesIndex,
) -> tuple[int, ...]:
    """The option's own receipt; for the key that of the question; else the closest passage."""
    own = citations.of_receipt(option.receipt) if option.receipt else ()
    if own or option.correct:
        return own or of_key
    return _closest(option, citations, index)


def _closest(option: Option, citations: CitationList, index: NotesIndex) -> tuple[int, ...]:
    """The sentence that comes closest to what is wrong with an option, if one comes close."""
    claim = f"{option.text} {option.why}"
    found = index.search(claim[:MAX_QUERY_CHARACTERS], _CHUNKS_READ)
    sentences = [sentence for hit in found.hits for sentence in hit.chunk.sentences]
    cosines = index.sentence_cosines(found.vector, sentences)
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
    takeaway: str,
    options: dict[str, str],
    chosen: tuple[str, ...],
    key: tuple[str, ...],
    verdicts: dict[str, OptionVerdict],
    citations: CitationList,
) -> str:
    wrong = [label for label in chosen if label not in key]
    cited = citations.citations
    # Of a printed quiz the first passage is its list of answers: the next one is worth reading.
    of_key = [n for label in key for n in verdicts[label].citations]
    read_on = cited[of_key[0] - 1] if of_key else cited[0] if cited else None
    return explain_text.join(
        explain_text.result_line(chosen, key),
        *[f"**Where {label} goes wrong:** {verdicts[label].why}" for label in wrong],
        f"**In one line:** {takeaway}" if takeaway else "",
        f"**Read on:** {explain_text.plain(read_on.place)}" if read_on else "",
        explain_text.option_lines(options, verdicts),
        explain_text.passage_lines(cited),
    )
