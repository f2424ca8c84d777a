"""Headings of plain text: which lines are headings, and how deep they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from index.loaders.line_shapes import LIST_ITEM, is_blank, is_code

_MARKED = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
_UNDERLINE = re.compile(r"\s*(=|-|~|\^|\*){3,}\s*")
_UNDERLINE_LEVELS = {"=": 1, "-": 2}
_KEYWORD = re.compile(
    r"(Part|Domain|Chapter|Module|Unit|Section|Week|Phase|Lesson|Lecture|Topic|Day|Appendix"
    r"|Question|Exercise)\s+(\d+(?:\.\d+)*|[IVX]+|[A-Z])\b(?:\s*[:.–—(|-]+\s*\S.*|\s+[A-Z\d].*)?",
    re.IGNORECASE,
)
# How far words of the first kinds usually stand above the others.
_KEYWORD_RANKS = {"part": 0, "domain": 1, "chapter": 1, "module": 1, "unit": 1} | dict.fromkeys(
    ("section", "week", "phase", "lesson", "lecture", "topic", "day", "appendix"), 2
)
_LOWEST_RANK = 3
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+[^\W\d].*|(\d{1,2})[.)]\s+[^\W\d].*")
_GLUED_SHARE = re.compile(r"(\w+ )(\d)(\d{1,2} ?%.*)")
# Two terms side by side, which a web copy has run together: "fit()transform()".
_GLUED_PAIR = re.compile(r"[\w.]+(?: [\w.]+)* ?\([^()]*\)\w[^=]*")
_LABEL = re.compile(
    r"(?:answer|correct|key|solution|note|tip|source|author|date|(?:last )?updated?)\b.*:.*"
    r"|\S+\s?[:：]\s?\S{1,3}",
    re.IGNORECASE,
)
_NEW_SENTENCE = re.compile(
    r"(?<!\bvs)(?<!\betc)(?<!\be\.g)(?<!\bi\.e)[.:;!?] +[a-z]|(?<!\bvs)[.!?] +[A-Z]"
)
_QUESTION = re.compile(
    r"(?:what|how|why|when|which|who|where|can|do|does|is|are|should|will)\b", re.I
)
_LONGEST = 90
_MOST_WORDS = 14
_LONG_LINE = 140  # no one wraps lines by hand at this width: it is a paragraph in one line


class Candidate(NamedTuple):
    """A heading on lines ``line`` to ``end`` (exclusive); ``title_line`` holds its words.

    ``family`` is "marked" (``depth`` is its level), "keyword" or "numbered" (``depth`` ranks it
    within the family), or "alone". ``direct``: nothing stands between it and the one before.
    """

    line: int
    end: int
    title_line: int
    title: str
    family: str
    depth: int
    direct: bool = False


def heading_at(lines: Sequence[str], at: int, *, after_block: bool) -> Candidate | None:
    """Return the heading that begins at line ``at``, if one does.

    ``after_block``: the line above closes a list, a table or code.
    """
    opens = (
        after_block
        or is_blank(lines, at - 1)
        or len(lines[at - 1]) > _LONG_LINE
        or closes_before_heading(lines, at)
    )
    line = lines[at].strip()
    if not opens:
        return None
    underlined = _underlined(lines, at)
    if underlined:
        return underlined
    marked = _MARKED.fullmatch(line)
    if marked:
        below_is_code = not is_blank(lines, at + 1) and is_code(lines, at + 1)
        level = len(marked.group(1))
        return (
            None if below_is_code else Candidate(at, at + 1, at, marked.group(2), "marked", level)
        )
    if len(line) > _LONGEST or line.endswith((".", ",", ";", "!")):
        return None
    return _announced(lines, at, line) or _alone(lines, at, line)


def closes_before_heading(lines: Sequence[str], at: int) -> bool:
    """Return whether a sentence ends above line ``at`` and the line counts itself as a heading."""
    stops = at > 0 and lines[at - 1].rstrip().endswith((".", "!", "?"))
    return stops and announces(lines[at].strip())


def _underlined(lines: Sequence[str], at: int) -> Candidate | None:
    above = bool(_UNDERLINE.fullmatch(lines[at]))
    title_line = at + above
    if is_blank(lines, title_line) or is_blank(lines, title_line + 1):
        return None
    title, rule = lines[title_line].strip(), _UNDERLINE.fullmatch(lines[title_line + 1])
    if not rule or len(title) > _LONGEST or title.endswith(".") or not any(map(str.isalnum, title)):
        return None
    level = _UNDERLINE_LEVELS.get(rule.group(1), 3)
    return Candidate(at, title_line + 2, title_line, title, "marked", level)


def _announced(lines: Sequence[str], at: int, line: str) -> Candidate | None:
    """A heading that counts itself: "Domain 2: Pipelines", "1.02 Clusters"."""
    line = _readable(line)
    keyword = _KEYWORD.fullmatch(line)
    if keyword:
        rank = _KEYWORD_RANKS.get(keyword.group(1).lower(), _LOWEST_RANK)
        return Candidate(at, at + 1, at, line, "keyword", rank)
    numbered = _NUMBERED.fullmatch(line)
    if not numbered or not lines[at][:1].isdigit() or line.endswith(":"):
        return None
    if numbered.group(1):
        return Candidate(at, at + 1, at, line, "numbered", numbered.group(1).count(".") + 1)
    below = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), None)
    alone = below is not None and is_blank(lines, at + 1) and not LIST_ITEM.match(lines[below])
    return Candidate(at, at + 1, at, line, "numbered", 1) if alone else None


def _readable(title: str) -> str:
    """Part a copied "Domain 118% of exam" into number and share: no share passes 100 %."""
    glued = _GLUED_SHARE.fullmatch(title)
    if glued and int(re.sub(r"\D.*", "", glued.group(2) + glued.group(3))) > 100:
        return f"{glued.group(1)}{glued.group(2)}: {glued.group(3)}"
    return title


def _alone(lines: Sequence[str], at: int, line: str) -> Candidate | None:
    """A short line of its own: between blank lines, or before a paragraph that is one line."""
    before_long = not is_blank(lines, at + 1) and len(lines[at + 1]) > _LONG_LINE
    if not (is_blank(lines, at + 1) or before_long) or not reads_as_title(line):
        return None
    below = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), None)
    if below is None or (line.endswith("?") and LIST_ITEM.match(lines[below])):
        return None
    return Candidate(at, at + 1, at, line, "alone", 0)


def announces(line: str) -> bool:
    """Return whether a stripped line counts itself as a heading: "Domain 2: Pipelines"."""
    line = _readable(line)
    numbered = _NUMBERED.fullmatch(line)
    short = len(line) <= _LONGEST and not line.endswith((".", ",", ";", ":"))
    return short and bool(_KEYWORD.fullmatch(line) or (numbered and numbered.group(1)))


def reads_as_title(line: str) -> bool:
    """Return whether a stripped, filled line has the form of a title rather than a sentence."""
    words = line.split()
    if len(words) > _MOST_WORDS or line.endswith(":") or LIST_ITEM.match(line):
        return False
    if _GLUED_PAIR.fullmatch(line):
        return True
    if _LABEL.fullmatch(line) or _NEW_SENTENCE.search(line) or "=" in line:
        return False
    if not line[0].isalnum() or line[0].islower() or not any(map(str.isalpha, line)):
        return False
    if line.endswith("?"):
        return bool(_QUESTION.match(line))
    telling = [word for word in words if word[0].isalpha() and len(word) > 3]
    capital = sum(not word[0].islower() for word in telling)
    return len(words) <= 4 or capital >= 0.6 * len(telling)


def crowds(candidates: Sequence[Candidate]) -> set[int]:
    """Return the candidates that are four or more short lines in a row: terms, not headings."""
    found: set[int] = set()
    run: list[int] = []
    for at, candidate in enumerate(candidates):
        if candidate.family != "alone" or not candidate.direct:
            run = []
        if candidate.family == "alone":
            run.append(at)
        if len(run) >= 4:
            found.update(run[-4:])
    return found


def levels_of(candidates: Sequence[Candidate], title_at: int | None) -> list[int]:
    """Return the level of each heading, 1 to 6; ``title_at`` is the document's own title.

    Marked headings say their level. Counted ones stand below the title in the order of their
    ranks. Lines alone stand below the counted heading they follow; titles that recur under
    several of them ("Common traps") outrank the ones they enclose.
    """
    counted = sorted(
        {(c.family, c.depth) for c in candidates if c.family not in ("marked", "alone")},
        key=lambda kind: (kind[0] == "numbered", kind[1]),
    )
    level_of = {kind: min(2 + at, 6) for at, kind in enumerate(counted)}
    repeated = {
        t for t, n in Counter(c.title for c in candidates if c.family == "alone").items() if n > 1
    }
    enclosing = _enclosing(candidates)
    levels: list[int] = []
    base, inside = 1, False
    for at, candidate in enumerate(candidates):
        kind = (candidate.family, candidate.depth)
        below = candidates[at + 1] if at + 1 < len(candidates) else None
        if at == title_at:
            level = 1
        elif candidate.family == "marked":
            level = base = candidate.depth
            inside = False
        elif candidate.family != "alone":
            level = level_of[kind]
            base, inside = (level if kind in enclosing else level - 1), False
        elif below and below.direct and level_of.get((below.family, below.depth), 0) > 2:
            level = base = level_of[(below.family, below.depth)] - 1
            inside = False
        else:
            again = bool(repeated) and candidate.title in repeated and base > 1
            level = base + 1 + (again or inside) + (inside and not again)
            inside = inside or again
        levels.append(max(1, min(level, 6)))
    return levels


def _enclosing(candidates: Sequence[Candidate]) -> set[tuple[str, int]]:
    """Return the kinds of counted headings that hold lines alone before their last heading.

    A kind that has them after its last one only does not hold them: they come after the series.
    """
    kinds = [(c.family, c.depth) for c in candidates]
    last = {kind: at for at, kind in enumerate(kinds)}
    found = set()
    current: tuple[str, int] | None = None
    for at, candidate in enumerate(candidates):
        if candidate.family in ("keyword", "numbered"):
            current = kinds[at]
        elif current and candidate.family == "alone" and at < last[current]:
            found.add(current)
    return found
