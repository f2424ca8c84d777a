"""Fixtures of the app's tests."""

from __future__ import annotations

import os

import pytest

# Read when gradio is imported, which the test modules do while they are collected.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

from scripted_ui_tutor import COURSE, ScriptedTutor

from tutor.ui.session import Session
from tutor.ui.startup import Startup


@pytest.fixture
def tutor() -> ScriptedTutor:
    return ScriptedTutor()


@pytest.fixture
def startup(tutor: ScriptedTutor) -> Startup:
    """Ready for the scripted course."""
    ready = Startup(tutor)
    ready.begin(COURSE)
    assert ready.wait(COURSE, 10).name == "ready"
    return ready


@pytest.fixture
def session() -> Session:
    return Session(COURSE)
