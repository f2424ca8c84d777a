"""The ``tutor`` command: which commands there are, and the border where errors become a line."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.errors import QuestionError, StudyError
from tutor.cli_input import lines_of, object_in
from tutor.cli_output import one_line, print_json

COMMAND_GROUP = "study_tutor.commands"
COMMANDS = (
    "ingest",
    "search",
    "ask",
    "source",
    "quiz",
    "explain",
    "health",
    "courses",
    "config",
    "app",
)
_log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code.

    0 done; 1 an error (one line on standard error); 2 usage; 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            # JSON is UTF-8 everywhere; half a surrogate pair becomes the escape JSON has for it.
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if not _log.handlers:  # without one, logging itself would print tracebacks
        _log.addHandler(logging.NullHandler())
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except StudyError as error:
        _log.info("stopped", exc_info=True)
        complain(str(error))
    except Exception as error:  # noqa: BLE001  # the border: a learner never meets a traceback
        _log.exception("unexpected")
        complain(
            f"Something unexpected went wrong ({type(error).__name__}: {error}). "
            "Run it again as `tutor --log tutor.log …` and report what that file says."
        )
    return 1


def complain(text: str) -> None:
    """One line on standard error."""
    typer.echo(one_line(text), err=True)


def run_batch(path: Path, work: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """Print the result of ``work`` for each JSON line of a file, in order.

    A line that fails gives ``{"id", "error"}`` and the others go on.

    Raises:
        typer.Exit: with 1, at the end, when a line failed.
    """
    failed = 0
    for line in lines_of(path):
        given_id: object = None
        try:
            value = object_in(line)
            given_id = value.get("id")
            print_json(work(value))
        except BrokenPipeError:
            raise
        except StudyError as error:
            failed += 1
            print_json({"id": given_id, "error": one_line(str(error))})
        except Exception as error:  # noqa: BLE001  # the border: one bad line stops no batch
            failed += 1
            _log.exception("unexpected")
            said = one_line(f"Something unexpected went wrong ({type(error).__name__}: {error})")
            print_json({"id": given_id, "error": said})
        sys.stdout.flush()
    if failed:
        complain(f"{failed} of the lines failed. Each says why in its field error.")
        raise typer.Exit(1)


def build_app() -> typer.Typer:
    """The commands of this package, and those that installed packages offer."""
    from tutor import cli_commands, cli_conflicts, cli_exam, cli_export, cli_learning, cli_user

    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # plain help needs no further library
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    commands = {name: getattr(cli_commands, name) for name in COMMANDS} | _offered()
    for name, command in commands.items():
        app.command(name)(command)
    cli_conflicts.add_to(app)
    cli_exam.add_to(app)
    cli_learning.add_to(app)
    cli_export.add_to(app)
    cli_user.add_to(app)
    return app


def _offered() -> dict[str, Callable[..., Any]]:
    """Commands by name from the entry points; one that cannot be imported is left out, aloud."""
    offered = {}
    for point in entry_points(group=COMMAND_GROUP):
        try:
            offered[point.name] = point.load()
        except (ImportError, AttributeError) as error:
            complain(f"The command {point.name} cannot be loaded: {error}")
    return offered


def _run(arguments: Sequence[str] | None) -> int:
    """The exit code that typer arrives at."""
    try:
        build_app()(args=arguments, prog_name="tutor")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    return 0


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("study-tutor"))
        raise typer.Exit


def _options(
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Write details to this file.")
    ] = None,
    show_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Print it.")
    ] = False,
) -> None:
    """Answers from your own notes with the passage behind every sentence, practice questions
    whose keys the notes prove, and every wrong answer explained.
    """
    if log:
        try:
            logging.basicConfig(filename=log, level=logging.INFO, encoding="utf-8", force=True)
        except OSError as error:
            raise QuestionError(
                f"{log} cannot be written: {error.strerror}", "Name another file for --log"
            ) from error
