"""What the notes say of a name, and when such a saying can be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from corpus.questions import Receipt
from index.lexical import terms_of
from tutor.quizzing.drafts import Choice
from tutor.quizzing.emphasis import unstressed
from tutor.quizzing.statements import Notes, Statement
from tutor.quizzing.verbs import ACTING

NAME = (
    r"(?P<name>`[^`]+`|[A-Z][\w./()+-]*(?: [\w./()+-]+){0,4}|(?<=[Aa] )[a-z][\w-]*(?: [\w-]+){0,2}"
    r"|(?<=[Tt]he )[a-z][\w-]*(?: [\w-]+){0,2}|[a-z]\w*(?:[._]\w+)+(?:\(\))?)"
)
_MOST_NAME_WORDS = 5
_LEAST_TITLE = 3
_LEAST_VALUE_WORDS, _MOST_VALUE_WORDS = 2, 26
_LEAST_BEFORE_COLON = 5
# Openings that say how important something is, or point elsewhere, not what it is.
_HOLLOW = re.compile(
    r"^(?:an? |the )?(?:another|key|critical|crucial|vital|central|essential|important|core|major"
    r"|foundation\w*|most|one of|same|only|first|next|main|popular|canonical|good|best|big|last"
    r"|primary|way|kind|sort|real|default|case|reason|result|example|right|set|costly|next"
    r"|fundamental|integral|component|practice|final|powerful|useful|necessary|valuable|strategic"
    r"|necessity|name|word|term|significant|effective|crucial|complete|cornerstone|opposite|more|better|usual|common|focus|same|other|point|critical)\b",
    re.IGNORECASE,
)
# "the Databricks default": which one, of what?
_NO_MORE = re.compile(r"^(?:an?|the) (?:\S+ ){0,2}(?:argument|default|method|option|setting)$")
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
    r"|two|three|four|five|six|seven|eight|nine|ten|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|zero|neither|nor|either|my|our|your|his"
    r"|her|their|sql|python|default|input|output|registered|analyst|engineer|lab|doctor|hospital|model [a-c]|house)\b",
    re.IGNORECASE,
)
_IN_NO_NAME = frozenset(
    [
        "alone",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "can",
        "cannot",
        "may",
        "must",
        "should",
        "will",
        "would",
        "that",
        "which",
        "who",
        "this",
        "these",
        "those",
        "it",
        "not",
        "also",
        "only",
        "often",
        "usually",
        "never",
        "always",
        "than",
        "then",
        "so",
        "when",
        "if",
        "while",
        "because",
        "automatically",
        "itself",
        "directly",
        "says",
        "need",
        "needs",
        "with",
        "another",
    ]
)
_STATEMENT = re.compile(r"^`(?:from|import|%pip)\b|^`[^`(]+ [^`(]*`$")
_CODE_NAME = re.compile(r"^`[^`\s]+`$|^\w+(?:[._]\w+)+(?:\(\))?$|^\w+\(\)$")
# Of a name as an option only arguments that say something stay: `display(df)`, `describe()`.
_ARGUMENTS = re.compile(r"\((?:\w+(?:=…)?(?:, ?\w+(?:=…)?)*)?(?:, ?)?…?\)$")
_ARTICLE = re.compile(r"^(?:(?P<article>An?|The) )?(?P<name>\S.*)$")
_DANGLING = re.compile(
    r"\b(?:and|or|but|the|an?|of|than|with|to|for|in|by|as|that(?: \w+)?|which|from|on)$", re.I
)
_ENDS_IN = re.compile(r"\b(?:for|with|of|in|to|on|by|as|from|used|says?)$", re.IGNORECASE)
_BACKWARDS = re.compile(
    r"\b(?:the same|despite its|again|this|these|those|that way|the former|the latter|above|below|as said|such an?|here|it"
    r"|they|them|then|(?:at|by|for|from|in|into|of|on|to|with) that [a-z]+)\b"
    r"|^\w+s that (?!is|are)[a-z]+\b",
    re.IGNORECASE,
)
# Clauses that add a consequence or a comparison to what a thing is or does.
_CLAUSE = re.compile(
    r"; |: |\s[—–]\s|\s→\s|(?<=\w)\. |, (?:so|because|whereas|while|but|which|not|since|although|even|as|with the result|where|unless|if|until|after|or the)\b"
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
        """The value as an option; a meaning has a capital, whether it stood behind ":" or "="."""
        is_word = self.relation == "meaning" and re.match(r"[a-z]+(?:[ ,-]|$)", self.value)
        value = self.value[:1].upper() + self.value[1:] if is_word else self.value
        return Choice(value, self.name, self.receipt, self.statement.sentence)

    @cached_property
    def name_choice(self) -> Choice:
        """The name as an option."""
        why = f"Of {self.name} the notes say: {self.statement.text}"
        shown = self.name[:1].upper() + self.name[1:] if " " in self.name else self.name
        if _CODE_NAME.match(shown):
            # Marked alike, none of several names of code is told by its marks.
            shown = f"`{_ARGUMENTS.sub('', shown.strip('`'))}`"
        if self.name.isalpha() and self.name.islower():
            shown = self.name.capitalize()
        return Choice(shown, self.name, self.receipt, self.statement.sentence, why)


def marked(statement: Statement) -> str:
    """The statement with its emphasis, which marks the term that is defined."""
    text = re.sub(r"^\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+)+", "", statement.quote)
    return unstressed(re.sub(r"\s+", " ", text))


def phrase(value: str, clauses: bool = True) -> str:
    """The saying itself: up to the first clause that adds something else."""
    joined = re.search(
        r",? and (?=it |that |so |then |not |`[^`]+` \w+s )|, and |, (?=`[^`]+` [a-z]+s )", value
    )
    if joined and clauses and ", " not in value[: joined.start()]:
        value = value[: joined.start()]  # with no comma before it, this joins no list
    stop = _CLAUSE.search(value) if clauses else re.search(r"; |\s[—–]\s|\s→\s|(?<=\w)\. ", value)
    text = value[: stop.start()] if stop else value
    text = re.sub(r"\*\*|__(?=\w)|(?<=\w)__", "", text)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).strip().rstrip(".;,:")


def is_complete(value: str) -> bool:
    """Whether a phrase can stand as an option: whole, of fair length, pointing nowhere else."""
    return (
        not _DANGLING.search(value)
        and _LEAST_VALUE_WORDS <= len(value.split()) <= _MOST_VALUE_WORDS
        and len(value) >= 12
        and value.count("(") == value.count(")")
        and value.count("`") % 2 == 0
        and not _BACKWARDS.search(re.sub(r"`[^`]*`", "", value))
        and "(unverified)" not in value
    )


def is_hollow(value: str, whole: str = "") -> bool:
    """Whether a phrase says how important something is rather than what it is.

    So does what is left when the saying itself stood behind a colon ("one division: a model …").
    """
    cut = (
        whole[len(value) :].lstrip("*_`")[:1] == ":" and len(terms_of(value)) < _LEAST_BEFORE_COLON
    )
    return bool(_HOLLOW.match(value) or _NO_MORE.match(value)) or cut


def is_name(name: str) -> bool:
    """Whether a string is the name of something: code, or a few words without a verb."""
    if name.startswith("`"):
        if _STATEMENT.match(name):
            return False  # a line of code says something; it is no name
        fits = name.count("`") == 2 and 2 < len(name) <= 60
        return fits and not _ENDS_IN.search(name.strip("`"))
    words = name.split()
    if not words or len(words) > _MOST_NAME_WORDS or _NOT_A_NAME.match(name):
        return False
    if any(w.lower() in _IN_NO_NAME or w in ACTING or w.endswith("ly") for w in words):
        return False
    named = terms_of(name) and re.search(r"[^\W\d_]", name)
    return bool(named) and not _ENDS_IN.search(name) and name.count("(") == name.count(")")


def is_title(name: str) -> bool:
    """Whether a name that a list sets in bold is one, whatever its first word: "Best Model Notebook"."""
    words = name.split()
    few = _LEAST_TITLE <= len(words) <= _MOST_NAME_WORDS
    return few and all(w[:1].isupper() and w.isalpha() for w in words) and words[0] not in ACTING


def split_article(article: str, name: str) -> tuple[str, str]:
    """Article and name apart, also where the name begins with its article."""
    match = _ARTICLE.match(name)
    if article or match is None or not match["article"]:
        return article, name
    return match["article"].lower(), match["name"]


def spoken(fact: Fact, notes: Notes) -> str:
    """A name with its article. A sentence's first word takes the case it has within sentences."""
    lower = fact.name[:1].lower() + fact.name[1:]
    is_word = fact.name[1:2].islower()
    begins = is_word and fact.relation != "meaning" and not notes.is_proper(fact.name)
    return f"{fact.article} {lower if begins else fact.name}".strip()
