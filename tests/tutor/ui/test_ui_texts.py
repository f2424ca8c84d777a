"""The app's texts: each language has the same, and the code asks for none that is missing."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from corpus.questions import Difficulty, Kind
from index.home import Phase
from index.ingest import Status
from tutor.exporting.models import Format
from tutor.learning.coverage import NotesCover
from tutor.learning.events import Confidence, Grade
from tutor.learning.exam_review import ReviewFilter
from tutor.ui import keyboard, texts
from tutor.ui.startup import StageName

UI = Path(texts.__file__).parent.parent
TREES = {path.name: ast.parse(path.read_text("utf-8")) for path in sorted(UI.rglob("*.py"))}
ENGLISH = {name: text for file in texts.by_file("en").values() for name, text in file.items()}


def placeholders(text: str) -> list[tuple[str, str | None]]:
    return sorted((name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_name_stands_twice(language: str) -> None:
    names = Counter(name for file in texts.by_file(language).values() for name in file)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("language", texts.LANGUAGES[1:])
def test_every_language_has_the_same_names_and_placeholders(language: str) -> None:
    english, other = texts.by_file("en"), texts.by_file(language)
    assert {file: set(named) for file, named in other.items()} == {
        file: set(named) for file, named in english.items()
    }
    assert {name: placeholders(text) for file in other.values() for name, text in file.items()} == {
        name: placeholders(text) for name, text in ENGLISH.items()
    }


def test_no_text_was_left_in_english() -> None:
    """But for names, abbreviations and paths."""
    same = {"TITLE", "STAGE_ready", "FOLDER_PLACEHOLDER", "EXPORT_TUTOR", "EXPORT_json"}
    japanese = {name: text for file in texts.by_file("ja").values() for name, text in file.items()}
    assert {name for name, text in japanese.items() if text == ENGLISH[name]} <= same
    latin = {name for name, text in japanese.items() if text and text.isascii()}
    assert latin <= same | {"HEALTH_BLIND_FIGURES"}


def asked_for() -> Iterator[tuple[str, str, str]]:
    """Every text that the code names: file, how (attribute, of, counted), name or its prefix."""
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_texts(node.value):
                if node.attr[:1].isupper() and node.attr not in vars(texts):
                    yield file, "attribute", node.attr
            elif isinstance(node, ast.Call) and _calls(node, "not_yet"):
                name = f"NOT_YET_{_beginning(node.args[0])}"
                yield from ((file, "attribute", name), (file, "attribute", f"{name}_todo"))
            elif isinstance(node, ast.Call) and (how := _reading(node.func)):
                yield file, how, _beginning(node.args[0])


def _reading(function: ast.expr) -> str:
    """``of`` or ``counted`` where a function reads a text of a group; else nothing."""
    if isinstance(function, ast.Attribute) and _is_texts(function.value):
        return function.attr if function.attr in ("of", "counted") else ""
    return "of" if isinstance(function, ast.Name) and function.id == "named" else ""


def _calls(node: ast.Call, name: str) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == name


def _is_texts(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "texts"


def _beginning(group: ast.expr) -> str:
    """What a group's name begins with, whatever is filled in behind."""
    if isinstance(group, ast.JoinedStr):
        group = group.values[0]
    return str(group.value) if isinstance(group, ast.Constant) else ""


def test_every_text_that_the_code_names_exists() -> None:
    missing = []
    for file, how, name in asked_for():
        there = True
        if how == "attribute":
            there = name in ENGLISH
        elif how == "counted":
            there = {f"{name}_one", f"{name}_many"} <= ENGLISH.keys()
        elif name:  # a group handed on is named elsewhere
            there = any(known.startswith(f"{name.rstrip('_')}_") for known in ENGLISH)
        if not there:
            missing.append(f"{file}: {name}")
    assert missing == []


def test_every_text_is_used() -> None:
    attributes = {name for _, how, name in asked_for() if how == "attribute"}
    source = "\n".join(path.read_text("utf-8") for path in UI.rglob("*.py"))
    groups = {name.rpartition("_")[0] for name in ENGLISH} - {""}
    named = {group for group in groups if f'"{group}"' in source or f'"{group}_' in source}
    idle = [
        name
        for name in ENGLISH
        if name not in attributes
        and not any(name.startswith(f"{group}_") for group in named)
        and f'"{name}"' not in source
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("CONFIDENCE", Confidence),
        ("DIFFICULTY", Difficulty),
        ("EXPORT", Format),
        ("GRADE", Grade),
        ("KIND", Kind),
        ("PHASE", Phase),
        ("PROGRESS_NOTES", NotesCover),
        ("REVIEW_FILTER", ReviewFilter),
        ("STAGE", StageName),
        ("STATUS", Status),
    ],
)
def test_every_member_of_a_group_has_a_text(group: str, members: object) -> None:
    for member in get_args(members):
        assert f"{group}_{member}" in ENGLISH


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "en"),
        ("*", "en"),
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7", "ja"),  # Chrome in Japan
        ("ja,en-US;q=0.7,en;q=0.3", "ja"),  # Firefox in Japan
        ("ja-jp", "ja"),  # Safari in Japan
        ("en-GB,en-US;q=0.9,en;q=0.8,ja;q=0.7", "en"),
        ("de-DE,de;q=0.9,ja;q=0.8,en;q=0.7", "ja"),
        ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "en"),
        ("ko-KR,ko;q=0.9", "en"),
        ("en;q=broken, ja;q=0.1", "ja"),
        ("en; q=0.2, ja; q=0.6", "ja"),
        ("ja;q=0, en", "en"),
        ("ja;q=0", "en"),
    ],
)
def test_the_best_language_of_what_a_browser_accepts(accepted: str, spoken: str) -> None:
    assert texts.best_language(accepted) == spoken


def test_a_text_is_said_in_the_language_spoken() -> None:
    with texts.speaking("ja"):
        assert texts.TAB_HOME == "ホーム"
        assert texts.counted("HOME_DAYS", 3) == "あと3日"
    assert texts.TAB_HOME == "Home"


def test_a_text_that_is_missing_says_so() -> None:
    with pytest.raises(AttributeError, match="NO_SUCH_TEXT"):
        _ = texts.NO_SUCH_TEXT


def test_what_gradio_says_in_english_only_has_words_of_ours() -> None:
    def words(language: str) -> dict[str, str]:
        with texts.speaking(language):
            listed = re.search(r'data-words="([^"]*)"', keyboard.keys_html())
        assert listed
        found: dict[str, str] = json.loads(unescape(listed[1]))
        return found

    english, japanese = words("en"), words("ja")
    assert english.keys() == japanese.keys() >= {"Warning", "Error", "Info", "Close"}
    assert not [told for told in japanese.values() if told.isascii()]
    begin_alike = [a for a in english for b in english if a != b and b.startswith(a)]
    assert begin_alike == [], "a message is named by what its name begins with"
