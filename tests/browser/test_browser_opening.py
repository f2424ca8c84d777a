"""Whoever comes while the app is loading sees that it is, and then the app."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from app_process import AppProcess
from metals_course import COURSE
from playwright.sync_api import expect
from visiting import Visit, ready


def test_the_first_page_becomes_the_app(data: Path, visit: Visit) -> None:
    app = AppProcess(data, COURSE=COURSE)
    listens = app.begin()
    try:
        wait_for_a_door(app.url)
        early = not listens.is_set()
        # A page that is not the app yet has status 503, which Chromium logs as an error.
        page = visit(url=app.url, path="?tab=ask", strict=False)
        assert early, "the app was there before its door"
        expect(page.get_by_role("status").first).to_be_visible()
        ready(page)
        expect(page.locator(".st-ask-box")).to_be_visible()
    finally:
        app.stop()


def wait_for_a_door(url: str) -> None:
    """Return as soon as something listens there."""
    end = time.monotonic() + 60
    port = int(url.rstrip("/").rpartition(":")[2])
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"nothing listened at {url}")
