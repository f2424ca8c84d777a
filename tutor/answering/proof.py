"""Which span of a passage proves a sentence that a model wrote, if any does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.chunking import Chunk, Sentence
from index.entailment import Entailment
from index.lexical import terms_of
from index.retriever import NotesIndex
from index.sentences import Span
from tutor.answering.claims import tokens_of
from tutor.answering.formulas import misstates_formula, overstates
from tutor.answering.grounding import nearness, share_of_words, supports
from tutor.answering.instructions import speaks_to_a_model
from tutor.answering.quotable import is_quotable
from tutor.stances import Stance, stances

# Words alone prove little: of 85 plausible false answers to questions of eval/, .40 find their
# words in one of eight passages; .12 find their meaning there as well (of 101 true ones .90).
_LEAST_SIMILARITY = 0.5
_SURE_SIMILARITY = 0.65  # below it, the words must also stand near one another
_LEAST_NEARNESS = 0.34
_FRAGMENT = 3  # with fewer content words, a sentence says something only as answer to its question
_SHORT = 4  # content words, of which a new one is news: "The loss is returned as a float."
# A verdict is about the learner's question, which no passage holds: what follows it is checked,
# and has to be closer to the notes.
_VERDICT = re.compile(r"\W*(?:yes|no)\b[,.:;—–\s-]*", re.IGNORECASE)
_BREAKS_OFF = re.compile(
    r"\b(?:an?|the|of|to|is|are|was|be|and|or|that|which|with|for|from|by|as|in|on|at|its|their|"
    r"than|because|if|when|while|not|can|must|should)\s*$",
    re.IGNORECASE,
)
_MOST_TOGETHER = 3  # passages
_LONGEST_QUOTE = 3  # sentences of a passage that may prove one sentence of the answer together
_NAMES_AN_ERROR = re.compile(
    r"\b(?:wrong|incorrect|false|mistakes?|errors?|traps?|myths?|misconceptions?|pitfalls?)\b", re.I
)


@dataclass(frozen=True)
class Said:
    """A sentence of a model, and the question that it answers."""

    text: str
    question: str

    @cached_property
    def claim(self) -> str:
        """What it says without a leading "Yes," or "No,"."""
        return _VERDICT.sub("", self.text, count=1) if _VERDICT.match(self.text) else self.text

    @property
    def says_something(self) -> bool:
        """Whether it can be true or false: a name, a list, a lead-in or a question cannot."""
        tokens = tokens_of(self.claim)
        plain = [token for token in tokens if token.kind == "word"]
        announces = self.claim.rstrip("*_\"'”) ")[-1:] in (":", "?", "：", "？")
        return bool(plain) and " " in self.claim.strip() and not (announces or self.is_cut_off)

    @property
    def is_cut_off(self) -> bool:
        """Whether it breaks off before its end: "One-hot encoding is a"."""
        return self.claim.rstrip()[-1:].isalpha() and bool(_BREAKS_OFF.search(self.claim))

    @property
    def denies(self) -> bool:
        """Whether it says that something is not so."""
        return any(token.kind == "negator" for token in tokens_of(self.claim))

    @property
    def is_fragment(self) -> bool:
        """Whether it is too short to say anything by itself: "Precision."."""
        return len(set(terms_of(self.claim))) < _FRAGMENT

    @property
    def is_short(self) -> bool:
        """Whether it has so few content words that each of them is what it claims."""
        return len(set(terms_of(self.claim))) <= _SHORT

    @property
    def in_context(self) -> str:
        """What it says; a fragment says it together with the question."""
        return f"{self.question} {self.claim}" if self.is_fragment else self.claim


@dataclass(frozen=True)
class Proof:
    """Spans of a passage, their text, what stands around it, and whether they prove a sentence.

    ``usable``: they state something that the notes hold true.

    A list item comes with the line that its list hangs on: that line may deny all of it.
    """

    chunk: Chunk
    spans: tuple[Span, ...]
    text: str
    context: str
    usable: bool = False
    proves: bool = False


class Prover:
    """Looks for proofs in one index; ``opinion`` may veto what the rules let through."""

    def __init__(self, index: NotesIndex, opinion: Entailment | None = None) -> None:
        self._index = index
        self._opinion = opinion

    def prove(self, said: Said, chunks: Sequence[Chunk]) -> list[Proof]:
        """The passages that prove the sentence; when none does, the closest span of each."""
        proofs = [self._best(said, chunk) for chunk in chunks]
        proving = [proof for proof in proofs if proof.proves]
        joint = 2 <= len(proofs) <= _MOST_TOGETHER and all(proof.usable for proof in proofs)
        if proving or said.denies or not joint:
            return proving or proofs
        together = "\n".join(proof.text for proof in proofs)
        context = "\n".join(proof.context for proof in proofs)
        proves = self._supports(said, together, context)
        return [replace(proof, proves=proves) for proof in proofs]

    def _best(self, said: Said, chunk: Chunk) -> Proof:
        """The shortest run of sentences that proves; else the sentence that shares most words."""
        every = [self._run(chunk, [one]) for one in chunk.sentences]
        if not every:
            return Proof(chunk, ((chunk.char_start, chunk.char_end),), chunk.text, "")
        shares = [share_of_words(said.text, run.text, run.context) for run in every]
        order = sorted(range(len(every)), key=lambda n: -shares[n])
        usable = [_may_prove(one, stance, said.text) for one, stance in stances(chunk.sentences)]
        # A denial must stand in one sentence: that of the next one denies something else.
        most = 1 if said.denies else _LONGEST_QUOTE
        longer = (
            self._run(chunk, chunk.sentences[n : n + length])
            for length in range(2, most + 1)
            for n in range(len(every) - length + 1)
            if all(usable[n : n + length]) and _is_prose(chunk.sentences[n : n + length])
        )
        for run in (*(every[n] for n in order if usable[n]), *longer):
            if self._supports(said, run.text, run.context):
                return replace(run, usable=True, proves=True)
        return replace(every[order[0]], usable=usable[order[0]])

    def _run(self, chunk: Chunk, run: Sequence[Sentence]) -> Proof:
        """Neighbouring sentences, below the line that leads in to the first of them."""
        text = self._index.document(chunk.source).text
        span = (run[0].char_start, run[-1].char_end)
        lead = run[0].lead_in
        spans = (lead, span) if lead else (span,)
        # Heading path, column names of a row: said of the sentence, though not in it.
        context = "\n".join((*chunk.heading, *(one.embedded for one in run)))
        return Proof(chunk, spans, "\n".join(text[slice(*s)] for s in spans), context)

    def _supports(self, said: Said, quote: str, context: str) -> bool:
        """By the rules, in meaning, and where there is a second opinion, by that."""
        if not said.says_something or not supports(said.claim, quote, context):
            return False
        if misstates_formula(said.claim, quote) or overstates(said.claim, quote):
            return False
        near, share = nearness(said.claim, quote), share_of_words(said.claim, quote)
        if said.is_fragment and min(near, share) < 1:
            return False
        if said.is_short and share_of_words(said.claim, quote, context) < 1:
            return False
        loose = near >= _LEAST_NEARNESS and said.claim == said.text
        least = _LEAST_SIMILARITY if loose else _SURE_SIMILARITY
        if self._index.similarity(said.in_context, [quote])[0] < least:
            return False
        return self._opinion is None or not self._opinion.contradicts([quote], said.text)[0]


def _is_prose(run: Sequence[Sentence]) -> bool:
    """Whether sentences continue one another: rows, items and lines each have their own subject."""
    return all(sentence.kind == "prose" for sentence in run)


def _may_prove(of_notes: Sentence, stance: Stance, said: str) -> bool:
    """Whether a sentence of the notes states something, and what it states is held true."""
    if stance == "none" or not is_quotable(of_notes) or speaks_to_a_model(of_notes.text):
        return False
    # What the notes call an error proves only that it is one.
    return stance == "for" or bool(_NAMES_AN_ERROR.search(said))
