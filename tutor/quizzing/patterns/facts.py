"""What the notes say of a name, and when such a saying can be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.questions import Receipt
from index.lexical import terms_of
from tutor.quizzing.drafts import Choice
from tutor.quizzing.statements import Notes, Statement

NAME = (
    r"(?P<name>`[^`]+`|[A-Z][\w./()+-]*(?: [\w./()+-]+){0,4}|(?<=[Aa] )[a-z][\w-]*(?: [\w-]+){0,2}"
    r"|(?<=[Tt]he )[a-z][\w-]*(?: [\w-]+){0,2}|[a-z]\w*(?:[._]\w+)+(?:\(\))?)"
)
_MOST_NAME_WORDS = 5
_LEAST_VALUE_WORDS, _MOST_VALUE_WORDS = 2, 26
# Openings that say how important something is, or point elsewhere, not what it is.
_HOLLOW = re.compile(
    r"^(?:an? |the )?(?:another|key|critical|crucial|vital|central|essential|important|core|major"
    r"|foundation\w*|most|one of|same|only|first|next|main|popular|canonical|good|best|big|last"
    r"|primary|way|kind|sort|real|default|case|reason|result|example|right|set|costly|next"
    r"|cornerstone|opposite|more|better|usual|common|focus|same|other|point|critical)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:an? |the )?(?:this|that|these|those|it|its|they|there|here|he|she|we|you|one|what|which"
    r"|who|when|where|why|how|if|for|in|on|at|to|as|by|with|without|after|before|because|since"
    r"|while|most|both|each|every|all|some|any|no|not|note|notes?|example|think|fix|cue|best"
    r"|correct|answer|question|such|another|many|only|plain|other|then|therefore|instead|so|and|or"
    r"|but|item|trap|reality|phase|week|step|part|chapter|figure|objective|key|use|using|create"
    r"|creating|set|setting|name|read|reading|identify|run|running|call|calling|choose|select|add"
    r"|make|working|commonly|loading|missing|nearly|about|data scientist|user|team|colleague|time"
    r"|person|company|shop|bank|learner|candidate|practice|goal|result|difference|exam|large|small"
    r"|second|third|last|total|value|thing|way|case|reason|rule|hint|tip|warning|important|also"
    r"|default|input|output|registered|analyst|engineer|bank|doctor|hospital|model [a-c]|house)\b",
    re.IGNORECASE,
)
_IN_NO_NAME = frozenset(
    ["and", "or", "but", "is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "can", "cannot", "may", "must", "should", "will", "would", "that", "which", "who", "this", "these", "those", "it", "not", "also", "only", "often", "usually", "never", "always", "than", "then", "so", "when", "if", "while", "because", "automatically", "itself", "directly", "says", "need", "needs"]
)
_BACKWARDS = re.compile(
    r"\b(?:this|these|those|that way|the former|the latter|above|below|as said|such an?|here|it"
    r"|they|them|then)\b",
    re.IGNORECASE,
)
# Clauses that add a consequence or a comparison to what a thing is or does.
_CLAUSE = re.compile(
    r"; |: |\s[—–]\s|\s→\s|(?<=\w)\. |, (?:so|because|whereas|while|but|which|and (?:it|the|an?|so"
    r"|not|then|`[^`]+`)|not|since|although|even|as|with the result|where|unless|if|until|after)\b"
)


@dataclass(frozen=True)
class Fact:
    """What the notes say of a name; ``relation`` is the family that wrong options come from."""

    name: str
    value: str
    relation: str
    verb: str
    article: str
    statement: Statement

    @property
    def receipt(self) -> Receipt:
        """The statement as proof."""
        return self.statement.receipt

    @cached_property
    def choice(self) -> Choice:
        """The value as an option."""
        return Choice(self.value, self.name, self.receipt, self.statement.sentence)

    @cached_property
    def name_choice(self) -> Choice:
        """The name as an option."""
        why = f"Of {self.name} the notes say: {self.statement.text}"
        return Choice(self.name, self.name, self.receipt, self.statement.sentence, why)


def marked(statement: Statement) -> str:
    """The statement with its emphasis, which marks the term that is defined."""
    text = re.sub(r"^\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+)+", "", statement.quote)
    return re.sub(r"\s+", " ", text)


def phrase(value: str, clauses: bool = True) -> str:
    """The saying itself: up to the first clause that adds something else."""
    stop = _CLAUSE.search(value) if clauses else re.search(r"; |\s[—–]\s|\s→\s|(?<=\w)\. ", value)
    text = value[: stop.start()] if stop else value
    text = re.sub(r"\*\*|__(?=\w)|(?<=\w)__", "", text)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).strip().rstrip(".;,:")


def is_complete(value: str) -> bool:
    """Whether a phrase can stand as an option: whole, of fair length, pointing nowhere else."""
    return (
        _LEAST_VALUE_WORDS <= len(value.split()) <= _MOST_VALUE_WORDS
        and len(value) >= 12
        and value.count("(") == value.count(")")
        and value.count("`") % 2 == 0
        and not _BACKWARDS.search(re.sub(r"`[^`]*`", "", value))
        and "(unverified)" not in value
    )


def is_hollow(value: str) -> bool:
    """Whether a phrase says how important something is rather than what it is."""
    return bool(_HOLLOW.match(value))


def is_name(name: str, notes: Notes, verbs: Sequence[str] = ()) -> bool:
    """Whether a string is the name of something: code, or a few words without a verb."""
    if name.startswith("`"):
        return name.count("`") == 2 and 2 < len(name) <= 60
    words = name.split()
    if not words or len(words) > _MOST_NAME_WORDS or _NOT_A_NAME.match(name):
        return False
    if any(w.lower() in _IN_NO_NAME or w in verbs or w.endswith("ly") for w in words):
        return False
    return bool(terms_of(name)) and name.count("(") == name.count(")")


def spoken(fact: Fact) -> str:
    """A name with its article, as it stands within a sentence."""
    return f"{fact.article} {fact.name}".strip()
