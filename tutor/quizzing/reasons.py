"""What is said of each option of a pasted question, and the passages behind it."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from tutor.quizzing.citing import CitationList
from tutor.quizzing.explain_text import listed
from tutor.quizzing.models import OptionVerdict, PastedQuestion
from tutor.quizzing.notes_key import Settled
from tutor.quizzing.settle import bearings, passage_scores
from tutor.quizzing.statements import plain
from tutor.quizzing.stems import combined_labels, is_negated
from tutor.quizzing.support import FEATURES, Passage, Support

# A passage is shown for an option when it holds this share of the option's distinctive words.
_SPEAKS_OF = 0.5
# What scores less is on another matter that happens to use the same words.
_LEAST_SHOWN = 16.0
# Passages on a question left open: so many, none that bears so much less than the best (log).
_MOST_CLOSEST, _MUCH_LESS = 3, 3.0
# Among equals, the passage that says more of the option's own words is the better proof.
_WORDS_COUNT = 3.0
_LONGEST_QUOTE, _LONGEST_LEAD = 220, 80
_LIKE_START = 20  # characters by which the start of a sentence is found behind what it hangs on
# A label that extraction has run together with its text ("RealityAn Estimator is …").
_GLUED = re.compile(r"^(?:Trap|Reality|Myth|Truth)(?=[A-Z`]|[a-z]+[._(])")
_HELD, _DENIED = FEATURES.index("option words"), FEATURES.index("option words denied")


def verdicts(
    question: PastedQuestion, settled: Settled, citations: CitationList
) -> dict[str, OptionVerdict]:
    """Every option's verdict; the passage that proves the key has the number 1."""
    negated = is_negated(question.stem)
    spoken_for = {*settled.key, *settled.leaning}
    found = {
        label: _best_passage(settled.support, n, proves=not negated and label in spoken_for)
        for n, label in enumerate(question.options)
    }
    if not settled.key:
        return {
            label: _unsettled(question, settled, label, found[label], citations)
            for label in question.options
        }
    if settled.proof:
        return _computed(question, settled, settled.proof, citations)
    in_order = sorted(question.options, key=lambda label: label not in settled.key)
    said = {
        label: _settled(question, settled, label, found, negated, citations) for label in in_order
    }
    return {label: said[label] for label in question.options}


def cite_closest(settled: Settled, citations: CitationList) -> tuple[int, ...]:
    """Numbers of the passages that bear most on a question which the notes do not settle.

    Often they hold the answer in words that the tutor cannot match with those of an option.
    """
    support = settled.support
    if settled.key or not support.passages:
        return ()
    weights = bearings(support)
    cited: dict[int, None] = {}
    for at in np.argsort(-weights, kind="stable"):
        if weights[at] < weights.max() - _MUCH_LESS or len(cited) == _MOST_CLOSEST:
            break
        passage = support.passages[at]
        cited.update(dict.fromkeys(citations.of_sentence(passage.chunk, passage.sentence)))
    return tuple(cited)


def _settled(
    question: PastedQuestion,
    settled: Settled,
    label: str,
    found: dict[str, Passage | None],
    negated: bool,
    citations: CitationList,
) -> OptionVerdict:
    passage = found[label]
    right = label in settled.key
    numbers = citations.of_sentence(passage.chunk, passage.sentence) if passage else ()
    combined = combined_labels(question.options)
    if parts := combined.get(label):
        return OptionVerdict(
            "right" if right else "wrong", _of_parts(parts, settled.key, right), ()
        )
    quote = f"“{_short(passage)}”" if passage else ""
    if any(label in combined.get(k, ()) for k in settled.key):
        said = f" Your notes say of it: {quote}" if passage else ""
        why = f"This holds, but {listed(settled.key)} names all that hold.{said}"
        return OptionVerdict("wrong", why, numbers)
    if right and negated:
        why = f"Your notes say of it: {quote}" if passage else "Your notes do not name it here."
        return OptionVerdict("right", f"This is the one that does not fit. {why}", numbers)
    if right:
        return OptionVerdict("right", f"Your notes say: {quote}" if passage else "", numbers)
    if negated:
        return OptionVerdict("wrong", f"This one does fit: {quote}" if passage else "", numbers)
    # "Both B and C" stands nowhere in the notes; what it names does.
    key_passages = [found[part] for k in settled.key for part in combined.get(k) or (k,)]
    if passage is None or passage in key_passages:
        key_numbers = tuple(
            n for p in key_passages if p for n in citations.of_sentence(p.chunk, p.sentence)
        )
        return OptionVerdict(
            "wrong", f"Your notes give {listed(settled.key)} as the answer, not this.", key_numbers
        )
    if passage.warning:
        return OptionVerdict("wrong", f"Your notes name this as an error: {quote}", numbers)
    return OptionVerdict("wrong", f"Your notes say something else of it: {quote}", numbers)


def _unsettled(
    question: PastedQuestion,
    settled: Settled,
    label: str,
    passage: Passage | None,
    citations: CitationList,
) -> OptionVerdict:
    given = ""
    if question.key and label in question.key:
        given = "The key that came with the question says this. "
    if passage is None:
        return OptionVerdict(
            "not settled by your notes", f"{given}Nothing found in your notes decides this.", ()
        )
    numbers = citations.of_sentence(passage.chunk, passage.sentence)
    bears = "speaks for it" if label in settled.leaning else "does not decide it"
    return OptionVerdict(
        "not settled by your notes",
        f"{given}The closest in your notes, which {bears}: “{_short(passage)}”",
        numbers,
    )


def _computed(
    question: PastedQuestion, settled: Settled, proof: Passage, citations: CitationList
) -> dict[str, OptionVerdict]:
    numbers = citations.of_sentence(proof.chunk, proof.sentence)
    return {
        label: OptionVerdict("right", f"{settled.working}.", numbers)
        if label in settled.key
        else OptionVerdict("wrong", f"The sum comes to something else: {settled.working}.", numbers)
        for label in question.options
    }


def _of_parts(parts: tuple[str, ...], key: tuple[str, ...], right: bool) -> str:
    if right:
        return f"{listed(parts)} both hold." if len(parts) == 2 else f"{listed(parts)} all hold."
    return f"It needs {listed(parts)} to hold, and the answer is {listed(key)}."


def _best_passage(support: Support, option: int, *, proves: bool) -> Passage | None:
    """The clause that speaks most for an option in the matter the stem asks about.

    The one that ``proves`` the key is what settled the question; of any other option there may be
    none that says enough of it.
    """
    if not support.passages:
        return None
    held: NDArray[np.float64] = support.features[:, option, [_HELD, _DENIED]].max(axis=1)
    plain_scores = passage_scores(support)[:, option]
    scores = plain_scores + _WORDS_COUNT * held
    if not proves:
        scores[(held < _SPEAKS_OF) | (plain_scores < _LEAST_SHOWN)] = -np.inf
    best = int(scores.argmax())
    return support.passages[best] if np.isfinite(scores[best]) else None


def _short(passage: Passage) -> str:
    """The sentence below what it hangs on, or its clause where the sentence is long or is a row."""
    sentence = passage.sentence
    whole = _GLUED.sub("", plain(sentence.text, stressed=True))
    if sentence.kind != "row" and len(whole) <= _LONGEST_QUOTE:
        lead, _, _ = passage.text.partition(sentence.text[:_LIKE_START])
        above = plain(lead, stressed=True) if sentence.lead_in and lead != passage.text else ""
        return f"{above} {whole}" if 0 < len(above) <= _LONGEST_LEAD else whole
    text = _GLUED.sub("", plain(passage.text, stressed=True))
    if len(text) <= _LONGEST_QUOTE:
        return text
    return text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
