"""The sentences of an answer as HTML: paragraphs, tables and code, the rest below. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tutor.answering.answer import Answer, AnswerSentence
from tutor.citations import Citation
from tutor.ui import texts
from tutor.ui.markup import block, command, escape, inline, tag

_CELL = re.compile(r"([^:;]{1,60}): (.+)")


@dataclass(frozen=True)
class _Row:
    """A table row as an answer tells it: "Cost; CrossValidator: Higher; …"; name by cell."""

    names: tuple[str, ...]
    cells: tuple[str, ...]


def sentences_html(answer: Answer, prefix: str) -> str:
    """What answers, then what the notes say besides; ``prefix`` names the passages of the chips."""
    lead = answer.lead or len(answer.sentences)
    html = _paragraphs(answer.sentences[:lead], answer, prefix)
    if rest := answer.sentences[lead:]:
        head = tag("div", escape(texts.FURTHER), "st-kicker")
        html += tag("div", head + _paragraphs(rest, answer, prefix), "st-further")
    return html


def chips(numbers: Sequence[int], citations: Sequence[Citation], prefix: str) -> str:
    """The chips of a sentence; a number without a citation is left out."""
    known = {c.n: c for c in citations}
    return "".join(chip(known[n], f"{prefix}-{n}") for n in numbers if n in known)


def chip(citation: Citation, key: str) -> str:
    """The number of a passage, which opens it."""
    return command("passage", key, str(citation.n), "st-chip", title=citation.place)


def _paragraphs(sentences: Sequence[AnswerSentence], answer: Answer, prefix: str) -> str:
    """Sentences of one place run on; another place, or lines of code, begin a new paragraph."""
    known = {c.n: c for c in answer.citations}

    def place(sentence: AnswerSentence) -> tuple[object, ...]:
        if _has_lines(sentence.text):
            return (id(sentence),)
        first = known.get(sentence.citations[0]) if sentence.citations else None
        if answer.mode == "model" or first is None:
            return ()
        return (first.source, first.heading)

    parts = []
    for _, group in groupby(sentences, key=place):
        run = list(group)
        if _has_lines(run[0].text):
            parts.append(_lines(run[0], answer, prefix))
        else:
            parts += _tables_and_prose(run, answer, prefix)
    return "".join(parts)


def _tables_and_prose(run: Sequence[AnswerSentence], answer: Answer, prefix: str) -> Iterator[str]:
    """Rows of one table that follow one another as a table, all else as paragraphs."""
    rows = [_row(sentence) for sentence in run]

    def kind(n: int) -> tuple[str, ...] | None:
        row = rows[n]
        like = [other for other in (rows[n - 1 : n] + rows[n + 1 : n + 2]) if other and row]
        return row.names if row and any(other.names == row.names for other in like) else None

    for names, group in groupby(range(len(run)), key=kind):
        at = list(group)
        if names is None:
            yield tag("p", _run_on([run[n] for n in at], answer, prefix))
        else:
            yield _table([(run[n], row) for n in at if (row := rows[n])], answer, prefix)


def _row(sentence: AnswerSentence) -> _Row | None:
    """A sentence read as a table row; None where it is none, or a model wrote or doubts it."""
    first, *rest = sentence.text.split("; ")
    cells = [_CELL.fullmatch(cell) for cell in rest]
    if not rest or not all(cells) or not sentence.supported:
        return None
    begins = _CELL.fullmatch(first)
    head = (begins[1], begins[2]) if begins else ("", first)
    pairs = [head, *((cell[1], cell[2]) for cell in cells if cell)]
    return _Row(tuple(name for name, _ in pairs), tuple(cell for _, cell in pairs))


def _table(rows: Sequence[tuple[AnswerSentence, _Row]], answer: Answer, prefix: str) -> str:
    head = _cells("th", rows[0][1].names, "")
    body = "".join(
        _cells("td", row.cells, chips(sentence.citations, answer.citations, prefix))
        for sentence, row in rows
    )
    return tag("div", tag("table", tag("thead", head) + tag("tbody", body)), "st-rows")


def _cells(name: str, cells: Iterable[str], chips_html: str) -> str:
    """A table line; the chips of its passage stand in the last cell."""
    inner = [inline(cell) for cell in cells]
    inner[-1] += chips_html
    return tag("tr", "".join(tag(name if cell else "td", cell) for cell in inner))


def _run_on(run: Sequence[AnswerSentence], answer: Answer, prefix: str) -> str:
    """Sentences after one another; a list item, a table row or a lead-in ends its line."""
    html = ""
    for sentence in run:
        html += _sentence(sentence, answer, prefix)
        html += " " if sentence.text.rstrip("*_`\"')”’ ").endswith((".", "!", "?")) else "<br>"
    return html.removesuffix(" ").removesuffix("<br>")


def _sentence(sentence: AnswerSentence, answer: Answer, prefix: str) -> str:
    text = inline(sentence.text) + chips(sentence.citations, answer.citations, prefix)
    if sentence.supported:
        return text
    flag = tag("span", escape(texts.UNSUPPORTED), "st-flag")
    return tag("span", f"{text} {flag}", "st-unsupported", title=texts.UNSUPPORTED_HELP)


def _lines(sentence: AnswerSentence, answer: Answer, prefix: str) -> str:
    text = sentence.text
    shown = block(text) if _is_markdown(text) else f"<pre><code>{escape(text)}</code></pre>"
    marks = chips(sentence.citations, answer.citations, prefix)
    flag = "" if sentence.supported else tag("span", escape(texts.UNSUPPORTED), "st-flag")
    classes = "st-lines" if sentence.supported else "st-lines st-unsupported"
    return tag("div", f"{shown}{marks}{flag}", classes)


def _has_lines(text: str) -> bool:
    return "\n" in text.strip() or text.lstrip().startswith("```")


def _is_markdown(text: str) -> bool:
    return text.lstrip().startswith(("```", "~~~", "|", "- ", "* ", "> ", "1."))
