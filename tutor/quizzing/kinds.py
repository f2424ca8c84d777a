"""What kind of thing a name is: "Which of these is the stage …" asks for a stage among stages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tutor.quizzing.option_forms import words_in
from tutor.quizzing.text_vectors import TextVectors

# "a centralized repository for …", "the stage where …": the last word before what qualifies it.
_PHRASE = re.compile(
    r"^(?:an?|the) (?P<phrase>[A-Za-z][\w-]*(?: [\w-]+)*?)"
    r"(?= (?:that|which|where|whose|when|of|for|to|with|in|on|at|from|by|per|as|and|or|made|built|used"
    r"|such|plus|without|within|between|before|after|behind|under|about|inside|into|over)\b|[,(;:]|$)"
)
_DEFINES = re.compile(r" (?:is|are) (?P<saying>(?:an?|the) .+)$")
# Cosines of two nouns from which they name much the same kind, and like kinds.
_ONE_KIND, _LIKE = 0.5, 0.3
_CLASS = re.compile(r"^`?(?:[A-Z][a-z]+){2,}`?$")  # CrossValidator; MLflow is a product's name


def kind_noun(saying: str) -> str:
    """The noun that a saying puts its subject under; empty where it begins with none."""
    match = _PHRASE.match(saying)
    return match["phrase"].rsplit(maxsplit=1)[-1] if match else ""


def are_both_classes(one: str, other: str) -> bool:
    """Whether both names are written as classes are, or neither is."""
    return bool(_CLASS.match(one)) == bool(_CLASS.match(other))


class Kinds:
    """Compares kinds by the vectors of their nouns: a metric is a kind of score."""

    def __init__(self, vectors: TextVectors) -> None:
        self._vectors = vectors

    def is_under(self, name: str, told: str, noun: str) -> bool:
        """Whether a name, or what a sentence ``told`` says that it is, is of a noun's kind."""
        if words_in(noun) <= words_in(name):
            return True
        match = _DEFINES.search(told)
        own = kind_noun(match["saying"]) if match else ""
        return bool(own) and self._are_alike(own.lower(), noun.lower())

    def stands_alone(self, saying: str, others: Iterable[str]) -> bool:
        """Whether a saying alone puts its subject under a noun of its kind."""
        noun = kind_noun(saying).lower()
        nouns = [kind_noun(other).lower() for other in others]
        return bool(noun) and not any(n and self._are_alike(noun, n, _LIKE) for n in nouns)

    def _are_alike(self, one: str, other: str, least: float = _ONE_KIND) -> bool:
        if words_in(one) == words_in(other):
            return True
        return self._vectors.cosine(one, other) >= least
