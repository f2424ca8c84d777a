"""Does the receipt prove the key, and nothing but the key?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.questions import Question
from index.lexical import terms_of
from tutor.quizzing.flaw import (
    Flaw,
    NotesContext,
    asks_negatively,
    correct_texts,
    normal,
    wrong_texts,
)  # fmt: skip
from tutor.quizzing.near_duplicates import first_alike

_LEAST_RUN_TOGETHER = 8
_LEAST_WORDS = 2  # a single word stands in many quotes by chance


def receipt_not_verbatim(question: Question, context: NotesContext) -> Iterator[Flaw]:
    """The quote of the question, or of an option, does not stand in the note it names."""
    if not context.texts or question.origin == "pasted":
        return
    for receipt in (question.receipt, *(o.receipt for o in question.options if o.receipt)):
        text = context.text_of(receipt.source)
        if text is None:
            yield Flaw("receipt not verbatim", True, f"there is no note {receipt.source}")
        elif receipt.quote not in text:
            yield Flaw("receipt not verbatim", True, receipt.quote[:80])


def receipt_without_key(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """Stem and receipt do not lead to the key.

    Questions made from notes carry the note's own words, so that their key must stand in the
    quote (or, where the stem asks for what does NOT hold, must not). A written question may say
    it in other words: there, some word or number of stem or key has to be met in the quote.
    """
    if question.origin == "pasted":
        return  # it came without a receipt
    quote = normal(question.receipt.quote)
    if question.origin == "notes":
        negative = asks_negatively(question.stem)
        for key in correct_texts(question):
            proof = key_quote(question, key)
            if not negative and not _proves(proof, key):
                yield Flaw("receipt does not lead to the key", True, key[:80])
        return
    words = set(terms_of(question.stem)) | set(terms_of(" ".join(correct_texts(question))))
    if not words & set(terms_of(quote)):
        yield Flaw("receipt does not lead to the key", True, "no word in common")


def _proves(proof: str, key: str) -> bool:
    """Whether the key stands in the proof, whole or (``Storage: a Delta table``) cell by cell."""
    cells = [normal(cell) for cell in key.split(": ")]
    if _stands_in(normal(key), proof) or all(_stands_in(cell, proof) for cell in cells):
        return True
    # Tables that lost their rules run cells together: "nestedStart a Run".
    return len(key) >= _LEAST_RUN_TOGETHER and normal(key) in proof


def key_quote(question: Question, key: str) -> str:
    """What proves one right option: its own receipt and the question's, in normal form."""
    own = next((o.receipt for o in question.options if o.text == key and o.receipt), None)
    return normal(question.receipt.quote) + " \n " + (normal(own.quote) if own else "")


def receipt_supports_another(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """A wrong option stands in the receipt just as the key does."""
    quote = normal(question.receipt.quote)
    keys = [normal(key) for key in correct_texts(question)]
    if normal(question.stem) in quote:
        return  # the notes' own printed question, quoted with its options and its key
    if asks_negatively(question.stem) or not all(_stands_in(key, quote) for key in keys):
        return
    made = question.origin == "notes"
    for text in wrong_texts(question):
        wrong = normal(text)
        if any(wrong in key for key in keys) or not _stands_in(wrong, quote):
            continue
        if any(_is_worked_out(wrong, key, quote) for key in keys):
            continue
        several = len(wrong.split()) >= _LEAST_WORDS
        if made or several:
            # A written question may well quote a sentence that names the alternative to refute it.
            yield Flaw("receipt supports another option", made, text[:80])


def _is_worked_out(part: str, key: str, quote: str) -> bool:
    """Whether the quote reckons with one number to get the other: "27 × 5 = 135"."""
    reckoned = rf"(?<!\d){re.escape(part)}(?!\d)[^=.]*= {re.escape(key)}(?!\d)"
    return part.isdigit() and re.search(reckoned, quote) is not None


def near_duplicate_stem(question: Question, context: NotesContext) -> Iterator[Flaw]:
    """The stem repeats that of an earlier question."""
    other = first_alike(question, context.earlier)
    if other is not None:
        yield Flaw("near-duplicate stem", True, other.id)


def _stands_in(part: str, whole: str) -> bool:
    """Whether ``part`` stands in ``whole`` at word boundaries."""
    left = r"(?<!\w)" if part[:1].isalnum() else ""
    right = r"(?!\w)" if part[-1:].isalnum() else ""
    return bool(part) and re.search(left + re.escape(part) + right, whole) is not None
