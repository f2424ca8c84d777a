"""Tables: what stands in a column for a row, and what tells two things apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import repeats, shape, words_in
from tutor.quizzing.patterns.headings import topic_of
from tutor.quizzing.patterns.markdown_tables import Row, Table, tables
from tutor.quizzing.statements import ABOUT_THE_EXAM, Notes

# A first column of this name holds aspects; the other columns are the things compared.
_ASPECTS = re.compile(r"^(?:|question|point|aspect|topic|feature|criterion|property)$", re.I)
_TRAPS = re.compile(r"^(?:trap|myth|misconception|mistake)s?$", re.I)
# What one thing is weak or strong in, another one may be, too.
_SHARED = re.compile(
    r"\b(?:weakness|weak|strength|strong|drawback|(?:dis)?advantage|limitation|fits)", re.I
)
# Rows that are somebody's: an argument of which call?
_OWNED = re.compile(r"(?:argument|attribute|component|field|option|parameter|property|setting)$")
_NOT_ASKED = re.compile(
    r"\b(?:week|days?|objectives?|section|guide|outline|theme|do|does|you)\b|^item$", re.I
)
# Columns that can be asked for by "What is the … of …?". Others need their table in front of one:
# "under “Shows” for One continuous".
_OF = re.compile(
    r"^(?:meaning|purpose|role|default|formula|unit|inverse|remedy|usual cause|best value"
    r"|effect|function|description|definition)$",
    re.IGNORECASE,
)
# Of a table of pairs, any column can be asked for that has a name of its own.
_NO_NAME = re.compile(
    r"^(?:for|tools?|shows|when|why|how|notes?|examples?|remarks?|where)$|\b(?:that|this|these|those|such)\b",
    re.I,
)
_MOST, _LEAST = 150, 2  # characters of a cell that can be an option
_MOST_PAIRS = 4
_QUOTED_FROM = 3  # words of a row's name from which quotation marks hold it together
_FEW = 2  # a table of four rows still makes a question with three options


def drafts(notes: Notes) -> Iterator[Draft]:
    """Questions from every table."""
    for table in tables(notes):
        if any(_NOT_ASKED.search(name) or ABOUT_THE_EXAM.search(name) for name in table.header):
            continue
        if _TRAPS.match(table.header[0]):
            continue
        if _ASPECTS.match(table.header[0]) and len(table.header) > 2:
            yield from _told_apart(table, notes)
        elif table.header[0]:
            yield from _looked_up(table, notes)


def _looked_up(table: Table, notes: Notes) -> Iterator[Draft]:
    """ "What is the meaning of `fn`?" with the same column's other cells as wrong options."""
    for column in range(1, _own_columns(table)):
        if not _can_be_asked(table, column):
            continue
        cells = [row.cells[column].lower() for row in table.rows]
        for row in table.rows:
            if cells.count(row.cells[column].lower()) > 1 or not _is_cell(row.cells[column]):
                continue
            if _is_value(row.cells[0]):
                continue
            others = [
                r
                for r in table.rows
                if r is not row and _is_number(r.cells[column]) == _is_number(row.cells[column])
            ]
            yield Draft(
                pattern="table",
                stem=_lookup_stem(table, row, column, notes),
                keys=(_choice(table, row, column, notes),),
                pool=tuple(
                    _choice(table, r, column, notes) for r in others if _is_cell(r.cells[column])
                ),
                receipt=Receipt(source=table.source, quote=row.quote),
                subject=row.cells[0],
                takeaway=f"{row.cells[0]}, {table.header[column]}: {row.cells[column]}",
                least=_FEW,
                in_table=True,
            )
    if len(table.header) == 2 and _can_be_asked(table, 1):
        yield from _named(table, notes)


def _own_columns(table: Table) -> int:
    """How many columns speak of the first; two lists side by side share rows, and no more."""
    for column in range(2, len(table.header) - 1):
        beside = [row for row in table.rows if shape(row.cells[column]) == "code"]
        leading = [row for row in table.rows if shape(row.cells[0]) == "code"]
        if 2 * min(len(beside), len(leading)) > len(table.rows):
            return column
    return len(table.header)


def _named(table: Table, notes: Notes) -> Iterator[Draft]:
    """The other way round: for which row the table gives a cell."""
    cells = [row.cells[1].lower() for row in table.rows]
    for row in table.rows:
        if cells.count(row.cells[1].lower()) > 1 or not _is_cell(row.cells[1]):
            continue
        if _is_value(row.cells[0]) or _is_value(row.cells[1]):
            continue
        name = _choice(table, row, 0, notes)
        yield Draft(
            pattern="table reversed",
            stem=f"{_which(table)} has “{row.cells[1]}” under “{table.header[1]}” in the notes?",
            keys=(name,),
            pool=tuple(_choice(table, r, 0, notes) for r in table.rows if r is not row),
            receipt=Receipt(source=table.source, quote=row.quote),
            subject=row.cells[1],
            takeaway=f"{row.cells[0]}, {table.header[1]}: {row.cells[1]}",
            names=True,
            least=_FEW,
            in_table=True,
        )


def _is_value(cell: str) -> bool:
    """Whether a row is named by a number or sign, which says nothing alone, or by several names."""
    several = len(re.findall(r"`[^`]+`", cell)) > 1
    return several or shape(cell) == "number" or not re.search(r"[^\W\d_]{2}", cell)


def _can_be_asked(table: Table, column: int) -> bool:
    """Whether a column's name makes a question without the table in front of one."""
    name = table.header[column]
    if _SHARED.search(name):
        return False
    pairs = len(table.header) == 2 and bool(name) and not _NO_NAME.search(name)
    return pairs or bool(_OF.match(name))


def _lookup_stem(table: Table, row: Row, column: int, notes: Notes) -> str:
    name, thing = table.header[column], row.cells[0]
    heading = notes.heading_at(table.source, row.start)
    where = (
        f" ({topic_of(heading, notes.titles[table.source])})" if _OWNED.match(_noun(table)) else ""
    )
    kind = f"the {noun} " if (noun := _noun(table)) else ""
    if len(thing.split()) >= _QUOTED_FROM and "`" not in thing:
        thing = f"“{thing}”"
    thing += where
    if _OF.match(name):
        return f"What is the {name.lower()} of {kind}{thing}, according to the notes?"
    return f"Which of these do the notes give under “{name}” for {kind}{thing}?"


def _which(table: Table) -> str:
    return f"Which {noun}" if (noun := _noun(table)) else "Which of these"


def _noun(table: Table) -> str:
    """What the first column calls its rows, where that is one word: "vessel"."""
    first = table.header[0]
    return first.lower() if re.fullmatch(r"[A-Z][a-z]+(?<!s)", first) else ""


def _is_number(cell: str) -> bool:
    """Whether a cell holds a bare number, which no word beside it could be taken for."""
    return shape(cell.strip("`")) == "number"


def _told_apart(table: Table, notes: Notes) -> Iterator[Draft]:
    """ "Which of these describes A rather than B?" with what the table says of B as wrong options."""
    things = table.header[1:]
    named = _distinct_words(things)
    for column, thing in enumerate(things, 1):
        others = [name for name in things if name != thing]
        if not thing or not all(others):
            continue
        pool = tuple(
            _aspect(table, row, other, notes)
            for row in table.rows
            for other in range(1, len(table.header))
            if other != column and not repeats(row.cells[other], row.cells[column])
            and _is_asked(row.cells[other], named)
        )  # fmt: skip
        own = [
            _aspect(table, row, column, notes)
            for row in table.rows
            if _is_asked(row.cells[column], named)
            and not any(
                repeats(row.cells[column], row.cells[n])
                for n in range(1, len(table.header))
                if n != column
            )
        ]
        for keys in (*((key,) for key in own), *list(combinations(own, 2))[:_MOST_PAIRS]):
            two = len(keys) == 2
            verb, ending = ("describe", "? (Choose two.)") if two else ("describes", "?")
            receipt = keys[0].receipt
            if receipt is not None:
                yield Draft(
                    pattern="comparison",
                    stem=f"Which of these {verb} {thing} rather than {_either(others)}{ending}",
                    keys=keys,
                    pool=pool,
                    receipt=receipt,
                    subject=thing,
                    takeaway=" ".join(f"{thing}: {key.text}." for key in keys),
                    settled=True,
                    least=_FEW,
                )


def _words(text: str) -> frozenset[str]:
    """Terms of a text, those of joined names one by one: `databricks-feature-store`."""
    return words_in(re.sub(r"(?<=[a-z])(?=[A-Z])|[_.-]", " ", text.replace("`", "")))


def _distinct_words(things: Sequence[str]) -> frozenset[str]:
    """What tells the names of the things apart: a cell with one of them says whose it is."""
    each = [_words(thing) for thing in things]
    return frozenset().union(*each) - frozenset.intersection(*each)


def _is_asked(cell: str, named: frozenset[str]) -> bool:
    """Whether a cell can be an option, and does not itself say whose it is."""
    return _is_cell(cell) and not _words(cell) & named


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _is_cell(text: str) -> bool:
    return _LEAST <= len(text) <= _MOST and text.strip("-– ").lower() not in ("", "n/a", "?")


def _choice(table: Table, row: Row, column: int, notes: Notes) -> Choice:
    why = (
        f"The notes give that for {row.cells[0]}."
        if column
        else f"For {row.cells[0]} the notes give “{row.cells[1]}”."
    )
    receipt = Receipt(source=table.source, quote=row.quote)
    sentence = notes.sentence_at(table.source, row.start)
    return Choice(row.cells[column], row.cells[0], receipt, sentence, why)


def _aspect(table: Table, row: Row, column: int, notes: Notes) -> Choice:
    text = f"{row.cells[0].rstrip('?')}: {row.cells[column]}" if row.cells[0] else row.cells[column]
    receipt = Receipt(source=table.source, quote=row.quote)
    sentence = notes.sentence_at(table.source, row.start)
    return Choice(
        text, table.header[column], receipt, sentence, f"That holds for {table.header[column]}."
    )
