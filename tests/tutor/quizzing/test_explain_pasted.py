"""Pasted questions: the tutor commits itself only where the notes settle the matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import SmallCourse

from corpus.questions import Option, Question, Receipt
from eval.cases import split_of
from eval.explain_scores import ExplainCase, explain_scores, read_explain_cases
from index.embedding import SentenceTransformerEmbedder
from index.retriever import NotesIndex
from tutor.quizzing import notes_key
from tutor.quizzing.explain import explain_pasted
from tutor.quizzing.models import Explanation, PastedQuestion

NOTES = {
    "ensembles.md": """# Ensembles

## Bagging

Bagging trains its trees in parallel on random subsets of the rows. Bagging reduces variance.

## Boosting

Boosting trains its trees one after another, and each tree corrects the errors of the previous one.
Boosting reduces bias.

## Traps

| Trap | What is true |
|---|---|
| Boosting trains its trees in parallel | The trees of boosting are trained in sequence |
""",
    "tuning.md": """# Tuning

## Counting models

`CrossValidator` fits combinations × folds models while searching.

## Registry

The stages of the workspace registry are None, Staging, Production and Archived.
""",
    "frames.md": """# Confusing pairs

## pandas API on Spark and local pandas

Local pandas runs locally only, in the memory of the driver.

```python
best = search(rows, "the best loss")
```
""",
}
BAGGING = PastedQuestion(
    "Which method trains its trees in parallel on random subsets of the rows?",
    {"A": "Boosting", "B": "Bagging", "C": "Stacking", "D": "Pruning"},
    chosen=("A",),
)


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: SentenceTransformerEmbedder
) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("pasted"), NOTES, embedder=real_embedder)
    course.ingest()
    return course.index()


def _with_key(*key: str) -> PastedQuestion:
    return PastedQuestion(BAGGING.stem, BAGGING.options, BAGGING.chosen, key)


def _assert_sound(told: Explanation, index: NotesIndex) -> None:
    for citation in told.citations:
        text = index.document(citation.source).text
        assert text[citation.char_start : citation.char_end] == citation.quote
    numbers = {c.n for c in told.citations}
    assert all(set(option.citations) <= numbers for option in told.options.values())
    assert all(option.why for option in told.options.values())


def test_what_the_notes_settle_is_settled_and_proved(index: NotesIndex) -> None:
    told = explain_pasted(BAGGING, index)
    _assert_sound(told, index)
    assert (told.key, told.key_from, told.agrees_with_given_key) == (("B",), "notes", None)
    assert [o.verdict for o in told.options.values()] == ["wrong", "right", "wrong", "wrong"]
    proof = told.citations[told.options["B"].citations[0] - 1]
    assert proof.quote.startswith("Bagging trains its trees in parallel")
    assert told.text.startswith("**Not right: you chose A, the answer is B.**")


def test_a_given_key_is_confirmed(index: NotesIndex) -> None:
    told = explain_pasted(_with_key("B"), index)
    assert (told.key, told.agrees_with_given_key) == (("B",), True)


def test_a_given_key_is_contradicted_with_the_passage(index: NotesIndex) -> None:
    told = explain_pasted(_with_key("A"), index)
    assert (told.key, told.key_from, told.agrees_with_given_key) == (("B",), "notes", False)
    assert told.text.startswith("**Your notes contradict the key that came with this question.**")
    assert "Bagging trains its trees in parallel" in told.text


def test_what_the_notes_do_not_hold_is_not_settled(index: NotesIndex) -> None:
    options = {"A": "7 days", "B": "30 days", "C": "60 days", "D": "90 days"}
    told = explain_pasted(PastedQuestion("How long are deleted runs kept?", options), index)
    _assert_sound(told, index)
    assert (told.key, told.key_from, told.agrees_with_given_key) == ((), None, None)
    assert {o.verdict for o in told.options.values()} == {"not settled by your notes"}
    given = explain_pasted(
        PastedQuestion("How long are deleted runs kept?", options, (), ("B",)), index
    )
    assert (given.key, given.key_from, given.agrees_with_given_key) == (("B",), "given", None)
    assert "The key that came with it says B." in given.text
    assert {o.verdict for o in given.options.values()} == {"not settled by your notes"}


def test_an_open_question_comes_with_what_the_notes_say_on_the_matter(index: NotesIndex) -> None:
    options = {"A": "Fewer than before", "B": "The same", "C": "Nobody knows", "D": "Any number"}
    stem = "What does Bagging do to the variance of its trees on random subsets?"
    told = explain_pasted(PastedQuestion(stem, options), index)
    _assert_sound(told, index)
    assert (told.key, told.key_from) == ((), None)
    assert "What they say on the matter, for you to judge: [1]" in told.text
    assert any("Bagging reduces variance" in citation.quote for citation in told.citations[:3])
    assert "lean towards" not in told.text


def test_what_the_notes_lean_towards_is_named_and_is_no_key(
    index: NotesIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes_key, "COMMIT", 1.0)  # nothing is as sure as that
    told = explain_pasted(BAGGING, index)
    assert (told.key, told.key_from) == ((), None)
    assert "They lean towards B: about seven in ten such leanings are right" in told.text
    assert {o.verdict for o in told.options.values()} == {"not settled by your notes"}
    assert "which speaks for it" in told.options["B"].why
    assert "which speaks for it" not in told.options["A"].why


def test_numbers_are_computed_by_the_rule_of_the_notes(index: NotesIndex) -> None:
    options = {"A": "18", "B": "40", "C": "90", "D": "91"}
    stem = "A 3x2x3 grid is searched with 5 folds. How many models are trained?"
    told = explain_pasted(PastedQuestion(stem, options, ("A",)), index)
    _assert_sound(told, index)
    assert (told.key, told.key_from) == (("C",), "notes")
    assert "3 × 2 × 3 = 18 combinations × 5 folds = 90" in told.text
    assert "combinations × folds" in told.citations[0].quote


def test_both_is_the_answer_where_one_sentence_holds_both(index: NotesIndex) -> None:
    options = {"A": "Staging", "B": "Champion", "C": "Archived", "D": "Both A and C"}
    stem = "Which stages does the workspace registry have?"
    told = explain_pasted(PastedQuestion(stem, options, ("A",)), index)
    _assert_sound(told, index)
    assert told.key == ("D",)
    assert told.options["D"].why == "A and C both hold."
    alone = explain_pasted(
        PastedQuestion(BAGGING.stem, {**BAGGING.options, "E": "Both A and B"}), index
    )
    assert alone.key in {(), ("B",)}


def test_numbers_are_not_guessed(index: NotesIndex) -> None:
    options = {"A": "12 models", "B": "24 models", "C": "5 models"}
    stem = (
        "CrossValidator fits for 3 hours on 8 cores. How many models does it fit while searching?"
    )
    assert explain_pasted(PastedQuestion(stem, options), index).key_from is None


def test_a_statement_about_one_thing_is_not_proved_by_one_about_another(index: NotesIndex) -> None:
    options = {"A": "It runs locally only", "B": "It asks for a licence", "C": "It sorts rows"}
    other = PastedQuestion("Which statement about pandas API on Spark is right?", options)
    assert explain_pasted(other, index).key == ()
    assert explain_pasted(PastedQuestion("How does local pandas run?", {
        "A": "Locally only, in the memory of the driver", "B": "On all workers", "C": "On a disk"
    }), index).key == ("A",)  # fmt: skip


def test_a_negated_stem_asks_for_the_one_the_notes_do_not_name(index: NotesIndex) -> None:
    options = {"A": "Staging", "B": "Production", "C": "Champion", "D": "Archived"}
    stem = "Which of these is NOT a stage of the workspace registry?"
    told = explain_pasted(PastedQuestion(stem, options), index)
    _assert_sound(told, index)
    assert told.key == ("C",)
    assert "does not fit" in told.options["C"].why


def test_a_question_of_the_bank_is_explained_with_its_receipts(index: NotesIndex) -> None:
    own = Question(
        id="q-9",
        stem=BAGGING.stem,
        options=(
            Option(text="Bagging", correct=True, why="In parallel."),
            Option(text="Boosting", why="In sequence."),
            Option(text="Stacking", why="Not in the notes."),
            Option(text="Pruning", why="Cuts trees."),
        ),
        receipt=Receipt(source="notes/ensembles.md", quote="Bagging reduces variance."),
    )
    told = explain_pasted(_with_key("A"), index, [own])
    assert (told.key, told.key_from, told.agrees_with_given_key) == (("B",), "bank", False)
    assert told.options["A"].why == "In sequence."
    assert told.citations[0].quote == "Bagging reduces variance."
    other = own.model_copy(update={"stem": "Which method prunes?"})
    assert explain_pasted(BAGGING, index, [other]).key_from == "notes"


def test_all_that_apply_without_a_key_is_left_open(index: NotesIndex) -> None:
    stem = "Which methods train trees? Select all that apply."
    told = explain_pasted(PastedQuestion(stem, BAGGING.options), index)
    assert told.key_from is None


def test_scores_count_commitments(index: NotesIndex) -> None:
    cases = [
        ExplainCase(id="a", stem=BAGGING.stem, options=BAGGING.options, key=("B",)),
        ExplainCase(id="b", stem=BAGGING.stem, options=BAGGING.options, key=("A",)),
        ExplainCase(
            id="c",
            stem="How long are deleted runs kept?",
            options={"A": "7 days", "B": "30 days"},
            key=("B",),
            in_notes=False,
        ),
    ]
    scores = explain_scores(cases, index, split=None)
    assert (scores.asked, scores.answered, scores.committed, scores.right) == (2, 2, 2, 1)
    assert (scores.commit_rate, scores.precision) == (1.0, 0.5)


def test_the_cases_on_file_are_sound() -> None:
    cases = read_explain_cases()
    assert sum(case.in_notes for case in cases) >= 60
    assert {split_of(case.id) for case in cases} == {"tune", "report"}


def test_a_broken_case_file_is_said(tmp_path: Path) -> None:
    from eval.cases import CaseError

    broken = tmp_path / "cases.yaml"
    broken.write_text("- {id: x, stem: Which?, options: {A: a, B: b}, key: [C]}", "utf-8")
    with pytest.raises(CaseError, match="cannot be read"):
        read_explain_cases(broken)
