"""Conversations on the page: kept, listed, opened again, edited, exported, deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripted_ui_tutor import ANSWER, COURSE, REFUSAL, ScriptedTutor, question

from index.ingest import FileReceipt, IngestReport
from tutor.answering.answer import Claim, Conflict
from tutor.errors import ConversationUnknown, StoreError
from tutor.quizzing.models import Explanation
from tutor.ui import ask_tab, conversation, conversation_list, dropped, page, texts
from tutor.ui.border import Failure, NotYet
from tutor.ui.markup import command
from tutor.ui.render import question_html
from tutor.ui.render_conversations import conversation_markdown, entries_html, file_name
from tutor.ui.session import Exchange, Session
from tutor.ui.startup import Startup


def link(verb: str, subject: str) -> str:
    return command(verb, subject, "", "x").partition('href="')[2].partition('"')[0]


def asked(tutor: ScriptedTutor, startup: Startup, session: Session, text: str) -> None:
    list(ask_tab.ask(tutor, startup, session=session, question=text))


def titles(tutor: ScriptedTutor, session: Session) -> list[str]:
    kept = tutor.learning.conversations.entries(session.learner, session.course)
    return [entry.title for entry in kept]


def reloaded(tutor: ScriptedTutor) -> Session:
    """The session of a page that was just opened."""
    session = Session(COURSE)
    ask_tab.entered(tutor, session)
    return session


def test_a_reload_shows_the_latest_conversation_with_its_passages(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "why?")
    tutor.answers = [REFUSAL]
    asked(tutor, startup, session, "what does it cost?")
    again = reloaded(tutor)
    assert again.exchanges == session.exchanges
    assert again.conversation == session.conversation
    assert again.passage("a0-1") == session.passage("a0-1") is not None
    assert again.passage("n1-3") == session.passage("n1-3") is not None
    assert again.previous() == session.previous()
    assert titles(tutor, session) == ["why?"]


def test_a_question_is_kept_before_its_answer(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    stream = ask_tab.ask(tutor, startup, session=session, question="why?")
    next(stream)
    next(stream)
    again = reloaded(tutor)
    assert [e.question for e in again.exchanges] == ["why?"]
    assert again.exchanges[0].finished
    list(ask_tab.retry(tutor, startup, session=again))
    assert len(again.exchanges) == 1
    assert again.exchanges[0].answer is not None
    assert len(reloaded(tutor).exchanges) == 1


def test_two_tabs_see_what_the_other_asked(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "one")
    other = reloaded(tutor)
    asked(tutor, startup, other, "two")
    asked(tutor, startup, session, "three")
    assert [e.question for e in session.exchanges] == ["one", "two", "three"]
    assert [e.question for e in reloaded(tutor).exchanges] == ["one", "two", "three"]


def test_the_last_question_is_asked_in_other_words(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "first")
    asked(tutor, startup, session, "secnod")
    shown = ask_tab.edit(session=session, link=link("edit", "last"))
    assert shown["box"]["value"] == {"text": "secnod", "files": []}
    assert texts.EDITING in shown["editing"]
    asked(tutor, startup, session, "second")
    assert [e.question for e in session.exchanges] == ["first", "second"]
    assert [e.question for e in reloaded(tutor).exchanges] == ["first", "second"]
    assert session.editing is False


def test_editing_may_be_given_up(tutor: ScriptedTutor, startup: Startup, session: Session) -> None:
    with pytest.raises(NotYet):
        ask_tab.edit(session=session, link=link("edit", "last"))
    asked(tutor, startup, session, "first")
    ask_tab.edit(session=session, link=link("edit", "last"))
    shown = ask_tab.edit(session=session, link=link("edit", "cancel"))
    assert (shown["editing"], shown["box"]["value"]["text"]) == ("", "")
    asked(tutor, startup, session, "second")
    assert len(session.exchanges) == 2


def test_only_the_last_finished_question_offers_to_be_edited(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "one")
    asked(tutor, startup, session, "two")
    shown = ask_tab.retry(tutor, startup, session=session)
    first = next(shown)["chat"]
    assert not any("#edit/last" in message["content"] for message in first)
    *_, last = shown
    offers = ["#edit/last" in message["content"] for message in last["chat"]]
    assert offers == [False, False, True, False]
    assert "#edit" not in question_html(Exchange("x"))


def test_opening_renaming_and_deleting(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "first one")
    first = session.conversation
    conversation_list.begin(tutor, session=session)
    assert (session.exchanges, session.conversation) == ([], "")
    tutor.clock.tick(minutes=1)
    asked(tutor, startup, session, "second one")
    assert titles(tutor, session) == ["second one", "first one"]
    shown = conversation_list.open_one(tutor, session=session, link=link("conversation", first))
    assert [e.question for e in session.exchanges] == ["first one"]
    assert f'href="#rename/{first}"' in shown["talks"]
    told = conversation_list.ask_to_change(tutor, session=session, link=link("rename", first))
    assert (told["talk_title"], told["talk_renaming"]["visible"]) == ("first one", True)
    conversation_list.rename(tutor, session=session, talk_at_hand=first, talk_title="<b>Folds")
    told = conversation_list.ask_to_change(tutor, session=session, link=link("delete", first))
    assert "&lt;b&gt;Folds" in told["talk_question"]
    assert titles(tutor, session) == ["second one", "<b>Folds"], "asking deletes nothing"
    conversation_list.delete(tutor, session=session, talk_at_hand=first)
    assert titles(tutor, session) == ["second one"]
    assert (session.exchanges, session.conversation) == ([], "")
    with pytest.raises(ConversationUnknown):
        conversation_list.open_one(tutor, session=session, link=link("conversation", first))


def test_what_was_deleted_elsewhere_does_not_come_back(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "one")
    stream = ask_tab.ask(tutor, startup, session=session, question="two")
    next(stream)
    next(stream)
    tutor.learning.conversations.delete("me", session.conversation)
    list(stream)
    assert titles(tutor, session) == []
    asked(tutor, startup, session, "three")
    assert titles(tutor, session) == ["three"]
    assert [e.question for e in session.exchanges] == ["three"]


def test_another_learner_sees_nothing_of_it(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "mine")
    bob = Session(COURSE, learner="bob")
    ask_tab.entered(tutor, bob)
    assert bob.exchanges == []
    with pytest.raises(ConversationUnknown):
        conversation.open_kept(tutor, bob, session.conversation)


def test_an_explanation_is_hidden_while_its_question_is_in_an_open_exam(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    told = Explanation("q1", ("B",), "bank", None, {}, (), "secret", ("A",), "secret takeaway")
    carried = Exchange("stem", explanation=told, asked_about=question("q1"), finished=True)
    session.exchanges = [carried]
    conversation.keep(tutor, session)
    exam = tutor.learning.start_exam("me", COURSE, n=2)
    shown = ask_tab.entered(tutor, again := Session(COURSE))
    assert "secret" not in json.dumps(shown["chat"])
    assert texts.EXCHANGE_WITHHELD in shown["chat"][1]["content"]
    conversation_list.export(tutor, session=again)
    asked(tutor, startup, session, "and why?")
    assert "secret" not in json.dumps([vars(e) for e in session.exchanges], default=str), (
        "neither does the tab that was open"
    )
    tutor.learning.submit("me", exam.exam)
    assert reloaded(tutor).exchanges[0] == carried


def test_a_store_that_fails_leaves_the_page_and_the_answer(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    broken = tutor.settings.data_dir / "learning.db"
    broken.write_bytes(b"not a database at all" * 100)
    with pytest.warns(UserWarning, match="damaged"):
        shown = page.opened(tutor, startup, session=session, query={})
    assert shown["chat"] == []
    with pytest.raises(StoreError):
        conversation_list.listed(tutor, session)


def test_dropped_files_are_added_and_then_the_question_is_asked(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    box = {"text": "what is in it?", "files": ["/tmp/x/a.md", "/tmp/x/b.pdf"]}
    (shown,) = ask_tab.send(tutor, startup, session=session, box=box)
    assert "a.md" in shown["chat"][0]["content"]
    assert texts.WORK_BEGINS in shown["chat"][1]["content"]
    with pytest.raises(NotYet):
        asked(tutor, startup, session, "already?")
    tutor.reading.clear()
    adding = dropped.add(tutor, startup, session=session)
    assert texts.PHASE_reading in next(adding)["chat"][1]["content"]
    tutor.reading.set()
    *_, added = adding
    assert texts.RECEIPT in added["chat"][1]["content"]
    assert tutor.calls == [("ingest", (COURSE, (Path("/tmp/x/a.md"), Path("/tmp/x/b.pdf")), False))]
    *_, last = ask_tab.ask_pending(tutor, startup, session=session)
    assert tutor.calls[-1][0] == "ask"
    assert len(last["chat"]) == 4
    assert list(ask_tab.ask_pending(tutor, startup, session=session)) == [{}], "asked once"
    assert list(dropped.add(tutor, startup, session=session)) == [{}]
    assert reloaded(tutor).exchanges == session.exchanges
    session.exchanges.pop()
    with pytest.raises(NotYet):
        list(ask_tab.retry(tutor, startup, session=session))


def test_adding_dropped_files_can_be_stopped(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    list(ask_tab.send(tutor, startup, session=session, box={"text": "and?", "files": ["/x/a.md"]}))
    tutor.reading.clear()
    adding = dropped.add(tutor, startup, session=session)
    next(adding)
    ask_tab.stop(tutor, session=session)
    tutor.reading.set()
    *_, last = adding
    assert texts.WORK_STOPPED in last["chat"][1]["content"]
    assert list(ask_tab.ask_pending(tutor, startup, session=session)) == [{}]


def test_export_quotes_every_passage() -> None:
    conflict = Conflict((Claim("It is 3.", 1), Claim("It is 4.", 2)))
    report = IngestReport(COURSE, (FileReceipt("a.md", "added"),), 1, 1, 0.1)
    exchanges = [
        Exchange("why?", ANSWER, finished=True),
        Exchange("cost?", REFUSAL, finished=True),
        Exchange("late?", failure=Failure("The model is away", "Start it"), finished=True),
        Exchange("", files=("a.md",), report=report, finished=True),
        Exchange("stopped?", finished=True),
    ]
    exchanges[0].answer = ANSWER.__class__(**vars(ANSWER) | {"conflicts": (conflict,)})
    text = conversation_markdown("Folds & co", exchanges)
    assert text.startswith("# Folds & co\n\n## You\n\nwhy?\n\n## Study Tutor\n\n")
    assert "`fmin` minimises the loss. [^1-1]" in text
    assert "[^1-2]: tuning.md › Tuning › Hyperopt › page 2: “Return -accuracy" in text
    assert "- It is 3. [^1-1]\n- It is 4. [^1-2]" in text
    assert f"**{texts.REFUSED}**" in text
    assert "> With 5 folds each combination is fitted 5 times." in text
    assert "*The model is away. Start it.*" in text
    assert "- a.md: added" in text
    assert text.endswith(f"*{texts.STOPPED}*\n")


def test_export_names_its_file(tutor: ScriptedTutor, startup: Startup, session: Session) -> None:
    with pytest.raises(NotYet):
        conversation_list.export(tutor, session=session)
    asked(tutor, startup, session, "Why does ÄÖ / it? ")
    made = json.loads(conversation_list.export(tutor, session=session)["talk_file"])
    assert made["name"] == "why-does-äö-it.md"
    assert made["text"].startswith("# Why does ÄÖ / it?")
    assert file_name("///") == "conversation.md"
    assert texts.CONVERSATION_NONE in entries_html([], "")


def test_what_another_version_kept_is_named_unreadable() -> None:
    (exchange,) = conversation.from_plain([{"id": "x", "question": "why?", "answer": 5}])
    assert exchange.question == "why?"
    assert exchange.failure
    assert exchange.failure.what == texts.EXCHANGE_UNREADABLE
