"""An explanation as Markdown for a learner. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from tutor.citations import Citation
from tutor.quizzing.models import OptionVerdict

_LONGEST_PASSAGE = 600


def listed(labels: Collection[str]) -> str:
    """Labels in words: ``B``, ``B and D``, ``A, B and D``."""
    names = sorted(labels)
    return " and ".join(([", ".join(names[:-1])] if names[1:] else []) + names[-1:])


def result_line(chosen: Sequence[str], key: Sequence[str]) -> str:
    """Whether the answer was right, all-or-nothing, with what was missed and what was too much."""
    if not chosen:
        return f"**The answer is {listed(key)}.**"
    if set(chosen) == set(key):
        return f"**Right: {listed(key)}.**"
    line = f"**Not right: you chose {listed(chosen)}, the answer is {listed(key)}.**"
    if len(key) > 1 or len(chosen) > 1:
        missed, extra = set(key) - set(chosen), set(chosen) - set(key)
        parts = [f"missed: {listed(missed)}"] if missed else []
        parts += [f"too much: {listed(extra)}"] if extra else []
        line += f" Only the whole set counts ({'; '.join(parts)})."
    return line


def option_lines(options: Mapping[str, str], verdicts: Mapping[str, OptionVerdict]) -> str:
    """Every option with its verdict, its reason and the numbers of its passages."""
    blocks = []
    for label, verdict in verdicts.items():
        marks = "".join(f" [{n}]" for n in verdict.citations)
        blocks.append(
            f"{_headline(label, options[label], verdict.verdict)}\n\n{verdict.why}{marks}"
        )
    return "\n\n".join(blocks)


def passage_lines(citations: Sequence[Citation]) -> str:
    """The cited passages, each under its number and place."""
    if not citations:
        return ""
    blocks = [f"[{c.n}] {plain(c.place)}\n\n{quoted(c.quote)}" for c in citations]
    return "**From your notes**\n\n" + "\n\n".join(blocks)


def quoted(quote: str) -> str:
    """A passage as a block quote; a table row is shown as its cells, code as code."""
    text = quote if len(quote) <= _LONGEST_PASSAGE else quote[:_LONGEST_PASSAGE].rstrip() + " …"
    lines = [_cells(line) for line in text.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def plain(text: str) -> str:
    """Text on one line, without what Markdown would read as a heading or a list."""
    return " ".join(text.split()).lstrip("#*-> ")


def join(*parts: str) -> str:
    """The parts that are not empty, as paragraphs."""
    return "\n\n".join(part for part in parts if part)


def _headline(label: str, text: str, verdict: str) -> str:
    if "\n" not in text.strip():
        return f"**{label} · {verdict}** · {plain(text)}"
    fence = "```" if "```" not in text else "~~~~"
    return f"**{label} · {verdict}**\n\n{fence}\n{text.strip(chr(10))}\n{fence}"


def _cells(line: str) -> str:
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 2:
        return " · ".join(cell.strip() for cell in re.split(r"(?<!\\)\|", stripped.strip("|")))
    return line
