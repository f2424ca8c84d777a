"""Take pasted plain text apart: stem, options, and what it says of the key and the choice. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.questions import LABELS

_LABEL = r"(?:[A-Za-z]|\d{1,2})"
_LABEL_LIST = rf"[(\[]?{_LABEL}\b(?:[)\]]?\s*(?:,|&|/|;|\+|\band\b|\s)\s*[(\[]?{_LABEL}\b)*"
# "Answer: B", "Correct answers are B and D", "**Key:** C", "正解: A"
_KEY_LINE = re.compile(
    r"^\W*(?:(?:the|given|official|right|correct|answer)\s+){0,3}"
    r"(?:answers?|ans|keys?|options?|choices?|solution|correct|正解|答え|解答)"
    r"(?:\s+(?:is|are|says?|given)\b|\s*[:：=\-–]|\*\*)[\s:：*]*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
# "I chose C", "(my answer: C)", "You picked B, D"
_CHOSEN_LINE = re.compile(
    r"\b(?:(?:I|you|we)(?:'d|'ve| have| had| would have)?\s+"
    r"(?:chose|choose|chosen|picked|pick|selected|select|answered|went with|took|said|marked)"
    r"|(?:my|your|chosen|selected)\s+(?:answer|choice|pick|selection|option)s?"
    r"(?:\s+(?:was|were|is|are))?"
    r"|chosen|selected)\s*[:：]?\s*(?:was\s+|option\s+|answer\s+)?(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_KEY_IN_PASSING = re.compile(
    rf"\b(?:key|answer|solution)\s+(?:says|is|was|given is)\s*:?\s*(?P<rest>{_LABEL_LIST})",
    re.IGNORECASE,
)
# An answer that follows the options on their own line is moved to a line of its own.
_ANSWER_IN_LINE = re.compile(
    r"(?<=\S)(?<!\bmy)(?<!\byour)(?<!\bcorrect)(?<!\bthe)[ \t]+"
    r"(?=(?:(?:the\s+)?(?:correct\s+)?answers?\s*[:：]|I\s+chose\b\s*[:：]?|my\s+answer\s*[:：])"
    r"\s*[(\[*]*[A-Ha-h]\b)",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(
    r"^\W*(?:explanation|rationale|references?|discussion|解説)\W*(?::|：|$)", re.IGNORECASE
)
_BULLET = r"[-*+•●▪]"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "letter",
        re.compile(
            rf"^\s*(?:{_BULLET}\s+)?(?:\*\*|__)?(?:option\s+)?"
            r"(?:\((?P<a>[A-Za-z])\)|\[(?P<b>[A-WYZa-wyz])\]|(?P<c>[A-Za-z])\s?(?:[):：、]|\.(?=\s|$|[*_`]|(?-i:[A-Z]))))"
            r"(?:\*\*|__)?[.:：]?\s*(?P<text>.*)$",
            re.IGNORECASE,
        ),
    ),
    ("column", re.compile(r"^\s*(?P<a>[A-Ha-h])(?:\t+|\s*$)(?P<text>.*)$")),
    (
        "box",
        re.compile(
            rf"^\s*(?:{_BULLET}\s*)?"
            r"(?:\[(?P<mark>[ xX✓✔]?)\]|(?P<sign>[☐☑☒○◯◉🔘]))\s+(?P<text>\S.*)$"
        ),
    ),
    ("number", re.compile(r"^\s*\(?(?P<a>\d{1,2})[.):]\s+(?P<text>\S.*)$")),
    ("bullet", re.compile(rf"^\s*{_BULLET}\s+(?P<text>\S.*)$")),
)
_INLINE = re.compile(r"(?<!\S)(?:\((?P<a>[A-Ha-h])\)|(?P<b>[A-Ha-h])[):]|(?P<c>[A-H])\.)(?=\s)")
_NUMBERING = re.compile(
    r"^\W{0,3}(?:(?:question|q|問題)\s*#?\s*\d*\s*[:：.)\]]|\d{1,3}[.)])\s*", re.I
)


@dataclass
class PastedOption:
    """An option while it is read: its label, where its line stands, its text, whether ticked."""

    label: str
    line: int
    text: str
    ticked: bool = False


@dataclass(frozen=True)
class PastedParts:
    """The parts of a pasted text; ``key`` and ``chosen`` are as they were written."""

    stem: str
    options: list[PastedOption]
    key: str = ""
    chosen: str = ""


def split_text(text: str) -> PastedParts:
    """Take a pasted text apart; no options means that none were recognised."""
    lines, key, chosen = _without_answers(_ANSWER_IN_LINE.sub("\n", text).splitlines())
    stem_lines, options = _split(lines)
    return PastedParts(_NUMBERING.sub("", "\n".join(stem_lines).strip()), options, key, chosen)


def _without_answers(lines: Sequence[str]) -> tuple[list[str], str, str]:
    """The lines of question and options, and what was said of the key and of the choice."""
    kept: list[str] = []
    key = chosen = ""
    for number, line in enumerate(lines):
        if number and _AFTERWORD.match(line):
            break
        passing = _KEY_IN_PASSING.search(line) if len(line) < 200 else None
        mine = _CHOSEN_LINE.search(line) if len(line) < 200 else None
        if mine and re.match(rf"{_LABEL_LIST}(?!\w)", mine["rest"]):
            chosen = mine["rest"]
            if passing:
                key = passing["rest"]
            before = line[: mine.start()].strip(" \t(,;*-")
            if before.strip("*_ ") and not passing:
                kept.append(before)
            continue
        given = _KEY_LINE.match(line)
        if given and kept and len(line) < 400 and not _is_option(line):
            key = given["rest"]
            continue
        kept.append(line)
    return kept, key, chosen


def _is_option(line: str) -> bool:
    return any(pattern.match(line) for name, pattern in _STYLES[:2])


def _split(lines: Sequence[str]) -> tuple[list[str], list[PastedOption]]:
    """Stem lines and options, in the first style that gives two options or more."""
    for name, pattern in _STYLES:
        options = _in_style(lines, name, pattern)
        if len(options) >= 2:
            _extend(lines, options)
            return list(lines[: options[0].line]), options
    return _inline("\n".join(lines))


def _in_style(lines: Sequence[str], name: str, pattern: re.Pattern[str]) -> list[PastedOption]:
    """Options that stand on lines of their own: the last run that begins with the first label."""
    found: list[PastedOption] = []
    fenced = False
    for number, line in enumerate(lines):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        match = None if fenced else pattern.match(line)
        if not match:
            continue
        groups = match.groupdict()
        label = next((groups[g] for g in "abc" if groups.get(g)), "") or LABELS[len(found) % 26]
        ticked = (groups.get("mark") or groups.get("sign") or " ") in "xX✓✔☑☒◉🔘"
        begins = name in ("letter", "column", "number") and label.upper() in ("A", "1")
        if begins and len(found) < 2:
            found = []  # a list of the stem, or a sentence that begins with "A."
        if found or begins or name in ("box", "bullet"):
            found.append(PastedOption(label.upper(), number, match["text"].strip(), ticked))
    return found


def _extend(lines: Sequence[str], options: list[PastedOption]) -> None:
    """An option goes on over the lines below it; the last one ends at a blank line."""
    ends = [option.line for option in options[1:]] + [len(lines)]
    for option, end in zip(options, ends, strict=True):
        below = list(lines[option.line + 1 : end])
        if option is options[-1]:
            below = list(_until_blank(below, bool(option.text)))
        option.text = "\n".join([option.text, *below]).strip()


def _until_blank(lines: Sequence[str], started: bool) -> Iterator[str]:
    fenced = False
    for line in lines:
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if not line.strip() and not fenced and started:
            return
        started = started or bool(line.strip())
        yield line


def _inline(text: str) -> tuple[list[str], list[PastedOption]]:
    """Options on one line: ``… A) first B) second``."""
    marks: list[re.Match[str]] = []
    for match in _INLINE.finditer(text):
        label = (match["a"] or match["b"] or match["c"]).upper()
        if label == LABELS[len(marks) % len(LABELS)]:
            marks.append(match)
    if len(marks) < 2:
        return text.splitlines(), []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    options = [
        PastedOption(LABELS[n], 0, text[mark.end() : end].strip())
        for n, (mark, end) in enumerate(zip(marks, ends, strict=True))
    ]
    return text[: marks[0].start()].splitlines(), options


def labels_in(said: str, options: Sequence[PastedOption]) -> tuple[str, ...]:
    """The labels that a line names, or the option whose text it repeats."""
    words = said.strip(" *_.`\"'()").casefold()
    for option in options:
        if words and words == option.text.strip(" *_.`\"'()").casefold():
            return (option.label,)
    match = re.match(_LABEL_LIST, said.lstrip(" *_(["))
    found = re.findall(rf"\b{_LABEL}\b", match.group()) if match else []
    known = {option.label.casefold() for option in options}
    if found and not known & {label.casefold() for label in found}:
        found = [_by_position(label, options) for label in found]
    # "B and D", but not the article of "B a better fit"; a first label is taken at its word.
    return tuple(x for n, x in enumerate(found) if n == 0 or x.casefold() in known)


def _by_position(label: str, options: Sequence[PastedOption]) -> str:
    """ "B" for options numbered 1, 2, …, or "2" for options lettered A, B, …: the second one."""
    at = int(label) - 1 if label.isdigit() else LABELS.find(label.upper())
    return options[at].label if 0 <= at < len(options) else label
