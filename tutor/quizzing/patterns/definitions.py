"""Definitions ("X is a …", "**X**: …", "X = …") and what things do ("`X` returns …")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.statements import Notes, Statement

_NAME = r"(?P<name>`[^`]+`|[A-Z][\w./()+-]*(?: [\w./()+-]+){0,4}|[a-z]\w*(?:[._]\w+)+(?:\(\))?)"
_BOLD_IS = re.compile(
    r"^(?P<article>An? |The )?(?:\*\*|__)(?P<name>[^*_][^*]{1,50}?)(?:\*\*|__)(?: \([^)]*\))? "
    r"(?P<verb>is|are|means|refers to) (?P<value>.+)$"
)
_BOLD_COLON = re.compile(
    r"^(?:\*\*|__)?(?P<name>`[^`]+`|(?<=\*\*)[^*:]{2,50}|[A-Z][\w ./()-]{1,40}?)(?:\*\*|__)?:(?:\*\*)? (?P<value>\S.+)$"
)
_EQUALS = re.compile(r"^(?P<name>[A-Z`][\w ./()`-]{1,45}?) (?:=|≈|means) (?P<value>[^=→]+)$")
_PLAIN_IS = re.compile(
    rf"^(?P<article>An? |The )?{_NAME}(?: \([^)]*\))? (?P<verb>is|are) (?P<value>(?:an?|the) .+)$"
)
_ACTS = re.compile(rf"^(?:An? |The )?{_NAME}(?: \([^)]*\))? (?P<value>(?P<act>[a-z]+s) .+)$")
# Openings that say how important something is, not what it is.
_HOLLOW = re.compile(
    r"^(?:an? |the )?(?:another|key|critical|crucial|vital|central|essential|important|core|major"
    r"|foundation\w*|most|one of|same|only|first|next|main|popular|canonical|good|best|big|last"
    r"|primary mechanism|way|kind|sort|real|default|case|reason|result|example)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:an? |the )?(?:this|that|these|those|it|its|they|there|here|he|she|we|you|one|what|which"
    r"|who|when|where|if|for|in|on|at|to|as|by|with|without|after|before|because|since|while|most"
    r"|both|each|every|all|some|any|no|not|note|example|think|fix|key cue|best practice|correct"
    r"|answer|import|question|such|another|many|only|plain|other|then|therefore|instead|so|and|or"
    r"|but|training used|item|trap|reality|phase|week|step|part|chapter|figure)\b",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(
    r"\b(?:this|these|that way|the former|the latter|above|below|as said|such an?)\b", re.IGNORECASE
)
_ACTS_LIKE_VERB = frozenset(
    """accepts adds aligns answers applies assigns averages begins belongs blends brings builds
    calculates calls carries changes checks chooses collects combines compares computes contains
    converts copies corrects counts covers creates cuts deletes describes detects divides draws
    drops encodes estimates evaluates executes expects explains exposes fills filters finds fits
    follows gathers generates gets gives grows handles holds hides imputes indexes joins keeps
    learns lets links lists loads logs looks lowers makes manages maps marks maximises measures
    merges minimises minimizes moves multiplies names needs normalises numbers opens orders
    packages penalises penalizes picks plots points preserves prevents produces provides publishes
    puts raises randomises ranks reads rebuilds receives records reduces registers rejects removes
    repeats replaces reports requires returns reuses rounds routes runs samples saves scales scans
    schedules scores searches selects sends serves sets shows shrinks shuffles simplifies skips
    sorts splits squares stacks starts stops stores streams subtracts sums switches takes tests
    trains transforms translates treats tries trims triggers tunes turns updates uses validates
    versions weights works wraps writes""".split()
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
    def choice(self) -> Choice:
        """The value as an option."""
        return Choice(self.value, self.name, self.statement.receipt, self.statement.sentence)

    @property
    def name_choice(self) -> Choice:
        """The name as an option."""
        return Choice(
            self.name,
            self.name,
            self.statement.receipt,
            self.statement.sentence,
            why=f"Of {self.name} the notes say: {self.statement.text}",
        )


def facts(notes: Notes) -> list[Fact]:
    """Every definition and action the notes state, in reading order."""
    return [fact for statement in notes.askable if (fact := _fact(statement)) is not None]


def drafts(notes: Notes) -> Iterator[Draft]:
    """Questions from the value ("What is X?") and from the name ("Which term …?")."""
    found = facts(notes)
    for fact in found:
        family = [f for f in found if f is not fact and f.relation == fact.relation]
        yield Draft(
            pattern=fact.relation,
            stem=_stem(fact),
            keys=(fact.choice,),
            pool=tuple(f.choice for f in family),
            receipt=fact.statement.receipt,
            subject=fact.name,
            takeaway=fact.statement.text,
            difficulty="easy" if fact.relation != "action" else "medium",
        )
        yield Draft(
            pattern=f"{fact.relation} reversed",
            stem=_reversed_stem(fact),
            keys=(fact.name_choice,),
            pool=tuple(f.name_choice for f in family),
            receipt=fact.statement.receipt,
            subject=fact.value,
            takeaway=fact.statement.text,
            names=True,
        )


def _fact(statement: Statement) -> Fact | None:
    text = statement.text
    for relation, pattern, string in (
        ("definition", _BOLD_IS, _marked(statement)),
        ("definition", _PLAIN_IS, text),
        ("meaning", _BOLD_COLON, _marked(statement)),
        ("meaning", _EQUALS, text),
        ("action", _ACTS, text),
    ):
        match = pattern.match(string)
        if match is None:
            continue
        groups = match.groupdict()
        fact = Fact(
            groups["name"].strip(" *"),
            _value(groups["value"], relation),
            relation,
            groups.get("verb") or "is",
            (groups.get("article") or "").strip(),
            statement,
        )
        return fact if _is_askable(fact, groups.get("act")) else None
    return None


def _marked(statement: Statement) -> str:
    """The statement with its emphasis, which marks the term that is defined."""
    return re.sub(r"\s+", " ", re.sub(r"^\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+)+", "", statement.quote))


def _value(value: str, relation: str) -> str:
    """The defining phrase: up to the first clause that adds something else."""
    phrase = re.split(r";\s|:\s|\s[—–]\s|\s→\s|(?<=\w)\. ", value, maxsplit=1)[0]
    phrase = re.sub(r"\*\*|__", "", phrase).strip().rstrip(".;,:")
    if relation == "action":
        return phrase[:1].upper() + phrase[1:]
    return phrase


def _is_askable(fact: Fact, act: str | None) -> bool:
    words = fact.value.split()
    if not 3 <= len(words) <= 24 or len(fact.name.split()) > 5:
        return False
    if act is not None and act not in _ACTS_LIKE_VERB:
        return False
    if fact.value.count("(") != fact.value.count(")") or fact.value.count("`") % 2:
        return False
    return not (
        _NOT_A_NAME.match(fact.name)
        or _HOLLOW.match(fact.value)
        or _BACKWARDS.search(fact.value)
        or fact.statement.text.endswith("?")
    )


def _stem(fact: Fact) -> str:
    name = f"{fact.article.lower()} {fact.name}".strip()
    if fact.relation == "action":
        return f"What does {name} do, according to the notes?"
    if fact.relation == "definition":
        return f"What {fact.verb if fact.verb in ('is', 'are') else 'is'} {name}, according to the notes?"
    return f"Which of these do the notes give as the meaning of {fact.name}?"


def _reversed_stem(fact: Fact) -> str:
    value = fact.value if fact.value[:1] == "`" else fact.value[:1].lower() + fact.value[1:]
    if fact.relation == "action":
        return f"Of which of these do the notes say that it {value}?"
    if fact.relation == "definition":
        return f"Which of these do the notes define as {value}?"
    return f"Which term do the notes explain as “{fact.value}”?"
