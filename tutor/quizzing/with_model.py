"""Questions that a language model writes. Nothing unsound gets through, however weak the model.

It proposes from one passage with a quote, then answers its own question twice from the quote alone,
the options in another order each time. What fails is dropped and counted, never mended or padded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from corpus.questions import LABELS, Option, Question
from index.chunking import Chunk
from index.retriever import NotesIndex
from tutor.errors import ModelError
from tutor.quizzing.from_notes import place_of
from tutor.quizzing.item_checks import NotesContext, hard_flaws
from tutor.quizzing.model_prompts import ANSWER_OWN, PROPOSE, load_prompt
from tutor.quizzing.model_proof import doubt, notes_doubt
from tutor.quizzing.models import QuizRequest
from tutor.quizzing.proposals import INVENTED, WRONG_OPTIONS, as_question, read_proposals
from tutor.quizzing.statements import ABOUT_THE_EXAM, is_aside, is_made_up
from tutor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MISSED = "the model missed the key of its own question"
BROKE_OFF = "the model failed"
_A_PASSAGE = 2  # questions asked for at once: a passage seldom holds more that differ
_TRIES_PER_QUESTION, _LEAST_TRIES = 2, 4  # passages read before giving up
_LEAST_PASSAGE = 200  # characters below which a passage seldom states two things
_PASSAGES_OF_TOPIC = 40
# "B", "(B)", "B) because …", "The answer is B." and nothing less plain.
_LABEL = re.compile(
    r"\W*(?:(?:the )?(?:correct |right |best )?(?:answer|option)(?: is)?\W*)?"
    r"\(?(?P<label>[A-Z])(?:\s*$|\s*[).:\n*])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ModelYield:
    """What came of asking a model: sound questions, drops by reason, passages read."""

    questions: tuple[Question, ...]
    rejected: dict[str, int]
    passages: int


@dataclass
class _Run:
    """One quiz in the making."""

    index: NotesIndex
    context: NotesContext
    random: Random
    made: list[Question] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)


class ModelQuestions:
    """Questions of the model that the settings name; it is opened when it is first asked.

    ``before_call`` is called before each call of the model, and may raise a ``ModelError``.
    """

    def __init__(self, settings: Settings, before_call: Callable[[], None] = lambda: None) -> None:
        self._settings = settings
        self._before_call = before_call

    def make(
        self, index: NotesIndex, request: QuizRequest, n: int, earlier: Sequence[Question] = ()
    ) -> ModelYield:
        """Up to ``n`` sound questions from passages that fit the request.

        ``earlier`` questions are not asked again. The seed decides which passages are read.

        Raises:
            ModelError: the model failed before any question stood.
        """
        texts = {source: d.text for source, d in index.records.documents.items()}
        run = _Run(index, NotesContext(texts, list(earlier)), Random(f"{request.seed}:passages"))
        read = 0
        most = max(_LEAST_TRIES, _TRIES_PER_QUESTION * n)
        for chunk in passages_for(index, request, run.random)[:most]:
            if len(run.made) >= n:
                break
            read += 1
            try:
                self._from_passage(chunk, run)
            except ModelError:
                if not run.made:
                    raise
                run.rejected[BROKE_OFF] += 1
                break
        return ModelYield(tuple(run.made[:n]), {k: c for k, c in run.rejected.items() if c}, read)

    def _from_passage(self, chunk: Chunk, run: _Run) -> None:
        """Ask for questions on one passage and keep those that pass everything."""
        reply = self._ask(
            PROPOSE,
            count=_A_PASSAGE,
            wrong=WRONG_OPTIONS,
            place=" › ".join((chunk.source, *chunk.heading)),
            passage=chunk.text,
        )
        for proposal in read_proposals(reply, _A_PASSAGE, run.rejected):
            question = as_question(proposal, chunk.text, chunk.source, place_of(chunk.source))
            reason = INVENTED if question is None else self._flaw_of(question, chunk, run)
            if reason or question is None:
                run.rejected[reason or INVENTED] += 1
            else:
                run.made.append(question)

    def _flaw_of(self, question: Question, chunk: Chunk, run: _Run) -> str | None:
        """Why a question is dropped: cheap checks first, the model's own answers last."""
        if any(question.id == other.id for other in run.made):
            return "near-duplicate stem"
        against = NotesContext(run.context.texts, [*run.context.earlier, *run.made])
        flaws = hard_flaws(question, against)
        if flaws:
            return flaws[0].name
        sentences = [sentence.text for sentence in chunk.sentences]
        reason = doubt(question, sentences, " ".join(chunk.heading), run.index.words.idf)
        reason = reason or notes_doubt(question, run.index)
        if reason:
            return reason
        orders = two_orders(len(question.options), run.random)
        return None if all(self._hits(question, order) for order in orders) else MISSED

    def _hits(self, question: Question, order: Sequence[int]) -> bool:
        """Whether the model finds the key from the quote alone, the options in this order."""
        options: list[Option] = [question.options[n] for n in order]
        listed = "\n".join(f"{LABELS[n]}) {option.text}" for n, option in enumerate(options))
        reply = self._ask(
            ANSWER_OWN, quote=question.receipt.quote, question=question.stem, options=listed
        )
        at = label_in(reply, len(options))
        return at is not None and options[at].correct

    def _ask(self, prompt: str, **values: object) -> str:
        from tutor.chat_model import stream_text

        self._before_call()
        system, user = load_prompt(prompt).fill(values)
        return "".join(stream_text(self._model, system, user, self._settings))

    @cached_property
    def _model(self) -> BaseChatModel:
        from tutor.chat_model import open_chat_model

        return open_chat_model(self._settings)


def passages_for(index: NotesIndex, request: QuizRequest, random: Random) -> list[Chunk]:
    """Passages to ask about: near the topic first, else shuffled; of the section asked for."""
    if request.topic.strip():
        found = [hit.chunk for hit in index.search(request.topic, _PASSAGES_OF_TOPIC).hits]
    else:
        found = list(index.chunks)
        random.shuffle(found)
    return [chunk for chunk in found if _is_fit(chunk, request)]


def _is_fit(chunk: Chunk, request: QuizRequest) -> bool:
    objective, section = place_of(chunk.source)
    there = request.objective in ("", objective) and request.section in ("", section)
    teaches = not is_aside(chunk.heading) and not is_made_up(chunk.heading)
    prose = any(s.kind != "code" for s in chunk.sentences)
    long_enough = len(chunk.text) >= _LEAST_PASSAGE
    return there and teaches and prose and long_enough and not ABOUT_THE_EXAM.search(chunk.text)


def two_orders(size: int, random: Random) -> Iterator[list[int]]:
    """A random order, and one in which every option stands at another place."""
    first = random.sample(range(size), size)
    turn = random.randrange(1, size)
    yield first
    yield first[turn:] + first[:turn]


def label_in(reply: str, size: int) -> int | None:
    """The place of the one option a reply names; None where it names none, or does so vaguely."""
    match = _LABEL.match(reply.strip())
    at = LABELS.find(match["label"].upper()) if match else -1
    return at if 0 <= at < size else None
