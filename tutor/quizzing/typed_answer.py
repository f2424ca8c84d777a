"""An answer in own words, graded and shown with the passage that proves the key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.questions import Question
from index.retriever import MAX_QUERY_CHARACTERS, NotesIndex
from tutor.citations import Citation
from tutor.quizzing import explain_text
from tutor.quizzing.citing import CitationList
from tutor.quizzing.typed import FactState, TypedGrade, TypedVerdict, grade_typed

_HEADS: dict[TypedVerdict, str] = {
    "right": "**Right**: your answer holds what the notes say.",
    "partly": "**Partly right**: something that the notes say was not found in your answer.",
    "wrong": "**Not right**: your answer says something else than the notes.",
    "open": "**The tutor cannot tell** whether this means the same. Compare it yourself:",
}
_STATES: dict[FactState, str] = {
    "said": "said",
    "missing": "not found in your answer",
    "denied": "your answer says the opposite or another number",
    "open": "perhaps said in other words",
}


@dataclass(frozen=True)
class TypedAnswer:
    """The grade of a typed answer, the passage behind the key, and the whole as text."""

    grade: TypedGrade
    citations: tuple[Citation, ...]
    text: str

    def to_json(self) -> dict[str, Any]:
        """Plain values: verdict, key facts with their state, what is missing, citations, text."""
        return {
            "verdict": self.grade.verdict,
            "facts": [{"text": fact.text, "state": fact.state} for fact in self.grade.facts],
            "missing": list(self.grade.missing),
            "mistaken_for": self.grade.mistaken_for or None,
            "citations": [citation.to_json() for citation in self.citations],
            "text": self.text,
        }


def answer_typed(question: Question, typed: str, index: NotesIndex) -> TypedAnswer:
    """Grade an answer in own words; no language model is asked.

    Raises:
        QuestionError: the answer is empty or too long.
    """

    def likeness(one: str, other: str) -> float:
        vectors = (index.text_vector(text[:MAX_QUERY_CHARACTERS]) for text in (one, other))
        return float(next(vectors) @ next(vectors))

    grade = grade_typed(question, typed, index.words.idf, likeness)
    citations = CitationList(index)
    citations.of_receipt(question.receipt)
    for option in question.options:
        if option.correct and option.receipt:
            citations.of_receipt(option.receipt)
    return TypedAnswer(grade, citations.citations, _text(question, grade, citations.citations))


def _text(question: Question, grade: TypedGrade, citations: tuple[Citation, ...]) -> str:
    facts = [f"- {fact.text} — {_STATES[fact.state]}" for fact in grade.facts]
    rival = question.labelled().get(grade.mistaken_for)
    described = ""
    if rival is not None:
        why = f": {rival.why}" if rival.why else "."
        described = (
            f"It reads like “{explain_text.plain(rival.text).rstrip('.')}”, which is wrong{why}"
        )
    return explain_text.join(
        _HEADS[grade.verdict],
        "\n".join(facts),
        described,
        f"**In one line:** {question.takeaway}" if question.takeaway else "",
        explain_text.passage_lines(citations),
    )
