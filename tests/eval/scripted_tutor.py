"""A tutor with a real index that answers from a script: which sentences to quote, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from small_course import SmallCourse

from corpus.course import Course, course_id
from corpus.questions import Receipt
from eval.cases import Cases, Fact, Previous, Unanswerable
from eval.figures import EvalResult
from eval.run import run_eval
from index.records import StoredDocument
from index.retriever import Found, NotesIndex
from tutor.answering.answer import Answer, AnswerSentence, Turn
from tutor.citations import Citation

NOTES = {
    "fmin.md": "# Hyperopt\n\n## What fmin returns\n\n`fmin` minimises the value that the objective"
    " returns. Return the negative accuracy, because fmin looks for the smallest value.\n",
    "folds.md": "# Folds\n\n## numFolds\n\n`CrossValidator` uses `numFolds=3` by default."
    " TrainValidationSplit fits each combination once.\n",
    "drift.md": "# Drift\n\n## Two kinds\n\nData drift means that the inputs change. Concept drift"
    " means that the relation between inputs and target changes.\n",
}

MINIMISES = "`fmin` minimises"
FACTS = (
    Fact(
        id="f-3.05-01",
        objective="3.05",
        question="why is my best run awful",
        answer="It minimises.",
        must=("minimi[sz]",),
        evidence=Receipt(
            source="notes/fmin.md",
            quote="`fmin` minimises the value that the objective returns.",
        ),
    ),
    Fact(
        id="f-3.08-01",
        objective="3.08",
        question="how many parts by default",
        answer="Three.",
        must=("numFolds=3",),
        evidence=Receipt(
            source="notes/folds.md", quote="`CrossValidator` uses `numFolds=3` by default."
        ),
    ),
    Fact(
        id="h-001",
        kind="follow-up",
        question="and the other kind",
        answer="Concept drift.",
        must=("concept drift",),
        previous=(Previous(question="what is data drift", answer="The inputs change."),),
    ),
    Fact(
        id="h-003",
        kind="typo",
        objective="3.08",
        question="how ofen is one fited",
        answer="Once.",
        must=("once",),
        evidence=Receipt(source="notes/folds.md", quote="This is nowhere in the notes."),
    ),
)
LACKING = (
    Unanswerable(id="u-001", kind="off-topic", question="how do I boil an egg"),
    Unanswerable(id="u-002", kind="near-topic", question="what does a DBU cost"),
    Unanswerable(
        id="u-004",
        kind="false-premise",
        question="why does fmin maximise",
        corrected=("minimi[sz]",),
    ),
)
CASES = Cases(FACTS, LACKING)
SCRIPT = {
    "why is my best run awful": [MINIMISES],
    "how many parts by default": ["`CrossValidator`"],
    "and the other kind": ["Concept drift", "Data drift"],
    "how ofen is one fited": ["TrainValidationSplit"],
    "why does fmin maximise": [MINIMISES],
}


class ScriptedTutor:
    """``script`` maps a question to words that the quoted sentences begin with.

    A question that is not in it is refused.
    """

    def __init__(self, small: SmallCourse, script: Mapping[str, Sequence[str]]) -> None:
        self._small = small
        self._script = script
        self.previous: list[Turn] = []

    @cached_property
    def _index(self) -> NotesIndex:
        return self._small.index()

    def course(self, course: str) -> Course:
        folder = self._small.notes.parent
        return Course(id=course_id(course), title=course, folder=folder)

    def is_indexed(self, course: str) -> bool:
        return self._small.home.versions.current() is not None

    def ingest(self, course: str) -> None:
        self._small.ingest()

    def indexed_files(self, course: str) -> Mapping[str, object]:
        return self._index.manifest.files

    def document(self, course: str, source: str) -> StoredDocument:
        return self._index.document(source)

    def index(self, course: str) -> NotesIndex:
        return self._index

    def search(self, course: str, query: str, k: int = 10) -> Found:
        return self._index.search(query, k)

    def ask(self, course: str, question: str, previous: Sequence[Turn] = ()) -> Answer:
        self.previous += previous
        beginnings = self._script.get(question)
        if beginnings is None:
            return Answer(
                question,
                "Your notes don't say.",
                refused=True,
                reason="not in the notes",
                chance=0.1,
            )
        citations = tuple(self._cite(n, words) for n, words in enumerate(beginnings, 1))
        sentences = tuple(AnswerSentence(c.quote, (c.n,), supported=True) for c in citations)
        text = "\n\n".join(f"{s.text} [{s.citations[0]}]" for s in sentences)
        return Answer(question, text, sentences, citations, chance=0.9)

    def _cite(self, n: int, beginning: str) -> Citation:
        for chunk in self._index.chunks:
            for sentence in chunk.sentences:
                if sentence.text.startswith(beginning):
                    return Citation(
                        n, chunk.source, chunk.page, chunk.heading,
                        sentence.text, sentence.char_start, sentence.char_end,
                    )  # fmt: skip
        raise AssertionError(f"no sentence begins with {beginning!r}")


class MisquotingTutor(ScriptedTutor):
    """Quotes that are one character off."""

    def _cite(self, n: int, beginning: str) -> Citation:
        return replace(super()._cite(n, beginning), char_start=0)


MakeTutor = Callable[..., ScriptedTutor]


def run(tutor: ScriptedTutor) -> EvalResult:
    return run_eval(tutor, "small", CASES)
