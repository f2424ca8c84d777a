"""What the API answers with, as plain values. Pure."""

from __future__ import annotations

from typing import Any

from corpus.questions import Question
from index.retriever import Found
from tutor.answering.answer import Answer
from tutor.quizzing.models import Explanation


def answer_form(answer: Answer) -> dict[str, Any]:
    """An answer with the fields of the command-line contract, and its warning."""
    return answer.to_json() | {"warning": answer.warning}


def found_form(query: str, found: Found) -> dict[str, Any]:
    """Passages, best first, with where each stands."""
    results = [
        {
            "rank": rank,
            "score": round(hit.score, 6),
            "source": hit.chunk.source,
            "page": hit.chunk.page,
            "heading": list(hit.chunk.heading),
            "text": hit.chunk.text,
            "char_start": hit.chunk.char_start,
            "char_end": hit.chunk.char_end,
        }
        for rank, hit in enumerate(found.hits, 1)
    ]
    return {"query": query, "results": results}


def question_form(question: Question) -> dict[str, Any]:
    """A question as it is asked: no key, no reasons, and no receipt, which proves the key."""
    return {
        "id": question.id,
        "kind": question.kind,
        "choose": len(question.key),
        "question": question.stem,
        "options": {label: option.text for label, option in question.labelled().items()},
        "objective": question.objective,
        "section": question.section,
        "difficulty": question.difficulty,
        "origin": question.origin,
    }


def explanation_form(explanation: Explanation) -> dict[str, Any]:
    """An explanation with the fields of the command-line contract, and what to keep of it."""
    return explanation.to_json() | {"takeaway": explanation.takeaway}
