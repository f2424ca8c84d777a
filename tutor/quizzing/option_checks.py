"""Flaws of the options: what gives the key away, and what makes options unfair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from corpus.questions import Question
from index.lexical import terms_of
from tutor.quizzing.flaw import (
    Flaw,
    NotesContext,
    asks_negatively,
    correct_texts,
    normal,
    without_code,
    wrong_texts,
)  # fmt: skip
from tutor.quizzing.option_forms import NAME_OF_CODE, SEAM, marks_of, shape

LONGEST_OF_MEDIAN = 1.5
_CONSPICUOUS = 1.25  # the key's length over that of the next longest
_SHORT = 14  # characters; below this the ratio of lengths tells nothing
_SUMMARY = re.compile(
    r"\b(?:all|none|any|neither|both|some)\b.{0,12}\b(?:of (?:the|these)|the) (?:above|other|others)"
    r"|^(?:all|none|both|neither)(?: of (?:these|them|the options))?\.?$",
    re.IGNORECASE,
)  # fmt: skip
_REFERS = re.compile(
    r"^(?:both |either |neither |only )?(?:option |answer )?\(?[a-eA-E]\)?"
    r"(?:,? (?:and|or|nor|&) (?:option |answer )?\(?[a-eA-E]\)?)+$",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|every|all|none|must|impossible|completely|entirely|guarantee[sd]?)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:usually|sometimes|often|generally|typically|frequently|may|might|can|possibly|probably)\b",
    re.IGNORECASE,
)
# What makes a stem a question about notes is no word of its matter; nor is the title of the
# section that all statements are of.
_FRAME = re.compile(
    r"^which of these statements about “[^”]*” (?:is|are) (?:true|false)\b|according to the notes"
    r"|do the notes (?:give|explain|name|advise|list|say)|as the (?:meaning|part) of",
    re.IGNORECASE,
)
_GLARING = frozenset({"sign", "quote", "many capitals"})
_NUMBER = re.compile(r"\d+")
_LETTERS = 2
_BEGINS, _BEGINS_NAME = 4, 3  # letters that two words have to share at their beginning or end
_QUANTIFIER = re.compile(r"\b(?:all|best|both|each|every|first|last|most|only|other|single)\b")
_ACRONYM = re.compile(r"\b(?:[A-Z][a-z]+[A-Z]{2,5}|[A-Z]{3,6})\b")
_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
_UNIT = re.compile(r"^[\s$€£]*[\d.,]+\s*([a-zA-Z%×]*)")


def duplicate_options(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """Two options are the same text."""
    seen: set[str] = set()
    for option in question.options:
        # Code is compared as it stands: `Trials()` is not `trials()`.
        text = option.text.strip() if "`" in option.text else normal(option.text)
        if text in seen:
            yield Flaw("duplicate options", True, option.text[:80])
        seen.add(text)


def overlapping_options(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """An option speaks of other options, or one option is part of another."""
    for option in question.options:
        if _REFERS.match(option.text.strip()):
            yield Flaw("overlapping options", True, option.text)
    texts = sorted((normal(o.text) for o in question.options), key=len)
    for place, part in enumerate(texts):
        for whole in texts[place + 1 :]:
            if len(part.split()) >= 3 and part != whole and part in whole:
                yield Flaw("overlapping options", question.origin == "notes", part[:80])


def all_or_none(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """ "All of the above", "None of these"."""
    for option in question.options:
        if _SUMMARY.search(option.text):
            yield Flaw("all or none of the above", True, option.text)


def too_long_option(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The longest option is longer than 1.5 times the median."""
    lengths = [len(option.text) for option in question.options]
    middle = median(lengths)
    if max(lengths) > LONGEST_OF_MEDIAN * middle and max(lengths) - middle > _SHORT:
        yield Flaw("longest option over 1.5 of the median", True, f"{max(lengths)} to {middle:g}")


def conspicuous_key(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """A right option is by far the longest."""
    wrong = max(len(text) for text in wrong_texts(question))
    key = max(len(text) for text in correct_texts(question))
    if key > _CONSPICUOUS * wrong and key - wrong > _SHORT:
        yield Flaw("key conspicuously longest", True, f"{key} to {wrong}")


def absolute_words(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """ "Always", "never", "only" in wrong options alone: test takers strike those out."""
    if any(_ABSOLUTE.search(text) for text in correct_texts(question)):
        return
    found = [text for text in wrong_texts(question) if _ABSOLUTE.search(without_code(text))]
    if found:
        many = len(found) >= len(wrong_texts(question)) - 1
        yield Flaw("absolute words in wrong options only", many, found[0][:80])


def vague_words(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """ "Usually", "may" in the key alone make it the safest option."""
    if any(_VAGUE.search(text) for text in wrong_texts(question)):
        return
    found = [text for text in correct_texts(question) if _VAGUE.search(text)]
    if found:
        yield Flaw("vague quantifier in the key only", False, found[0][:80])


def not_parallel(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """Options of different grammatical kinds; worst where the key alone stands out."""
    right = {shape(text) for text in correct_texts(question)}
    wrong = {shape(text) for text in wrong_texts(question)}
    # Whole statements and steps may begin as they like.
    if len(right | wrong) > 1 and not re.search(r"\bstatements?\b|\bstep\b", question.stem):
        alone = not right & wrong and len(wrong) == 1 and len(question.options) > 2
        yield Flaw("options not parallel", alone and question.origin == "notes", str(right | wrong))


def other_type(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """Wrong options of another type than the key: prose among numbers, prose among code."""
    key = correct_texts(question)[0]
    for text in wrong_texts(question):
        if shape(key) in ("number", "code") and shape(text) != shape(key):
            yield Flaw("implausible wrong option", False, text[:80])


def stands_out(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The key alone bears an outward mark (a sign, a digit, code, quotes), or alone lacks one."""
    if question.kind == "multiple":
        return
    key = marks_of(correct_texts(question)[0])
    wrong = [marks_of(text) for text in wrong_texts(question)]
    told = (key - frozenset().union(*wrong)) | (frozenset.intersection(*wrong) - key)
    stem = marks_of(question.stem)
    if told and len(wrong) > 1:
        # A single mark is chance as often as not; several, or one that leaps to the eye, are not.
        yield Flaw("key stands out", (len(told) > 1 or bool(told & _GLARING)) and question.origin != "bank",
                   ", ".join(sorted(told - stem or told)))  # fmt: skip


def word_echo(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """Words of the stem come back in the key and in no wrong option."""
    asked = _FRAME.sub(" ", question.stem)
    stem = set(terms_of(asked))
    wrong = set(terms_of(" ".join(wrong_texts(question))))
    echo: set[str] = set()
    for text in correct_texts(question):
        echo |= (set(terms_of(text)) & stem) - wrong
    # A case is told at length, and its answer can hardly help taking up some of its words.
    strict = question.origin == "notes" and question.form != "scenario"
    if strict:
        split = set(terms_of(SEAM.sub(" ", asked)))
        of_names = (split - set(terms_of(NAME_OF_CODE.sub(" ", asked)))) | set(
            terms_of(" ".join(NAME_OF_CODE.findall(asked)))
        )
        echo |= _cut_short(correct_texts(question), stem | split, of_names, wrong)
    ranks = _quantifiers(question) if strict else set()
    echo |= ranks
    inside = _written_inside(question, stem, wrong) if strict else set()
    echo |= inside
    # Options that share a word of the stem too balance the scales.
    if echo and not asks_negatively(question.stem):
        # Letters that many names share ("ML") balance nothing.
        long = {term for term in stem if len(term) > _LETTERS or not strict}
        most = max(len(set(terms_of(text)) & long) for text in wrong_texts(question))
        plain = max(len(set(terms_of(text)) & stem) for text in correct_texts(question))
        slack = 0 if strict else 1 if question.origin == "notes" else 2
        # A name that holds a word of the stem is picked for that, whatever else others share.
        is_name = bool(inside) and all(len(t.split()) == 1 for t in correct_texts(question))
        hard = is_name or bool(ranks) or max(plain + len(inside), len(echo)) > most + slack
        yield Flaw("word echo from stem in the key alone", hard, ", ".join(sorted(echo)))


def _cut_short(keys: list[str], stem: set[str], pieces: set[str], wrong: set[str]) -> set[str]:
    """Words of the key that begin as a word of the stem does, or end one: AutoML, "automated".

    Of names of code three letters are enough: `num_processes`, "number"; `autolog`, "logs".
    """
    terms = {term for term in terms_of(" ".join(keys)) if len(term) >= _BEGINS_NAME} - wrong
    return {
        term
        for term in terms
        if any(_begins(term, word, _BEGINS) or _ends(term, word, _BEGINS) for word in stem)
        or any(_begins(term, word, _BEGINS_NAME) or _ends(term, word, _BEGINS_NAME) for word in pieces)
    }  # fmt: skip


def _begins(term: str, word: str, least: int) -> bool:
    """Whether the shorter of two different words begins the other."""
    short, long = sorted((term, word), key=len)
    return len(short) >= least and short != long and long.startswith(short)


def _ends(term: str, word: str, least: int) -> bool:
    return least <= len(term) < len(word) and word.endswith(term)


def _quantifiers(question: Question) -> set[str]:
    """Words of number and rank in stem and key alone: "all models", All Trials Notebook."""
    found = [set(_QUANTIFIER.findall(t.lower())) for t in (question.stem, *correct_texts(question))]
    others = set(_QUANTIFIER.findall(" ".join(wrong_texts(question)).lower()))
    return set.intersection(*found) - others


def _written_inside(question: Question, stem: set[str], wrong: set[str]) -> set[str]:
    """Words that end a word of the key alone ("logs": autolog), and numbers: "90th", "90%"."""
    keys, others = " ".join(correct_texts(question)), " ".join(wrong_texts(question))
    numbers = set(_NUMBER.findall(question.stem)) & set(_NUMBER.findall(keys))
    terms = set(terms_of(keys)) - wrong
    ends = {
        word
        for word in stem
        if len(word) >= 3 and any(t != word and t.endswith(word) for t in terms)
    }
    return (numbers - set(_NUMBER.findall(others))) | {w for w in ends if w not in others.lower()}


def key_in_stem(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The stem names the key itself."""
    stem = normal(question.stem)
    others = [text for text in wrong_texts(question) if normal(text) in stem]
    for text in correct_texts(question):
        if len(normal(text)) > 3 and normal(text) in stem and not others:
            yield Flaw("stem gives away the key", True, text[:80])


def acronym_spelled_out(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The stem's acronym is spelled by words of the key alone, or the stem's words spell the key."""
    if question.origin != "notes":
        return
    right, wrong = correct_texts(question), wrong_texts(question)
    for acronym in _ACRONYM.findall(question.stem):
        if any(_spells(t, acronym) for t in right) and not any(_spells(t, acronym) for t in wrong):
            yield Flaw("acronym spelled out", True, acronym)
    for key in right:
        for acronym in _ACRONYM.findall(key):
            if _spells(question.stem, acronym):
                yield Flaw("acronym spelled out", True, acronym)


def _spells(text: str, acronym: str) -> bool:
    """Whether consecutive words of a text, small ones left out, begin as an acronym's parts do.

    "AutoML" is spelled by "automated machine learning".
    """
    parts = [part.lower() for part in re.findall(r"[A-Z][a-z]*", acronym)]
    words = [
        word.lower()
        for word in re.findall(r"[^\W_]+", text)
        if word.lower() not in _SMALL and not word.isupper()
    ]
    return any(
        all(word.startswith(part) for word, part in zip(words[n:], parts, strict=False))
        for n in range(len(words) - len(parts) + 1)
    )


def unordered_numbers(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """Numbers out of order, or of different units."""
    matches = [_UNIT.match(option.text) for option in question.options]
    if not all(matches) or any(shape(o.text) != "number" for o in question.options):
        return
    values = [_value(option.text) for option in question.options]
    if values not in (sorted(values), sorted(values, reverse=True)):
        yield Flaw("numbers not in order", False, str(values))
    units = {match[1].lower() for match in matches if match}
    if len(units) > 1:
        yield Flaw("numbers of different units", False, ", ".join(sorted(units)))


def _value(text: str) -> float:
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(digits[0].replace(",", "")) if digits else 0.0
