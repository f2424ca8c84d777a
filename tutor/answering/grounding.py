"""Does a passage support a sentence? Pure, and strict where a wrong answer hurts.

Most of the sentence's content words must stand in the passage, and every number with its unit,
every name, negation and direction (``minimise``, ``before``, ``first``) must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from index.lexical import terms_of
from tutor.answering.claims import NEGATORS, Token, denied, heads, normalised, tokens_of

# Chosen on the bundled notes (tests/tutor/answering/test_grounding.py) and on what a weak model
# made of them; two of three words are too few: "The best hyperparameters are chosen."
LEAST_SHARE = 0.67
_LEAST_SHARE_OF_PLAIN = 0.6  # of the words that are neither names nor numbers
_NEARLY_VERBATIM = 0.6
_NEAR = 3  # content words
_OPPOSITES_TEXT = """
minimise minimize minimum min smallest lowest least / maximise maximize maximum max largest
smallest lowest least minimise / highest most largest
increase rise grow raise / decrease fall shrink lower reduce
before / after
train training / test testing
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
# Words that deny without a "not", of which a paraphrase may make one.
_DENYING = frozenset(
    terms_of(
        "optional fail fails failing failure refuse refuses reject rejects only deprecated removed "
        "forbid prevent prevents exclude excludes excluded except ignore ignores ignored missing "
        "wrong false different differ drop drops dropped skip skips stop stops lose loses lost "
        "absent empty former formerly old legacy less few fewer hard hides hidden impossible "
        "invalid error errors mistake outside beyond limited until before zero 0 null nan"
    )
)
_DENYING_PREFIX = re.compile(r"(?:un|non|in|dis|im|ir)[a-z-]{4,}", re.IGNORECASE)
_SAYS_NOTHING = frozenset(terms_of("anything something everything thing way"))
_NEGATING = frozenset(terms_of("negative negate negated minus sign"))


def share_of_words(sentence: str, quote: str, context: str = "") -> float:
    """Share of the sentence's content words that stand in the quote or its context, 0 to 1."""
    said = set(terms_of(normalised(sentence))) - NEGATORS - _SAYS_NOTHING
    return len(said & set(terms_of(normalised(f"{quote} {context}")))) / len(said) if said else 0.0


def nearness(sentence: str, quote: str) -> float:
    """Share of the sentence's neighbouring content words that stand near in the quote, 0 to 1.

    Words that only happen to occur in the same passage stand scattered over it.
    """
    said = [t.key for t in tokens_of(sentence) if t.kind not in ("function", "negator")]
    proof = [t.key for t in tokens_of(quote) if t.kind not in ("function", "negator")]
    places: dict[str, list[int]] = {}
    for at, key in enumerate(proof):
        places.setdefault(key, []).append(at)
    pairs = [(a, b) for a, b in pairwise(said) if a != b]
    near = sum(
        any(abs(i - j) <= _NEAR for i in places.get(a, ()) for j in places.get(b, ()))
        for a, b in pairs
    )
    return near / len(pairs) if pairs else 1.0


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
            _new_words(said, (*proof, *tokens_of(context))),
            _new_number(said, proof),
            _new_name(said, (*proof, *tokens_of(context))),
            _loses_sign(said, proof) or _loses_sign(proof, said),
            _denies(said, proof),
            _denies_alone(said, proof),
            _reverses(said, proof),
            _misplaces(said, proof),
            _rewords(said, proof),
        )
    )


def _new_words(said: Sequence[Token], known: Sequence[Token]) -> bool:
    """Long names agree, and what is said of them does not: two plain words of five are new."""
    plain = {t.key for t in said if t.kind == "word"} - _SAYS_NOTHING
    return len(plain - {t.key for t in known}) > (1 - _LEAST_SHARE_OF_PLAIN) * len(plain)


def _new_number(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """A number that the quote lacks or gives another unit."""
    units: dict[str, set[str]] = {}
    for token in proof:
        if token.kind == "number":
            units.setdefault(token.key, set()).add(token.unit)
    for token in said:
        if token.kind == "number":
            known = units.get(token.key)
            if known is None or (token.unit and "" not in known and token.unit not in known):
                return True
    return False


def _new_name(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """A name that neither quote nor context holds; ``log_metric`` may stand for its full path."""
    known = {token.key for token in proof}
    return any(
        token.key not in known and not any(_same_name(token.key, key) for key in known)
        for token in said
        if token.kind == "name"
    )


def _loses_sign(here: Sequence[Token], there: Sequence[Token]) -> bool:
    """``-accuracy`` here where it is only ever ``accuracy`` there, and nothing negates it."""
    if any(token.key in _NEGATING for token in there):
        return False
    for token in here:
        if token.kind == "name" and token.unit == "-":
            signs = {t.unit for t in there if _same_name(t.key, token.key)}
            if signs and "-" not in signs:
                return True
    return False


def _same_name(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _denies(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """The sentence denies what the quote states, or states what the quote denies."""
    return _denied_only_here(said, proof, 0.01) or _denied_only_here(proof, said, 0.6)


def _denied_only_here(here: Sequence[Token], there: Sequence[Token], share: float) -> bool:
    """Whether a negation of ``here`` is about words that stand undenied in ``there``.

    ``share`` of the words that it is about must stand there at all.
    """
    present, denied_there = {token.key for token in there}, denied(there)
    for at, token in enumerate(here):
        if token.kind != "negator":
            continue
        about = heads(here, at)
        shared = [key for key in about if key in present]
        if about and len(shared) / len(about) >= share and not denied_there & set(about):
            return True
    return False


def _denies_alone(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """The sentence denies something, and the quote denies nothing, not even by its words."""
    if not any(token.kind == "negator" for token in said):
        return False
    return not any(
        token.kind == "negator" or token.key in _DENYING or _DENYING_PREFIX.match(token.text)
        for token in proof
    )


def _reverses(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """The sentence says ``minimise`` where the quote says ``maximise``."""
    ours, theirs = {t.key for t in said}, {t.key for t in proof}
    return any(_OPPOSITES.get(key, set()) & (theirs - ours) for key in ours - theirs)


def _misplaces(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """A name, number or direction stands where the quote, in the same words, has another one."""
    there = [(at, t) for at, t in enumerate(proof) if _tells(t)]
    keys = {token.key for token in said}
    for at, token in enumerate(said):
        if not _tells(token):
            continue
        own = max(
            (_like(said, at, proof, i) for i, t in there if _same_name(t.key, token.key)), default=0
        )
        for i, other in there:
            in_list = other.key in keys and _listed(proof, other.key, token.key)
            if _same_name(other.key, token.key) or in_list:
                continue
            if (same_words := _like(said, at, proof, i)) >= 3 and same_words > own + 1:
                return True
    return False


def _tells(token: Token) -> bool:
    return token.kind in ("name", "number") or token.key in _OPPOSITES


def _like(said: Sequence[Token], at: int, proof: Sequence[Token], i: int) -> int:
    """How many of two words to each side of two positions are the same; an end equals an end."""
    return sum(_key(said, at + d) == _key(proof, i + d) for d in (-2, -1, 1, 2))


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _listed(tokens: Sequence[Token], one: str, other: str) -> bool:
    """Whether two names stand in one list, whose order claims nothing: ``A and B``."""
    for at, token in enumerate(tokens):
        if token.key in ("and", "or") and {_key(tokens, at - 1), _key(tokens, at + 1)} == {
            one,
            other,
        }:
            return True
    return False


def _rewords(said: Sequence[Token], proof: Sequence[Token]) -> bool:
    """Nearly the quote's own words, but a negation came or went, or two words changed places."""
    ours = [t for t in said if t.kind != "function"]
    for theirs in _sentences(proof):
        matcher = SequenceMatcher(None, [t.key for t in ours], [t.key for t in theirs], False)
        if sum(b.size for b in matcher.get_matching_blocks()) < _NEARLY_VERBATIM * len(ours):
            continue
        pairs: set[tuple[str, str]] = set()
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                continue
            a, b = ours[i1:i2], theirs[j1:j2]
            if all(t.kind == "negator" for t in (*a, *b)) and (len(a) - len(b)) % 2:
                return True
            if len(a) == len(b):
                pairs.update((x.key, y.key) for x, y in zip(a, b, strict=True))
        if any((y, x) in pairs or y in _OPPOSITES.get(x, ()) for x, y in pairs):
            return True
    return False


def _sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The words that carry meaning, sentence by sentence."""
    for number in dict.fromkeys(token.sentence for token in tokens):
        yield [t for t in tokens if t.sentence == number and t.kind != "function"]
