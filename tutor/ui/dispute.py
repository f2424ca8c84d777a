"""Disputing a question: what Practice and Review offer below an answered one."""

from __future__ import annotations

from typing import Any

import gradio as gr

from tutor.learning.dispute import Recheck
from tutor.ui import texts
from tutor.ui.markup import escape, tag
from tutor.ui.wiring import Updates


def build() -> dict[str, Any]:
    """Lay it out; returns its components by name."""
    parts: dict[str, Any] = {}
    with gr.Accordion(texts.DISPUTE, open=False, visible=False, elem_classes="st-dispute") as parts[
        "dispute"
    ]:
        parts["reason"] = gr.Textbox(
            label=texts.DISPUTE_REASON, placeholder=texts.DISPUTE_REASON_PLACEHOLDER, max_lines=4
        )
        parts["send"] = gr.Button(texts.DISPUTE_SEND, size="md")
    parts["disputed"] = gr.HTML("", elem_classes="st-slot")
    return parts


def shown(check: Recheck | None, *, offered: bool) -> Updates:
    """Offered below an answered question until it was disputed; then what came of it."""
    may = offered and check is None
    return {
        # What the learner has opened and begun to write stays, however often the page is shown.
        "dispute": gr.update(visible=True) if may else gr.update(visible=False, open=False),
        "reason": gr.update() if may else "",
        "disputed": disputed_html(check) if check else "",
    }


def disputed_html(check: Recheck) -> str:
    """What checking the proof again has shown, and what follows."""
    said = [texts.DISPUTE_STANDS if check.proof_stands else texts.DISPUTE_GONE]
    if check.missing and check.proof_stands:
        said.append(texts.DISPUTE_OTHER_GONE)
    for name, agrees in (("NOTES", check.opinion.notes), ("MODEL", check.opinion.model)):
        if agrees is not None:
            said.append(texts.of(f"DISPUTE_{name}", "agree" if agrees else "differ"))
    said.append(texts.DISPUTE_OUT)
    inner = "".join(tag("p", escape(line)) for line in said)
    return tag("div", inner, "st-disputed", role="status")
