"""Conversations are kept, changed and deleted, each its own learner's, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from exam_course import START, HandClock

from tutor.errors import ConversationUnknown
from tutor.learning.conversations import Conversation, Conversations, merged, titled
from tutor.learning.store import LearningStore

Open = Callable[[str | Path], LearningStore]


def exchange(name: str, **more: object) -> dict[str, Any]:
    return {"id": name, "question": f"naïve ✓ 𝔘 {name}?", "answer": None, **more}


@pytest.fixture
def kept(store: LearningStore, clock: HandClock) -> Conversations:
    return Conversations(store.conversations, clock)


def test_a_conversation_comes_back(kept: Conversations, clock: HandClock) -> None:
    made = kept.begin("ada", "c", "  Why\n does  it? ", [exchange("1")])
    assert (made.title, made.created, made.updated) == ("Why does it?", START, START)
    clock.tick(60)
    answered = exchange("1", answer={"text": "so", "citations": [1, 2.5, None]})
    saved = kept.save("ada", made.id, answered)
    assert saved.exchanges == (answered,)
    kept.save("ada", made.id, exchange("2"))
    again = kept.get("ada", made.id)
    assert again.exchanges == (answered, exchange("2"))
    assert again.updated == clock.now
    assert again.created == START


def test_the_list_is_newest_first_and_of_one_course(kept: Conversations, clock: HandClock) -> None:
    first, second = (kept.begin("ada", "c", name, [exchange("1")]) for name in ("one", "two"))
    other = kept.begin("ada", "d", "three", [exchange("1")])
    clock.tick(5)
    kept.save("ada", first.id, exchange("2"))
    assert [entry.title for entry in kept.entries("ada", "c")] == ["one", "two"]
    clock.tick(5)
    kept.rename("ada", second.id, " Two\tthings ")
    kept.rename("ada", second.id, "   ")
    assert [entry.title for entry in kept.entries("ada", "c")] == ["one", "Two things"]
    kept.delete("ada", first.id)
    assert [entry.id for entry in kept.entries("ada", "c")] == [second.id]
    assert [entry.id for entry in kept.entries("ada", "d")] == [other.id]


def test_nobody_reaches_another_learners(kept: Conversations) -> None:
    mine = kept.begin("ada", "c", "mine", [exchange("1")])
    tries: list[Callable[[], object]] = [
        lambda: kept.get("bob", mine.id),
        lambda: kept.save("bob", mine.id, exchange("1", answer="stolen")),
        lambda: kept.rename("bob", mine.id, "stolen"),
        lambda: kept.delete("bob", mine.id),
        lambda: kept.get("ada", "nothing"),
    ]
    for attempt in tries:
        with pytest.raises(ConversationUnknown):
            attempt()
    assert kept.entries("bob", "c") == []
    assert kept.get("ada", mine.id) == mine


def test_two_tabs_lose_nothing(place: str | Path, open_store: Open, clock: HandClock) -> None:
    tabs = [Conversations(open_store(place).conversations, clock) for _ in range(2)]
    made = tabs[0].begin("ada", "c", "both", [])

    def say(n: int) -> None:
        tabs[n % 2].save("ada", made.id, exchange(str(n)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say, range(16)))
    names = [said["id"] for said in tabs[0].get("ada", made.id).exchanges]
    assert sorted(names, key=int) == [str(n) for n in range(16)]


def test_what_is_dumped_is_added_once(
    kept: Conversations, store: LearningStore, open_store: Open, tmp_path: Path
) -> None:
    made = kept.begin("ada", "c", "mine", [exchange("1")])
    kept.begin("bob", "c", "his", [exchange("1")])
    dumped = store.conversations.dump("ada")
    assert dumped == [made]
    other = open_store(tmp_path / "other.db").conversations
    assert [other.add(dumped), other.add(dumped)] == [1, 0]
    assert other.get("ada", made.id) == made


def test_titles_and_places() -> None:
    assert titled("a\0b") == "ab"
    assert titled("word " * 60).endswith("word …")
    assert len(titled("word " * 60)) <= 122
    assert merged((), exchange("1")) == (exchange("1"),)
    replaced = merged((exchange("1"), exchange("2")), exchange("1", answer="x"))
    assert [said["id"] for said in replaced] == ["1", "2"]
    assert replaced[0]["answer"] == "x"
    assert Conversation("i", "l", "c", "t", START, START).exchanges == ()
