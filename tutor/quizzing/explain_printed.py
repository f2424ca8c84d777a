"""Reasons for the options of a quiz that stands in the notes with its key and gives none itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from corpus.questions import Option, Question
from index.retriever import NotesIndex
from tutor.quizzing import reasons
from tutor.quizzing.citing import CitationList
from tutor.quizzing.models import OptionVerdict, PastedQuestion
from tutor.quizzing.notes_key import Settled
from tutor.quizzing.support import Support, find_support

# "4. c) JavaScript", a line of the list of answers or of the options themselves.
_LABELS = re.compile(r"^[\s>*•-]*(?:\(?\d{1,3}[.):]\s*)?(?:\(?[A-Ha-h][.)]\s*)?")


def is_printed(question: Question) -> bool:
    """Whether a question was taken from the notes as it stands there, its options unproved."""
    proved = any(option.receipt for option in question.options)
    return question.origin == "notes" and not proved


def printed_verdicts(
    question: Question, options: Mapping[str, Option], index: NotesIndex, citations: CitationList
) -> dict[str, OptionVerdict]:
    """What the notes say of each option outside the quiz; only of those they say something of."""
    texts = {label: option.text for label, option in options.items()}
    key = tuple(label for label, option in options.items() if option.correct)
    support = _outside(find_support(index, question.stem, list(texts.values())), texts)
    if not support.passages:
        return {}
    asked = PastedQuestion(question.stem, texts, key=key)
    found = reasons.verdicts(asked, Settled(key, support), citations)
    return {
        label: replace(said, why=f"{options[label].why} {said.why}" if label in key else said.why)
        for label, said in found.items()
        if said.why and (said.citations or label not in key)
    }


def _outside(support: Support, options: Mapping[str, str]) -> Support:
    """The support without the lines of the quiz itself, which repeat its options."""
    repeated = {_bare(text) for text in options.values()}
    kept = [n for n, p in enumerate(support.passages) if _bare(p.text) not in repeated]
    passages = tuple(support.passages[n] for n in kept)
    return Support(passages, support.features[np.array(kept, int)], support.unknown)


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", _LABELS.sub("", text)).strip().lower()
