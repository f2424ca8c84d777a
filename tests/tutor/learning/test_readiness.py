"""What readiness rests on."""

from __future__ import annotations

from tutor.learning.learning import Learning


def test_an_exam_without_an_answer_says_nothing(learning: Learning) -> None:
    given_up = learning.start_exam("ada", "c", n=8).exam
    learning.submit("ada", given_up)
    assert learning.report("ada", given_up).readiness.standing == "no evidence"
    exam = learning.start_exam("ada", "c", n=8).exam
    learning.answer("ada", exam, 1, ["A"])
    learning.submit("ada", exam)
    readiness = learning.report("ada", exam).readiness
    assert (readiness.exams, readiness.answers) == (1, 8)
