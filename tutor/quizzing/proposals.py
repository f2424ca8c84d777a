"""Questions that a model proposes: from its reply to questions whose quote stands in the passage.

Pure. What is not in the form that was asked for is dropped and counted, never mended.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.questions import Option, Question, Receipt

BROKEN = "the model's reply is no JSON of the form asked for"
FEWER = "the model proposed fewer than asked for"
TOO_FEW_OPTIONS = "the model gave too few or too many wrong options"
INVENTED = "the model's quote does not stand in the passage"
WRONG_OPTIONS = 3
_FENCE = re.compile(r"^```(?:json)?[ \t]*\n(?P<body>.*)\n```$", re.DOTALL)
_LEAST_QUOTE_WORDS, _MOST_QUOTE = 4, 600


class Proposal(BaseModel):
    """One question as the prompt asks for it."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, str_strip_whitespace=True)

    question: str = Field(min_length=8, max_length=600)
    answer: str = Field(min_length=1, max_length=300)
    wrong: list[str]
    quote: str = Field(min_length=1)


def read_proposals(reply: str, asked: int, rejected: Counter[str]) -> list[Proposal]:
    """The proposals in a reply that have the form asked for; the others are counted."""
    fenced = _FENCE.match(reply.strip())
    try:
        entries = json.loads(fenced["body"] if fenced else reply)
    except (ValueError, RecursionError):
        rejected[BROKEN] += asked
        return []
    if isinstance(entries, dict):
        entries = entries.get("questions", [entries])
    if not isinstance(entries, list):
        rejected[BROKEN] += asked
        return []
    rejected[FEWER] += max(0, asked - len(entries))
    kept: list[Proposal] = []
    for entry in entries[:asked]:
        try:
            proposal = Proposal.model_validate(entry)
        except ValidationError:
            rejected[BROKEN] += 1
            continue
        if len(proposal.wrong) != WRONG_OPTIONS or not all(w.strip() for w in proposal.wrong):
            rejected[TOO_FEW_OPTIONS] += 1
        else:
            kept.append(proposal)
    return kept


def as_question(
    proposal: Proposal, passage: str, source: str, place: tuple[str, str]
) -> Question | None:
    """The proposal with its quote as receipt; None where the passage does not hold the quote.

    ``place`` is objective and section. White space may differ: the receipt is the passage's own
    text. Options stand in an order that depends on their wording only.
    """
    quote = find_quote(passage, proposal.quote)
    if quote is None:
        return None
    receipt = Receipt(source=source, quote=quote)
    key = "\0".join((source, proposal.question, proposal.answer))
    options = [
        Option(text=proposal.answer, correct=True, why=f"The notes say: {quote}", receipt=receipt),
        *(Option(text=text.strip()) for text in proposal.wrong),
    ]
    return Question(
        id="m-" + _digest(key)[:12],
        stem=proposal.question,
        options=tuple(sorted(options, key=lambda option: _digest(option.text))),
        receipt=receipt,
        objective=place[0],
        section=place[1],
        takeaway=quote,
        origin="model",
    )


def find_quote(passage: str, quote: str) -> str | None:
    """The part of the passage that is quoted, letter for letter but for white space."""
    words = quote.strip().split()
    if len(words) < _LEAST_QUOTE_WORDS or len(quote) > _MOST_QUOTE:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), passage)
    return match[0] if match else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
