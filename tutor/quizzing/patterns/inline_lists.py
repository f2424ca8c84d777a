"""Lists within a sentence: "X supports three tasks: A, B and C", "X comes in four types: …".

Such a list says how many there are, so that what is not in it does not belong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.quizzing.drafts import NUMBER_WORDS, Choice, Draft, question_id
from tutor.quizzing.patterns.facts import is_name, split_article
from tutor.quizzing.statements import Notes, Statement

_COUNT = "|".join(word for word, value in NUMBER_WORDS.items() if value > 1)
# Verbs with what stands in a question behind "does".
_VERBS = {
    "supports": "support", "support": "support", "has": "have", "have": "have",
    "offers": "offer", "offer": "offer", "provides": "provide", "provide": "provide",
    "returns": "return", "holds": "hold", "joins": "join", "knows": "know", "uses": "use",
    "comes in": "come in", "come in": "come in", "consists of": "consist of",
    "takes": "take", "accepts": "accept", "writes": "write", "covers": "cover",
    "distinguishes": "distinguish", "needs": "need", "requires": "require",
}  # fmt: skip
_HEAD = (
    r"(?P<subject>(?:An? |The )?[`\w][\w`.()/-]*(?: [\w`.()/-]+){0,4}?)"
    r"(?: (?:is|are) [^:,]{3,60} (?:that|which))?"
)
_SUPPORTS = re.compile(
    rf"^{_HEAD} (?P<verb>{'|'.join(sorted(_VERBS, key=len, reverse=True))}) (?:the following )?"
    rf"(?P<count>{_COUNT}) (?P<noun>[\w -]{{3,40}}?)(?: (?:by|for|in) [\w -]+)?: (?P<items>[^:]+)$"
)
_ARE = re.compile(
    rf"^The (?P<count>{_COUNT}) (?P<noun>[\w -]{{3,40}}?) (?:of|in) (?P<subject>[\w` ]{{3,40}}?) "
    r"are (?P<items>[^:;]+)(?:;.*)?$"
)
_SPLIT = re.compile(r",? and (?=[^,]+$)|, ")
_MOST_ITEM = 60


class InlineList:
    """A counted list: what it is a list of, and its items."""

    def __init__(self, statement: Statement, subject: str, verb: str, noun: str, items: list[str]):
        self.statement = statement
        self.subject = subject
        self.items = items
        how = f"do{'' if verb in _PLURAL else 'es'} {subject} {_VERBS[verb]}" if verb else ""
        self.how_many = (
            f"How many {noun} {how}, according to the notes?"
            if verb
            else f"How many {noun} of {subject} do the notes name?"
        )

    def choice(self, number: int) -> Choice:
        """An item as an option."""
        why = f"The notes name that elsewhere: {self.statement.text}"
        receipt = self.statement.receipt
        return Choice(self.items[number], self.subject, receipt, self.statement.sentence, why)


_PLURAL = frozenset({"support", "have", "offer", "provide", "come in"})


def drafts(notes: Notes) -> Iterator[Draft]:
    """How many there are."""
    for one in inline_lists(notes):
        yield _counted(one)


def inline_lists(notes: Notes) -> Iterator[InlineList]:
    """Every sentence that counts and lists, where both numbers agree."""
    for statement in notes.askable:
        match = _SUPPORTS.match(statement.text.rstrip(".")) or _ARE.match(
            statement.text.rstrip(".")
        )
        if match is None:
            continue
        items = [item.strip() for item in _SPLIT.split(match["items"]) if item.strip()]
        whole = all(0 < len(item) <= _MOST_ITEM and item.count("(") == item.count(")")
                    for item in items)  # fmt: skip
        article, name = split_article("", match["subject"].strip())
        if not whole or len(items) != NUMBER_WORDS[match["count"]] or not is_name(name):
            continue
        proper = notes.is_proper(name) or not name[1:2].islower()
        spoken = name if proper else name[:1].lower() + name[1:]
        verb = match.groupdict().get("verb") or ""
        yield InlineList(statement, f"{article} {spoken}".strip(), verb, match["noun"], items)


def _counted(one: InlineList) -> Draft:
    number = len(one.items)
    # As good as drawn by lot, yet the same for the same notes.
    lot = int(question_id(one.statement.source, one.how_many, [])[2:], 16)
    low = max(1, number - lot % 4)
    others = [n for n in range(low, low + 4) if n != number][:3]
    why = f"The notes name {number}: {', '.join(one.items)}."
    return Draft(
        pattern="count",
        stem=one.how_many,
        keys=(Choice(_word(number), one.subject, one.statement.receipt),),
        pool=tuple(Choice(_word(n), one.subject, None, None, why) for n in others),
        receipt=one.statement.receipt,
        subject=one.subject,
        takeaway=one.statement.text,
        difficulty="easy",
        settled=True,
        ordered=True,
        key_why=why,
    )


def _word(number: int) -> str:
    return next((word for word, value in NUMBER_WORDS.items() if value == number), str(number))
