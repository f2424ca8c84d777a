"""A real Chroma server on loopback, one for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chroma_process import chroma_server


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as (url, _):
        yield url
