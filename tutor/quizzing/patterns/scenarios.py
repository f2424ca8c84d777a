"""Questions that the notes ask and answer themselves: scenario cards and flash cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import words_in
from tutor.quizzing.patterns.facts import NAME, is_name
from tutor.quizzing.statements import Notes, plain
from tutor.quizzing.verbs import ACTING, commands, has_verb

_CARD = re.compile(
    r"^[ \t]*(?:if the question asks about|question|scenario|q)[ \t]*[:.][ \t]*\n*(?P<ask>\S[^\n]*)\n+"
    r"[ \t]*(?:answer|a)[ \t]*[:.][ \t]*\n*(?P<answer>\S[^\n]*)"
    r"(?:\n+[ \t]*(?:distractor to avoid|not|avoid)[ \t]*:[ \t]*\n*(?P<avoid>\S[^\n]*))?",
    re.IGNORECASE | re.MULTILINE,
)
_ASKED = re.compile(
    r"^(?:a|the) question (?:asks|gives)(?: you)?(?: to)?|^(?:the )?question:|^you see ", re.I
)
_TO_DO = re.compile(r"^(?:a|the) question asks you to (?P<task>.+)$", re.IGNORECASE)
_POINTS_AWAY = re.compile(r"^(?:it|this|that|both|these|yes|no)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[\w)`'\"])\. (?=[A-Z`])")
# What a note warns of: the subject of the sentence that says so ("Accuracy is misleading …").
_AVOIDED = re.compile(
    rf"^{NAME} (?:is|are|sounds|works|cannot|does|has|{'|'.join(sorted(ACTING))})\b"
)
_SHARED = re.compile(r"^(?P<one>[A-Z][\w ]+)/(?P<other>[A-Z][\w ]+)$")  # "Bagging/Random Forest"
_WARNS = re.compile(r"\bF1 balances|\bwrong\b|\bmisleading\b|\bnot\b|\bcannot\b|\bavoid\b", re.I)
# "How to score …", "Which metric to optimise" ask without a verb of their own.
_VERBLESS = re.compile(
    r"^(?P<ask>(?:how|when|where|what|which)\b(?: (?!to\b)[\w/`()-]+){0,4}) to (?=[a-z])",
    re.IGNORECASE,
)
_CALL = re.compile(r"[\w.]*\w\(|`[^`]+`|\w+(?:[._]\w+)+")
_OF_THE_CASE = 1 / 3  # share of a stem's words from which a passage is about its case
_ADDITION = re.compile(r" \([^)]*\)$")
_MOST_NAME, _MOST_AVOIDED = 40, 4


@dataclass(frozen=True)
class Card:
    """A scenario with its answer, which the receipt holds, and what its note warns of."""

    ask: str
    answer: str
    avoided: tuple[str, ...]
    receipt: Receipt
    start: int
    whole: str = ""

    @property
    def names(self) -> bool:
        """Whether the answer is a name, and not something to be done or to happen."""
        return is_answer_name(self.answer)


def drafts(notes: Notes) -> Iterator[Draft]:
    """The card's question.

    Wrong are what the card itself warns of, and the answers to other cards if they are of the same
    kind: names among names, things to do among things to do.
    """
    cards = list(_cards(notes))
    choices = [_choice(card, notes) for card in cards]
    for number, card in enumerate(cards):
        warned = tuple(
            Choice(name, name, card.receipt, choices[number].sentence, "The notes warn of it here.")
            for name in card.avoided
        )
        settled = card.names and len(warned) >= 2
        others = (
            choice
            for n, choice in enumerate(choices)
            if n != number
            and cards[n].receipt.source == card.receipt.source
            and cards[n].names == card.names
            and _kind(cards[n]) == _kind(card)
            and not _may_serve(choice.text, card, notes)
        )
        yield Draft(
            pattern="scenario",
            stem=card.ask,
            keys=(choices[number],),
            # Names that answer other cards are of other kinds: a metric is no kind of drift.
            pool=warned if settled else () if card.names else tuple(others),
            receipt=card.receipt,
            subject=card.ask,
            takeaway=card.answer,
            difficulty="hard",
            settled=settled,
            sentences=True,
            in_table=True,  # a deck of cards is of one matter
            least=2 if settled else 3,
        )


def _may_serve(answer: str, card: Card, notes: Notes) -> bool:
    """Whether a passage about a card's case names a call of another card's answer."""
    case = words_in(card.ask)
    for call in _CALL.findall(answer):
        name = re.split(r"[.(]", call.strip("`").rstrip("("))[-1]
        if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", card.whole):
            return True
        said = notes.mentioning(name)
        if any(len(case & statement.terms) >= _OF_THE_CASE * len(case) for statement in said):
            return True
    return False


def _kind(card: Card) -> str:
    """Something to do, or something that is so."""
    if re.match(r"^(?:how|what (?:call|code)|which (?:call|code))\b", card.ask, re.I):
        return "do"
    return "do" if commands(card.answer) else "is"


def is_answer_name(text: str) -> bool:
    """Whether an answer is no more than a name, with an addition in brackets at most."""
    return len(text) <= _MOST_NAME and not commands(text) and is_name(_ADDITION.sub("", text))


def _cards(notes: Notes) -> Iterator[Card]:
    for source, text in notes.texts.items():
        for match in _CARD.finditer(text):
            ask = _asked(plain(match["ask"]))
            answer = _first_sentence(plain(match["answer"]))
            if ask is not None and answer and not _POINTS_AWAY.match(answer):
                quote = text[match.start("ask") : match.end("answer")].strip()
                receipt = Receipt(source=source, quote=quote)
                avoided = tuple(_avoided(plain(match["avoid"] or ""), answer))
                if is_answer_name(answer):
                    answer = _ADDITION.sub("", answer)
                start = match.start("answer")
                yield Card(ask, answer, avoided[:_MOST_AVOIDED], receipt, start, match[0])


def _avoided(text: str, answer: str) -> Iterator[str]:
    """Names that a card warns of, each the subject of a sentence of the warning."""
    for sentence in _SENTENCE.split(text):
        match = _AVOIDED.match(sentence)
        if match is None or not is_name(match["name"]) or not _WARNS.search(text):
            continue
        shared = _SHARED.match(match["name"])
        for name in shared.groups() if shared else (match["name"],):
            if name.lower() not in answer.lower():
                yield name


def _asked(text: str) -> str | None:
    """The scenario as a stem; "A question asks how to …" becomes "How …"."""
    task = _TO_DO.match(text)
    if task:
        return f"What do the notes advise to {task['task'].rstrip('.?')}?"
    rest = _ASKED.sub("", text).strip()
    if rest != text:
        if not re.match(r"(?:how|which|what|why|when)\b", rest):
            return None
        rest = _with_verb(rest[:1].upper() + rest[1:])
        return rest.rstrip(".?") + "?"
    if re.match(r"(?:should|can|does|is|are|do) ", text.rpartition(". ")[2], re.IGNORECASE):
        return None  # asks for yes or no
    if re.search(r" and (?:what|how|which|why|when)\b[^.?]*\?$", text):
        return None  # asks for two things at once
    if not text.endswith("?"):
        return f"{text.rstrip('.')}. What do the notes advise?"
    case, stop, question = text.rpartition(". ")
    return case + stop + _with_verb(question)


def _with_verb(question: str) -> str:
    """ "Which metric to optimise?" as "Which metric do the notes advise you to optimise?"."""
    match = _VERBLESS.match(question)
    if match is None or has_verb(match["ask"]):
        return question
    return f"{match['ask']} do the notes advise you to {question[match.end() :]}"


def _first_sentence(text: str) -> str:
    first = re.split(r"(?<=[\w)`'\"])\. (?=[A-Z`])|\s[—–]\s|; ", text, maxsplit=1)[0]
    return first.strip().rstrip(".")


def _choice(card: Card, notes: Notes) -> Choice:
    return Choice(
        card.answer,
        card.ask,
        card.receipt,
        notes.sentence_at(card.receipt.source, card.start),
        f"The notes advise that for another case: {card.ask}",
    )
