"""The app, built and served as tests need it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import gradio as gr

from tutor.settings import Settings
from tutor.study_tutor import StudyTutor
from tutor.ui.app import launch

T = TypeVar("T")


def in_a_loop(make: Callable[[], T]) -> T:
    """Call ``make`` while an event loop runs; without one, gradio opens loops it never closes."""

    async def call() -> T:
        return make()

    return asyncio.run(call())


def serve(tutor: StudyTutor, *, mcp: bool = False, **how: object) -> gr.Blocks:
    """The app on any free port of this machine; ``how`` are further settings."""
    settings = Settings(port=0, data_dir=Path("nowhere"), **{"course": tutor.settings.course} | how)  # type: ignore[arg-type]
    return in_a_loop(lambda: launch(tutor, settings, mcp=mcp, block=False))
