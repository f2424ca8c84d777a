"""What a stem asks: its question proper, how many options it wants, whether it is negated. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CHOOSE = re.compile(
    r"\(?\b(?:choose|select|pick|mark|which)\s+(?:the\s+)?(?:any\s+)?"
    r"(?P<n>two|three|four|five|2|3|4|5)\b[^.?)]{0,40}[.?]?\)?",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_ALL_THAT_APPLY = re.compile(r"\ball that apply\b|\ball correct\b|\ball of the correct", re.I)
_NEGATED = re.compile(
    r"\b(?:NOT|EXCEPT|LEAST|FALSE|INCORRECT)\b"
    r"|(?i:\bwhich\b[^?.]{0,60}\b(?:is|are|does|do|would|should|can)(?: not|n't)\b[^?]{0,90}\?)"
    r"|(?i:\bwhich\b[^?.]{0,40}\b(?:incorrect|false|untrue)\b)|(?i:\bexcept\b[^?]{0,20}[?:.]?\s*$)"
)
_STATEMENT_ABOUT = re.compile(
    r"\b(?:statements?|claims?|sentences?) (?:about|on|regarding|concerning) (?P<subject>[^?]+?)"
    r" (?:is|are|holds?)\b",
    re.IGNORECASE,
)
_FENCED = re.compile(r"```.*?```|~~~.*?~~~", re.DOTALL)
_WH = re.compile(
    r"^(?:which(?:\s+one)?(?:\s+of\s+(?:the\s+following|these|those))?(?:\s+statements?)?"
    r"|what|how|where|when|why|who|whose)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"^\W*all of (?:the )?(?:above|these|options)", re.IGNORECASE)
_NONE = re.compile(r"^\W*(?:none|neither) of (?:the )?(?:above|these|options)", re.IGNORECASE)
_BOTH = re.compile(
    r"^\W*(?:both\s+)?(?:options?\s+)?\(?(?P<a>[A-Ha-h1-8])\)?\s*(?:and|&|\+)\s*\(?(?P<b>[A-Ha-h1-8])\)?\W*$",
    re.IGNORECASE,
)


def wanted(stem: str, most: int) -> int | None:
    """How many options are to be chosen, 1 unless the stem says more; None for "all that apply"."""
    if _ALL_THAT_APPLY.search(stem):
        return None
    match = _CHOOSE.search(stem)
    if not match:
        return 1
    number = _NUMBERS.get(match["n"].lower()) or int(match["n"])
    return number if number < most else 1


def is_negated(stem: str) -> bool:
    """Whether the stem asks for the option that does NOT hold."""
    return _NEGATED.search(question_proper(stem)) is not None


def subject_of_statements(stem: str) -> str:
    """X of "Which statement about X is right?", which asks nothing else; empty for other stems."""
    match = _STATEMENT_ABOUT.search(question_proper(stem))
    return match["subject"] if match else ""


def question_proper(stem: str) -> str:
    """The sentence that asks; the scenario before it and code are left out."""
    text = _CHOOSE.sub(_unless_it_asks, _FENCED.sub(" ", stem)).strip()
    sentences = [s.strip() for s in re.split(r"(?<=[.?!:])\s+", text) if s.strip()]
    asking = [s for s in sentences if s.endswith("?")]
    return (asking or sentences or [stem])[-1]


def statement(stem: str, option: str) -> str:
    """The option in the place of the question word, then the scenario: what would have to hold."""
    question = question_proper(stem)
    scenario = stem.replace(question, "").strip()
    return f"{option.strip().rstrip('.')} {_WH.sub('', question).strip(' ?:')}. {scenario}".strip()


def asked_with(stem: str, option: str) -> str:
    """The scenario, the question and the option, one after the other; code is left out."""
    question = question_proper(stem)
    scenario = _CHOOSE.sub(_unless_it_asks, _FENCED.sub(" ", stem.replace(question, "")))
    return f"{scenario.strip()} {question} {option.strip().rstrip('.')}".strip()


def combined_labels(options: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Options that stand for others ("both B and C", "all of the above"), with those they name.

    "None of the above" stands for no option: an empty tuple.
    """
    by_name = {label.casefold(): label for label in options}
    combined: dict[str, tuple[str, ...]] = {}
    for label, text in options.items():
        both = _BOTH.match(text.strip())
        if _NONE.match(text):
            combined[label] = ()
        elif _ALL.match(text):
            combined[label] = tuple(other for other in options if other != label)
        elif both and {both["a"].casefold(), both["b"].casefold()} <= by_name.keys() - {
            label.casefold()
        }:
            combined[label] = (by_name[both["a"].casefold()], by_name[both["b"].casefold()])
    return combined


def _unless_it_asks(match: re.Match[str]) -> str:
    """ "(Choose two.)" is dropped; "Which two of these …?" is the question itself."""
    return match.group() if match.group().lower().startswith("which") else " "
