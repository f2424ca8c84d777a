"""Question banks: the bundled one, and what is wrong with a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.course import BUNDLED_COURSE, bundled_courses
from corpus.errors import QuestionError
from corpus.questions import read_questions

WHOLE = """
- id: q-1.01-01
  objective: "1.01"
  stem: What does wedging do to clay?
  options:
    - {text: It drives the air out, correct: true, why: Said in the note.}
    - {text: It dries it}
  receipt: {source: notes/clay.md, quote: Wedging drives the air out of clay.}
"""


def bank(tmp_path: Path, text: str, name: str = "1.01.yaml") -> Path:
    folder = tmp_path / "questions"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_bundled_bank_fits_its_course() -> None:
    course = bundled_courses()[BUNDLED_COURSE]
    questions = read_questions(course.questions_folder)
    assert {q.objective for q in questions} == set(course.objectives)
    assert all(q.origin == "bank" for q in questions)
    for question in questions:
        assert question.section == course.section_of(question.objective).id  # type: ignore[union-attr]
        assert len(question.options) == (4 if question.kind == "single" else 5)
        assert question.key <= question.labelled().keys()
        assert (course.folder / question.receipt.source).is_file()


def test_the_bundled_receipts_stand_in_their_notes() -> None:
    course = bundled_courses()[BUNDLED_COURSE]
    notes: dict[str, str] = {}
    for question in read_questions(course.questions_folder):
        receipts = [question.receipt, *(o.receipt for o in question.options if o.receipt)]
        for receipt in receipts:
            if receipt.source not in notes:
                notes[receipt.source] = (course.folder / receipt.source).read_text("utf-8")
            assert receipt.quote in notes[receipt.source], f"{question.id}: {receipt.quote}"


def test_a_question_is_read_with_its_defaults(tmp_path: Path) -> None:
    (question,) = read_questions(bank(tmp_path, WHOLE))
    assert (question.kind, question.section, question.origin) == ("single", "1", "bank")
    assert question.key == {"A"}
    assert [o.text for o in question.labelled().values()] == [
        "It drives the air out",
        "It dries it",
    ]


@pytest.mark.parametrize("name", ["1.01.yaml", "1.01.yml"])
def test_both_suffixes_of_yaml_are_read(tmp_path: Path, name: str) -> None:
    assert [q.id for q in read_questions(bank(tmp_path, WHOLE, name))] == ["q-1.01-01"]


def test_no_folder_and_empty_files_mean_no_bank(tmp_path: Path) -> None:
    assert read_questions(tmp_path / "questions") == []
    assert read_questions(bank(tmp_path, "# nothing yet\n")) == []


def test_files_are_read_in_path_order(tmp_path: Path) -> None:
    bank(tmp_path, WHOLE.replace("01-01", "01-02"), "b.yaml")
    folder = bank(tmp_path, WHOLE, "a.yaml")
    assert [q.id for q in read_questions(folder)] == ["q-1.01-01", "q-1.01-02"]


def test_two_right_options_are_counted(tmp_path: Path) -> None:
    text = WHOLE.replace("  stem:", "  kind: multiple\n  stem:").replace(
        "    - {text: It dries it}",
        "    - {text: It evens it, correct: true}\n    - {text: It dries it}",
    )
    (question,) = read_questions(bank(tmp_path, text))
    assert question.key == {"A", "B"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("options:", "options: [", "not valid YAML"),
        ("id: q-1.01-01", "id: 2025-02-31", "not valid YAML"),
        ("- id: q-1.01-01\n ", "id: q-1.01-01\n ", "not valid YAML"),
        (WHOLE, "just: a mapping", "does not hold a list"),
        (WHOLE, "- just words", "question 1"),
        ("  stem: What does wedging do to clay?\n", "", "q-1.01-01: stem: Field required"),
        (", correct: true", "", "has one right option, not 0"),
        ("It dries it", "It dries it, correct: true", "has one right option, not 2"),
        ("  stem:", "  kind: multiple\n  stem:", "2 or more right options, not 1"),
        ("  stem:", "  hint: think\n  stem:", "hint: Extra inputs"),
        ("quote: Wedging drives the air out of clay.", 'quote: ""', "receipt.quote"),
        ("id: q-1.01-01", "id: 7", "question 7: id"),
    ],
)
def test_a_broken_bank_says_where_and_what_to_do(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in WHOLE
    with pytest.raises(QuestionError) as caught:
        read_questions(bank(tmp_path, WHOLE.replace(old, new)))
    assert says in caught.value.what
    assert "1.01.yaml" in caught.value.what
    assert caught.value.todo


def test_an_id_that_stands_twice_names_both_files(tmp_path: Path) -> None:
    bank(tmp_path, WHOLE, "a.yaml")
    with pytest.raises(QuestionError) as caught:
        read_questions(bank(tmp_path, WHOLE, "b.yaml"))
    assert "q-1.01-01 stands in a.yaml and in b.yaml" in caught.value.what
    assert "another id" in caught.value.todo


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = bank(tmp_path, "")
    (folder / "1.01.yaml").write_bytes(b"- id: caf\xe9")
    with pytest.raises(QuestionError, match="not valid YAML"):
        read_questions(folder)
