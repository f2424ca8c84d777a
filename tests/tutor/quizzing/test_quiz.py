"""Quizzes: what is chosen, in which order, and what is said when nothing fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_notes import COURSE
from small_course import HashEmbedder, SmallCourse

from corpus.questions import Option, Question, Receipt
from index.retriever import NotesIndex
from tutor.errors import NoQuestions
from tutor.quizzing.models import QuizRequest
from tutor.quizzing.one_fact import FactsAsked
from tutor.quizzing.quiz import make_quiz

WORDS = "amber birch cedar dune ember fjord grove heath inlet jetty knoll ledge".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    folder: Path = tmp_path_factory.mktemp("quiz")
    course = SmallCourse.make(folder, COURSE, embedder=HashEmbedder())
    course.ingest()
    return course.index()


def bank_question(number: int, **changes: object) -> Question:
    word = WORDS[number % len(WORDS)]
    fields: dict[str, object] = {
        "id": f"q-{number:02d}",
        "stem": f"Which number belongs to {word} in table {number}?",
        "options": tuple(
            Option(text=f"value {letter} of {word}", correct=letter == "b") for letter in "abcd"
        ),
        "receipt": Receipt(source="notes/1-drift/1.01-drift.md", quote="**Data drift** is"),
        "section": "1",
        "objective": "1.01",
    }
    return Question.model_validate({**fields, **changes})


BANK = [bank_question(number) for number in range(12)]


@pytest.mark.parametrize("seed", range(3))
def test_no_two_questions_of_a_quiz_turn_on_one_fact(index: NotesIndex, seed: int) -> None:
    facts = FactsAsked()
    for question in make_quiz(index, [], QuizRequest(n=50, seed=seed, origin="notes")).questions:
        assert not facts.hold(question), question.stem
        facts.add(question)


def test_the_same_seed_gives_the_same_quiz(index: NotesIndex) -> None:
    request = QuizRequest(n=8, seed=7, origin="notes")
    assert make_quiz(index, [], request) == make_quiz(index, [], request)


def test_other_seeds_choose_and_order_otherwise(index: NotesIndex) -> None:
    quizzes = [make_quiz(index, BANK, QuizRequest(n=6, seed=seed)) for seed in range(4)]
    assert len({quiz.questions for quiz in quizzes}) == 4


def test_the_bank_comes_first_and_the_notes_fill_up(index: NotesIndex) -> None:
    quiz = make_quiz(index, BANK, QuizRequest(n=15, seed=1))
    assert [q.origin for q in quiz.questions] == ["bank"] * 12 + ["notes"] * 3


@pytest.mark.parametrize("origin", ["bank", "notes"])
def test_only_the_origin_asked_for(index: NotesIndex, origin: str) -> None:
    request = QuizRequest(n=5, seed=1, origin=origin)  # type: ignore[arg-type]
    assert {q.origin for q in make_quiz(index, BANK, request).questions} == {origin}


def test_the_key_stands_at_each_place_equally_often(index: NotesIndex) -> None:
    quiz = make_quiz(index, BANK, QuizRequest(n=12, seed=5, origin="bank"))
    places = Counter(label for question in quiz.questions for label in question.key)
    assert places == {"A": 3, "B": 3, "C": 3, "D": 3}


def test_shuffling_keeps_options_and_key(index: NotesIndex) -> None:
    before = {q.id: q for q in BANK}
    for question in make_quiz(index, BANK, QuizRequest(n=12, seed=2, origin="bank")).questions:
        original = before[question.id]
        assert sorted(question.options, key=str) == sorted(original.options, key=str)
        (key,) = question.key
        assert question.labelled()[key].text == original.labelled()["B"].text


def test_numbers_keep_their_order(index: NotesIndex) -> None:
    options = tuple(Option(text=str(n), correct=n == 27) for n in (9, 27, 12, 81))
    counted = bank_question(1, stem="How many models are fitted?", options=options)
    (question,) = make_quiz(index, [counted], QuizRequest(n=1, seed=1, origin="bank")).questions
    assert [option.text for option in question.options] == ["9", "12", "27", "81"]


def test_a_question_asked_before_is_not_asked_again(index: NotesIndex) -> None:
    avoid = frozenset(q.id for q in BANK[:10])
    quiz = make_quiz(index, BANK, QuizRequest(n=12, seed=1, origin="bank", avoid=avoid))
    assert {q.id for q in quiz.questions} == {"q-10", "q-11"}
    assert quiz.rejected["asked before"] == 10


def test_no_two_questions_ask_the_same(index: NotesIndex) -> None:
    twin = bank_question(0, id="q-99")
    quiz = make_quiz(index, [BANK[0], twin], QuizRequest(n=5, seed=1, origin="bank"))
    assert len(quiz.questions) == 1
    assert quiz.rejected["asks the same as another"] == 1


def test_no_two_questions_from_notes_share_their_proof(index: NotesIndex) -> None:
    quiz = make_quiz(index, [], QuizRequest(n=50, seed=1, origin="notes"))
    quotes = [q.receipt.quote for q in quiz.questions]
    assert len(quotes) == len(set(quotes))


@pytest.mark.parametrize(
    ("request_", "field", "value"),
    [
        (QuizRequest(n=4, seed=1, section="3", origin="notes"), "section", "3"),
        (QuizRequest(n=4, seed=1, objective="3.06", origin="notes"), "objective", "3.06"),
        (QuizRequest(n=2, seed=1, kind="multiple", origin="notes"), "kind", "multiple"),
        (QuizRequest(n=2, seed=1, difficulty="easy", origin="notes"), "difficulty", "easy"),
    ],
)
def test_what_was_asked_for(
    index: NotesIndex, request_: QuizRequest, field: str, value: str
) -> None:
    questions = make_quiz(index, [], request_).questions
    assert questions
    assert {getattr(question, field) for question in questions} == {value}


def test_a_topic_brings_questions_near_it(index: NotesIndex) -> None:
    request = QuizRequest(n=3, seed=1, topic="data drift of the inputs", origin="notes")
    questions = make_quiz(index, [], request).questions
    assert "1-drift/1.01-drift.md" in {q.receipt.source for q in questions[:2]}


def test_receipts_of_the_bank_name_notes_as_the_index_does(index: NotesIndex) -> None:
    (question,) = make_quiz(index, BANK[:1], QuizRequest(n=1, seed=1)).questions
    assert question.receipt.source in index.records.documents


def test_dropped_candidates_are_counted_by_reason(index: NotesIndex) -> None:
    rejected = make_quiz(index, [], QuizRequest(n=3, seed=1, origin="notes")).rejected
    assert rejected["too few sound wrong options"] > 0
    assert all(count > 0 for count in rejected.values())


@pytest.mark.parametrize(
    ("request_", "what", "todo"),
    [
        (QuizRequest(topic="the boiling of eggs", origin="bank"), "topic", "other words"),
        (QuizRequest(section="9"), "section 9", "Leave one of these out"),
        (QuizRequest(origin="model"), "from model", "--llm"),
        (QuizRequest(origin="bank", avoid=frozenset(q.id for q in BANK)), "bank", "asked before"),
    ],
)
def test_what_to_do_when_nothing_fits(
    index: NotesIndex, request_: QuizRequest, what: str, todo: str
) -> None:
    with pytest.raises(NoQuestions) as caught:
        make_quiz(index, BANK if "asked" in todo or "section" in what else [], request_)
    assert what in caught.value.what
    assert todo in caught.value.todo


def test_questions_are_made_once_for_an_open_index(
    index: NotesIndex, make_course: Callable[..., SmallCourse]
) -> None:
    from tutor.quizzing.made_questions import NotesQuestions

    made = NotesQuestions()
    assert made.of(index) is made.of(index)
