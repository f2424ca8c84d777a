"""A real Chromium, driven over its DevTools socket: just enough to click, type and look."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import websocket

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The first Chromium on the path."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


class Navigated(Exception):
    """The page that was asked has made room for another."""


class Chromium:
    """One page. ``js`` evaluates, ``wait`` polls until an expression is true."""

    def __init__(self, width: int = 1280, height: int = 900, *, dark: bool = False) -> None:
        program = find_chromium()
        assert program, "find_chromium() says whether there is one"
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        # Chromium itself looks for updates and the like; what the page asks for is counted.
        flags += ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
        flags += [f"--user-data-dir={self._folder.name}", "--remote-debugging-port=0"]
        self._process = subprocess.Popen(
            [program, *flags, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._number = 0
        self._events: list[dict[str, Any]] = []
        self._socket = websocket.create_connection(
            self._address(), timeout=60, suppress_origin=True
        )
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.command(f"{domain}.enable")
        self.resize(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])

    def _address(self) -> str:
        written = Path(self._folder.name) / "DevToolsActivePort"
        end = time.monotonic() + 60
        while not (written.is_file() and written.read_text().count("\n")):
            assert time.monotonic() < end, "Chromium did not start"
            time.sleep(0.05)
        port = written.read_text().split("\n")[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = json.load(answer)
        return str(next(page for page in pages if page["type"] == "page")["webSocketDebuggerUrl"])

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while True:
            answer: dict[str, Any] = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                if "navigated" in answer.get("error", {}).get("message", ""):
                    raise Navigated(answer)
                assert "error" not in answer, answer
                return dict(answer["result"])
            self._events.append(answer)

    def js(self, expression: str) -> Any:
        result = self.command(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, condition: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not self._holds(condition):
            assert time.monotonic() < end, f"never true: {condition}"
            time.sleep(0.05)

    def _holds(self, condition: str) -> bool:
        try:
            return bool(self.js(f"!!({condition})"))
        except Navigated:
            return False

    def open(self, url: str) -> None:
        self.command("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && document.querySelector('.st-home')")

    def resize(self, width: int, height: int) -> None:
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def tab(self, name: str) -> None:
        self.js(_button("button[role=tab]", name))
        self.wait(
            "[...document.querySelectorAll('button[role=tab]')].some(b =>"
            f" b.ariaSelected === 'true' && b.innerText.trim() === {json.dumps(name)})"
        )

    def press(self, name: str) -> None:
        """Click the visible button of that name, as soon as there is one."""
        self.wait(_button("button", name).removesuffix(".click()"))
        self.js(_button("button", name))

    def ask(self, question: str) -> None:
        self.js("document.querySelector('.st-ask-box textarea').focus()")
        self.command("Input.insertText", text=question)
        for kind in ("keyDown", "keyUp"):
            key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
            text = {"text": "\r"} if kind == "keyDown" else {}
            self.command("Input.dispatchKeyEvent", type=kind, **key, **text)

    def screenshot(self, path: Path) -> None:
        taken = self.command("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(taken))

    @property
    def requested(self) -> list[str]:
        """Addresses the page asked for."""
        return [
            event["params"]["request"]["url"]
            for event in self._events
            if event.get("method") == "Network.requestWillBeSent"
        ]

    @property
    def errors(self) -> list[Any]:
        """Uncaught exceptions and logged errors."""
        return [
            event["params"]
            for event in self._events
            if event.get("method") == "Runtime.exceptionThrown"
            or (
                event.get("method") == "Log.entryAdded"
                and event["params"]["entry"]["level"] == "error"
            )
        ]

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


def _button(selector: str, name: str) -> str:
    return (
        f"[...document.querySelectorAll({json.dumps(selector)})]"
        f".find(b => b.offsetParent && b.innerText.trim() === {json.dumps(name)}).click()"
    ).replace(".find(", ".find(", 1)
