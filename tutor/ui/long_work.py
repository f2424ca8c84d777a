"""Work that takes a while: how far it is, file by file, and stopping it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from index.home import Phase, Progress
from index.ingest import FileReceipt, IngestReport, OnFile
from tutor.errors import Stopped
from tutor.ui import texts

_SECONDS_BETWEEN_STEPS = 0.3

Run = Callable[[Progress, OnFile], IngestReport]


@dataclass(frozen=True)
class Step:
    """How far an ingestion is: ``done`` of ``total`` in its phase, and what was read so far."""

    phase: Phase = "reading"
    done: int = 0
    total: int = 0
    files: tuple[FileReceipt, ...] = ()


class LongWork:
    """An ingestion in a thread. Going through it tells now and then how far it is.

    ``stopping`` is asked whether to end it early. Whoever leaves the page does not stop it.
    """

    def __init__(
        self, run: Run, stopping: Callable[[], bool], *, seconds: float = _SECONDS_BETWEEN_STEPS
    ) -> None:
        self._run = run
        self._stopping = stopping
        self._seconds = seconds
        # The thread has no language of its own to say this in.
        self._stopped = Stopped(texts.WORK_STOPPED, texts.WORK_STOPPED_TODO)
        self._now = Step()
        self.report: IngestReport | None = None

    def __iter__(self) -> Iterator[Step]:
        """Do the work; at the end there is a ``report``.

        Raises:
            Stopped: it was ended early; nothing was changed.
            StudyError: what the work raised.
        """
        pool = ThreadPoolExecutor(1, "long-work")
        try:
            future = pool.submit(self._run, self._progress, self._on_file)
            while not wait([future], timeout=self._seconds).done:
                yield self._now
            self.report = future.result()
        finally:
            pool.shutdown(wait=False)

    def _progress(self, phase: Phase, done: int, total: int) -> None:
        if self._stopping():
            raise self._stopped
        self._now = replace(self._now, phase=phase, done=done, total=total)

    def _on_file(self, receipt: FileReceipt) -> None:
        if receipt.status != "unchanged":
            self._now = replace(self._now, files=(*self._now.files, receipt))
