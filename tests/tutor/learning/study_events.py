"""Events, cards and notes for the tests of memory and plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from index.chunking import Chunk, Sentence
from tutor.learning.events import Event

DAY_ONE = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
CARDS = ("q-1", "q-2", "q-3", "k-1")


def answered(
    card: str = "q-1", day: float = 0.0, correct: bool | None = True, seq: int = 1, **given: object
) -> Event:
    at = DAY_ONE + timedelta(days=day)
    fields = {"confidence": "sure", "seconds": 60.0, **given}
    return Event("ann", "c", "answered", at, card, correct=correct, seq=seq, **fields)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn, learners: tuple[str, ...] = ("ann",)) -> list[Event]:
    """Events of some learners in the order of the store; their clocks may jump."""
    events = []
    for seq in range(1, draw(st.integers(0, 25)) + 1):
        kind = draw(st.sampled_from(["answered", "answered", "recalled", "shown", "disputed"]))
        grade = draw(st.sampled_from(["again", "hard", "good", "easy"]))
        events.append(
            Event(
                draw(st.sampled_from(learners)),
                "c",
                kind,  # type: ignore[arg-type]
                DAY_ONE + timedelta(hours=draw(st.integers(-100_000, 100_000))),
                draw(st.sampled_from(CARDS)),
                correct=draw(st.sampled_from([True, False, None])) if kind == "answered" else None,
                confidence=draw(st.sampled_from([None, "guess", "unsure", "sure"])),
                grade=grade if kind == "recalled" else None,  # type: ignore[arg-type]
                seconds=draw(st.none() | st.floats(0, 4_000)),
                seq=seq,
            )
        )
    return events


def note(source: str, heading: tuple[str, ...], *sentences: str, kind: str = "item") -> Chunk:
    """A passage of these sentences, one a line, as the index would give it."""
    text = "\n".join(sentences)
    found = []
    at = 0
    for number, sentence in enumerate(sentences):
        found.append(
            Sentence(f"{source}.{number}", kind, sentence, at, at + len(sentence), sentence)  # type: ignore[arg-type]
        )
        at += len(sentence) + 1
    return Chunk(source, source, None, heading, text, 0, len(text), text, tuple(found))
