"""Events to handlers by name, through the error border.

A handler is a plain function (or generator) with keyword arguments; it returns (or yields) new
values by component name. Nothing here knows what the handlers do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from importlib.resources import files
from inspect import isgeneratorfunction
from typing import Any

import gradio as gr
from gradio.events import Dependency

from tutor.ui import texts
from tutor.ui.border import Failure, caught
from tutor.ui.session import Session

Updates = dict[str, Any]
Handler = Callable[..., Updates] | Callable[..., Iterator[Updates]]
Components = Mapping[str, Any]  # components and layout blocks by name

EVERYBODY = 40  # learners served at the same time
ONE = 1  # whatever writes an index waits for the others that do


def connect(
    trigger: Callable[..., Dependency],
    handler: Handler,
    *,
    inputs: Components,
    outputs: Components,
    concurrency_limit: int = EVERYBODY,
    with_query: bool = False,
    **options: Any,
) -> Dependency:
    """Run ``handler(**inputs)`` on an event and show what it returns.

    With ``with_query`` the handler also gets ``query``, what the page's address asks for.
    ``options`` are further ones of the event (``cancels``, ``trigger_mode``). A failure is shown
    as a message and changes nothing.
    """
    return trigger(
        _run(handler, outputs, with_query=with_query),
        inputs_kwargs=dict(inputs),
        outputs=list(outputs.values()),
        concurrency_limit=concurrency_limit,
        concurrency_id="writer" if concurrency_limit == ONE else None,
        api_visibility="private",
        show_progress="hidden",
        **options,
    )


def _run(handler: Handler, outputs: Components, *, with_query: bool = False) -> Callable[..., Any]:
    """The handler with updates by component: a generator where the handler is one.

    Whose page it is and which language it speaks come from the request each time, never from
    what the browser keeps.
    """

    # An empty dictionary would be taken for a value of the first component.
    nothing = {component: gr.skip() for component in outputs.values()}

    def each(request: gr.Request, **values: Any) -> Iterator[Any]:
        language = texts.best_language(str(request.headers.get("accept-language", "")))
        session = values.get("session")
        if isinstance(session, Session):
            session.learner = learner_of(request) or session.learner
        if with_query:
            values["query"] = {str(k): str(v) for k, v in dict(request.query_params).items()}
        for update in _spoken(language, handler, values):
            yield {outputs[name]: value for name, value in update.items()} or nothing
        # Gradio sends a generator's last update again when it ends: an option that was chosen
        # between the two would be taken back.
        yield nothing

    def once(request: gr.Request, **values: Any) -> Any:
        return next(each(request, **values))

    return each if isgeneratorfunction(handler) else once


def _spoken(language: str, handler: Handler, values: dict[str, Any]) -> Iterator[Updates]:
    """The handler's updates until it ends or fails; a failure is told, and changes nothing.

    Gradio may take each update in another thread: the language goes along.
    """
    updates = _updates(handler, values)
    while True:
        update: Updates | None = None
        with texts.speaking(language):
            with caught() as outcome:
                update = next(updates, None)
            if outcome.failure:
                tell(outcome.failure)
                update = {}
        if update is None:
            return
        yield update


def _updates(handler: Handler, values: dict[str, Any]) -> Iterator[Updates]:
    made: Any = handler(**values)
    if isgeneratorfunction(handler):
        yield from made
    else:
        yield made


def learner_of(request: gr.Request) -> str:
    """The learner a request comes from: the name of the login; empty where nobody logs in."""
    return str(request.username or "")


def tell(failure: Failure) -> None:
    """Show a failure as a message in the corner of the page."""
    gr.Warning(escape(failure.told), title=texts.FAILED)


def links(*verbs: str) -> gr.HTML:
    """An invisible component whose ``input`` event brings clicked ``#verb/subject`` links."""
    return gr.HTML(
        "",
        html_template="<span></span>",
        js_on_load=asset("links.js"),
        elem_classes="st-links",
        verbs=list(verbs),
        copied=texts.COPIED,
    )


def asset(name: str) -> str:
    """The text of a file that lies beside this one."""
    return files("tutor.ui").joinpath(name).read_text("utf-8")
