"""Ask the tutor every case and judge what comes back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from corpus.course import BUNDLED_COURSE, Course
from eval.baseline import BASELINE, GateFailed, check, read_baseline, updated, write_baseline
from eval.cases import CaseError, Cases, Fact, Previous, Unanswerable, bundled_cases, cases_at
from eval.figures import TOP_K, EvalResult, ModelShare
from eval.html_report import write_html
from eval.judge import CaseResult, Observed, judge_fact, judge_unanswerable
from eval.report import as_lines, counting, to_json
from index.records import StoredDocument
from index.retriever import WEIGHTS, Found, NotesIndex
from tutor.answering.answer import Answer, Turn

# The retrieval's scores, by name; 004-retrieval.md says what else was tried.
ABLATIONS: Mapping[str, Mapping[str, float]] = {
    "without like words": {**WEIGHTS, "like_words": 0.0},
    "without sentences": {**WEIGHTS, "sentence": 0.0},
    "sentences alone": {"sentence": 1.0},
    "passages alone": {"chunk": 1.0},
    "BM25 alone": {"words": 1.0},
    "like words alone": {"like_words": 1.0},
}
Tell = Callable[[int, int], None]
"""Called with the number of cases done and of all cases."""


class Asked(Protocol):
    """The part of :class:`tutor.study_tutor.StudyTutor` that a run needs."""

    def course(self, course_id: str) -> Course:
        """The course."""
        ...

    def is_indexed(self, course_id: str) -> bool:
        """Whether its notes were ingested."""
        ...

    def ingest(self, course_id: str) -> Any:
        """Index its notes."""
        ...

    def indexed_files(self, course_id: str) -> Any:
        """What is indexed; holds the sources as keys."""
        ...

    def document(self, course_id: str, source: str) -> StoredDocument:
        """The text that spans refer to."""
        ...

    def index(self, course_id: str) -> NotesIndex:
        """What is searched."""
        ...

    def search(self, course_id: str, query: str, k: int = TOP_K) -> Found:
        """The best chunks."""
        ...

    def ask(self, course_id: str, question: str, previous: Sequence[Turn] = ()) -> Answer:
        """An answer or a refusal."""
        ...


def run_eval(
    tutor: Asked,
    course_id: str,
    cases: Cases,
    tell: Tell | None = None,
    *,
    ablations: bool = False,
) -> EvalResult:
    """Search and ask for every case. A follow-up is searched for as the tutor rewrote it.

    With ``ablations``, facts are searched for with a part of the retrieval alone, too.
    """
    run = _Run(tutor, course_id, ABLATIONS if ablations else {})
    results: list[CaseResult] = []
    asked: tuple[Fact | Unanswerable, ...] = (*cases.facts, *cases.unanswerable)
    for case in asked:
        results.append(run.judged(case))
        if tell:
            tell(len(results), len(asked))
    without = {name: tuple(judged) for name, judged in run.ablated.items()}
    return EvalResult(course_id, tuple(results), tuple(run.unplaced), run.model, without)


class _Run:
    """Asks cases of one course; ``unplaced`` collects facts whose quote is not indexed."""

    def __init__(
        self, tutor: Asked, course_id: str, ablations: Mapping[str, Mapping[str, float]]
    ) -> None:
        self._tutor = tutor
        self._course_id = course_id
        self._course = tutor.course(course_id)
        self._sources = frozenset(tutor.indexed_files(course_id))
        self.unplaced: list[str] = []
        self.model = ModelShare()
        self._ablations = ablations
        self.ablated: dict[str, list[CaseResult]] = {name: [] for name in ablations}

    def judged(self, case: Fact | Unanswerable) -> CaseResult:
        if isinstance(case, Unanswerable):
            return judge_unanswerable(case, self._observed(case.question, ())[0])
        seen, found = self._observed(case.question, case.previous)
        place = self._place(case)
        for name, weights in self._ablations.items():
            index = self._tutor.index(self._course_id)
            hits = index.ranked(found.query, found.vector, TOP_K, weights).hits
            self.ablated[name].append(judge_fact(case, replace(seen, hits=hits), place))
        return judge_fact(case, seen, place)

    def _observed(self, question: str, previous: Sequence[Previous]) -> tuple[Observed, Found]:
        turns = tuple(Turn(turn.question, turn.answer) for turn in previous)
        answer = self._tutor.ask(self._course_id, question, turns)
        self.model = self.model.with_answer(answer, bool(answer.warning))
        query = answer.question if turns else question
        found = self._tutor.search(self._course_id, query, k=TOP_K)
        return Observed(answer, found.hits, self._text), found

    def _text(self, source: str) -> str:
        return self._tutor.document(self._course_id, source).text

    def _place(self, fact: Fact) -> str | None:
        """The indexed document that holds the fact's quote; None where there is none."""
        if fact.evidence is None:
            return None
        for source in (fact.evidence.source, self._below_notes(fact.evidence.source)):
            if source in self._sources and fact.evidence.quote in self._text(source):
                return source
        self.unplaced.append(fact.id)
        return None

    def _below_notes(self, source: str) -> str:
        """A path below the course folder as one below its notes, as the index names it."""
        path, notes = self._course.folder / source, self._course.notes_folder
        return path.relative_to(notes).as_posix() if path.is_relative_to(notes) else source


def cases_for(course_id: str, path: Path | None, limit: int | None) -> Cases:
    """The cases of a run.

    Raises:
        CaseError: the course has no cases of its own and ``path`` names none, or they are broken.
    """
    if path is not None:
        cases = cases_at(path)
    elif course_id == BUNDLED_COURSE:
        cases = bundled_cases()
    else:
        raise CaseError(
            f"There are no cases for the course {course_id}",
            "Name a YAML file of cases with --cases; docs/authoring.md shows the form",
        )
    return cases if limit is None else cases.thinned(limit)


def main(  # noqa: PLR0913  # what `tutor eval` can be told, one argument each
    tutor: Asked,
    *,
    course: str,
    cases: Path | None = None,
    as_json: bool = False,
    gate: bool = False,
    report: Path | None = None,
    update_baseline: bool = False,
    limit: int | None = None,
) -> int:
    """Run the eval, print its figures, and return the exit code (1 when the gate fails).

    Raises:
        CaseError: the cases cannot be used, or the gate is asked for other than the whole set.
    """
    if (gate or update_baseline) and (cases or limit is not None or course != BUNDLED_COURSE):
        raise CaseError(
            "The gate compares the whole set of the bundled course",
            "Leave out --cases, --limit and --course",
        )
    asked = cases_for(course, cases, limit)
    _indexed(tutor, course)
    with counting() as tell:
        result = run_eval(tutor, course, asked, tell, ablations=report is not None)
    sys.stdout.write(to_json(result) if as_json else as_lines(result))
    if report:
        write_html(result, report)
    if update_baseline:
        write_baseline(updated(read_baseline(), result))
        sys.stderr.write(f"{BASELINE.name} now holds these figures.\n")
    if gate:
        try:
            check(result, read_baseline())
        except GateFailed as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


def _indexed(tutor: Asked, course: str) -> None:
    if not tutor.is_indexed(course):
        sys.stderr.write(f"The course {course} is not indexed yet; indexing its notes.\n")
        tutor.ingest(course)
