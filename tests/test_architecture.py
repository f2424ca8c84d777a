"""The rules of the house, read off the source: rooms, importers, sizes, names, exceptions."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "tutor", "eval")
FILES = sorted(path for room in ROOMS for path in (HOUSE / room).rglob("*.py"))
MOST_LINES = 300
MOST_FUNCTION_LINES = 40

# A library that could be swapped has one importer: a file, or the files of a folder ("…/").
IMPORTERS = {
    "chromadb": ("index/vector_store.py",),
    "sentence_transformers": ("index/embedding.py", "index/entailment.py"),
    "ray": ("index/parallel_embedding.py",),
    "torch": (
        "index/embedding.py",
        "eval/fit_settle.py",
        "eval/benchmark/",
    ),  # the latter two by hand
    "transformers": ("index/embedding.py", "index/entailment.py"),
    "pypdf": ("index/loaders/pdf",),
    "bm25s": ("index/lexical.py",),
    "filelock": ("index/disk.py", "tutor/users.py"),
    "gradio": ("tutor/ui/",),
    "langchain.chat_models": ("tutor/chat_model.py",),
    "langchain_openai": ("tutor/chat_model.py",),
    "langchain_anthropic": ("tutor/chat_model.py",),
    "langchain_ollama": ("tutor/chat_model.py",),
    "langchain_google_genai": ("tutor/chat_model.py",),
    "langchain_mistralai": ("tutor/chat_model.py",),
    "langchain_groq": ("tutor/chat_model.py",),
    "langchain_huggingface": ("tutor/chat_model.py", "eval/benchmark/plain_stack.py"),
    "langchain_chroma": ("eval/benchmark/plain_stack.py",),
    "matplotlib": ("eval/benchmark/picture.py",),
    "openai": ("tutor/chat_model.py",),
    "fsrs": ("tutor/learning/memory.py",),
    "sqlalchemy": ("tutor/learning/store", "tutor/learning/migrations/"),
    "alembic": ("tutor/learning/store_engine.py", "tutor/learning/migrations/"),
    "argon2": ("tutor/users.py",),
    "genanki": ("tutor/exporting/anki.py",),
    "reportlab": ("tutor/exporting/pdf", "corpus/databricks_ml_associate/handouts/build.py"),
}
MAY_CATCH_ALL = ("tutor/cli.py", "tutor/ui/")
NAMES_OF_NOTHING = {"utils", "util", "helper", "helpers", "common", "manager", "engine", "misc"}


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    """Every imported name in full, also those inside functions and behind TYPE_CHECKING."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute, so that this test can read them"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_of(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return {name_of(path): tree_of(path) for path in FILES}


def test_rooms_import_only_rooms_to_their_left(trees: dict[str, ast.Module]) -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, tree in trees.items()
        for imported in imports(tree)
        if any(is_of(imported, room) for room in ROOMS[ROOMS.index(name.partition("/")[0]) + 1 :])
    ]
    assert wrong == []


def test_nothing_in_the_house_imports_its_tests(trees: dict[str, ast.Module]) -> None:
    wrong = [n for n, tree in trees.items() for i in imports(tree) if is_of(i, "tests")]
    assert wrong == []


@pytest.mark.parametrize("library", IMPORTERS)
def test_a_library_that_could_be_swapped_has_one_importer(
    library: str, trees: dict[str, ast.Module]
) -> None:
    wrong = [
        f"{name} imports {imported}"
        for name, tree in trees.items()
        for imported in imports(tree)
        if is_of(imported, library) and not name.startswith(IMPORTERS[library])
    ]
    assert wrong == []


def test_the_importers_that_the_rules_name_are_there(trees: dict[str, ast.Module]) -> None:
    """A rule about a file that was renamed would forbid nothing."""
    for library in ("chromadb", "sentence_transformers", "torch", "pypdf", "bm25s"):
        users = [n for n, tree in trees.items() if any(is_of(i, library) for i in imports(tree))]
        assert users, f"nothing imports {library}"


def test_files_are_short() -> None:
    files = [*FILES, *(HOUSE / "tests").rglob("*.py")]
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_functions_are_short(trees: dict[str, ast.Module]) -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": lines
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := lines_of(node)) > MOST_FUNCTION_LINES
    }
    assert long == {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, the docstring not counted."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        assert docstring.end_lineno is not None
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def test_only_the_borders_catch_every_exception(trees: dict[str, ast.Module]) -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in trees.items()
        if not name.startswith(MAY_CATCH_ALL)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and catches_all(node)
    ]
    assert wrong == []


def catches_all(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(c, ast.Name) and c.id in ("Exception", "BaseException") for c in caught)


def test_modules_are_named_after_what_they_do() -> None:
    parts = {name_of(path): set(path.with_suffix("").parts) for path in FILES}
    assert [name for name, words in parts.items() if words & NAMES_OF_NOTHING] == []


def test_every_module_says_what_it_is_for(trees: dict[str, ast.Module]) -> None:
    assert [name for name, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_help_is_shown_without_heavy_libraries() -> None:
    """Start-up time is a budget: none of these takes less than a second to import."""
    code = (
        "import sys\n"
        "from tutor.cli import main\n"
        "sys.argv = ['tutor', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as done:\n"
        "    assert not done.code, done.code\n"
        "print('LOADED', sorted({'torch', 'chromadb', 'gradio', 'sqlalchemy'} & sys.modules.keys()))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "LOADED []"
    assert "ingest" in ran.stdout
