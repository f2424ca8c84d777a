"""Text in any encoding comes out as clean text, and the receipt says what was done."""

from __future__ import annotations

from pathlib import Path

import pytest
from loader_files import load

from index.loaders.decoding import clean

FRENCH = "La régression linéaire est très simple à entraîner. Où ça ? Là.\n"
GERMAN = "Größere Lernraten führen zu Überschwingen.\n"
ENGLISH = "The naïve Bayes classifier assumes independent features.\n"


@pytest.mark.parametrize("text", [FRENCH, GERMAN, ENGLISH, "“Loss” – it’s falling.\n"])
@pytest.mark.parametrize("repeat", [1, 30])
def test_windows_1252_is_guessed_and_noted(tmp_path: Path, text: str, repeat: int) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes((text * repeat).encode("cp1252"))
    document = load(path)
    assert document.text == text * repeat
    assert document.notes == ("decoded from windows-1252",)


def test_odd_bytes_far_into_a_long_file_decide_its_encoding(tmp_path: Path) -> None:
    text = "Plain words only.\n" * 20_000 + FRENCH
    path = tmp_path / "notes.md"
    path.write_bytes(text.encode("latin-1"))
    assert load(path).text.endswith(FRENCH)


def test_japanese_and_russian_encodings(tmp_path: Path) -> None:
    for name, text, encoding in [
        ("ja", "これは機械学習の試験のためのノートです。\n" * 5, "cp932"),
        ("ru", "Переобучение модели и дисперсия на отложенной выборке.\n" * 5, "cp1251"),
    ]:
        path = tmp_path / f"{name}.txt"
        path.write_bytes(text.encode(encoding))
        document = load(path)
        assert document.text == text
        assert document.notes == (f"decoded from {encoding}",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_are_obeyed_and_removed(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(FRENCH.encode(encoding))
    document = load(path)
    assert document.text == FRENCH
    assert document.notes == (() if encoding == "utf-8-sig" else (f"decoded from {encoding}",))


def test_html_is_decoded_by_its_own_declaration(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = f'<html><head><meta charset="iso-8859-2"></head><p>{"Źródło: książka, błąd."}</p></html>'
    path.write_bytes(page.encode("iso-8859-2"))
    document = load(path)
    assert document.text == "Źródło: książka, błąd."
    assert document.notes == ("decoded from iso-8859-2",)


def test_a_stray_nul_is_removed_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"Bagging reduces\x00 variance.\n")
    document = load(path)
    assert document.text == "Bagging reduces variance.\n"
    assert document.notes == ("1 control character removed",)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("a\r\nb\rc\x0bd\x0ce\u2028f", "a\nb\nc\nd\ne\nf"),
        ("\ufeffzero\u200bwidth\u2060 soft\u00adhyphen", "zerowidth softhyphen"),
        ("Latin\u200c \u200djoiners", "Latin joiners"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("pair \ud83d\ude00 half \ud83d.", "pair 😀 half \ufffd."),
    ],
)
def test_clean(raw: str, seen: str) -> None:
    assert clean(raw) == seen
