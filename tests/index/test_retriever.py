"""Retrieval: scores against a plain recomputation, order, errors, and LangChain's contract."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from small_course import SmallCourse

from index.embedding import SentenceTransformerEmbedder
from index.errors import IndexMissing, QueryError, SourceMissing
from index.langchain_retriever import NotesRetriever
from index.retriever import MAX_QUERY_CHARACTERS, WEIGHTS, NotesIndex

MakeCourse = Callable[..., SmallCourse]
NOTES = {
    "metrics.md": (
        "# Metrics\n\n## RMSE\n\nRMSE is the root of the mean squared error. It punishes large"
        " errors more than small ones, and it is in the unit of the target.\n\n## Recall\n\n"
        "Recall is the share of real positives that the model finds. Raise it when missing a sick"
        " patient is worse than a false alarm.\n"
    ),
    "tuning.md": (
        "# Tuning\n\n## What fmin returns\n\n`fmin` minimises the value that the objective"
        " returns, so an accuracy goes back with its sign turned. It gives the best parameters.\n"
        "\n## Parallel trials\n\nSparkTrials runs the trials on the workers of a cluster. More"
        " parallelism means that fewer results guide the next trial.\n"
    ),
    "features.md": (
        "# Features\n\n## One-hot encoding\n\nOneHotEncoder makes a binary column of each"
        " category. With dropLast=True the last category is all zeros, which avoids collinearity.\n"
        "\n## Imputing\n\nImputer fills missing numbers with the mean, the median or the mode.\n"
    ),
}


@pytest.fixture(scope="module")
def course(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: SentenceTransformerEmbedder
) -> SmallCourse:
    made = SmallCourse.make(tmp_path_factory.mktemp("real"), NOTES, embedder=real_embedder)
    made.ingest()
    return made


@pytest.fixture(scope="module")
def retriever(course: SmallCourse) -> NotesRetriever:
    return course.retriever()


@pytest.mark.parametrize(
    ("question", "source", "heading"),
    [
        ("why did hyperopt pick the worst accuracy?", "tuning.md", "What fmin returns"),
        ("a disease must not be overlooked, which measure?", "metrics.md", "Recall"),
        ("what does dropLast do", "features.md", "One-hot encoding"),
        ("how are gaps in a column filled", "features.md", "Imputing"),
        ("distribute a search over machines", "tuning.md", "Parallel trials"),
        ("penalty for big mistakes in regression", "metrics.md", "RMSE"),
    ],
)
def test_the_right_passage_comes_first(
    retriever: NotesRetriever, question: str, source: str, heading: str
) -> None:
    best = retriever.search(question).hits[0].chunk
    assert (best.source, best.heading[-1]) == (source, heading)


def standardised(column: NDArray[np.float64]) -> NDArray[np.float64]:
    return (column - column.mean()) / column.std() if column.std() > 1e-9 else column * 0


@pytest.mark.parametrize(
    "question", ["fmin accuracy", "missing numbers", "zzz", "the unit of the target " * 40]
)
def test_scores_are_the_sum_they_are_said_to_be(course: SmallCourse, question: str) -> None:
    """In a small course every chunk is a candidate, so the fusion can be computed in full."""
    index, embedder = course.index(), course.home.embedder
    query = embedder.embed_query(question.strip())
    chunk = embedder.embed_passages([c.embedded for c in index.chunks]) @ query
    sentence = [
        max(embedder.embed_passages([s.embedded for s in c.sentences]) @ query)
        for c in index.chunks
    ]
    like = index.like_words.scores(question, [c.embedded for c in index.chunks])
    columns = {"chunk": chunk, "sentence": sentence, "like_words": like}
    total = sum(
        weight * standardised(np.asarray(columns[name], np.float64))
        for name, weight in WEIGHTS.items()
    )
    found = index.search(question, len(index.chunks))
    assert len(found.hits) == len(index.chunks) == 6
    expected = [index.chunks[i].chunk_id for i in np.argsort(-np.asarray(total), kind="stable")]
    assert [hit.chunk.chunk_id for hit in found.hits] == expected
    np.testing.assert_allclose(
        [hit.score for hit in found.hits], -np.sort(-np.asarray(total)), atol=2e-2
    )
    for hit in found.hits:
        at = index.position[hit.chunk.chunk_id]
        assert hit.chunk_cosine == pytest.approx(float(chunk[at]), abs=2e-3)
        assert hit.sentence_cosine == pytest.approx(float(sentence[at]), abs=2e-3)
        assert hit.words_score == pytest.approx(float(index.words_scores(question)[at]), abs=1e-5)


def test_sentence_cosines_are_those_of_the_model(course: SmallCourse) -> None:
    index, embedder = course.index(), course.home.embedder
    sentences = [s for chunk in index.chunks for s in chunk.sentences]
    query = embedder.embed_query("what does fmin return")
    cosines = index.sentence_cosines(query, sentences)
    assert cosines.keys() == {s.sentence_id for s in sentences}
    exact = embedder.embed_passages([s.embedded for s in sentences]) @ query
    np.testing.assert_allclose([cosines[s.sentence_id] for s in sentences], exact, atol=2e-3)


def test_k_takes_from_the_top(retriever: NotesRetriever) -> None:
    everything = [hit.chunk.chunk_id for hit in retriever.search("metrics", 100).hits]
    for k in (1, 3):
        assert [h.chunk.chunk_id for h in retriever.search("metrics", k).hits] == everything[:k]


def test_ties_keep_the_order_of_the_notes(make_course: MakeCourse) -> None:
    same = "# Clay\n\nWedging drives the air out of clay.\n"
    course = make_course({f"{name}.md": same for name in "dacb"})
    course.ingest()
    for _ in range(3):
        hits = course.retriever().search("wedging clay").hits
        assert [hit.chunk.source for hit in hits] == ["a.md", "b.md", "c.md", "d.md"]
        assert len({hit.score for hit in hits}) == 1


def test_many_threads_get_the_same_answer(course: SmallCourse) -> None:
    retriever = course.retriever()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: retriever.search("recall of sick patients"), range(12)))
    assert len({tuple(h.chunk.chunk_id for h in f.hits) for f in found}) == 1


@pytest.mark.parametrize("question", ["", "  \n\t ", "x" * 100_000, "x" * 4_001])
def test_questions_that_cannot_be_asked(retriever: NotesRetriever, question: str) -> None:
    with pytest.raises(QueryError) as caught:
        retriever.search(question)
    assert caught.value.todo
    with pytest.raises(QueryError):
        retriever.invoke(question)


@pytest.mark.parametrize(
    "question",
    ["?", "ß" * MAX_QUERY_CHARACTERS, "\ud83d half", "\x00", "特徴量", "'; DROP TABLE --", "🧪"],
)
def test_odd_questions_are_answered(retriever: NotesRetriever, question: str) -> None:
    assert retriever.search(question).hits


def test_a_question_is_stripped(retriever: NotesRetriever) -> None:
    assert retriever.search("  recall \n").query == "recall"


def test_a_course_without_an_index_says_so(make_course: MakeCourse) -> None:
    with pytest.raises(IndexMissing, match="small has no index") as caught:
        make_course({}).retriever().search("clay")
    assert "tutor ingest" in caught.value.todo


def test_an_unknown_source_says_so(course: SmallCourse) -> None:
    with pytest.raises(SourceMissing, match=r"unknown\.md"):
        course.index().document("unknown.md")


def test_it_is_a_langchain_retriever(course: SmallCourse) -> None:
    retriever = course.retriever(k=3)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("what does fmin return")
    assert len(documents) == 3
    assert documents == retriever.batch(["what does fmin return"])[0]
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)
    for document in documents:
        meta = document.metadata
        text = course.index().document(meta["source"]).text
        assert text[meta["char_start"] : meta["char_end"]] == document.page_content
        assert meta["heading"]
        assert meta["page"] is None
        assert document.id


def test_a_reader_follows_new_versions(make_course: MakeCourse) -> None:
    course = make_course({"a.md": "# Clay\n\nWedging drives the air out of clay.\n"})
    course.ingest()
    retriever = course.retriever()
    before: NotesIndex = retriever.index
    assert retriever.index is before
    for number in range(3):  # the first version's folder is gone by then
        course.write(f"b{number}.md", f"# Kilns\n\nKilns are fired slowly, {number}.\n")
        course.ingest()
        hits = retriever.search("slowly fired kilns").hits
        assert f"b{number}.md" in {hit.chunk.source for hit in hits}
    assert retriever.index is not before
    assert not before.version.exists()


def test_recall_in_a_course_of_many_chunks(tmp_path: Path) -> None:
    """More chunks than the pool holds: each one's own sentence still finds it first."""
    files = {
        f"n{n}.md": "".join(
            f"# Part {n}\n\n## Topic {n}-{m}\n\n"
            + f"The quantity q{n}x{m} of lot {n * 31 + m} is weighed on day {m * 17 + n}. " * 3
            + "\n\n"
            for m in range(30)
        )
        for n in range(8)
    }
    course = SmallCourse.make(tmp_path, files)
    course.ingest()
    index = course.index()
    assert len(index.chunks) >= 240
    for chunk in index.chunks[::24]:
        best = index.search(chunk.sentences[0].text, 10).hits
        assert len(best) == 10
        assert best[0].chunk == chunk


def test_weights_can_leave_a_score_out(course: SmallCourse) -> None:
    index = course.index()
    found = index.search("accuracy with its sign turned", 10)
    again = index.ranked(found.query, found.vector, 10)
    assert [hit.chunk.chunk_id for hit in again.hits] == [h.chunk.chunk_id for h in found.hits]
    words = index.ranked(found.query, found.vector, 10, {"words": 1.0}).hits
    assert [hit.words_score for hit in words] == sorted(
        (h.words_score for h in words), reverse=True
    )
    dense = index.ranked(found.query, found.vector, 10, {**WEIGHTS, "words": 0.0}).hits
    assert {hit.chunk.chunk_id for hit in dense} == {hit.chunk.chunk_id for hit in words}
