"""A real tutor over a small course whose questions carry secrets, and clients that call its app."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from pathlib import Path
from typing import Any

import httpx
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from small_course import HashEmbedder

from index.ingest import IngestReport
from tutor.note_indexes import NoteIndexes
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

COURSE = "small"
NOTE = (
    "# Tuning\n\n## Hyperopt\n\nThe function `fmin` minimises the loss that the objective returns.\n"
    "\n## Folds\n\nWith 5 folds each combination of parameters is fitted 5 times.\n\n"
    "## Scale\n\nThe class StandardScaler centres every column at zero.\n"
)
QUOTES = (
    "The function `fmin` minimises the loss that the objective returns.",
    "With 5 folds each combination of parameters is fitted 5 times.",
    "The class StandardScaler centres every column at zero.",
)
STEMS = (
    "A team searches good parameters with Hyperopt; what does its function do?",
    "Five parts of the data take turns in validation; how often is every setting trained?",
    "Columns of very unlike size reach a linear model; what happens to each of them?",
)


def bank_yaml() -> str:
    questions = [
        {
            "id": f"q-{n}",
            "stem": stem,
            "takeaway": f"secret takeaway of q-{n}",
            "options": [
                {
                    "text": f"Statement {label} on case {n}",
                    "why": f"secret reason {label} of q-{n}",
                    **({"correct": True} if label == "BCA"[n] else {}),
                }
                for label in "ABC"
            ],
            "receipt": {"source": "notes/tuning.md", "quote": quote},
        }
        for n, (stem, quote) in enumerate(zip(STEMS, QUOTES, strict=True))
    ]
    return json.dumps(questions)


class SmallIndexes(NoteIndexes):
    """Indexes whose vectors need no model."""

    @property
    def _embedder(self) -> Any:
        return HashEmbedder()


class SmallTutor(StudyTutor):
    """The real thing but for the model that makes its vectors."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._indexes = SmallIndexes(settings, self.shelf)


def make_tutor(folder: Path) -> SmallTutor:
    course = folder / "course"
    (course / "notes").mkdir(parents=True)
    (course / "questions").mkdir()
    (course / "notes" / "tuning.md").write_text(NOTE, "utf-8")
    (course / "questions" / "bank.yaml").write_text(bank_yaml(), "utf-8")
    (course / "course.toml").write_text('id = "small"\ntitle = "Small"\n', "utf-8")
    tutor = SmallTutor(Settings(course=COURSE, data_dir=folder / "data"))
    report: IngestReport = tutor.ingest(COURSE, [course])
    assert report.chunks
    return tutor


class Mcp:
    """A client by the protocol: each call opens a session of its own."""

    def __init__(self, url: str, login: tuple[str, str] | None = None) -> None:
        self._url = f"{url.rstrip('/')}/gradio_api/mcp/"
        self._headers = {"Authorization": basic(*login)} if login else {}

    def tools(self) -> dict[str, Any]:
        async def work(session: ClientSession) -> dict[str, Any]:
            return {tool.name: tool for tool in (await session.list_tools()).tools}

        return dict(self._run(work))

    def call(self, tool: str, **arguments: object) -> tuple[bool, str]:
        """Whether it went well, and the text of the answer."""

        async def work(session: ClientSession) -> tuple[bool, str]:
            result = await session.call_tool(tool, arguments)
            return not result.isError, "".join(getattr(c, "text", "") for c in result.content)

        good, text = self._run(work)
        return good, text

    def _run(self, work: Any) -> Any:
        async def run() -> Any:
            async with (
                httpx.AsyncClient(headers=self._headers, timeout=60) as http,
                streamable_http_client(self._url, http_client=http) as (read, write, _),
                ClientSession(read, write) as session,
            ):
                await session.initialize()
                return await work(session)

        return asyncio.run(run())


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def every_event(url: str, without: tuple[str, ...]) -> str:
    """Trigger every event of the page in one session, as a browser could; all that was sent back.

    Links are clicked with the subject ``1``. Events of components labelled by the texts ``without``
    are left out.
    """
    said = []
    with httpx.Client(base_url=url, timeout=60) as browser:
        config = browser.get("/config").json()
        shown = {c["id"]: c.get("props", {}) for c in config["components"]}
        values = {of: _value(props) for of, props in shown.items()}
        left_out = {of for of, props in shown.items() if _labels(props) & set(without)}
        for event in config["dependencies"]:
            if not event["backend_fn"] or left_out & {of for of, _ in event["targets"]}:
                continue
            body = {
                "data": [values.get(of) for of in event["inputs"]],
                "fn_index": event["id"],
                "session_hash": "prying",
            }
            browser.post("/gradio_api/queue/join", json=body).raise_for_status()
            said.append(_answer(browser))
    return "\n".join(said)


def _value(props: dict[str, Any]) -> Any:
    return f"#{props['verbs'][0]}/1" if props.get("verbs") else props.get("value")


def _labels(props: dict[str, Any]) -> set[str]:
    """The names of the texts that a component is labelled by."""
    said = " ".join(str(props.get(name)) for name in ("label", "value"))
    return set(re.findall(r'"key": "(\w+)"', said))


def _answer(browser: httpx.Client) -> str:
    lines = []
    path = "/gradio_api/queue/data?session_hash=prying"
    with browser.stream("GET", path) as stream:
        for line in stream.iter_lines():
            lines.append(line)
            if '"process_completed"' in line or '"close_stream"' in line:
                break
    return "\n".join(lines)
