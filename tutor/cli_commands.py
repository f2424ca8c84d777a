"""The commands of ``tutor``. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tutor import cli_input, cli_listings, cli_output
from tutor.cli import complain, run_batch
from tutor.cli_options import BatchOption as _Batch
from tutor.cli_options import CourseOption as _Course
from tutor.cli_options import JsonOption as _Json
from tutor.cli_options import LlmOption as _Llm
from tutor.cli_options import open_tutor as _open
from tutor.cli_output import print_json

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def _one_of(words: str | None, batch: Path | None, name: str) -> None:
    """Refuse both and neither, as a mistake of usage."""
    if (words is None) == (batch is None):
        raise typer.BadParameter(f"Give either {name} or --batch FILE")


def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders of notes.")
    ] = None,
    course: _Course = None,
    as_json: _Json = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the index anew, reusing nothing.")
    ] = False,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(help="What embeds: this process, or a Ray cluster (RAY_ADDRESS)."),
    ] = "local",
) -> None:
    """Index notes; paths are remembered, so that later runs need none."""
    tutor, name = _open(course)
    with cli_output.progress_bar() as progress:
        report = tutor.ingest(name, paths or (), rebuild=rebuild, engine=engine, progress=progress)
    for what in report.mended:
        complain(f"Mended from your notes: {what}.")
    if as_json:
        print_json(cli_output.report_json(report))
    else:
        typer.echo(cli_output.report_text(report))
    if not report.chunks and report.count("failed"):
        complain("No file could be indexed. See the reason beside each file.")
        raise typer.Exit(1)


def search(
    query: Annotated[
        str | None, typer.Argument(metavar="[QUERY]", help="What to look for.")
    ] = None,
    course: _Course = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="Number of passages.")] = 10,
    as_json: _Json = False,
    batch: _Batch = None,
) -> None:
    """Find the best passages of the notes."""
    _one_of(query, batch, "QUERY")
    tutor, name = _open(course)

    def found(given_id: object, text: str) -> dict[str, Any]:
        return cli_output.found_json(given_id, text, tutor.search(name, text, k))

    if batch:
        run_batch(
            batch, lambda line: found(line.get("id"), cli_input.words_in(line, "query", "question"))
        )
    elif as_json:
        print_json(found(None, query or ""))
    else:
        typer.echo(cli_output.found_text(tutor.search(name, query or "", k)))


def ask(
    question: Annotated[
        str | None, typer.Argument(metavar="[QUESTION]", help="What you want to know.")
    ] = None,
    course: _Course = None,
    llm: _Llm = None,
    as_json: _Json = False,
    batch: _Batch = None,
) -> None:
    """Answer a question from the notes, with the passage behind every sentence."""
    _one_of(question, batch, "QUESTION")
    tutor, name = _open(course, llm)
    if batch:
        run_batch(batch, lambda line: _answered(tutor, name, line))
        return
    answer = tutor.ask(name, question or "")
    if answer.warning:
        complain(answer.warning)
    if as_json:
        print_json(cli_output.answer_json(None, answer))
    else:
        typer.echo(cli_output.answer_text(answer))


def _answered(tutor: StudyTutor, course: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one line of a batch."""
    question = cli_input.words_in(line, "question")
    answer = tutor.ask(course, question, cli_input.turns_in(line))
    if answer.warning:
        complain(f"{line.get('id')}: {answer.warning}")
    return cli_output.answer_json(line.get("id"), answer)


def source(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="A note, as citations name it.")],
    course: _Course = None,
) -> None:
    """Print the extracted text of a note, which every span refers to."""
    tutor, course_name = _open(course)
    typer.echo(tutor.document(course_name, name).text, nl=sys.stdout.isatty())


def quiz(  # noqa: PLR0913, PLR0917  # typer reads the options off the signature
    n: Annotated[int, typer.Option("-n", min=1, max=500, help="Number of questions.")] = 5,
    course: _Course = None,
    topic: Annotated[str, typer.Option(help="What the questions are to be about.")] = "",
    section: Annotated[str, typer.Option(help="A section of the blueprint, such as 3.")] = "",
    objective: Annotated[str, typer.Option(help="An objective, such as 3.05.")] = "",
    kind: Annotated[
        Literal["single", "multiple"] | None, typer.Option(help="One right option, or several.")
    ] = None,
    difficulty: Annotated[
        Literal["easy", "medium", "hard"] | None, typer.Option(help="How hard.")
    ] = None,
    origin: Annotated[
        Literal["bank", "notes", "model", "any"],
        typer.Option("--from", help="Where they come from."),
    ] = "any",
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same quiz.")] = None,
    llm: _Llm = None,
    as_json: _Json = False,
) -> None:
    """Set practice questions whose keys the notes prove."""
    from tutor.quizzing.models import QuizRequest

    tutor, name = _open(course, llm)
    made = tutor.quiz(
        name,
        QuizRequest(
            n=n,
            topic=topic,
            section=section,
            objective=objective,
            kind=kind,
            difficulty=difficulty,
            origin=origin,
            seed=seed,
        ),
    )
    if as_json:
        print_json(cli_output.quiz_json(made))
    else:
        typer.echo(cli_output.quiz_text(made))


def explain(
    file: Annotated[
        Path, typer.Argument(metavar="[FILE|-]", help="One question: pasted text, or JSON.")
    ] = cli_input.STDIN,
    question_id: Annotated[
        str | None, typer.Option("--id", help="A question of the bank, in place of a file.")
    ] = None,
    chosen: Annotated[
        list[str] | None, typer.Option(help="What you chose: a label, or an option's text.")
    ] = None,
    course: _Course = None,
    as_json: _Json = False,
    batch: _Batch = None,
) -> None:
    """Say of every option of a question why it is right or wrong."""
    if question_id and batch:
        raise typer.BadParameter("--id and --batch exclude each other")
    tutor, name = _open(course)
    if batch:
        run_batch(batch, lambda line: _explained(tutor, name, line))
        return
    if question_id:
        asked = cli_input.bank_question(tutor, name, question_id)
    else:
        if file == cli_input.STDIN and sys.stdin.isatty():
            complain("Paste a question with its options, then end the input (Ctrl-D).")
        asked = cli_input.question_in(cli_input.text_of(file), tutor, name)
    if chosen:
        asked = cli_input.with_choice(asked, chosen)
    explanation = tutor.explain(name, *asked)
    if as_json:
        print_json(explanation.to_json())
    else:
        typer.echo(explanation.text)


def _explained(tutor: StudyTutor, course: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """The explanation of one line of a batch."""
    explanation = tutor.explain(course, *cli_input.question_of(line, tutor, course))
    return {**explanation.to_json(), "id": line.get("id")}


def health(
    course: _Course = None,
    file: Annotated[
        Path | None, typer.Option(metavar="QUESTIONS.json", help="A question set of any kind.")
    ] = None,
    origin: Annotated[
        Literal["bank", "notes"],
        typer.Option("--from", help="The bank, or a set made from the notes."),
    ] = "bank",
    as_json: _Json = False,
) -> None:
    """Look for item flaws, and for keys that can be guessed blind."""
    from tutor.quizzing.health import health_of
    from tutor.quizzing.models import QuizRequest
    from tutor.quizzing.question_sets import read_question_set

    tutor, name = _open(course)
    rejected: dict[str, int] = {}
    if file:
        questions = read_question_set(cli_input.text_of(file))
    elif origin == "bank":
        questions = tutor.bank(name)
    else:
        made = tutor.quiz(name, QuizRequest(n=100, origin=origin, seed=0))
        questions, rejected = list(made.questions), made.rejected
    found = health_of(questions, None if file else tutor.note_texts(name))
    if as_json:
        print_json({**found.to_json(), "rejected": rejected})
    else:
        typer.echo(found.text + cli_output.rejected_text(rejected))


def courses(
    course: Annotated[str | None, typer.Argument(metavar="[ID]", help="List its notes.")] = None,
    as_json: _Json = False,
) -> None:
    """List the courses, or the notes of one."""
    tutor, name = _open(course)
    if course:
        tutor.course(name)
        rows = cli_listings.notes_json(tutor.indexed_files(name))
        if as_json:
            print_json({"course": name, "notes": rows})
        else:
            typer.echo(cli_listings.notes_text(rows))
        return
    listed = [cli_listings.course_json(tutor, each) for each in tutor.shelf.ids()]
    if as_json:
        print_json({"courses": listed})
    else:
        typer.echo(cli_listings.courses_text(listed))


def config(as_json: _Json = False) -> None:
    """List every setting with its value; each is an environment variable."""
    from tutor.errors import SettingsError
    from tutor.settings import Settings, load_settings

    broken: SettingsError | None = None
    try:
        settings = load_settings()
    except SettingsError as error:  # its advice is this very list: show it, with the defaults
        settings, broken = Settings.model_construct(), error
    rows = cli_listings.settings_json(settings)
    if as_json:
        print_json({"settings": rows})
    else:
        typer.echo(cli_listings.settings_text(rows))
    if broken:
        raise broken


def app(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="0 takes any.")] = None,
    llm: _Llm = None,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Let agents ask and practise, by MCP at /gradio_api/mcp.")
    ] = False,
) -> None:
    """Open the tutor in the browser."""
    from tutor.settings import load_settings
    from tutor.study_tutor import StudyTutor
    from tutor.ui.app import launch

    settings = load_settings(host=host, port=port, llm=llm)
    launch(StudyTutor(settings), settings, mcp=mcp)
