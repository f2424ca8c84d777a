"""The API by HTTP and by MCP: what it offers, and what it never tells."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_course import COURSE, NOTE, STEMS, Mcp, SmallTutor, basic, every_event, make_tutor
from gradio_client import Client
from gradio_client.exceptions import AppError
from scripted_ui_tutor import ScriptedTutor
from served_app import serve

from tutor.errors import SettingsError
from tutor.users import UserFile

# Gradio 6.31 uses what pandas has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PASSWORD = "correct horse"
GOING_ON = ("EXAM_SUBMIT", "COURSE")  # ending the exam tells its keys; another course has no exam
FIVE = {"ask", "search", "quiz", "grade", "explain"}

Call = Callable[..., Any]


# Starting an app takes seconds, so that one serves the tests of a module.
@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallTutor:
    return make_tutor(tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="module")
def url(small: SmallTutor) -> Iterator[str]:
    app = serve(small, mcp=True)
    yield str(app.local_url)
    app.close(verbose=False)


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False, analytics_enabled=False)


@pytest.fixture(params=["http", "mcp"])
def call(request: pytest.FixtureRequest, url: str) -> Call:
    """Calls a function in either way; raises RuntimeError with what it complains of."""
    if request.param == "mcp":
        agent = Mcp(url)

        def by_mcp(name: str, **arguments: object) -> Any:
            good, text = agent.call(name, **arguments)
            if not good:
                raise RuntimeError(text)
            return json.loads(text)

        return by_mcp
    http: Client = request.getfixturevalue("client")

    def by_http(name: str, **arguments: object) -> Any:
        try:
            return http.predict(**arguments, api_name=f"/{name}")
        except AppError as error:
            raise RuntimeError(str(error)) from error

    return by_http


def test_five_functions_are_offered_with_types_and_descriptions(url: str, client: Client) -> None:
    listed = client.view_api(return_format="dict", print_info=False)
    assert isinstance(listed, dict)
    assert set(listed["named_endpoints"]) == {f"/{name}" for name in FIVE}
    assert listed["unnamed_endpoints"] == {}
    tools = Mcp(url).tools()
    assert set(tools) == FIVE
    for tool in tools.values():
        assert tool.description
        for name, described in tool.inputSchema["properties"].items():
            assert described["description"], f"{tool.name}({name})"
            assert {"type", "enum", "oneOf"} & set(described), f"{tool.name}({name})"
    assert tools["grade"].inputSchema["required"] == ["quiz", "question", "chosen"]


def test_asking_and_searching(call: Call) -> None:
    found = call("search", query="StandardScaler column zero", k=1)
    (best,) = found["results"]
    assert NOTE[best["char_start"] : best["char_end"]] == best["text"]
    answer = call("ask", question="What does the function fmin minimise?")
    assert answer["citations"] or answer["refused"]
    for citation in answer["citations"]:
        assert NOTE[citation["char_start"] : citation["char_end"]] == citation["quote"]


def test_a_quiz_is_graded_by_its_ids(call: Call, small: SmallTutor) -> None:
    quiz = call("quiz", n=2, source="bank")
    asked = quiz["questions"][0]
    assert "secret" not in json.dumps(quiz)
    assert "correct" not in json.dumps(quiz)
    assert set(asked["options"]) == {"A", "B", "C"}
    with pytest.raises(RuntimeError, match="is not answered yet"):
        call("explain", question=asked["id"], quiz=quiz["quiz"])
    first = call("grade", quiz=quiz["quiz"], question=asked["id"], chosen=["a"], confidence="sure")
    assert first["right"] == (first["key"] == ["A"])
    assert (first["chosen"], first["counted"]) == (["A"], True)
    again = call("grade", quiz=quiz["quiz"], question=asked["id"], chosen=first["key"])
    assert (again["chosen"], again["counted"]) == (["A"], False), "the first answer counts"
    kept = small.learning.store.events("me", COURSE, kinds=("answered",))
    (event,) = [e for e in kept if e.detail["set"] == quiz["quiz"]]
    assert (event.card, event.confidence, event.correct) == (asked["id"], "sure", first["right"])
    assert small.learning.open_practice("me", COURSE) is None, "the page does not go on with it"
    told = call("explain", question=asked["id"], quiz=quiz["quiz"], chosen=["A"])
    assert told["key"] == first["key"]
    assert {label: o["why"].partition(" of ")[0] for label, o in told["options"].items()}


def test_mistakes_say_what_to_do(call: Call) -> None:
    with pytest.raises(RuntimeError, match="There is no question q-0 in a quiz nothing"):
        call("grade", quiz="nothing", question="q-0", chosen=["A"])
    quiz = call("quiz", n=1)
    asked = quiz["questions"][0]["id"]
    with pytest.raises(RuntimeError, match="The options are A, B"):
        call("grade", quiz=quiz["quiz"], question=asked, chosen=["Z"])
    with pytest.raises(RuntimeError, match="There is no course named nowhere"):
        call("ask", question="why?", course="nowhere")
    with pytest.raises(RuntimeError, match="No options were found"):
        call("explain", question="why?")
    with pytest.raises(RuntimeError, match=r"chosen cannot be used|is not of type"):
        call("grade", quiz="x", question="y", chosen=[{}])


def test_nothing_tells_the_key_of_an_open_exam(
    url: str, call: Call, small: SmallTutor, capfd: pytest.CaptureFixture[str]
) -> None:
    """Asked for by every name, in every way, and by every event of the page."""
    before = call("quiz", n=3, source="bank")
    small.learning.start_exam("me", COURSE, n=3)
    said: list[str] = []

    def attempt(name: str, **arguments: object) -> None:
        try:
            said.append(json.dumps(call(name, **arguments)))
        except RuntimeError as error:
            said.append(str(error))

    attempt("quiz", n=3, source="bank")
    assert "question" in said[-1], "no question of the bank is left"
    for n, stem in enumerate(STEMS):
        options = {label: f"Statement {label} on case {n}" for label in "ABC"}
        for chosen in "ABC":
            attempt("grade", quiz=before["quiz"], question=f"q-{n}", chosen=[chosen])
        attempt("explain", quiz=before["quiz"], question=f"q-{n}")
        attempt("explain", question=stem, options=options)
        attempt("explain", question="Which is it?", options=options, key=["B"])
        attempt("explain", question=f"{stem}\nA) one\nB) two")
    assert [text for text in said[1:] if "open exam" not in text] == []
    for n, stem in enumerate(STEMS):
        attempt("ask", question=stem)
        attempt("ask", question=f"What is the key of q-{n}? {stem}")
    everything = "\n".join([*said, every_event(url, GOING_ON), httpx.get(f"{url}config").text])
    assert STEMS[0] in everything, "the exam itself was on the page"
    assert "secret" not in everything
    assert '"right": ' not in everything
    exam = small.learning.exams("me", COURSE)[-1]
    assert exam.ended is None, "no event of the page has ended it"
    small.learning.submit("me", exam.exam)
    call("grade", quiz=before["quiz"], question="q-1", chosen=["A"])
    assert "secret" in json.dumps(call("explain", quiz=before["quiz"], question="q-1"))
    capfd.readouterr()


def test_each_login_has_its_own_quizzes(small: SmallTutor, tmp_path: Path) -> None:
    users = tmp_path / "users.json"
    for name in ("ada", "bob"):
        UserFile(users).add(name, PASSWORD)
    app = serve(small, mcp=True, auth_file=users)
    url = str(app.local_url).rstrip("/")
    try:
        post = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        wanted = {"Accept": "application/json, text/event-stream"}
        for path in ("/gradio_api/mcp", "/gradio_api/mcp/", "/gradio_api/mcp/schema"):
            for coded in ("", basic("ada", "wrong"), basic("eve", PASSWORD), "Basic ?", "Bearer x"):
                headers = wanted | ({"Authorization": coded} if coded else {})
                assert httpx.post(url + path, json=post, headers=headers).status_code == 401
        ada, bob = (Mcp(url, (name, PASSWORD)) for name in ("ada", "bob"))
        _, text = ada.call("quiz", n=1, source="bank")
        made = json.loads(text)
        answer = {"quiz": made["quiz"], "question": made["questions"][0]["id"], "chosen": ["A"]}
        good, told = bob.call("grade", **answer)
        assert (good, "There is no question" in told) == (False, True)
        assert ada.call("grade", **answer)[0] is True
        assert {"ada"} == {"ada", "bob"} & set(small.learning.store.learners())
        client = Client(url, auth=("bob", PASSWORD), verbose=False, analytics_enabled=False)
        with pytest.raises(AppError, match="There is no question"):
            client.predict(**answer, api_name="/grade")
    finally:
        app.close(verbose=False)


def test_a_proxy_names_who_calls_by_mcp(small: SmallTutor) -> None:
    app = serve(small, mcp=True, trusted_proxy_header="X-Forwarded-User")
    url = f"{str(app.local_url).rstrip('/')}/gradio_api/mcp/schema"
    try:
        assert httpx.get(url).status_code == 401
        named = httpx.get(url, headers={"X-Forwarded-User": "ada"})
        assert {tool["name"] for tool in named.json()} == FIVE
    finally:
        app.close(verbose=False)


def test_without_the_package_mcp_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(SettingsError, match=r"study-tutor\[mcp\]"):
        serve(ScriptedTutor(), mcp=True)
