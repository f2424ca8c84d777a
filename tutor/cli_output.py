"""What the command line prints: the JSON of the contract, and the same for a reader."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from corpus.questions import Question, Receipt
    from index.home import Progress
    from index.ingest import IngestReport, Status
    from index.retriever import Found
    from tutor.answering.answer import Answer, Conflict
    from tutor.citations import Citation
    from tutor.quizzing.models import Quiz

_COUNTED: tuple[Status, ...] = ("added", "changed", "unchanged", "removed", "failed")
_SHOWN: tuple[Status, ...] = (*_COUNTED, "skipped")
_LONGEST_QUOTE = 400


def print_json(value: object) -> None:
    """One JSON value on one line of standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def table(rows: Sequence[Sequence[object]], header: Sequence[str]) -> str:
    """Columns under their names, each as wide as its widest cell; numbers to the right."""
    cells = [[one_line(str(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    right = [all(isinstance(row[n], int) for row in rows) for n in range(len(header))]
    lines = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in (list(header), *cells)
    ]
    return "\n".join(lines)


# -- ingest


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error while it is a terminal; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:<9}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total)
            bar.update(tasks[phase], completed=done, total=total)

        yield tell


def report_json(report: IngestReport) -> dict[str, Any]:
    """An ingestion, with the fields of the contract."""
    return {
        "course": report.course,
        **{status: report.count(status) for status in _COUNTED},
        "chunks": report.chunks,
        "embedded": report.embedded,
        "seconds": round(report.seconds, 3),
        "files": [{**asdict(file), "notes": list(file.notes)} for file in report.files],
    }


def report_text(report: IngestReport) -> str:
    """An ingestion, a row for each file; what was not as it should be stands below its file."""
    rows = [(f.source, f.status, f.pages, f.chunks, f.characters) for f in report.files]
    parts = []
    if rows:
        head, *lines = table(rows, ("file", "status", "pages", "chunks", "characters")).split("\n")
        parts.append(head)
        for line, file in zip(lines, report.files, strict=True):
            said = [*([file.error] if file.error else []), *file.notes]
            parts += [line, *(f"    {one_line(note)}" for note in said)]
        parts.append("")
    counts = ", ".join(
        f"{report.count(status)} {status}" for status in _SHOWN if report.count(status)
    )
    parts.append(
        f"{report.course}: {counts or 'no notes found'}; {report.chunks} passages, "
        f"{report.embedded} texts embedded, {report.seconds:.1f} s"
    )
    return "\n".join(parts)


# -- search and ask


def found_json(given_id: object, query: str, found: Found) -> dict[str, Any]:
    """A search, with the fields of the contract."""
    results = [
        {
            "rank": rank,
            "score": round(hit.score, 6),
            "chunk_id": hit.chunk.chunk_id,
            "source": hit.chunk.source,
            "page": hit.chunk.page,
            "heading": list(hit.chunk.heading),
            "text": hit.chunk.text,
            "char_start": hit.chunk.char_start,
            "char_end": hit.chunk.char_end,
        }
        for rank, hit in enumerate(found.hits, 1)
    ]
    return {"id": given_id, "query": query, "results": results}


def found_text(found: Found) -> str:
    """A search for a reader."""
    from tutor.citations import cite

    blocks = []
    for rank, hit in enumerate(found.hits, 1):
        chunk = hit.chunk
        place = cite(rank, chunk, chunk.char_start, chunk.char_end).place
        blocks.append(f"{rank}. {place}  (score {hit.score:.2f})\n{indented(chunk.text)}")
    return "\n\n".join(blocks) or "The index holds no passages."


def answer_json(given_id: object, answer: Answer) -> dict[str, Any]:
    """An answer, with the fields of the contract."""
    return {"id": given_id, **answer.to_json()}


def answer_text(answer: Answer) -> str:
    """An answer for a reader: its text, then where every sentence comes from."""
    parts = [answer.text]
    doubtful = [s.text for s in answer.sentences if not s.supported]
    if doubtful:
        parts.append("Your notes do not support:\n" + indented("\n".join(doubtful)))
    parts += [_conflict_text(conflict) for conflict in answer.conflicts]
    if answer.citations:
        parts.append(_citations_text("From your notes", answer.citations, answer.text))
    if answer.nearest:
        title = "The closest passages (not an answer)"
        parts.append(_citations_text(title, answer.nearest, answer.text))
    return "\n\n".join(parts)


def _conflict_text(conflict: Conflict) -> str:
    sides = (indented(f"{claim.text} [{claim.citation}]") for claim in conflict.claims)
    return "\n".join(["Your notes disagree:", *sides])


def _citations_text(title: str, citations: Sequence[Citation], shown: str) -> str:
    return "\n".join([title, *(_citation_text(citation, shown) for citation in citations)])


def _citation_text(citation: Citation, shown: str) -> str:
    """Number and place; the quote too, unless the text above shows it already."""
    head = f"[{citation.n}] {citation.place}"
    if one_line(citation.quote) in one_line(shown):
        return head
    quote = citation.quote[:_LONGEST_QUOTE]
    return f"{head}\n{indented(quote + ('…' if len(quote) < len(citation.quote) else ''))}"


def indented(text: str) -> str:
    """Every line set in by four spaces."""
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


# -- quiz


def quiz_json(quiz: Quiz) -> dict[str, Any]:
    """A quiz, with the fields of the contract."""
    return {"questions": [question_json(q) for q in quiz.questions], "rejected": quiz.rejected}


def rejected_text(rejected: Mapping[str, int]) -> str:
    """How many candidates were dropped, by reason; empty where none was."""
    if not rejected:
        return ""
    listed = sorted(rejected.items(), key=lambda item: -item[1])
    return "\nDropped: " + ", ".join(f"{reason} {count}" for reason, count in listed)


def question_json(question: Question) -> dict[str, Any]:
    """A question; `tutor explain` takes it back in this form."""
    return {
        "id": question.id,
        "kind": question.kind,
        "stem": question.stem,
        "options": [
            {
                "label": label,
                "text": option.text,
                "correct": option.correct,
                "why": option.why,
                "receipt": _receipt_json(option.receipt),
            }
            for label, option in question.labelled().items()
        ],
        "objective": question.objective,
        "section": question.section,
        "difficulty": question.difficulty,
        "form": question.form,
        "origin": question.origin,
        "receipt": _receipt_json(question.receipt),
        "takeaway": question.takeaway,
    }


def _receipt_json(receipt: Receipt | None) -> dict[str, str] | None:
    return {"source": receipt.source, "quote": receipt.quote} if receipt else None


def quiz_text(quiz: Quiz) -> str:
    """Questions to work through, and their keys at the end."""
    blocks = []
    keys = []
    for number, question in enumerate(quiz.questions, 1):
        pick = "" if question.kind == "single" else f"  (choose {len(question.key)})"
        options = [f"   {label}. {o.text}" for label, o in question.labelled().items()]
        blocks.append("\n".join([f"{number}. {question.stem}{pick}", *options]))
        proof = f"   {question.receipt.source}: “{one_line(question.receipt.quote)}”"
        keys.append(f"{number}. {', '.join(sorted(question.key))}   ({question.id})\n{proof}")
    return "\n\n".join([*blocks, "Answers\n" + "\n".join(keys)])
