"""Keys that do what buttons do, where the focus goes, and what is read out.

``keys.js`` presses buttons by their class (the constants here), ``focus.js`` follows elements that
carry ``data-focus``.
"""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from tutor.ui import texts
from tutor.ui.markup import escape, tag
from tutor.ui.wiring import asset

# Classes of components, by what a key does to them.
ANSWERS = "st-key-answers"  # radio buttons or check boxes: 1 to 6, A to F
CONFIRM = "st-key-confirm"  # Enter
NEXT = "st-key-next"  # N, Enter where there is nothing to confirm, in an exam the right arrow
PREVIOUS = "st-key-previous"  # the left arrow
FLAG = "st-key-flag"  # F
GRADES = "st-key-grades"  # 1 to 4

_KEYS = (
    (("1", "6"), ("A", "F"), "choose"),
    (("Enter",), (), "confirm"),
    (("N",), (), "next"),
    (("←",), ("→",), "move"),
    (("F",), (), "flag"),
    (("1", "4"), (), "grade"),
    (("?",), (), "help"),
)
_THEIRS = {
    "Error": "error",
    "Info": "info",
    "Close": "close",
    "chatbot conversation": "conversation",
    "user's message": "question",
    "bot's message": "answer",
    "Multimedia input field": "box",
    "Upload a file": "attach",
    "Click to upload or drop files": "upload",
    "Submit": "submit",
    "Stop": "stop",
    "Scroll down": "scroll",
    "Reset to default value": "reset",
}


def keys_html() -> str:
    """The button that lists the keys, the list, and the place of what is read out."""
    opener = tag(
        "button",
        tag("kbd", "?", aria_hidden="true") + tag("span", escape(texts.KEYS)),
        "st-keys-open",
        type="button",
        aria_haspopup="dialog",
    )
    said = tag(
        "div",
        "",
        "st-said st-unseen",
        role="status",
        data_answer=texts.ANSWER_READ_OUT,
        data_words=json.dumps(_words()),
    )
    return opener + _dialog() + said


def _words() -> dict[str, str]:
    """What gradio itself says in English, and ours for it; see ``wording.js``."""
    ours = {theirs: texts.of("WORD", name) for theirs, name in _THEIRS.items()}
    return {"Warning": texts.FAILED, **ours}


def _dialog() -> str:
    rows = "".join(
        tag(
            "tr",
            tag("th", _named(keys, or_keys), scope="row")
            + tag("td", escape(texts.of("KEYS", name))),
        )
        for keys, or_keys, name in _KEYS
    )
    head = tag("h2", escape(texts.KEYS), id="st-keys-title")
    note = tag("p", escape(texts.KEYS_TOLD), "st-status")
    close = tag("button", escape(texts.CLOSE), "st-keys-close", type="button")
    inner = head + tag("table", f"<tbody>{rows}</tbody>") + note + close
    return tag("dialog", inner, "st-keys", aria_labelledby="st-keys-title")


def _named(keys: tuple[str, ...], or_keys: tuple[str, ...]) -> str:
    return ", ".join(_range(listed) for listed in (keys, or_keys) if listed)


def _range(keys: tuple[str, ...]) -> str:
    return "–".join(tag("kbd", key) for key in keys)


def build() -> dict[str, Any]:
    """Lay out what lies behind every page; returns its components by name."""
    gr.HTML(
        "", html_template="<span></span>", js_on_load=asset("focus.js"), elem_classes="st-links"
    )
    return {"keys": gr.HTML("", js_on_load=asset("keys.js"), elem_classes="st-keys-box")}
