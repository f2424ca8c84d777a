"""Getting a course ready behind the page: index what is not indexed, then load the models."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal

from index.errors import IndexBusy, IndexDamaged, IndexNewer, VectorStoreError
from index.home import Phase, Progress
from tutor.ui.border import Failure, caught

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

StageName = Literal["waiting", "reading", "embedding", "storing", "loading", "ready", "failed"]
_LONGEST_WAIT = 600.0  # for a course that is being indexed
_SECONDS_BETWEEN_TRIES = 1.0  # while another process indexes
_WARM_UP = "warm up"  # any query: the first search loads the model and opens the index


@dataclass(frozen=True)
class Stage:
    """How far a course is; ``done`` of ``total`` counts files or texts of that stage."""

    name: StageName
    done: int = 0
    total: int = 0
    failure: Failure | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.name in ("ready", "failed")


class Startup:
    """Gets courses ready, each in a thread of its own, at most once at a time."""

    def __init__(self, tutor: StudyTutor) -> None:
        self._tutor = tutor
        self._lock = Lock()
        self._stages: dict[str, Stage] = {}

    def begin(self, course: str) -> None:
        """Start getting a course ready; does nothing while that is under way or done."""
        with self._lock:
            known = self._stages.get(course)
            if known and known.name != "failed":
                return
            self._stages[course] = Stage("waiting")
        Thread(target=self._prepare, args=(course,), name=f"prepare-{course}", daemon=True).start()

    def stage(self, course: str) -> Stage:
        """How far the course is."""
        with self._lock:
            return self._stages.get(course, Stage("waiting"))

    def wait(self, course: str, seconds: float = _LONGEST_WAIT) -> Stage:
        """Return when the course is ready or failed, or after ``seconds``."""
        end = time.monotonic() + seconds
        while not (stage := self.stage(course)).over and time.monotonic() < end:
            time.sleep(0.02)
        return stage

    def _prepare(self, course: str) -> None:
        with caught() as outcome:
            self._index(course)
            self._set(course, Stage("loading"))
            self._warm_up(course)
        failure = outcome.failure
        self._set(course, Stage("failed", failure=failure) if failure else Stage("ready"))

    def _index(self, course: str) -> None:
        """Index a course that is not indexed; what another process is indexing is waited for."""
        end = time.monotonic() + _LONGEST_WAIT
        while not self._tutor.is_indexed(course):
            try:
                self._tutor.ingest(course, progress=self._progress(course))
                return
            except IndexBusy:
                if time.monotonic() > end:
                    raise
                time.sleep(_SECONDS_BETWEEN_TRIES)

    def _warm_up(self, course: str) -> None:
        """Open the index and load the models; an index that is damaged is mended first."""
        try:
            self._tutor.search(course, _WARM_UP, 1)
        except IndexNewer:
            raise
        except (IndexDamaged, VectorStoreError):
            self._tutor.ingest(course, progress=self._progress(course))
            self._tutor.search(course, _WARM_UP, 1)

    def _progress(self, course: str) -> Progress:
        def tell(phase: Phase, done: int, total: int) -> None:
            self._set(course, Stage(phase, done, total))

        return tell

    def _set(self, course: str, stage: Stage) -> None:
        with self._lock:
            self._stages[course] = stage
