"""What the notes as a whole, and a model, make of a disputed question's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.questions import LABELS, Question
from tutor.errors import ModelError
from tutor.learning.dispute import Opinion
from tutor.quizzing.models import PastedQuestion

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def opinion_on(tutor: StudyTutor, course_id: str, question: Question) -> Opinion:
    """Settle the question as if it had been pasted, without the bank; ask the model if any.

    A model that cannot be reached has no opinion; the dispute goes on without it.
    """
    return Opinion(_by_notes(tutor, course_id, question), _by_model(tutor, question))


def _by_notes(tutor: StudyTutor, course_id: str, question: Question) -> bool | None:
    from tutor.quizzing.explain import explain_pasted

    options = {label: option.text for label, option in question.labelled().items()}
    pasted = PastedQuestion(question.stem, options)
    found = explain_pasted(pasted, tutor.index(course_id), [])
    return set(found.key) == question.key if found.key else None


def _by_model(tutor: StudyTutor, question: Question) -> bool | None:
    """Whether the model picks the key from the receipt alone; None for several right options."""
    if tutor.settings.llm == "none" or question.kind != "single":
        return None
    from tutor.chat_model import open_chat_model, stream_text
    from tutor.quizzing.model_prompts import ANSWER_OWN, load_prompt
    from tutor.quizzing.with_model import label_in

    listed = "\n".join(f"{LABELS[n]}) {o.text}" for n, o in enumerate(question.options))
    system, user = load_prompt(ANSWER_OWN).fill(
        {"quote": question.receipt.quote, "question": question.stem, "options": listed}
    )
    try:
        model = open_chat_model(tutor.settings)
        reply = "".join(stream_text(model, system, user, tutor.settings))
    except ModelError:
        return None
    at = label_in(reply, len(question.options))
    return None if at is None else question.options[at].correct
