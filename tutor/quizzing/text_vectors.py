"""Vectors of stems, options and sayings: texts that the index holds no vectors of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from index.embedding import Vectors

# Texts embedded together. From 256 on the embedder copies its model, in the precision of passages,
# which takes longer than it saves here and rounds more.
_AT_ONCE = 255


class TextVectors:
    """Embeds each text once. ``embed`` gives the unit vectors of texts, one a row.

    Making questions compares some 5,000 short texts: one at a time they take four times as long
    as together, so whoever knows what it will compare calls :meth:`prepare` first.
    """

    def __init__(self, embed: Callable[[Sequence[str]], Vectors]) -> None:
        self._embed = embed
        self._known: dict[str, Vectors] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Embed those not known yet, many together."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), _AT_ONCE):
            part = new[start : start + _AT_ONCE]
            self._known.update(zip(part, self._embed(part), strict=True))

    def of(self, text: str) -> Vectors:
        """Unit vector of a text, shape (dimension,)."""
        self.prepare([text])
        return self._known[text]

    def cosine(self, one: str, other: str) -> float:
        """Cosine of two texts."""
        self.prepare((one, other))
        return float(self._known[one] @ self._known[other])
