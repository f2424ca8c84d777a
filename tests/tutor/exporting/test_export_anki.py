"""Anki packages, opened with Anki's own library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportLogWithChanges,
)
from anki.notes import Note
from exported_questions import CODE, export_set, several, single

from tutor.exporting.anki import anki_package, deck_id
from tutor.exporting.models import ExportSet

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
Import = Callable[[ExportSet, datetime], ImportLogWithChanges.Log]


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "learner.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def bring(collection: Collection, tmp_path: Path) -> Import:
    """Import questions as a learner who double-clicks the file does."""

    def bring(chosen: ExportSet, now: datetime) -> ImportLogWithChanges.Log:
        package = tmp_path / "deck.apkg"
        package.write_bytes(anki_package(chosen, now))
        options = ImportAnkiPackageOptions(merge_notetypes=True)
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        return collection.import_anki_package(request).log

    return bring


def note_of(collection: Collection, question_id: str) -> Note:
    (found,) = collection.find_notes(f"Id:{question_id}")
    return collection.get_note(found)


def test_a_question_becomes_a_card_with_reasons_passage_and_source(
    collection: Collection, bring: Import
) -> None:
    log = bring(export_set(), NOW)
    assert len(log.new) == 2
    (card,) = note_of(collection, "q-1").cards()
    front, back = card.question(), card.answer()
    assert "<code>fmin</code>" in front
    assert "smallest" in front
    assert "It minimises" not in front
    assert "Answer" not in front
    assert "Answer: A" in back
    for shown in ("It minimises the", "spreadsheet", "Smaller is better", "<strong>loss</strong>"):
        assert shown in back
    assert "tuning.md › What fmin returns" in back
    assert collection.decks.name(card.did) == "Study Tutor::Small course"
    assert set(note_of(collection, "q-1").tags) == {
        "small::from::bank",
        "small::objective::3.05",
        "small::section::3",
    }


def test_markup_is_text_code_is_kept_and_nothing_is_played(
    collection: Collection, bring: Import
) -> None:
    bring(export_set(), NOW)
    (card,) = note_of(collection, "q-1").cards()
    rendered = card.render_output()
    assert "&lt;script&gt;" in rendered.answer_text
    assert "<script" not in rendered.answer_text
    assert "&lt;b&gt;value" in rendered.question_text
    assert "x ** 2\n  + 1" in rendered.answer_text
    assert rendered.answer_av_tags == []
    (other,) = note_of(collection, "q-2").cards()
    assert CODE.replace("<", "&lt;").replace(">", "&gt;") in other.question()
    assert "Choose two." in other.question()
    assert "Answer: B, E" in other.answer()
    assert "<td><code>algo</code></td>" in other.answer()


def test_a_second_import_adds_nothing(collection: Collection, bring: Import) -> None:
    bring(export_set(), NOW)
    again = bring(export_set(), NOW)
    later = bring(export_set(), LATER)
    assert (len(again.new), len(later.new)) == (0, 0)
    assert collection.note_count() == 2
    assert collection.card_count() == 2
    names = [deck.name for deck in collection.decks.all_names_and_ids()]
    assert names.count("Study Tutor::Small course") == 1
    types = [t.name for t in collection.models.all_names_and_ids() if "Study Tutor" in t.name]
    assert types == ["Study Tutor question"]


def test_a_changed_question_is_updated_and_keeps_its_schedule(
    collection: Collection, bring: Import
) -> None:
    bring(export_set(), NOW)
    (card,) = note_of(collection, "q-1").cards()
    collection.sched.set_due_date([card.id], "30")
    due = collection.get_card(card.id).due
    changed = single(stem="Which value does `fmin` return in the end?", section="4")
    log = bring(export_set(changed, several(), single("q-3")), LATER)
    assert (len(log.new), len(log.updated)) == (1, 2)
    note = note_of(collection, "q-1")
    assert "return in the end" in note["Stem"]
    assert "small::section::4" in note.tags
    assert [c.id for c in note.cards()] == [card.id]
    assert collection.get_card(card.id).due == due


def test_missed_questions_go_into_the_same_deck(collection: Collection, bring: Import) -> None:
    bring(export_set(), NOW)
    log = bring(export_set(several()), LATER)
    assert (len(log.new), collection.note_count()) == (0, 2)


def test_courses_keep_apart(collection: Collection, bring: Import) -> None:
    bring(export_set(single()), NOW)
    other = export_set(single(), course="other", title="A::B  course")
    assert len(bring(other, NOW).new) == 1
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert "Study Tutor::A B course" in names
    assert deck_id("small") != deck_id("other")
    assert 1 << 30 <= deck_id("small") < 1 << 31


def test_the_same_questions_at_the_same_time_give_the_same_bytes() -> None:
    assert anki_package(export_set(), NOW) == anki_package(export_set(), NOW)


def test_odd_names_make_tags_that_anki_takes(collection: Collection, bring: Import) -> None:
    bring(export_set(single(section='two words "x" a::b', objective="")), NOW)
    assert "small::section::two-words-x-a-b" in note_of(collection, "q-1").tags
