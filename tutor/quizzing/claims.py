"""Claims: sentences that can be called true or false by themselves. Pure."""

from __future__ import annotations

import re

from tutor.quizzing.option_forms import words_in
from tutor.quizzing.verbs import commands, has_verb

_ALONE = re.compile(
    r"^(?:it|they|this|these|that|those|its|their|he|she|there|both|neither|one|instead|call|use"
    r"|do|does|is|are|has|can|simply|missing|only|not|yes|no|the (?:former|latter|same|other)"
    r"|zero means|\w+ (?:it|them))\b",
    re.IGNORECASE,
)
_MEANS_ANOTHER = re.compile(r"\b(?:them|this|these|those|such(?! as\b))\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"^(?:add|always|apply|avoid|begin|call|check|choose|compare|convert|create|drop|don't|fill|fit"
    r"|give|import|keep|load|log|make|never|pass|put|read|register|remove|resample|return|run|save"
    r"|set|split|start|store|take|train|treat|wrap|write)\b|^when\b|^if\b|^to\b|^for\b",
    re.IGNORECASE,
)
# "Accessible via …", "Used for …", "Calling `fit()` …": the subject stood before.
_NO_SUBJECT = re.compile(
    r"^(?:\w+(?:ible|able)|used|based|designed|made|stored|found|calling|using|setting) \w+",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"[^,;:]*\b(?:by|for|in|of|on|to|with) (?:it|them)\.?$", re.IGNORECASE)
_BARE_SUBJECT = re.compile(
    r"^The (?:\d+ )?(?P<noun>[a-z]+) (?:is|are|was|has|have|can|must|may|stays?|begins?|ends?|shows?"
    r"|holds?|needs?|takes?|gives?|makes?|keeps?|gets?|runs?|works?|stands?|means?|uses?|contains?)\b"
)
# What one must not do is no statement about the thing; nor is a command behind its case.
_PROHIBITS = re.compile(r"\b(?:must|should|may|shall|ought)(?: not|n['’]t)\b", re.IGNORECASE)
_CASE = re.compile(
    r"^(?:to|for|when|if|in|on|at|with|after|before|during|once|while)\b[^,]*, (?P<rest>\S.*)$",
    re.IGNORECASE,
)
# "It works, but …", "Init scripts work but …": what was said is bad advice and not false.
_CONCEDES = re.compile(
    r"^(?:yes|true|partly|possible|allowed|often|sometimes)\b[^.]*\bbut\b"
    r"|\b(?:works?|is (?:allowed|possible|right|true|valid)),? but\b",
    re.IGNORECASE,
)
# "Log loss is …" begins with a noun after all: its verb is among the first words.
_FINITE = frozenset({"is", "are", "was", "can", "cannot", "does", "has", "must", "means", "needs"})
_VERB_WITHIN = 5
_LEAST_WORDS = 4


def stands_alone(text: str) -> bool:
    """Whether a statement makes sense without what stood before it."""
    long_enough = len(text.split()) >= _LEAST_WORDS
    whole = has_verb(text) and not _IMPERATIVE.match(text)
    by_itself = not _ALONE.match(text) and not _NO_SUBJECT.match(text)
    return long_enough and whole and by_itself and not _MEANS_ANOTHER.search(text)


def names_no_subject(text: str, topic: str) -> bool:
    """Whether "The limit is …" or "Another may stand in for it" leaves open what is meant."""
    if _OPEN_END.match(text):
        return True
    bare = _BARE_SUBJECT.match(text)
    return bare is not None and not words_in(bare["noun"]) & words_in(topic)


def can_be_false(wrong: str, reality: str) -> bool:
    """Whether what notes call wrong is a statement that its ``reality`` denies, and no advice."""
    is_advice = _PROHIBITS.search(wrong) or is_command(wrong)
    return not is_advice and not concedes(reality)


def concedes(reality: str) -> bool:
    """Whether what is true grants that the wrong way works, too: "Init scripts work, but …"."""
    return _CONCEDES.search(reality) is not None


def is_command(text: str) -> bool:
    """Whether a text tells what to do: "Use …", "For a case, use …"; "Log loss is …" does not."""
    case = _CASE.match(text)
    main = case["rest"] if case else text
    return commands(main) and not _FINITE & set(main.lower().split()[1:_VERB_WITHIN])
