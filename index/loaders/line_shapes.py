"""What single lines and runs of lines look like in plain text: lists, code, tables.

Every ``*_end`` function answers with the line (exclusive) at which the shape that begins at
``at`` ends, or with ``at`` itself where it does not begin there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LIST_ITEM = re.compile(
    r"[ \t]*(?:[•●○◦▪■‣✓✔➢►][ \t]*|[-*+·–][ \t]+|\d{1,3}[.)][ \t]+|[A-Za-z][.)][ \t]+"
    r"|\((?:\d{1,2}|[a-z])\)[ \t]+|\d{1,2}\.(?=[A-Z][a-z]))(?=.*\w)"
)
_FENCE = re.compile(r"\s*(```+|~~~+)")
_COMMENT = re.compile(r"\s*(?:#|//|--)\s")
_ARGS = r"\([^()]*(?:\([^()]*\)[^()]*)*\)"
_STATEMENTS = (
    r"from\s[\w.]+\simport\s.+",
    r"import\s[\w.]+(?:\sas\s\w+)?(?:,\s*[\w.]+)*",
    r"(?:async\s)?def\s\w+\(.*|class\s\w+(?:\(.*\))?:|@\w[\w.]*(?:\(.*\))?",
    r"[A-Za-z_][\w.]*(?:\[[^\]]*\])*\s?[+\-*/]?=\s?(?:[\"'\[{(\d-].*|\w+(?:\.\w+)*|[\w.]+[\[(].*)",
    r"[A-Za-z_][\w.]*" + _ARGS + r"(?:\.\w.*)?[;,]?",
    r"[A-Za-z_]\w*(?:\.\w+)*(?:\([^)]*)?\([^)]*,?",
    r"\.\w+\(.*",
    r"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|ALTER TABLE|DROP|CREATE (?:OR REPLACE )?"
    r"(?:TABLE|VIEW|FUNCTION|SCHEMA|CATALOG)|GRANT|OPTIMIZE|VACUUM)\s.*",
    r"(?:\$|%(?:pip|sql|run|sh|fs|md)|!pip|pip3? install|conda install|git (?:clone|commit))\s.*",
)
_CODE = re.compile(r"\s*(?:" + "|".join(_STATEMENTS) + r")\s*(?:#.*)?")
_CLOSER = re.compile(r"\s*[\])}]+[\])},;.\w()]*")
_COMPOUND = re.compile(
    r"\s*(?:for|while|if|elif|else|try|except|finally|with|def|class)\b.*:\s*(?:#.*)?"
)
_TELLING = re.compile(r"[\[\](){}\"'.@%$]|^\s*(?:import|SELECT|INSERT|UPDATE|CREATE|pip)\b")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_RULE_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)*")
_GLUE = re.compile(r"[a-z)%][A-Z]|[A-Z]{2}[a-z]|[a-z)][\d$]")
_CELL = re.compile(r"\S+(?: \S+)*")
_LONGEST_ROW = 140  # average characters; longer "rows" are prose with a label in front
_MOST_ROWS = 200
_MOST_COMMENTS = 20


def is_blank(lines: Sequence[str], at: int) -> bool:
    """Return whether line ``at`` is blank; beyond both ends all lines are."""
    return not 0 <= at < len(lines) or not lines[at].strip()


def indent_of(line: str) -> int:
    """Return the width of the white space in front; a tab counts as four."""
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


def fence_end(lines: Sequence[str], at: int) -> int:
    """Follow a fenced code block; an open one runs to the end of the text."""
    opening = _FENCE.match(lines[at])
    if not opening:
        return at
    mark = opening.group(1)
    for end in range(at + 1, len(lines)):
        if lines[end].strip().startswith(mark) and not lines[end].strip().strip(mark[0]):
            return end + 1
    return len(lines)


def is_code(lines: Sequence[str], at: int) -> bool:
    """Return whether the line is a statement of Python, SQL or a shell."""
    line = lines[at]
    if _COMPOUND.fullmatch(line):
        below = at + 1
        return not is_blank(lines, below) and indent_of(lines[below]) > indent_of(line)
    return bool(_CODE.fullmatch(line))


def code_end(lines: Sequence[str], at: int) -> int:
    """Follow unfenced code: statements, their comments, what they indent or bracket."""
    first = _below_comments(lines, at)
    if is_blank(lines, first) or not is_code(lines, first):
        return at
    end, statements, depth = first, 0, 0
    while end < len(lines):
        here = _next_filled(lines, end)
        if here is None or not _carries_on(lines, here, depth, indent_of(lines[first])):
            break
        statements += is_code(lines, here)
        depth = max(0, depth + _brackets(lines[here]))
        end = here + 1
    alone = end - at == 1
    return at if alone and not _TELLING.search(lines[at]) else end


def _next_filled(lines: Sequence[str], at: int) -> int | None:
    """Return the first filled line from ``at`` on, at most two blank lines away."""
    return next((i for i in range(at, min(at + 3, len(lines))) if lines[i].strip()), None)


def _carries_on(lines: Sequence[str], at: int, depth: int, margin: int) -> bool:
    line = lines[at]
    if LIST_ITEM.match(line) and not depth:
        return False
    if is_code(lines, at) or _CLOSER.fullmatch(line):
        return True
    prose = len(line.split()) > 8 and line.rstrip().endswith(".") and not _COMMENT.match(line)
    if depth or indent_of(line) > margin:
        return not prose
    if not _COMMENT.match(line):
        return False
    below = _below_comments(lines, at)
    return not is_blank(lines, below) and is_code(lines, below)


def _below_comments(lines: Sequence[str], at: int) -> int:
    """Return the first line from ``at`` on that is no comment, looking only so far."""
    end = min(at + _MOST_COMMENTS, len(lines))
    return next((i for i in range(at, end) if not _COMMENT.match(lines[i])), end)


def _brackets(line: str) -> int:
    bare = _QUOTED.sub("", line)
    return sum(bare.count(c) for c in "([{") - sum(bare.count(c) for c in ")]}")


def indented_code_end(lines: Sequence[str], at: int) -> int:
    """Follow lines set in by four or more below a blank one, where most carry code signs."""
    if indent_of(lines[at]) < 4 or not is_blank(lines, at - 1):
        return at
    end = at
    while end < len(lines) and (not lines[end].strip() or indent_of(lines[end]) >= 4):
        end += 1
    filled = [line for line in lines[at:end] if line.strip()]
    signs = sum(bool(re.search(r"[=(){}\[\]<>;_$]", line)) for line in filled)
    return end if signs * 2 > len(filled) else at


def pipe_table_end(lines: Sequence[str], at: int) -> int:
    """Follow a table drawn with ``|``: a rule under its first row, or bars at line starts."""
    if "|" not in lines[at] or is_blank(lines, at + 1):
        return at
    ruled = "|" in lines[at + 1] and _RULE_ROW.fullmatch(lines[at + 1])
    end = at
    while not is_blank(lines, end) and "|" in (lines[end] if ruled else lines[end].lstrip()[0]):
        end += 1
    return end if end - at >= 2 else at


def aligned_table_end(lines: Sequence[str], at: int) -> int:
    """Follow rows whose cells are set apart by tabs, or by spaces so that they align."""
    tabs = lines[at].strip().count("\t")
    end = at
    if tabs:
        while not is_blank(lines, end) and lines[end].strip().count("\t") == tabs:
            end += 1
        return end if end - at >= 2 else at
    columns = cell_starts(lines[at])
    while not is_blank(lines, end) and not LIST_ITEM.match(lines[end]):
        starts = cell_starts(lines[end])
        shared = {c for c in columns if any(abs(c - s) <= 1 for s in starts)}
        if len(starts) < 2 or len(shared) < 2:
            break
        columns, end = shared, end + 1
    return end if end - at >= 3 or (end - at == 2 and len(columns) > 2) else at


def cell_starts(line: str) -> set[int]:
    """Return the columns at which cells begin, cells being two or more spaces apart."""
    return {cell.start() for cell in _CELL.finditer(line)}


def flattened_table_end(lines: Sequence[str], at: int) -> int:
    """Follow a table whose cells a web copy has run together: "ItemDetails", "Fee$200"."""
    header = lines[at].strip()
    if len(header) > 80 or header[-1] in ".!?:;," or not _GLUE.search(header):
        return at
    end = at + 1
    while not is_blank(lines, end) and end - at < _MOST_ROWS and not starts_other(lines, end):
        end += 1
    rows = [line.strip() for line in lines[at + 1 : end]]
    if len(rows) < 2 or sum(map(len, rows)) > _LONGEST_ROW * len(rows):
        return at
    glued = sum(bool(_GLUE.search(row)) for row in rows) / len(rows)
    capital = sum(not row[0].islower() for row in rows) / len(rows)
    return end if glued >= 0.8 or (glued >= 0.5 and capital >= 0.8) else at


def counted_line(line: str, number: int) -> bool:
    """Return whether a flattened list's count stands glued to the line, as in "2Recall"."""
    head = str(number)
    rest = line.strip()[len(head) :]
    return line.strip().startswith(head) and rest[:1].isalpha()


def starts_other(lines: Sequence[str], at: int) -> bool:
    """Return whether a list item, code or a drawn table begins at this line."""
    return bool(LIST_ITEM.match(lines[at])) or any(
        end(lines, at) > at for end in (fence_end, code_end, pipe_table_end)
    )
