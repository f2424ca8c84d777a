"""The grounding check: true sentences of the bundled notes pass, corrupted ones do not."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.course import BUNDLED_COURSE, bundled_courses
from index.sentences import prose_spans, without_marker
from tutor.answering.grounding import share_of_words, supports

_NUMBER = re.compile(r"(?<![\w.`])\d+(?![\w.])")
_NAME = re.compile(r"`([A-Za-z_][\w.]*)`")
_STATES = re.compile(r"\b(is|are|can|does|must|has|have)\b(?! not)")
_DENIES = re.compile(r"\b(?:not|never|no) ")
_TURNS = [
    ("minimi", "maximi"), ("maximi", "minimi"), ("before ", "after "), ("after ", "before "),
    ("first", "last"), ("higher", "lower"), ("lower", "higher"), ("increases", "decreases"),
    ("smallest", "largest"), ("more ", "less "), ("`True`", "`False`"), ("`False`", "`True`"),
]  # fmt: skip
_NEGATES_FROM_THE_START = re.compile(r"(?i)\W*(not|no|never|without|neither|nothing|instead)\b")


def _true_sentences() -> list[tuple[str, str]]:
    """(note, sentence) of running text in the bundled notes."""
    notes = bundled_courses()[BUNDLED_COURSE].notes_folder
    found = []
    for path in sorted(notes.rglob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            if line.lstrip().startswith(("#", "|", "`", ">", "    ")):
                continue
            for start, end in prose_spans(line, 0, len(line)):
                sentence = without_marker(line[start:end]).strip()
                if 8 <= len(sentence.split()) <= 40 and sentence.endswith("."):
                    found.append((path.name, sentence))
    return random.Random(7).sample(found, 600)


SENTENCES = _true_sentences()
NAMES = sorted({name for _, sentence in SENTENCES for name in _NAME.findall(sentence)})


def _corruptions(dice: random.Random, sentence: str) -> Iterator[tuple[str, str]]:
    if numbers := list(_NUMBER.finditer(sentence)):
        at = dice.choice(numbers)
        other = str(int(at.group()) + dice.choice((1, 3, 10)))
        yield "number", sentence[: at.start()] + other + sentence[at.end() :]
    if at := _STATES.search(sentence):  # type: ignore[assignment]
        yield "negated", f"{sentence[: at.end()]} not{sentence[at.end() :]}"
    if at := _DENIES.search(sentence):  # type: ignore[assignment]
        yield "denial lost", sentence[: at.start()] + sentence[at.end() :]
    if names := list(_NAME.finditer(sentence)):
        at = dice.choice(names)
        other = dice.choice([name for name in NAMES if name.lower() != at[1].lower()])
        yield "name", sentence[: at.start(1)] + other + sentence[at.end(1) :]
    for word, opposite in _TURNS:
        if re.search(rf"(?<!\w){re.escape(word)}", sentence):
            yield "polarity", re.sub(rf"(?<!\w){re.escape(word)}", opposite, sentence, count=1)
            break


def _light_paraphrases(sentence: str) -> Iterator[tuple[str, str]]:
    yield "itself", sentence
    if not _NEGATES_FROM_THE_START.match(sentence):
        yield "without lead word", sentence.split(" ", 1)[1]
    clauses = re.split(r"(?<=[,;:])\s", sentence)
    if len(clauses) > 1:
        yield "last clause trimmed", " ".join(clauses[:-1]).rstrip(",;: ") + "."
        yield "first clause trimmed", " ".join(clauses[1:])


def test_corrupted_sentences_are_caught() -> None:
    dice = random.Random(11)
    made: Counter[str] = Counter()
    missed: dict[str, list[str]] = {}
    for _, sentence in SENTENCES:
        for kind, corrupted in _corruptions(dice, sentence):
            made[kind] += 1
            if supports(corrupted, sentence):
                missed.setdefault(kind, []).append(corrupted)
    assert min(made.values()) >= 30, made
    assert sum(made.values()) >= 500, made
    shares = {kind: 1 - len(missed.get(kind, [])) / n for kind, n in made.items()}
    assert {k: v for k, v in shares.items() if v < 0.95} == {}, missed


def test_a_sentence_is_not_supported_by_another_note() -> None:
    dice = random.Random(13)
    pairs = [
        (sentence, dice.choice([s for other, s in SENTENCES if other != note]))
        for note, sentence in SENTENCES
    ]
    assert sum(not supports(sentence, quote) for sentence, quote in pairs) >= 0.95 * len(pairs)


def test_light_paraphrases_are_not_flagged() -> None:
    made: Counter[str] = Counter()
    flagged: dict[str, list[str]] = {}
    for _, sentence in SENTENCES:
        for kind, paraphrase in _light_paraphrases(sentence):
            made[kind] += 1
            if not supports(paraphrase, sentence):
                flagged.setdefault(kind, []).append(paraphrase)
    assert min(made.values()) >= 100, made
    assert flagged.get("itself", []) == []
    shares = {kind: len(texts) / made[kind] for kind, texts in flagged.items()}
    assert {k: v for k, v in shares.items() if v > 0.05} == {}, flagged


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("`fmin` searches for the smallest value of the objective.",
         "`fmin` minimises the objective, so it looks for the smallest value it can find."),
        ("The objective should return the negative accuracy, because `fmin` minimises.",
         "Because `fmin` minimises, an objective built on accuracy must return `-accuracy`."),
        ("Each combination of parameters is fitted once per fold.",
         "CrossValidator fits every parameter combination once for each fold."),
        ("RMSE is in the same unit as the target.",
         "RMSE and MAE are in the unit of the target, MSE is in squared units."),
        ("A transformer cannot learn.", "A transformer does not learn anything."),
        ("It doesn't learn anything from the data.", "`fillna` learns nothing from the data."),
        ("The exam has 48 questions and takes 90 minutes.",
         "You get ninety (90) minutes for the 48 questions of the exam."),
        ("`log_metric` records one value.", "`mlflow.log_metric` records one value of a metric."),
        ("Return `-accuracy` as the loss.", "Return the negative of accuracy as the loss."),
        ("The file holds 1000 rows.", "The file holds 1,000 rows."),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_supported(sentence: str, quote: str) -> None:
    assert supports(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The exam takes 90 hours.", "The exam takes 90 minutes."),
        ("`fe.log_model` stores it.", "`mlflow.log_model` stores it."),
        ("Return `-accuracy` as the loss.", "Return `accuracy` as the loss."),
        ("Return `accuracy` as the loss.", "Return `-accuracy` as the loss."),
        ("The limit is 5 GB.", "The limit is 5 MB."),
        ("The offset is -1.", "The offset is 1."),
        ("Use three folds.", "Use 5 folds."),
        ("`fit` is learnt by `transform`.", "`transform` is learnt by `fit`."),
        ("`GridSearchCV` is faster than `RandomizedSearchCV`.",
         "`RandomizedSearchCV` is faster than `GridSearchCV`."),
        ("Complexity lowers variance and raises bias.",
         "Complexity raises variance and lowers bias."),
        ("Scale the data before splitting.", "Scale the data after splitting."),
        ("Use the mean rather than the median.", "Use the median rather than the mean."),
        ("Optuna logs every trial, says Databricks.", "Hyperopt logs every trial."),
        ("Bagging needs no trees.", "Bagging needs trees."),
        ("Photosynthesis turns light into sugar.", "Bagging averages trees."),
        ("", "Bagging averages trees."),
    ],
)  # fmt: skip
def test_what_the_quote_does_not_say_is_not_supported(sentence: str, quote: str) -> None:
    assert not supports(sentence, quote)


def test_context_supplies_words_and_names_but_no_numbers() -> None:
    quote = "It minimises the objective."
    assert not supports("`fmin` minimises the objective in Hyperopt.", quote)
    assert supports("`fmin` minimises the objective in Hyperopt.", quote, "Hyperopt › fmin")
    assert not supports("It minimises the objective 3 times.", quote, "Chapter 3 times")


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_checked(sentence: str, quote: str) -> None:
    assert 0.0 <= share_of_words(sentence, quote) <= 1.0
    assert supports(sentence, quote) in (True, False)


@given(st.lists(st.sampled_from([s for _, s in SENTENCES[:80]]), min_size=1, max_size=3))
def test_a_sentence_is_supported_by_a_quote_that_is_that_sentence(chosen: list[str]) -> None:
    assert all(supports(sentence, sentence) for sentence in chosen)
