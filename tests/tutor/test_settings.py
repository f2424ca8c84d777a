"""Settings: what wins, what is refused, what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.errors import SettingsError
from tutor.settings import PREFIX, Settings, load_settings


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)  # a .env file is looked for here


def test_a_variable_wins_over_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_LLM_TIMEOUT", "2.5")
    assert load_settings().llm_timeout == 2.5


def test_an_option_wins_over_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_LLM", "ollama:llama3.2")
    assert load_settings(llm="none").llm == "none"
    assert load_settings(llm=None).llm == "ollama:llama3.2"


def test_a_variable_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TUTOR_PORT=1234\nTUTOR_HOST=localhost\n", "utf-8")
    monkeypatch.setenv("TUTOR_PORT", "4321")
    settings = load_settings()
    assert (settings.port, settings.host) == (4321, "localhost")


def test_an_unknown_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_CHROMA_ULR", "http://127.0.0.1:8000")
    with pytest.raises(SettingsError, match="TUTOR_CHROMA_ULR is not a setting"):
        load_settings()


def test_an_unknown_name_in_the_env_file_is_refused() -> None:
    Path(".env").write_text("TUTOR_LLLM=none\n", "utf-8")
    with pytest.raises(SettingsError, match="LLLM"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TUTOR_PORT", "70000"),
        ("TUTOR_PORT", "many"),
        ("TUTOR_LLM_TIMEOUT", "0"),
        ("TUTOR_MAX_FILE_MB", "-1"),
    ],
)
def test_a_value_that_does_not_fit_names_its_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_a_key_is_shown_by_neither_the_settings_nor_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TUTOR_LLM_API_KEY", "sk-very-secret")
    assert "very-secret" not in repr(load_settings())
    monkeypatch.setenv("TUTOR_PORT", "sk-very-secret")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "very-secret" not in str(caught.value)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


def test_every_setting_says_what_it_is() -> None:
    assert [n for n, f in Settings.model_fields.items() if not f.description] == []
