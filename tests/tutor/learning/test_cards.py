"""Key facts of the notes, decks with their weights, and how a card is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from exam_course import make_bank, make_course_of_exam, make_question
from hypothesis import given
from hypothesis import strategies as st
from study_events import DAY_ONE, answered, note

from corpus.course import Course
from corpus.errors import QuestionError
from tutor.learning.cards import make_deck
from tutor.learning.cards_key_facts import GAP, key_facts
from tutor.learning.cards_typed import matches
from tutor.learning.memory_replay import Recollection, recollect
from tutor.learning.review import card_of, due_cards, labels_of, next_card, show

LAST = note(
    "3-model/3.05-fmin.md",
    ("fmin", "Last minute"),
    "- `fmin` minimises, so return the negative of a metric that should be large.",
    "- `tpe.suggest` is Bayesian search, `rand.suggest` is random search.",
    "- Three folds and 12 combinations fit 36 models.",
    "- Short.",
    "- `mean` or the other `mean` is what fills all gaps.",
)
PROSE = note(
    "3-model/3.06-search.md",
    ("Search", "Random search"),
    "**Random search** is drawing settings at random from lists or distributions.",
    "It costs what its number of trials costs, however many parameters there are.",
    "**Commonly said, but wrong:** it is always worse than a grid. It is not.",
    kind="prose",
)
SOURCES = note("3-model/3.06-search.md", ("Search", "Sources"), "**A page** is what we have read.")


def test_last_minute_items_and_definitions_are_key_facts() -> None:
    facts = key_facts([LAST, PROSE, SOURCES])
    assert [fact.quote for fact in facts] == [
        *(s.text for n, s in enumerate(LAST.sentences) if n != 3),
        PROSE.sentences[0].text,
    ]
    assert {fact.objective for fact in facts} == {"3.05", "3.06"}
    for fact in facts:
        chunk = LAST if "fmin" in fact.source else PROSE
        assert chunk.text[fact.char_start : fact.char_end] == fact.quote


def test_a_gap_hides_what_the_sentence_says_and_no_word_gives_it_away() -> None:
    first, second, third, fourth, definition = key_facts([LAST, PROSE])
    assert (first.typed, first.prompt) == (False, "`fmin` minimises, …")
    assert second.prompt == f"`tpe.suggest` is Bayesian search, `{GAP}` is random search."
    assert second.answer == "rand.suggest"
    assert third.prompt == f"Three folds and 12 combinations fit {GAP} models."
    assert not fourth.typed
    assert definition.prompt == "Random search is …"
    assert third.accepts("36")
    assert not third.accepts("35")
    assert not definition.accepts("anything")


def test_a_key_fact_keeps_its_id_when_its_note_is_moved() -> None:
    moved = note("elsewhere.md", ("Last minute",), *(s.text for s in LAST.sentences))
    assert [f.id for f in key_facts([LAST])] == [f.id for f in key_facts([moved])]
    assert len(key_facts([LAST, moved])) == 4


@pytest.mark.parametrize(
    ("typed", "expected", "same"),
    [
        ("Rand.Suggest", "rand.suggest", True),
        ("`space_eval()`", "space_eval", True),
        ("crossvalidater", "CrossValidator", True),
        ("16.3 LTS", "16.4 LTS", False),
        ("tpe", "rpe", False),
        ("", "x", False),
        ("  36. ", "36", True),
    ],
)
def test_slips_are_forgiven_and_other_numbers_are_not(
    typed: str, expected: str, same: bool
) -> None:
    assert matches(typed, expected) is same


def test_weights_follow_the_blueprint_and_add_up() -> None:
    course = make_course_of_exam()
    deck = make_deck(course, make_bank(course, 4), key_facts([LAST, PROSE]))
    assert sum(card.weight for card in deck.cards) == pytest.approx(1)
    of_section = {
        section.id: sum(c.weight for c in deck.cards if c.section == section.id)
        for section in course.sections
    }
    assert of_section == pytest.approx({s.id: s.weight / 100 for s in course.sections})
    question = next(c for c in deck.cards if c.objective == "3.06" and c.question)
    fact = next(c for c in deck.cards if c.objective == "3.06" and c.fact)
    assert question.weight == pytest.approx(3 * fact.weight)


def test_what_the_blueprint_lacks_counts_little_and_without_one_all_count_alike() -> None:
    course = make_course_of_exam()
    bare = Course(id="c", title="c", folder=course.folder)
    bank = [*make_bank(course, 2), make_question("9.01", 1)]
    beside = make_deck(course, bank).by_id["q-9.01-01"].weight
    assert 0 < beside < min(c.weight for c in make_deck(course, bank).cards if c.section != "9")
    assert len({card.weight for card in make_deck(bare, bank).cards}) == 1
    assert make_deck(course, bank, left_out={"q-9.01-01"}).by_id.keys() == {q.id for q in bank[:-1]}
    assert make_deck(course, []).cards == ()


@given(st.integers(0, 30), st.integers(0, 30))
def test_options_are_shuffled_anew_at_each_review_and_keep_their_labels(a: int, b: int) -> None:
    course = make_course_of_exam()
    deck = make_deck(course, make_bank(course, 1))
    card = deck.cards[0]

    def shown(reviews: int) -> tuple[str, ...]:
        events = [answered(card.id, day=n, seq=n + 1) for n in range(reviews)]
        state = recollect(events, DAY_ONE + timedelta(days=99))
        page = show(card_of(deck, card.id, state, DAY_ONE))
        assert dict(page.options) == card.question.labelled()  # type: ignore[union-attr]
        return tuple(label for label, _ in page.options)

    assert shown(a) == shown(a)
    assert len({shown(n) for n in range(6)}) > 1
    assert sorted(shown(b)) == ["A", "B", "C", "D"]


def test_letters_of_the_page_are_labels_of_the_bank() -> None:
    course = make_course_of_exam()
    deck = make_deck(course, make_bank(course, 1))
    page = show(card_of(deck, deck.cards[0].id, Recollection(), DAY_ONE))
    assert labels_of(page, ["b"]) == (page.options[1][0],)
    for wrong in (["E"], [], ["?"]):
        with pytest.raises(QuestionError, match="none of the options"):
            labels_of(page, wrong)


def test_confident_errors_lead_then_the_most_forgotten() -> None:
    course = make_course_of_exam()
    deck = make_deck(course, make_bank(course, 1))
    names = [card.id for card in deck.cards[:5]]
    events = [
        answered(names[0], day=0, seq=1),
        answered(names[1], day=1, correct=False, confidence="unsure", seq=2),
        answered(names[2], day=2, correct=False, seq=3),
        answered(names[3], day=3, correct=False, seq=4),
        answered(names[4], day=38, seq=5),
        answered("gone", day=5, seq=6),
    ]
    now = DAY_ONE + timedelta(days=39)
    state = recollect(events, now)
    due = due_cards(deck, state, now)
    assert [one.card.id for one in due] == [names[3], names[2], names[1], names[0]]
    assert due[0].why == "wrong last time, though you were sure"
    assert next_card(deck, state, now, [deck.cards[9]]) == due[0]
    calm = recollect([events[0]], now)
    following = next_card(deck, calm, now, [deck.cards[9]])
    assert following is not None
    assert following.card == deck.cards[9]
    assert next_card(deck, calm, now, []) == due_cards(deck, calm, now)[0]
    assert next_card(deck, Recollection(), now, []) is None
