"""Lists below a lead-in ("MLflow Tracking records: …"): what belongs to them and what does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import related, repeats, words_in
from tutor.quizzing.statements import Notes, Statement, is_aside, plain

_NUMBERED = re.compile(r"^[-*•\s]*\d{1,2}[.)]\s*")
_LEAST_ITEMS, _MOST_CHARACTERS = 3, 80
_MOST_FOREIGN = 8  # things of other lists that are tried as what does not belong to one
_BASE = {
    "provides": "provide", "includes": "include", "records": "record", "supports": "support",
    "offers": "offer", "contains": "contain", "covers": "cover", "requires": "require",
    "needs": "need", "stores": "store", "allows you to": "allow you to do",
    "lets you": "let you do", "takes": "take", "returns": "return", "shows": "show",
    "automates": "automate", "holds": "hold",
}  # fmt: skip
_LEAD = re.compile(
    rf"^(?P<subject>(?:An? |The )?[\w`.()/-]+(?: [\w`.()/-]+){{0,6}}?)"
    rf"(?: (?:is|are) an? [^:]{{3,60}} that)? (?P<verb>{'|'.join(_BASE)})$"
)
_LEAD_PLURAL = re.compile(
    r"^(?P<subject>[A-Z][\w `.()/-]{2,50}) (?P<verb>provide|include|record|support|offer|contain)$"
)
_INCLUDING = re.compile(r"^(?P<claim>[A-Z].{10,100}?),? including$")


_ACRONYM = re.compile(r"[A-Z]{3,6}$")
_WHOLE = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|only|consists? of|made (?:up )?of"
    r"|composed of|exactly|the following|these)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NotesList:
    """A list: the questions for what stands in it and what does not, its items, its whole text."""

    question: str
    negated: str
    subject: str
    items: tuple[Statement, ...]
    texts: tuple[str, ...]
    receipt: Receipt

    @property
    def is_whole(self) -> bool:
        """Whether the notes say that there is nothing else: "three tasks", "consists of"."""
        return bool(_WHOLE.search(_lead(self)))

    @property
    def is_loose(self) -> bool:
        """Whether anything may be a part of it: "AutoML automates the whole process, including …"."""
        return not self.is_whole and bool(_INCLUDING.match(_lead(self)))

    @property
    def is_explained(self) -> bool:
        """Whether items are heads with an explanation: "Repos: version control for your code"."""
        cut = sum(
            len(plain(i.text)) > len(t) + 1 for i, t in zip(self.items, self.texts, strict=True)
        )
        return 2 * cut > len(self.texts)


def drafts(notes: Notes) -> Iterator[Draft]:
    """One item right, or two ("Choose two."); wrong options come from other lists."""
    lists = list(found_lists(notes))
    for one in lists:
        if one.is_loose:
            continue
        foreign = list(_foreign(one, lists))
        pool = tuple(choice for choice, _ in foreign)
        keys = [_choice(one, n) for n in range(len(one.texts))]
        for key in keys:
            yield _draft(one, (key,), _apart_from((key,), foreign))
        for pair in list(combinations(keys, 2))[:2]:
            yield _draft(one, pair, _apart_from(pair, foreign))
        if one.is_whole and len(keys) >= _LEAST_ITEMS:
            for choice in pool[:_MOST_FOREIGN]:
                yield _not_in(one, choice, tuple(keys))


def found_lists(notes: Notes) -> Iterator[NotesList]:
    """Every list whose lead-in can be asked."""
    groups: dict[tuple[str, tuple[int, int]], list[Statement]] = {}
    for statement in notes.statements:
        lead = statement.sentence.lead_in
        if lead and statement.kind == "item" and not is_aside(statement.heading):
            groups.setdefault((statement.source, lead), []).append(statement)
    for (source, (start, end)), items in groups.items():
        text = notes.texts[source]
        question = _question(_spelled_out(plain(text[start:end]).rstrip(":"), text))
        kept = [item for item in items if item.quote[:1] in "-*•+" or item.indent]
        if question is None or any(_NUMBERED.match(item.quote) for item in items):
            continue
        texts = tuple(_item(item.text) for item in kept)
        if len(kept) >= _LEAST_ITEMS and all(0 < len(t) <= _MOST_CHARACTERS for t in texts):
            quote = text[start : kept[-1].char_end]
            yield NotesList(*question, tuple(kept), texts, Receipt(source=source, quote=quote))


def _question(lead: str) -> tuple[str, str, str] | None:
    """ "MLflow Tracking records" to "Which of these does … record", the same with NOT, the subject."""
    for pattern, does in ((_LEAD, "does"), (_LEAD_PLURAL, "do")):
        match = pattern.match(lead)
        if match:
            subject = re.sub(r"^(The|An?) ", lambda m: m[0].lower(), match["subject"])
            verb = _BASE.get(match["verb"], match["verb"])
            third = match["verb"]
            return (
                f"Which of these stands in the notes' list of what {subject} {third}?",
                f"Which of these {does} {subject} NOT {verb}, according to the notes?",
                subject,
            )
    match = _INCLUDING.match(lead)
    if match:
        claim = match["claim"]
        return (
            f"“{claim}”: which of these do the notes name as part of that?",
            f"“{claim}”: which of these do the notes NOT name as part of that?",
            claim,
        )
    return None


def _spelled_out(lead: str, text: str) -> str:
    """A lead-in whose acronym comes with the words that the note gives for it somewhere."""
    acronym = lead.split(maxsplit=1)[0]
    if not _ACRONYM.match(acronym):
        return lead
    words = r"[A-Z][\w-]*(?: (?:for|of|and|[A-Z][\w-]*)){1,6}"
    given = re.search(rf"(?P<words>{words}) \({acronym}\)", text)
    return f"{given['words']} ({acronym}){lead[len(acronym) :]}" if given else lead


def _item(text: str) -> str:
    """A list item without an explanation behind a colon or dash."""
    head = re.split(r":\s|\s[—–-]\s", text, maxsplit=1)[0]
    return head.strip().rstrip(".;,")


def _choice(one: NotesList, number: int) -> Choice:
    item = one.items[number]
    why = f"The notes name that in another list: “{_lead(one)} …”"
    receipt = Receipt(source=one.receipt.source, quote=item.quote)
    return Choice(one.texts[number], one.subject, receipt, item.sentence, why)


def _lead(one: NotesList) -> str:
    """What stands above the list, on one line."""
    return plain(one.receipt.quote.partition(one.items[0].quote)[0]).strip("*:-•+ ")


def _in_one_line(one: NotesList) -> str:
    return f"{_lead(one)}: {'; '.join(one.texts)}."


def _apart_from(
    keys: tuple[Choice, ...], foreign: list[tuple[Choice, frozenset[str]]]
) -> tuple[Choice, ...]:
    """Without what stands in a section on a key, since it may be a part of that."""
    own = [words_in(key.text) for key in keys]
    return tuple(
        choice for choice, about in foreign if not any(words and words <= about for words in own)
    )


def _foreign(one: NotesList, lists: list[NotesList]) -> Iterator[tuple[Choice, frozenset[str]]]:
    """Items of lists about something else, each with the words of its section and list.

    What the list's own section is on ("Sailing" above what a sailing course includes) is left out.
    """
    own_matter = _matter(one)
    own_words = words_in(" ".join(one.texts)) - own_matter
    for other in lists:
        if other is one or related(other.subject, one.subject):
            continue
        if _verb(other) != _verb(one):
            continue  # what a feature provides cannot be recorded, and so tells itself
        if other.is_explained != one.is_explained:
            continue  # heads of explanations are names, and no parts that could be listed
        about = _matter(other)
        for number, text in enumerate(other.texts):
            # "Version control" may be "model versioning" in other words.
            named = words_in(text) <= own_matter or bool(words_in(text) & own_words)
            if not named and not any(repeats(text, own) for own in one.texts):
                yield _choice(other, number), about


def _verb(one: NotesList) -> str:
    """The verb of a list's lead-in without its ending: "provide"."""
    return _lead(one).rpartition(" ")[2].removesuffix("s")


def _matter(one: NotesList) -> frozenset[str]:
    """Words of a list's headings and of what it is a list of."""
    return words_in(" ".join((*one.items[0].heading, one.subject)))


def _draft(one: NotesList, keys: tuple[Choice, ...], pool: tuple[Choice, ...]) -> Draft:
    two = len(keys) == 2
    return Draft(
        pattern="list",
        stem=f"{one.question.replace('stands', 'stand', 1)} (Choose two.)" if two else one.question,
        keys=keys,
        pool=pool,
        receipt=one.receipt,
        subject=one.subject,
        takeaway=_in_one_line(one),
        listed=True,
        key_why="The notes name it in that list.",
        difficulty="medium" if two else "easy",
    )


def _not_in(one: NotesList, foreign: Choice, own: tuple[Choice, ...]) -> Draft:
    """ "Which of these does X NOT provide?" with the list's own items as wrong options."""
    pool = tuple(replace(key, why="The notes do name it in that list.") for key in own)
    return Draft(
        pattern="list negated",
        stem=one.negated,
        keys=(foreign,),
        pool=pool,
        receipt=one.receipt,
        subject=one.subject,
        takeaway=_in_one_line(one),
        key_why=f"It does not stand in that list. {foreign.why}",
        settled=True,
        negated=True,
    )
