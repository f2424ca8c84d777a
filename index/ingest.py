"""Make the index equal the notes: load, chunk, embed what is new, swap the version."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.building import Builder
from index.chunking import CHUNKING, Chunk, chunk_document
from index.discovery import Found, Root, digest, find_files
from index.disk import disk_errors
from index.document import Document
from index.errors import LoadError, SkippedFile
from index.home import Before, IndexHome, OldVersion, Progress, read_before
from index.loaders.isolated import IsolatedLoader
from index.records import Records, StoredDocument, StoredPage
from index.versions import FileRecord

Status = Literal["added", "changed", "unchanged", "removed", "failed", "skipped"]
MAX_BYTES = 50 * 2**20
MAX_CHARACTERS = 10_000_000
MAX_SECONDS = 300.0


@dataclass(frozen=True)
class FileReceipt:
    """What became of one file."""

    source: str
    status: Status
    pages: int = 0
    chunks: int = 0
    characters: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None


OnFile = Callable[[FileReceipt], None]
"""Called with each file's receipt as soon as the file is read, before its text is embedded."""


@dataclass(frozen=True)
class IngestReport:
    """What an ingestion did. ``embedded`` counts texts that went through the model.

    ``mended`` says what of the index was found damaged, and has been made anew.
    """

    course: str
    files: tuple[FileReceipt, ...]
    chunks: int
    embedded: int
    seconds: float
    mended: tuple[str, ...] = ()

    def count(self, status: Status) -> int:
        """Number of files with that status."""
        return sum(file.status == status for file in self.files)


@dataclass(frozen=True)
class Limits:
    """What one file may hold, and how long reading it may take."""

    max_bytes: int = MAX_BYTES
    max_characters: int = MAX_CHARACTERS
    max_seconds: float = MAX_SECONDS


def ingest(
    home: IndexHome,
    roots: Sequence[Root],
    *,
    removed: Container[str] = (),
    limits: Limits | None = None,
    rebuild: bool = False,
    progress: Progress | None = None,
    on_file: OnFile | None = None,
) -> IngestReport:
    """Make the index hold what the files below ``roots`` say now.

    Nothing is embedded twice; when nothing changed, nothing is written. A file that cannot be
    read keeps what an earlier ingestion read from it. ``removed`` names sources to leave out.
    What ``progress`` or ``on_file`` raises comes through, and the index stays as it was.

    Raises:
        IndexBusy: another process is writing this index.
        IndexNewer: a newer version of the tutor has written it, and it is not a rebuild.
        StorageError: the disk is full or cannot be written; the index stays as it was.
        LoadError: a root is not there.
        EmbeddingError, VectorStoreError: the model or the store cannot be used.
    """
    started = time.perf_counter()
    tell: Progress = progress or (lambda phase, done, total: None)
    with home.versions.writing():
        mended = _tidy(home)
        before = Before() if rebuild else read_before(home)
        found = [file for file in find_files(roots) if file.source not in removed]
        given = limits or Limits()
        with IsolatedLoader(given.max_bytes, given.max_characters, given.max_seconds) as loader:
            plan = _Planner(home, before.old, loader, on_file).plan(found, tell)
        embedded = 0
        if plan.changed or before.old is None or before.damage or before.renew:
            with disk_errors(home.versions.folder):
                embedded = Builder(home, before.old, tell).write(plan.records, plan.files)
    return IngestReport(
        home.course,
        tuple(sorted(plan.receipts, key=lambda receipt: receipt.source)),
        len(plan.records.chunks),
        embedded,
        time.perf_counter() - started,
        (*mended, *before.damage),
    )


def _tidy(home: IndexHome) -> tuple[str, ...]:
    """Mend the pointer and remove what a stopped ingestion left; says what it had to mend."""
    with disk_errors(home.versions.folder):
        mended = home.versions.mend_pointer()
        for leftover in home.versions.leftovers():
            home.stores.drop(leftover)
            home.versions.discard(leftover)
    return ("the file that names the index in use was damaged",) if mended else ()


@dataclass
class _Plan:
    """What the next version will hold, while it is found out."""

    receipts: list[FileReceipt] = field(default_factory=list)
    records: Records = field(default_factory=Records)
    files: dict[str, FileRecord] = field(default_factory=dict)
    changed: bool = False


class _Planner:
    def __init__(
        self,
        home: IndexHome,
        old: OldVersion | None,
        loader: IsolatedLoader,
        on_file: OnFile | None,
    ) -> None:
        self._home = home
        self._on_file = on_file
        self._old = old
        self._loader = loader
        self._plan = _Plan()
        self._old_files = old.manifest.files if old else {}
        self._same_chunking = old is not None and old.manifest.chunking == CHUNKING
        self._old_chunks: dict[str, list[Chunk]] = {}
        for chunk in old.records.chunks if old else ():
            self._old_chunks.setdefault(chunk.source, []).append(chunk)

    def plan(self, found: Sequence[Found], tell: Progress) -> _Plan:
        for number, file in enumerate(found, 1):
            try:
                self._read(file)
            except SkippedFile as error:
                self._plan.receipts.append(FileReceipt(file.source, "skipped", error=str(error)))
                self._plan.changed |= file.source in self._old_files
            except LoadError as error:
                self._fail(file.source, str(error))
            if self._on_file:
                self._on_file(self._plan.receipts[-1])
            tell("reading", number, len(found))
        skipped = {r.source for r in self._plan.receipts if r.status == "skipped"}
        gone = self._old_files.keys() - self._plan.files.keys() - skipped
        self._plan.receipts += [FileReceipt(source, "removed") for source in gone]
        self._plan.changed |= bool(gone)
        return self._plan

    def _read(self, file: Found) -> None:
        if file.refused:
            raise file.refused
        before = self._old_files.get(file.source)
        sha256 = digest(file.path)
        if before and before.sha256 == sha256 and self._same_chunking:
            self._keep(file.source, "unchanged")
            return
        document = self._loader.load(file.path, file.source)
        self._take(document, sha256, "changed" if before else "added")

    def _fail(self, source: str, error: str) -> None:
        """Keep what was read before from a file, or from the files of a folder."""
        kept = [s for s in self._old_files if s == source or s.startswith(f"{source}/")]
        for old in kept:
            self._keep(old, "failed", error)
        if not kept:
            self._plan.receipts.append(FileReceipt(source, "failed", error=error))

    def _keep(self, source: str, status: Status, error: str | None = None) -> None:
        """Carry a file's document and chunks over from the old version."""
        assert self._old is not None, "only a file of the old version can be kept"
        before = self._old_files[source]
        notes = before.notes + (("what was read from it before is kept",) if error else ())
        self._plan.files[source] = before
        self._plan.records.documents[source] = self._old.records.documents[source]
        self._plan.records.chunks += self._old_chunks.get(source, [])
        self._plan.receipts.append(
            FileReceipt(
                source, status, before.pages, before.chunks, before.characters, notes, error
            )
        )

    def _take(self, document: Document, sha256: str, status: Status) -> None:
        """Chunk a new or changed document."""
        embedder = self._home.embedder
        chunks = chunk_document(
            document, self._home.course, embedder.count_tokens, embedder.max_tokens
        )
        source, pages, size = document.source, len(document.pages), len(document.text)
        self._plan.changed = True
        self._plan.records.chunks += chunks
        self._plan.records.documents[source] = StoredDocument(
            source,
            document.title,
            document.text,
            tuple(StoredPage(page.number, page.char_start) for page in document.pages),
        )
        self._plan.files[source] = FileRecord(
            sha256=sha256, pages=pages, chunks=len(chunks), characters=size, notes=document.notes
        )
        self._plan.receipts.append(
            FileReceipt(source, status, pages, len(chunks), size, document.notes)
        )
