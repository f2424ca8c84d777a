"""What an answer, a refusal and a passage look like."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from scripted_ui_tutor import ANSWER, FOLDS, LOSS, NEGATIVE, REFUSAL, SOURCE, TEXT, question

from index.ingest import FileReceipt, IngestReport
from index.records import StoredDocument, StoredPage
from index.versions import FileRecord
from tutor.answering.answer import AnswerSentence, Claim, Conflict
from tutor.citations import Citation
from tutor.quizzing.models import Explanation, OptionVerdict
from tutor.ui import texts
from tutor.ui.border import Failure
from tutor.ui.render import answer_html, exchange_html, question_html, shortened
from tutor.ui.render_notes import (
    document_html,
    files_html,
    passage_html,
    report_html,
    stage_html,
)
from tutor.ui.session import Exchange
from tutor.ui.startup import Stage

DOCUMENT = StoredDocument(SOURCE, "Tuning", TEXT, (StoredPage(2, 0),))


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def test_every_sentence_has_the_chips_of_its_passages() -> None:
    html = answer_html(ANSWER, 4)
    body, _, sources = html.partition("st-sources")
    assert re.findall(r'href="#passage/(a4-\d)"', body) == ["a4-1", "a4-2"]
    assert sources.count("page 2</a>") == 1, "a place is named once, with all its chips"
    assert texts.REFUSED not in html
    assert texts.UNSUPPORTED not in html


def test_an_unsupported_sentence_is_marked_and_a_citation_without_passage_has_no_chip() -> None:
    answer = replace(ANSWER, sentences=(AnswerSentence("It is free.", (9,), False),), mode="model")
    html = answer_html(answer, 0)
    assert 'class="st-unsupported"' in html
    assert texts.UNSUPPORTED in plain(html)
    assert "a0-9" not in html
    assert texts.FROM_MODEL in html


def test_what_the_notes_say_besides_stands_below_what_answers() -> None:
    sentences = tuple(AnswerSentence(f"Part {n}.", (1,), True) for n in range(3))
    answers, further, rest = answer_html(replace(ANSWER, sentences=sentences, lead=1), 0).partition(
        texts.FURTHER
    )
    assert further
    assert "Part 0." in answers
    assert "Part 1." in rest
    assert "Part 2." in rest
    assert texts.FURTHER not in answer_html(replace(ANSWER, sentences=sentences, lead=3), 0)


def test_rows_of_one_table_that_follow_one_another_become_a_table() -> None:
    rows = (
        AnswerSentence("Cost; Grid: high; Random: `n` < 9", (1,), True),
        AnswerSentence("Finds; Grid: corners; Random: anything", (2,), True),
        AnswerSentence("Both are searches; neither: learns", (1,), True),
    )
    html = answer_html(replace(ANSWER, sentences=rows), 0)
    table = html.partition("<table>")[2].partition("</table>")[0]
    assert re.findall("<th>(.*?)</th>", table) == ["Grid", "Random"]
    assert plain(table).count("corners") == plain(table).count("n < 9") == 1
    assert "neither" not in table
    assert table.count("#passage/") == 2
    assert "<table>" not in answer_html(replace(ANSWER, sentences=rows[1:]), 0)


def test_lines_of_code_keep_their_lines_and_rows_do_not_run_on() -> None:
    sentences = (
        AnswerSentence("a = 1\nb = a < 2", (1,), True),
        AnswerSentence("Metric: RMSE", (1,), True),
        AnswerSentence("Range: 0 and up", (1,), True),
    )
    html = answer_html(replace(ANSWER, sentences=sentences), 0)
    assert "<pre><code>a = 1\nb = a &lt; 2</code></pre>" in html
    assert re.search(r"RMSE.*?<br>Range", html)


def test_a_refusal_lists_the_closest_passages_and_no_sources() -> None:
    html = exchange_html(Exchange("cost?", REFUSAL, finished=True), 2)
    assert texts.REFUSED in plain(html)
    assert texts.NEAREST in html
    assert 'href="#passage/n2-3"' in html
    assert "st-sources" not in html
    assert 'class="st-refusal"' in html
    bare = answer_html(replace(REFUSAL, nearest=()), 0)
    assert texts.NO_PASSAGE in bare
    assert texts.NEAREST not in bare


def test_both_sides_of_a_conflict_stand_side_by_side() -> None:
    conflict = Conflict((Claim("It is 5.", 1), Claim("It is 10.", 2)))
    html = answer_html(replace(ANSWER, conflicts=(conflict,)), 0)
    assert texts.CONFLICT in html
    assert html.count('class="st-side"') == 2
    assert "It is 5." in html
    assert "It is 10." in html


def test_a_draft_says_that_it_is_not_checked_yet() -> None:
    draft = replace(ANSWER, sentences=(), citations=(), text="fmin <b>min")
    html = exchange_html(Exchange("why?", draft), 0)
    assert texts.WRITING in html
    assert "&lt;b&gt;min" in html
    assert "st-tools" not in html, "what is not finished cannot be copied"


def test_the_states_of_an_exchange() -> None:
    assert texts.SEARCHING in exchange_html(Exchange("why?"), 0)
    assert texts.STOPPED in exchange_html(Exchange("why?", finished=True), 0)
    failed = Exchange("why?", failure=Failure("The <model> is away", "Ask again"), finished=True)
    html = exchange_html(failed, 0)
    assert "The &lt;model&gt; is away. Ask again." in html
    assert texts.STOPPED not in html
    warned = replace(ANSWER, warning="The model is away. Ask again.")
    assert 'class="st-warning"' in answer_html(warned, 0)


def test_a_question_understood_otherwise_is_shown() -> None:
    exchange = Exchange("and for regression?", replace(ANSWER, question="metric for regression?"))
    assert "metric for regression?" in exchange_html(exchange, 0)
    assert texts.READ_AS not in exchange_html(Exchange("why?", ANSWER), 0)


def test_a_carried_practice_question_shows_its_key_and_passages() -> None:
    explanation = Explanation(
        "q1", ("B",), "bank", None, {"B": OptionVerdict("right", "because", (1,))}, (LOSS,), "t"
    )
    exchange = Exchange("stem", explanation=explanation, asked_about=question("q1"), finished=True)
    html = exchange_html(exchange, 3)
    assert f"{texts.THE_ANSWER_IS} B" in html
    assert 'href="#passage/a3-1"' in html
    assert texts.PRACTICE_QUESTION in question_html(exchange)


def test_a_table_row_is_quoted_as_its_cells_and_a_long_quote_is_cut() -> None:
    assert shortened("| a | b |") == "a · b"
    assert len(shortened("word " * 200)) < 290


def test_a_passage_is_marked_where_it_stands() -> None:
    html = passage_html(DOCUMENT, FOLDS)
    assert f'<p><mark id="st-quote">{FOLDS.quote}</mark></p>' in html
    assert "Tuning › Folds › page 2" in plain(html)
    assert SOURCE in html


@given(st.text(min_size=1, max_size=4_000), st.data())
def test_the_mark_holds_exactly_the_cited_span(text: str, data: st.DataObject) -> None:
    text = text.replace("\0", " ").replace("\r", " ")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = StoredDocument("a.txt", "A", text)
    html = passage_html(document, Citation(1, "a.txt", None, (), text[start:end], start, end))
    body = html.partition('<div class="st-text">')[2].partition("</div>")[0]
    before, _, rest = body.partition('<mark id="st-quote">')
    quote, _, after = rest.partition("</mark>")
    assert unescape(quote) == text[start:end]
    assert text[:start].endswith(unescape(before).lstrip("\n"))
    assert text[end:].startswith(unescape(after))


def test_a_long_note_is_shown_in_part_and_offers_more() -> None:
    document = StoredDocument("a b.md", "A", "word " * 10_000)
    html = document_html(document)
    assert texts.CUT_BELOW.format(n=38_000) in html
    assert 'href="#preview/24000%20a%20b.md"' in html
    assert texts.CUT_BELOW not in document_html(document, 60_000)
    cited = Citation(1, "a b.md", None, (), "word", 25_000, 25_004)
    assert texts.CUT_ABOVE in passage_html(document, cited)
    assert len(passage_html(document, cited)) < 4_000


def test_the_table_of_notes_opens_and_removes_each() -> None:
    record = FileRecord(
        sha256="0", pages=3, chunks=1_200, characters=9, notes=("<page> 2 scanned",)
    )
    html = files_html({"b/<x>.pdf": record, SOURCE: record.model_copy(update={"notes": ()})})
    assert 'href="#remove/b%2F%3Cx%3E.pdf"' in html
    assert "<x>" not in html
    assert "1,200" in html
    assert "&lt;page&gt; 2 scanned" in html
    assert texts.REMARKS in html
    without = files_html({SOURCE: record.model_copy(update={"notes": ()})})
    assert texts.REMARKS not in without
    assert texts.NOTHING_INDEXED in files_html({})


def test_a_receipt_tells_of_each_file_that_is_not_as_before() -> None:
    files = (
        FileReceipt("new.md", "added", 1, 4, 100, ("decoded as cp1252",)),
        FileReceipt("old.md", "unchanged", 1, 4, 100),
        FileReceipt("<bad>.pdf", "failed", error="It is broken. Mend it."),
    )
    html = report_html(IngestReport("small", files, 8, 4, 1.25))
    assert "1 added, 1 unchanged, 1 failed · 1.2 s" in plain(html)
    assert "1 page, 4 passages" in plain(html)
    assert "decoded as cp1252" in html
    assert "It is broken. Mend it." in html
    assert "&lt;bad&gt;.pdf" in html
    assert "old.md" not in html
    same = report_html(IngestReport("small", files[1:2], 8, 0, 0.1))
    assert texts.NOTHING_CHANGED in same


def test_the_stages_of_getting_ready() -> None:
    assert stage_html(Stage("ready")) == ""
    assert "3 / 10" in stage_html(Stage("reading", 3, 10))
    assert 'value="3"' in stage_html(Stage("reading", 3, 10))
    assert "<progress>" in stage_html(Stage("loading"))
    failed = stage_html(Stage("failed", failure=Failure("No <weights>", "Name a folder")))
    assert "No &lt;weights&gt;. Name a folder." in failed


def test_a_negative_offset_or_one_past_the_end_still_shows_the_note() -> None:
    past = replace(NEGATIVE, char_start=10_000, char_end=10_010)
    assert "<mark" in passage_html(DOCUMENT, past)
