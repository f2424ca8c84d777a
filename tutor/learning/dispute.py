"""A learner disputes a card: its proof is checked again, it leaves reviews and forms for good.

Pure. Nothing is re-graded: events stay as they were, a dispute is one more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import yaml

from corpus.questions import Question, Receipt
from tutor.learning.cards import StudyCard
from tutor.learning.events import Event


@dataclass(frozen=True)
class Opinion:
    """What others than the question itself make of its key; None: they cannot tell.

    ``notes`` is what the tutor finds by settling the question as if it came from elsewhere;
    ``model`` whether a language model finds the key from the receipt alone.
    """

    notes: bool | None = None
    model: bool | None = None


@dataclass(frozen=True)
class Recheck:
    """What checking a disputed card again has shown.

    ``missing`` lists the notes whose quote is not (or no longer) there letter for letter, that of
    the key first.
    """

    proof_stands: bool
    missing: tuple[str, ...]
    opinion: Opinion

    @property
    def text(self) -> str:
        """The finding, for the learner."""
        said = (
            "The passage that proves the key stands in the notes as quoted."
            if self.proof_stands
            else "The passage that was to prove the key is not in the notes as quoted: your doubt "
            "is justified."
        )
        if self.missing and self.proof_stands:
            said += " A passage quoted for another option is gone."
        views = (("The notes as a whole", self.opinion.notes), ("The model", self.opinion.model))
        for who, agrees in views:
            if agrees is not None:
                said += f" {who} {'lead to the same key' if agrees else 'lead to another key'}."
        return said.replace("The model lead", "The model leads")

    def to_json(self) -> dict[str, Any]:
        """Plain values, as they are kept with the dispute."""
        return {
            "proof_stands": self.proof_stands,
            "missing": list(self.missing),
            "notes_agree": self.opinion.notes,
            "model_agrees": self.opinion.model,
            "text": self.text,
        }


@dataclass(frozen=True)
class Dispute:
    """A dispute as the history has it; ``question`` is the item as it was then, if it was one."""

    card: str
    at: datetime
    reason: str
    check: Mapping[str, Any]
    question: Question | None

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            **{k: v for k, v in asdict(self).items() if k not in ("question", "at")},
            "at": self.at.isoformat(),
            "question": self.question.model_dump(mode="json") if self.question else None,
        }


def recheck(card: StudyCard, texts: Mapping[str, str], opinion: Opinion | None = None) -> Recheck:
    """Look for the card's quotes in the notes' texts, by source."""
    if card.question:
        receipts = [card.question.receipt]
        receipts += [option.receipt for option in card.question.options if option.receipt]
    else:
        assert card.fact is not None
        receipts = [Receipt(source=card.fact.source, quote=card.fact.quote)]
    missing = [receipt for receipt in receipts if not _stands(receipt, texts)]
    stands = receipts[0] not in missing
    sources = tuple(dict.fromkeys(receipt.source for receipt in missing))
    return Recheck(stands, sources, opinion or Opinion())


def dispute_event(event: Event, card: StudyCard, reason: str, check: Recheck) -> Event:
    """The event of a dispute: ``event`` holds learner, course and time."""
    detail = {
        "reason": " ".join(reason.split()),
        "check": check.to_json(),
        "question": card.question.model_dump(mode="json") if card.question else None,
    }
    return replace(event, kind="disputed", card=card.id, detail=detail)


def disputes_in(events: Sequence[Event]) -> list[Dispute]:
    """Every dispute among the events, oldest first; of a card disputed twice, the first."""
    found: dict[str, Dispute] = {}
    for event in events:
        if event.kind == "disputed":
            kept = event.detail.get("question")
            dispute = Dispute(
                event.card,
                event.at,
                str(event.detail.get("reason", "")),
                dict(event.detail.get("check") or {}),
                Question.model_validate(kept) if kept else None,
            )
            found.setdefault(event.card, dispute)
    return list(found.values())


def as_cases(disputes: Sequence[Dispute], course: str) -> str:
    """Disputed questions as YAML that ``tutor eval`` reads (the schema of eval/explain.yaml).

    What the learner said and what the check found stand above each as comments.
    """
    blocks = []
    for dispute in disputes:
        if dispute.question is None:
            continue
        case = {
            "id": f"d-{dispute.card}",
            "stem": dispute.question.stem,
            "options": {label: o.text for label, o in dispute.question.labelled().items()},
            "key": sorted(dispute.question.key),
            "in_notes": bool(dispute.check.get("proof_stands", True)),
            "course": course,
        }
        said = [f"disputed {dispute.at:%Y-%m-%d}: {dispute.reason or 'no reason given'}"]
        said.append(str(dispute.check.get("text", "")))
        remarks = "".join(f"# {line}\n" for line in said if line)
        blocks.append(remarks + yaml.safe_dump([case], allow_unicode=True, sort_keys=False))
    return "".join(blocks) or "[]\n"


def _stands(receipt: Receipt, texts: Mapping[str, str]) -> bool:
    """Whether the note holds the quote; other white space between the words is allowed.

    A bank names notes by the course folder (``notes/…``), an index by the notes' root.
    """
    for source in (receipt.source, receipt.source.removeprefix("notes/")):
        text = texts.get(source)
        if text is not None:
            return receipt.quote in text or _words(receipt.quote) in _words(text)
    return False


def _words(text: str) -> str:
    return " ".join(text.split())
