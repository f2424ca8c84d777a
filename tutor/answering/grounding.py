"""Does a passage support a sentence? Pure, and strict where a wrong answer hurts.

Most of the sentence's content words must stand in the passage, and every number with its unit,
every name, negation and direction (``minimise``, ``before``, ``first``) must agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from index.lexical import terms_of
from tutor.answering.claims import Token, denied, heads, tokens_of

# Chosen on the bundled notes (tests/tutor/answering/test_grounding.py).
LEAST_SHARE = 0.6
_NEARLY_VERBATIM = 0.6
_OPPOSITES_TEXT = """
minimise minimize minimum min smallest lowest least / maximise maximize maximum max largest highest most
increase increases rise rises grow raise raises / decrease decreases fall falls shrink lower reduce reduces
before / after
first / last
true / false
yes / no
always / never
higher more greater larger bigger above / lower less fewer smaller below
high large big / low small
best / worst
better / worse
faster / slower
fast / slow
enable enabled / disable disabled
include includes / exclude excludes
positive / negative
overfit overfitting / underfit underfitting
required mandatory / optional
allow allows permit / prevent prevents forbid
add adds / remove removes drop
ascending / descending
online / offline
supervised / unsupervised
same / different
improve improves / worsen worsens
strong / weak
many / few
long / short
single / multiple
parallel / sequential
automatic automatically / manual manually
row rows / column columns
left / right
upper / lower
start starts / end ends
read reads / write writes
batch / streaming
mutable / immutable
continuous / discrete
synchronous / asynchronous
local / remote
cheap / expensive
early / late
earlier / later
"""


def _opposites() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in _OPPOSITES_TEXT.strip().splitlines():
        ours, theirs = (set(terms_of(side)) for side in line.split("/"))
        for a, b in ((ours, theirs), (theirs, ours)):
            for term in a:
                found.setdefault(term, set()).update(b)
    return found


_OPPOSITES = _opposites()


def share_of_words(sentence: str, quote: str, context: str = "") -> float:
    """Share of the sentence's content words that stand in the quote or its context, 0 to 1."""
    said = set(terms_of(sentence))
    return len(said & set(terms_of(f"{quote} {context}"))) / len(said) if said else 0.0


def supports(sentence: str, quote: str, context: str = "") -> bool:
    """Whether the quote supports the sentence.

    ``context`` (headings above the quote) may supply words and names, but proves no number and no
    negation.
    """
    if share_of_words(sentence, quote, context) < LEAST_SHARE:
        return False
    said, proof = tokens_of(sentence), tokens_of(quote)
    return not any(
        (
            _new_number(said, proof),
            _new_name(said, (*proof, *tokens_of(context))),
            _denies(said, proof),
            _reverses(said, proof),
            _exchanges(said, proof),
        )
    )


def _new_number(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """A number that the quote lacks, that has another unit there, or counts something else."""
    units: dict[str, set[str]] = {}
    for token in proof:
        if token.kind == "number":
            units.setdefault(token.key, set()).add(token.unit)
    for token in said:
        if token.kind != "number":
            continue
        if token.key not in units:
            return True
        if token.unit and "" not in units[token.key] and token.unit not in units[token.key]:
            return True
    return _other_pair(said, proof, lambda token: token.kind == "number")


def _new_name(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """A name that neither quote nor context holds; ``log_metric`` may stand for its full path."""
    known = {token.key for token in proof}
    tails = {key.rpartition(".")[2] for key in known if "." in key}
    return any(
        token.key not in known | tails and token.key.rpartition(".")[2] not in known
        for token in said
        if token.kind == "name"
    )


def _denies(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """The sentence denies what the quote states, or states what the quote denies."""
    return _denied_only_here(said, proof, 0.01) or _denied_only_here(proof, said, 0.6)


def _denied_only_here(here: Sequence[Token], there: Sequence[Token], share: float) -> bool:
    """Whether a negation of ``here`` is about words that stand undenied in ``there``."""
    present, denied_there = {token.key for token in there}, denied(there)
    for at, token in enumerate(here):
        if token.kind != "negator":
            continue
        about = heads(here, at)
        shared = [key for key in about if key in present]
        if about and len(shared) / len(about) >= share and not denied_there & set(about):
            return True
    return False


def _reverses(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """The sentence says ``minimise`` where the quote says ``maximise``."""
    ours, theirs = {t.key for t in said}, {t.key for t in proof}
    for key in ours - theirs:
        if _OPPOSITES.get(key, set()) & (theirs - ours):
            return True
    return False


def _exchanges(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """Nearly the quote's own words, but a name, number or direction stands in another's place."""
    ours = [t for t in said if t.kind != "negator"]
    for theirs in _sentences(proof):
        a, b = [t.key for t in ours], [t.key for t in theirs]
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        blocks = matcher.get_opcodes()
        same = sum(block.size for block in matcher.get_matching_blocks())
        if same < _NEARLY_VERBATIM * len(a):
            continue
        replaced = [
            (ours[i], theirs[j])
            for tag, i1, i2, j1, j2 in blocks
            if tag == "replace" and i2 - i1 == j2 - j1
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
        ]
        keys = {(x.key, y.key) for x, y in replaced}
        for x, y in replaced:
            if (x.hard and y.hard) or y.key in _OPPOSITES.get(x.key, ()) or (y.key, x.key) in keys:
                return True
    return False
