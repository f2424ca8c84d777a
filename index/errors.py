"""What can go wrong between a learner's file and the index."""

from __future__ import annotations

from corpus.errors import StudyError


class LoadError(StudyError):
    """A file cannot be read: it is broken, locked, of another format, or over a limit."""


class SkippedFile(StudyError):
    """A file is passed over: it holds nothing to learn from, or its format is not supported."""


class EmbeddingError(StudyError):
    """The embedding model cannot be found or loaded."""


class IndexBusy(StudyError):
    """Another process is writing this index."""


class IndexMissing(StudyError):
    """The course has no index yet."""


class IndexDamaged(StudyError):
    """The index on disk cannot be read; it can be rebuilt from the notes."""


class IndexNewer(IndexDamaged):
    """A newer version of the tutor has written the index; it is not to be overwritten unasked."""


class StorageError(StudyError):
    """The data folder cannot be written: the disk is full, read-only or faulty."""


class SourceMissing(StudyError):
    """The index holds no document of that name."""


class QueryError(StudyError):
    """A question is empty or too long."""


class VectorStoreError(StudyError):
    """The vector store cannot be reached or refused an operation."""
