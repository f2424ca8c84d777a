"""The README's settings table says what the code says."""

from __future__ import annotations

from pathlib import Path

from tutor.settings import PREFIX, Settings

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_settings_table_is_current() -> None:
    rows = {
        line.split("|")[1].strip(" `"): line
        for line in README.splitlines()
        if line.startswith("| `TUTOR_")
    }
    rows = {name: line for name, line in rows.items() if name.startswith(PREFIX)}
    assert set(rows) == {PREFIX + name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert field.description
        assert field.description in rows[PREFIX + name.upper()]


def test_named_files_exist() -> None:
    for name in ("docs/authoring.md", "docs/decisions", "CHANGELOG.md", "LICENSE"):
        assert (Path(__file__).parent.parent / name).exists()
        assert name in README
