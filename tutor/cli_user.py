"""``tutor user``: who may log in to the app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tutor.cli_options import JsonOption
from tutor.cli_output import print_json

if TYPE_CHECKING:
    from tutor.users import UserFile

_Name = Annotated[str, typer.Argument(metavar="NAME", help="The login, and the learner's id.")]


def add(
    name: _Name,
    replace: Annotated[
        bool, typer.Option("--replace", help="Give a user who is there a new password.")
    ] = False,
) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    users = _users()
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    users.add(name, password, replace=replace)
    typer.echo(f"{name} can log in.")


def listed(as_json: JsonOption = False) -> None:
    """List the users."""
    names = _users().names()
    if as_json:
        print_json({"users": names})
    else:
        typer.echo("\n".join(names) or "There are no users; add one with `tutor user add NAME`.")


def remove(name: _Name) -> None:
    """Take a user out. Pages that are open stay so until the app is restarted."""
    _users().remove(name)
    typer.echo(f"{name} can no longer log in. Restart the app to close pages that are open.")


def add_to(app: typer.Typer) -> None:
    """Offer the commands."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Add, list or remove who may log in."
    )
    for name, command in (("add", add), ("list", listed), ("remove", remove)):
        group.command(name)(command)
    app.add_typer(group, name="user")


def _users() -> UserFile:
    """The users of the settings.

    Raises:
        SettingsError: the settings name no file.
    """
    from tutor.errors import SettingsError
    from tutor.settings import load_settings
    from tutor.users import UserFile

    path = load_settings().auth_file
    if path is None:
        raise SettingsError(
            "There is no file to keep users in", "Set TUTOR_AUTH_FILE to where it shall be"
        )
    return UserFile(path)
