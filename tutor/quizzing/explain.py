"""Explain a question that was pasted: what the notes say for and against each option."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.questions import Question
from index.retriever import NotesIndex
from tutor.quizzing import explain_text, reasons
from tutor.quizzing.citing import CitationList
from tutor.quizzing.explain_own import explain_own
from tutor.quizzing.models import Explanation, KeyFrom, OptionVerdict, PastedQuestion
from tutor.quizzing.notes_key import Settled, settle_key

# docs/decisions/010-questions.md: .72 of 187, cross-validated.
_LEANING = "about seven in ten such leanings are right, so read the passages and judge yourself."


def explain_pasted(
    question: PastedQuestion, index: NotesIndex, bank: Sequence[Question] = ()
) -> Explanation:
    """Every option with what the notes say of it.

    The tutor commits itself to a key only where the notes settle one. A key that came with the
    question is confirmed, contradicted, or passed on as what it is; the same question of the bank
    is explained with its own receipts.
    """
    same = _same_question(question, bank)
    if same:
        return _as_in_bank(question, same, index)
    settled = settle_key(question, index)
    key_from: KeyFrom | None = "notes" if settled.key else "given" if question.key else None
    key = settled.key or question.key or ()
    agrees = set(settled.key) == set(question.key) if settled.key and question.key else None
    citations = CitationList(index)
    closest = reasons.cite_closest(settled, citations)
    verdicts = reasons.verdicts(question, settled, citations)
    return Explanation(
        id=question.id,
        key=tuple(key),
        key_from=key_from,
        agrees_with_given_key=agrees,
        options=verdicts,
        citations=citations.citations,
        text=_text(question, settled, verdicts, closest, citations),
        chosen=question.chosen,
        takeaway=settled.working,
    )


def _same_question(question: PastedQuestion, bank: Sequence[Question]) -> Question | None:
    """The bank's question with the same stem and the same options, in any order."""
    stem, options = _plain(question.stem), sorted(map(_plain, question.options.values()))
    for own in bank:
        if _plain(own.stem) == stem and sorted(_plain(o.text) for o in own.options) == options:
            return own
    return None


def _as_in_bank(question: PastedQuestion, own: Question, index: NotesIndex) -> Explanation:
    """The bank's explanation under the labels of the pasted question."""
    by_text = {_plain(option.text): option for option in own.options}
    texts = {label: _plain(text) for label, text in question.options.items()}
    key = tuple(label for label, text in texts.items() if by_text[text].correct)
    explained = explain_own(
        own.model_copy(update={"options": tuple(by_text[text] for text in texts.values())}),
        question.chosen,
        index,
        labels=list(texts),
    )
    agrees = set(key) == set(question.key) if question.key else None
    notice = _disagreement(question, key, "The course's own question bank")
    return Explanation(
        id=question.id,
        key=key,
        key_from="bank",
        agrees_with_given_key=agrees,
        options=explained.options,
        citations=explained.citations,
        text=explain_text.join(notice if agrees is False else "", explained.text),
        chosen=question.chosen,
        takeaway=explained.takeaway,
    )


def _text(
    question: PastedQuestion,
    settled: Settled,
    verdicts: dict[str, OptionVerdict],
    closest: tuple[int, ...],
    citations: CitationList,
) -> str:
    contradicts = settled.key and question.key and set(settled.key) != set(question.key)
    if settled.key:
        head = explain_text.result_line(question.chosen, settled.key)
    else:
        head = "**Your notes do not settle this question**, as far as the tutor can read them."
        if question.key:
            head += f" The key that came with it says {explain_text.listed(question.key)}."
        if settled.leaning:
            head += f" They lean towards {explain_text.listed(settled.leaning)}: {_LEANING}"
        if closest:
            marks = "".join(f" [{n}]" for n in closest)
            head += f" What they say on the matter, for you to judge:{marks}"
    cited = citations.citations
    return explain_text.join(
        _disagreement(question, settled.key, "Your notes") if contradicts else "",
        head,
        f"**In one line:** {settled.working}" if settled.working else "",
        f"**Read on:** {explain_text.plain(cited[0].place)}" if settled.key and cited else "",
        explain_text.option_lines(question.options, verdicts),
        explain_text.passage_lines(cited),
    )


def _disagreement(question: PastedQuestion, key: Sequence[str], who: str) -> str:
    return (
        f"**{who} contradicts the key that came with this question.** That key says "
        f"{explain_text.listed(question.key or ())}; the passages below speak for "
        f"{explain_text.listed(key)}."
    ).replace("Your notes contradicts", "Your notes contradict")


def _plain(text: str) -> str:
    """A text without case, layout and code marks, to recognise it."""
    return " ".join(text.casefold().replace("`", "").split()).rstrip(".")
