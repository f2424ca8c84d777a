"""What holds for the chunks of every note, and what learners see of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from note_strategies import NOTES, loaded
from small_course import HashEmbedder

from index.chunking import TARGET_CHARACTERS, Chunk, chunk_document
from index.document import Document
from index.embedding import SentenceTransformerEmbedder
from index.loaders import markdown

COUNT = HashEmbedder().count_tokens


def chunks_of(document: Document, max_tokens: int = 256) -> list[Chunk]:
    return chunk_document(document, "course", COUNT, max_tokens)


def of_markdown(text: str) -> list[Chunk]:
    return chunks_of(markdown.load(text.encode(), "note.md", 1_000_000))


def visible(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(note=NOTES, as_markdown=st.booleans(), max_tokens=st.sampled_from([96, 128, 256, 512]))
def test_chunks_hold_the_text_exactly_once(note: str, as_markdown: bool, max_tokens: int) -> None:
    document = loaded(note, as_markdown=as_markdown)
    chunks = chunks_of(document, max_tokens)
    assert visible("".join(c.text for c in chunks)) == visible(document.text)
    assert len({c.chunk_id for c in chunks}) == len(chunks)
    end = 0
    for chunk in chunks:
        assert end <= chunk.char_start < chunk.char_end
        assert document.text[chunk.char_start : chunk.char_end] == chunk.text
        assert chunk.page == document.page_at(chunk.char_start)
        end = chunk.char_end


@settings(max_examples=150, deadline=None)
@given(note=NOTES, as_markdown=st.booleans())
def test_sentences_lie_in_their_chunk_in_order(note: str, as_markdown: bool) -> None:
    document = loaded(note, as_markdown=as_markdown)
    for chunk in chunks_of(document):
        at = chunk.char_start
        for number, sentence in enumerate(chunk.sentences):
            assert sentence.sentence_id == f"{chunk.chunk_id}.{number}"
            assert at <= sentence.char_start < sentence.char_end <= chunk.char_end
            assert document.text[sentence.char_start : sentence.char_end] == sentence.text
            assert sentence.text == sentence.text.rstrip()
            at = sentence.char_end
            if sentence.lead_in:
                start, end = sentence.lead_in
                assert 0 <= start < end <= sentence.char_start


@settings(max_examples=150, deadline=None)
@given(note=NOTES, as_markdown=st.booleans())
def test_a_chunks_heading_holds_for_all_of_it(note: str, as_markdown: bool) -> None:
    """A chunk crosses a heading only where short sections under one parent were joined."""
    document = loaded(note, as_markdown=as_markdown)
    for chunk in chunks_of(document):
        paths = {document.heading_path(s.char_start) for s in chunk.sentences}
        assert all(path[: len(chunk.heading)] == chunk.heading for path in paths)
        if len(paths) > 1:
            assert len(chunk.text) <= TARGET_CHARACTERS
        elif paths:
            assert paths == {chunk.heading}


@settings(max_examples=40, deadline=None)
@given(note=NOTES, as_markdown=st.booleans(), max_tokens=st.sampled_from([128, 256]))
def test_the_model_reads_every_chunk_to_its_end(
    real_embedder: SentenceTransformerEmbedder, note: str, as_markdown: bool, max_tokens: int
) -> None:
    count = real_embedder.count_tokens
    chunks = chunk_document(loaded(note, as_markdown=as_markdown), "course", count, max_tokens)
    embedded = [c.embedded for c in chunks] + [s.embedded for c in chunks for s in c.sentences]
    assert max(count(embedded)) <= max_tokens


@pytest.mark.parametrize("max_tokens", [128, 256])
@pytest.mark.parametrize(
    "note",
    [
        "한국어 노트 " * 90,  # up to three word pieces a character
        f"# {'漢字の見出し' * 12}\n\n## {'漢字の見出し' * 12}\n\n{'再利用できます。' * 60}",
        "# T\n\n" + "([" * 600,
        "# T\n\n" + "".join(f"## S{n}\n\nsix {'(' * 44}\n\n" for n in range(8)),  # all are joined
    ],
    ids=["Hangul", "long headings", "brackets", "short sections"],
)
def test_dense_scripts_and_signs_are_read_to_their_end(
    real_embedder: SentenceTransformerEmbedder, note: str, max_tokens: int
) -> None:
    document = markdown.load(note.encode(), "note.md", 1_000_000)
    chunks = chunk_document(document, "course", real_embedder.count_tokens, max_tokens)
    assert visible("".join(c.text for c in chunks)) == visible(document.text)
    assert max(real_embedder.count_tokens([c.embedded for c in chunks])) <= max_tokens


@settings(max_examples=30, deadline=None)
@given(note=NOTES)
def test_the_same_note_is_cut_the_same_way(note: str) -> None:
    document = loaded(note, as_markdown=True)
    assert chunks_of(document) == chunks_of(document)


def headings(chunks: Sequence[Chunk]) -> list[tuple[str, ...]]:
    return [chunk.heading for chunk in chunks]


LONG = "RMSE is the root of the mean squared error, in the unit of the target itself. " * 3


def test_a_section_is_a_chunk() -> None:
    chunks = of_markdown(f"# Metrics\n\n## RMSE\n\n{LONG}\n\n## MAE\n\n{LONG}\n")
    assert headings(chunks) == [("Metrics", "RMSE"), ("Metrics", "MAE")]
    assert chunks[0].text.startswith("# Metrics\n\n## RMSE\n\nRMSE is")
    assert len(chunks[0].sentences) == 3


def test_a_heading_without_text_does_not_name_the_section_after_it() -> None:
    chunks = of_markdown(f"# Metrics\n\n{LONG * 4}\n\n## Precision\n\n## Recall\n\n{LONG}\n")
    assert headings(chunks)[-1] == ("Metrics", "Recall")


def test_short_sections_are_joined_under_their_parent() -> None:
    short = "## Precision\n\nTP of TP + FP.\n\n## Recall\n\nTP of all.\n"
    chunks = of_markdown(f"# Metrics\n\n{LONG * 3}\n\n{short}")
    assert headings(chunks) == [("Metrics",), ("Metrics",)]
    assert [s.embedded for s in chunks[1].sentences] == [
        "Metrics > Precision\nTP of TP + FP.",
        "Metrics > Recall\nTP of all.",
    ]


def test_a_row_is_embedded_with_its_column_names() -> None:
    table = "# Metrics\n\n| Metric | Range |\n|---|---|\n| RMSE | 0 and up |\n| R2 | up to 1 |\n"
    (chunk,) = of_markdown(table)
    assert [(s.kind, s.text) for s in chunk.sentences] == [
        ("row", "| RMSE | 0 and up |"),
        ("row", "| R2 | up to 1 |"),
    ]
    assert chunk.sentences[0].embedded == "Metrics\nMetric: RMSE; Range: 0 and up"


def test_code_is_one_sentence() -> None:
    (chunk,) = of_markdown("# Spark\n\n```python\nx = 1\n\ny = 2\n```\n")
    assert [s.kind for s in chunk.sentences] == ["code"]
    assert chunk.sentences[0].text == "```python\nx = 1\n\ny = 2\n```"


@pytest.mark.parametrize("max_tokens", [128, 256])
def test_a_long_block_is_cut_between_sentences(max_tokens: int) -> None:
    chunks = chunks_of(
        markdown.load(f"# T\n\n{LONG * 20}".encode(), "note.md", 1_000_000), max_tokens
    )
    assert len(chunks) > 4
    assert all(chunk.text.endswith("itself.") for chunk in chunks)


def test_a_longer_heading_path_than_fits_keeps_its_end() -> None:
    deep = "\n\n".join(f"{'#' * n} {'漢字の見出し' * 12} {n}" for n in range(1, 6))
    chunk = of_markdown(f"{deep}\n\n{LONG}\n")[-1]
    above = chunk.sentences[0].embedded.partition("\n")[0]
    assert above.endswith("見出し 5")
    assert len(above) <= 160
