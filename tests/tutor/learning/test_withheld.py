"""No question of an open exam is told by way of another page."""

from __future__ import annotations

import pytest
from exam_course import make_question

from tutor.errors import ExamError
from tutor.quizzing.models import PastedQuestion
from tutor.withheld import refuse_withheld

ASKED = make_question(
    "1.01", 1, stem="A logistics team compares delivery times of five warehouses. Which chart fits?"
)
OTHER = make_question("1.02", 2, stem="Which metric punishes large errors most in a regression?")
GENERIC = make_question("1.03", 3, stem="Which of these is true?")
TEXTS = {label: option.text for label, option in ASKED.labelled().items()}


def test_another_question_is_free() -> None:
    refuse_withheld(OTHER, [ASKED, GENERIC])
    refuse_withheld(PastedQuestion("Which of these is true?", {"A": "x", "B": "y"}), [GENERIC])
    refuse_withheld(PastedQuestion("Which of these is true?", {"A": "x"}, id=ASKED.id), [ASKED])
    refuse_withheld(ASKED, [])


@pytest.mark.parametrize(
    "again",
    [
        ASKED,
        ASKED.model_copy(update={"id": "another name"}),
        ASKED.model_copy(update={"options": tuple(reversed(ASKED.options)), "id": "x"}),
        PastedQuestion(ASKED.stem.upper(), {"1": "anything", "2": "else"}),
        PastedQuestion(f"Please: {ASKED.stem} ", TEXTS),
        PastedQuestion("In other words, what would you draw?", TEXTS),
    ],
)
def test_the_same_question_is_not(again: PastedQuestion) -> None:
    with pytest.raises(ExamError, match="in your open exam"):
        refuse_withheld(again, [OTHER, ASKED])


def test_a_plain_stem_is_known_by_its_options() -> None:
    texts = {label: option.text for label, option in GENERIC.labelled().items()}
    with pytest.raises(ExamError):
        refuse_withheld(PastedQuestion("Which of these is true?", texts), [GENERIC])
