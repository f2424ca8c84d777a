"""The list of conversations as HTML, and a conversation as Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from tutor.answering.answer import Answer
from tutor.citations import Citation
from tutor.learning.conversations import ConversationEntry
from tutor.ui import texts
from tutor.ui.markup import command, escape, items, tag
from tutor.ui.session import Exchange

_NO_NAME = "conversation"


def entries_html(entries: Sequence[ConversationEntry], now_open: str) -> str:
    """Every conversation, to be opened, renamed or deleted."""
    if not entries:
        return tag("p", escape(texts.CONVERSATION_NONE), "st-status")
    return items("ul", [_entry(entry, entry.id == now_open) for entry in entries], "st-list")


def _entry(entry: ConversationEntry, is_open: bool) -> str:
    title = command("conversation", entry.id, escape(entry.title), "st-talk-title")
    mark = tag("span", escape(texts.CONVERSATION_OPEN_NOW), "st-badge") if is_open else ""
    day = tag("time", _day(entry.updated), "st-size", datetime=entry.updated.isoformat())
    tools = command("rename", entry.id, escape(texts.CONVERSATION_RENAME), "st-tool") + command(
        "delete", entry.id, escape(texts.CONVERSATION_DELETE), "st-tool"
    )
    return tag("div", title + mark + day + tag("span", tools, "st-row-tools"), "st-talk")


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def file_name(title: str) -> str:
    """A name that every file system takes."""
    plain = re.sub(r"[^\w-]+", "-", title.casefold()).strip("-")[:60].strip("-")
    return f"{plain or _NO_NAME}.md"


def conversation_markdown(title: str, exchanges: Sequence[Exchange]) -> str:
    """Questions and answers with footnotes that quote the passages."""
    parts = [f"# {title}"]
    for number, exchange in enumerate(exchanges, 1):
        asked = exchange.question or f"{texts.DROPPED} {', '.join(exchange.files)}"
        parts += [f"## {texts.EXPORT_YOU}", asked, f"## {texts.EXPORT_TUTOR}"]
        parts += _answered(exchange, number)
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _answered(exchange: Exchange, number: int) -> list[str]:
    if exchange.explanation:
        told = exchange.explanation
        return [told.text, _notes(told.citations, number)]
    if exchange.failure:
        return [f"*{exchange.failure.told}*"]
    if exchange.report:
        return ["\n".join(f"- {file.source}: {file.status}" for file in exchange.report.files)]
    if exchange.answer is None:
        return [f"*{texts.STOPPED}*"]
    return _answer(exchange.answer, number)


def _answer(answer: Answer, number: int) -> list[str]:
    warned = [f"*{answer.warning}*"] if answer.warning else []
    if answer.refused:
        nearest = [f"> {' '.join(c.quote.split())}\n> — {c.place}" for c in answer.nearest]
        label = [f"{texts.NEAREST}:"] if nearest else []
        return [*warned, f"**{texts.REFUSED}**", *label, *nearest]
    said = " ".join(_sentence(s.text, s.citations, s.supported, number) for s in answer.sentences)
    disagree = [
        f"**{texts.CONFLICT}**\n\n"
        + "\n".join(f"- {c.text} {_marks((c.citation,), number)}" for c in conflict.claims)
        for conflict in answer.conflicts
    ]
    return [*warned, *disagree, said or answer.text, _notes(answer.citations, number)]


def _sentence(text: str, cited: Sequence[int], supported: bool, number: int) -> str:
    flag = "" if supported else f" *({texts.UNSUPPORTED})*"
    plain = text.strip()
    around = "\n\n" if "\n" in plain else ""  # code and tables keep lines of their own
    return f"{around}{plain}{around or ' '}{_marks(cited, number)}{flag}".rstrip()


def _marks(cited: Sequence[int], number: int) -> str:
    return "".join(f"[^{number}-{n}]" for n in cited)


def _notes(citations: Sequence[Citation], number: int) -> str:
    """Footnotes: where each passage stands, and what it says."""
    rows = (f"[^{number}-{c.n}]: {c.place}: “{' '.join(c.quote.split())}”" for c in citations)
    return "\n".join(rows)
