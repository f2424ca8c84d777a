"""What programs may call: five functions, by HTTP for every client and by MCP for agents.

Each acts for the learner who is logged in, as the page does. No question carries its key before it
was answered, and no question of an exam that the learner has open is told at all.

Gradio reads types and docstrings of these functions: annotations must be real objects here, and an
``Args:`` line becomes the description of a parameter.
"""

# No `from __future__ import annotations`: see above.

import functools
import json
from collections.abc import Callable
from inspect import signature
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_type_hints

import gradio as gr
from gradio.events import api as add_api
from pydantic import TypeAdapter, ValidationError

from corpus.errors import QuestionError
from corpus.questions import Question
from tutor.answering.answer import Turn
from tutor.quizzing.models import QuizRequest
from tutor.quizzing.pasted import checked_labels, pasted_from_json, read_pasted
from tutor.ui import texts
from tutor.ui.api_forms import answer_form, explanation_form, found_form, question_form
from tutor.ui.border import caught
from tutor.ui.mcp_login import named_in
from tutor.ui.startup import Startup
from tutor.ui.wiring import EVERYBODY, learner_of
from tutor.withheld import refuse_withheld

if TYPE_CHECKING:
    from tutor.learning.practice import PracticeSet
    from tutor.study_tutor import StudyTutor

BY = "api"
MOST_QUESTIONS = 50
MOST_PASSAGES = 50
Call = TypeVar("Call", bound=Callable[..., Any])


def offer(tutor: "StudyTutor", startup: Startup) -> None:
    """Make the functions part of the app whose blocks are open."""
    api = StudyApi(tutor, startup)
    for function in (api.ask, api.search, api.quiz, api.grade, api.explain):
        # Without the queue, an MCP call is served with the request that made it, login included.
        add_api(_bordered(function), queue=False, concurrency_limit=EVERYBODY)


class StudyApi:
    """The functions, for one tutor."""

    def __init__(self, tutor: "StudyTutor", startup: Startup) -> None:
        self._tutor = tutor
        self._startup = startup

    def ask(
        self,
        request: gr.Request,
        question: str,
        previous: list[dict[str, str]] | None = None,
        course: str = "",
    ) -> dict[str, Any]:
        """Answer a question from the learner's study notes, with the passage behind each sentence.

        Says "refused" where the notes do not answer it; then "nearest" holds passages that come
        close and prove nothing.

        Args:
            question: What is to be known, in any words.
            previous: Earlier turns of the conversation, each {"question": "…", "answer": "…"}.
            course: Id of a course; without one, the course in use.
        """
        name = self._ready(course)
        turns = [Turn(t.get("question", ""), t.get("answer", "")) for t in previous or ()]
        return answer_form(self._tutor.ask(name, question, turns, self._learner(request)))

    def search(
        self,
        request: gr.Request,
        query: str,
        k: int = 5,
        course: str = "",
    ) -> dict[str, Any]:
        """Find the passages of the study notes that fit a query best.

        Args:
            query: What to look for.
            k: Number of passages, 1 to 50.
            course: Id of a course; without one, the course in use.
        """
        found = self._tutor.search(self._ready(course), query, max(1, min(k, MOST_PASSAGES)))
        return found_form(query, found)

    def quiz(  # noqa: PLR0913, PLR0917  # what may be chosen, each by its name
        self,
        request: gr.Request,
        n: int = 5,
        topic: str = "",
        section: str = "",
        objective: str = "",
        kind: Literal["any", "single", "multiple"] = "any",
        difficulty: Literal["any", "easy", "medium", "hard"] = "any",
        source: Literal["any", "bank", "notes", "model"] = "any",
        course: str = "",
    ) -> dict[str, Any]:
        """Draw practice questions. They carry no keys: `grade` judges an answer.

        Args:
            n: Number of questions, 1 to 50.
            topic: What they are to be about, in any words.
            section: A section of the exam's outline, such as "3".
            objective: An objective of the outline, such as "3.05".
            kind: One right option, or several.
            difficulty: How hard.
            source: The course's question bank, the notes, or a language model.
            course: Id of a course; without one, the course in use.
        """
        name, learner = self._ready(course), self._learner(request)
        wanted = QuizRequest(
            n=max(1, min(n, MOST_QUESTIONS)),
            topic=topic,
            section=section,
            objective=objective,
            kind=None if kind == "any" else kind,
            difficulty=None if difficulty == "any" else difficulty,
            origin=source,
        )
        drawn = self._tutor.quiz(name, wanted, learner).questions
        made = self._tutor.learning.begin_practice(learner, name, drawn, BY)
        return {"quiz": made, "course": name, "questions": [question_form(q) for q in drawn]}

    def grade(
        self,
        request: gr.Request,
        quiz: str,
        question: str,
        chosen: list[str],
        confidence: Literal["", "guess", "unsure", "sure"] = "",
        course: str = "",
    ) -> dict[str, Any]:
        """Judge an answer to a question of `quiz`, tell the key, and keep it for the learner.

        The first answer to a question is the one that counts.

        Args:
            quiz: The id that `quiz` gave.
            question: The id of a question in it.
            chosen: Labels of the chosen options, such as ["B"].
            confidence: How sure the learner was.
            course: The course of the quiz; without one, the course in use.
        """
        learning, name = self._tutor.learning, self._ready(course)
        learner = self._learner(request)
        drawn, asked = self._drawn(learner, name, quiz, question)
        labels = checked_labels(chosen, list(asked.labelled()))
        if not labels:
            raise QuestionError("No option is chosen", 'Give labels, such as ["B"]')
        first = drawn.answers.get(asked.id)
        if first is None:
            sure = confidence or None
            learning.record_practice(
                learner, name, asked, labels, confidence=sure, practice=drawn.id
            )
        judged = first or labels
        return {
            "right": frozenset(judged) == asked.key,
            "chosen": list(judged),
            "key": sorted(asked.key),
            "takeaway": asked.takeaway,
            "counted": first is None,
        }

    def explain(  # noqa: PLR0917  # as above
        self,
        request: gr.Request,
        question: str,
        options: dict[str, str] | None = None,
        chosen: list[str] | None = None,
        key: list[str] | None = None,
        quiz: str = "",
        course: str = "",
    ) -> dict[str, Any]:
        """Say of every option of a question why it is right or wrong, with passages of the notes.

        Any question will do: one of `quiz` by its id, once it was graded, or one from elsewhere.

        Args:
            question: The question (with its options, or `options` gives them), or an id in `quiz`.
            options: The options by label, such as {"A": "…", "B": "…"}.
            chosen: Labels that were chosen.
            key: Labels that somebody says are right; they are checked against the notes.
            quiz: The id that `quiz` gave.
            course: Id of a course; without one, the course in use.
        """
        name, learner = self._ready(course), self._learner(request)
        if quiz:
            drawn, asked = self._drawn(learner, name, quiz, question)
            if asked.id not in drawn.answers:
                raise QuestionError(
                    f"Question {asked.id} of this quiz is not answered yet",
                    "`grade` an answer first: an explanation tells the key",
                )
            labels = checked_labels(chosen or [], list(asked.labelled()))
            return explanation_form(self._tutor.explain(name, asked, labels, learner))
        given = {"question": question, "options": options, "chosen": chosen, "key": key}
        pasted = pasted_from_json(given) if options else read_pasted(question)
        return explanation_form(self._tutor.explain(name, pasted, pasted.chosen, learner))

    def _drawn(
        self, learner: str, course: str, quiz: str, question: str
    ) -> tuple["PracticeSet", Question]:
        """The set and its question, unless the learner has that in an open exam."""
        drawn = self._tutor.learning.practice(learner, course, quiz)
        asked = next((q for q in drawn.questions if q.id == question), None) if drawn else None
        if drawn is None or asked is None:
            raise QuestionError(
                f"There is no question {question} in a quiz {quiz} of yours in {course}",
                "`quiz` gives the ids of a quiz and of its questions, and names its course",
            )
        refuse_withheld(asked, self._tutor.learning.withheld(learner))
        return drawn, asked

    def _ready(self, course: str) -> str:
        """The course by its id, as soon as it can be asked."""
        name = course or self._tutor.settings.course
        self._tutor.course(name)
        self._startup.begin(name)
        self._startup.wait(name)
        return name

    def _learner(self, request: gr.Request) -> str:
        """Whose call this is: the login of the request, never what the caller says."""
        # A call by MCP comes with the server's own kind of request.
        name = learner_of(request) if isinstance(request, gr.Request) else named_in(request)
        return name or self._tutor.settings.learner


def _bordered(function: Call) -> Call:
    """The function with its arguments checked; its failures say what happened and what to do."""
    hints = get_type_hints(function)
    checks = {name: TypeAdapter(hints[name]) for name in list(signature(function).parameters)[1:]}

    @functools.wraps(function)
    def call(request: Any, *values: Any) -> Any:
        with texts.speaking(texts.LANGUAGES[0]), caught() as outcome:
            made = function(request, *map(_checked, checks, checks.values(), values))
            # MCP answers with text, which would otherwise be Python's way to write a value.
            by_mcp = not isinstance(request, gr.Request)
            return json.dumps(made, ensure_ascii=False) if by_mcp else made
        assert outcome.failure, "the block has ended by an error"
        told = f"{outcome.failure.what}. {outcome.failure.todo}."
        raise gr.Error(told, print_exception=False)

    return call  # type: ignore[return-value]


def _checked(name: str, check: TypeAdapter[Any], value: object) -> Any:
    """An argument as its type wants it; gradio passes on whatever a caller sends."""
    try:
        return check.validate_python(value)
    except ValidationError as error:
        told = error.errors()[0]["msg"]
        raise QuestionError(
            f"{name} cannot be used: {told}", "See the description of the function"
        ) from error
