"""Embedding under Ray in local mode: the vectors, and so the index, are those of one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import EmbeddingError
from index.records import Records
from index.store_contract import CHUNKS, SENTENCES
from index.vector_store import EmbeddedStores
from index.versions import Manifest, Versions, read_manifest

COURSE = "glazes"


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough sentences that copies of the model are worth their start."""
    folder = tmp_path_factory.mktemp("notes")
    for part in range(3):
        lines = [f"Glaze {part}.{n} melts at {900 + 3 * n} degrees.\n" for n in range(100)]
        (folder / f"{part}.md").write_text(f"# Part {part}\n\n" + "\n".join(lines), "utf-8")
    return folder


def ingested(notes: Path, data: Path, engine: str) -> tuple[dict[str, Any], Path]:
    """What the command says, and the folder of the version it made."""
    command = [Path(sys.executable).with_name("tutor"), "ingest", notes, "--course", COURSE]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TUTOR_", "RAY_"))}
    environment["PYTHONHASHSEED"] = "0"  # bm25s numbers words in the order of a set
    ran = subprocess.run(
        [*command, "--engine", engine, "--json"], env=environment | {"TUTOR_DATA_DIR": str(data)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    version = Versions(data / "index", COURSE).current()
    assert version
    return json.loads(ran.stdout), version


def but_the_seal(manifest: Manifest) -> dict[str, Any]:
    """A store's seal is of its own; what a bf16 machine adds up in another order differs too."""
    return manifest.model_dump(exclude={"vectors"})


@pytest.mark.skipif(find_spec("ray") is None, reason="needs the extra ray")
@pytest.mark.timeout(900)
def test_ray_makes_the_same_index(notes: Path, tmp_path: Path) -> None:
    here, local = ingested(notes, tmp_path / "local", "local")
    there, parallel = ingested(notes, tmp_path / "ray", "ray")
    assert there["embedded"] == here["embedded"] >= 300
    assert but_the_seal(read_manifest(parallel)) == but_the_seal(read_manifest(local))
    chunks = Records.read(local).chunks
    assert Records.read(parallel).chunks == chunks
    stores = [EmbeddedStores().open(version) for version in (local, parallel)]
    for name, ids in (
        (CHUNKS, [c.chunk_id for c in chunks]),
        (SENTENCES, [s.sentence_id for c in chunks for s in c.sentences]),
    ):
        one, other = (store.vectors(name, ids) for store in stores)
        assert one.keys() == other.keys() == {*ids}
        assert min(float(np.dot(one[i], other[i])) for i in ids) >= 0.999


def test_without_ray_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.parallel_embedding import RayEmbedder

    monkeypatch.setitem(sys.modules, "ray", None)  # how Python marks what cannot be imported
    with pytest.raises(EmbeddingError) as caught:
        RayEmbedder("any")
    assert "pip install 'study-tutor[ray]'" in caught.value.todo
