"""Fonts for paper: which file of this machine draws which character.

reportlab brings only Bitstream Vera, which knows neither Greek nor arrows nor Chinese. So the
machine's own TrueType fonts are looked through, and a text that none of them can draw is refused:
a box in place of a character would be worse than no PDF.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from tutor.errors import ExportError

_BODY = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),  # macOS
    ("arial.ttf", "arialbd.ttf"),  # Windows
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),  # comes with reportlab
)
_MONO = (
    *("DejaVuSansMono.ttf", "NotoSansMono-Regular.ttf", "Menlo.ttc", "consola.ttf"),
    *("LiberationMono-Regular.ttf", "Courier New.ttf", "cour.ttf"),
)
# Tried first for what the body font lacks; any other file after them.
_WIDE = (
    *("Arial Unicode.ttf", "DroidSansFallbackFull.ttf", "wqy-zenhei.ttc", "wqy-microhei.ttc"),
    *("msyh.ttc", "simsun.ttc", "msgothic.ttc", "YuGothR.ttc", "malgun.ttf", "seguisym.ttf"),
    *("STHeiti Light.ttc", "AppleGothic.ttf", "Apple Symbols.ttf", "DejaVuSans.ttf"),
)
_MOST_FILES = 2_000  # looked through for a rare character
# Scripts whose letters change shape or order beside each other, which reportlab does not do.
_SHAPED = ((0x0590, 0x08FF), (0x0900, 0x0EFF), (0x0F00, 0x109F), (0x1780, 0x18AF), (0xFB1D, 0xFDFF))


class NoFont(ExportError):
    """Characters that no font of this machine draws in a PDF."""


class Fonts:
    """The fonts that a text needs: ``body``, ``bold`` and ``mono`` are names for reportlab.

    Raises:
        NoFont: some character cannot be drawn.
    """

    def __init__(self, text: str, folders: tuple[Path, ...] | None = None) -> None:
        files = _files(font_folders() if folders is None else folders)
        wanted = {ord(c) for c in text if not _is_blank(c)}
        self.body, self.bold = _first_pair(files)
        self.mono = next((n for f in _MONO if (n := _name(files.get(f.lower())))), self.body)
        missing = wanted - _covered(self.body)
        self._others = _others(missing, files) if missing else []
        left = missing.difference(*(_covered(name) for name in self._others))
        left |= {c for c in wanted if any(low <= c <= high for low, high in _SHAPED)}
        if left:
            shown = " ".join(chr(c) for c in sorted(left)[:8])
            raise NoFont(
                f"No font here draws {shown} in a PDF", "Print the HTML from the browser instead"
            )

    def runs(self, text: str, font: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the name of the font that draws it."""
        piece, name = "", font
        for character in text:
            wanted = self._font_of(character, font, name)
            if wanted != name and piece:
                yield piece, name
                piece = ""
            piece, name = piece + character, wanted
        if piece:
            yield piece, name

    def _font_of(self, character: str, font: str, running: str) -> str:
        if _is_blank(character):
            return running
        code = ord(character)
        fitting = (n for n in (font, self.body, *self._others) if code in _covered(n))
        return next(fitting, font)


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts, and reportlab its own."""
    home = Path.home()
    if sys.platform == "win32":
        named = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        named.append(home / "AppData/Local/Microsoft/Windows/Fonts")
    elif sys.platform == "darwin":
        named = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        named = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
        named += [home / ".local/share/fonts", home / ".fonts"]
    return (*named, own_folder())


def own_folder() -> Path:
    """The fonts that reportlab brings."""
    return next(Path(p) for p in rl_config.TTFSearchPath if Path(p, "Vera.ttf").is_file())


def _files(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Font files by name in lower case; the first of a name counts."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.tt[fc]")) if folder.is_dir() else ():
            found.setdefault(path.name.lower(), path)
    return found


def _first_pair(files: dict[str, Path]) -> tuple[str, str]:
    pairs = ((_name(files.get(r.lower())), _name(files.get(b.lower()))) for r, b in _BODY)
    own = own_folder()
    default = (_name(own / "Vera.ttf") or "Helvetica", _name(own / "VeraBd.ttf") or "Helvetica")
    return next(((r, b) for r, b in pairs if r and b), default)


def _others(missing: set[int], files: dict[str, Path]) -> list[str]:
    """Names of further fonts that together cover ``missing``, as far as it can be covered."""
    names: list[str] = []
    preferred = [files[f.lower()] for f in _WIDE if f.lower() in files]
    for path in dict.fromkeys([*preferred, *list(files.values())[:_MOST_FILES]]):
        if not missing:
            break
        name = _name(path)
        if name and missing & _covered(name):
            names.append(name)
            missing = missing - _covered(name)
    return names


@lru_cache(maxsize=4_096)
def _name(path: Path | None) -> str | None:
    """Register a font file with reportlab; None where it cannot embed it."""
    if path is None:
        return None
    name = f"{path.stem}-{abs(hash(path)):x}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    except (TTFError, OSError, ValueError, KeyError, IndexError):
        return None  # outlines of another kind, an embedding ban, or a broken file
    return name


@lru_cache(maxsize=4_096)
def _covered(name: str) -> frozenset[int]:
    face: Any = pdfmetrics.getFont(name).face
    return frozenset(face.charToGlyph)


def _is_blank(character: str) -> bool:
    """Spaces, line ends and marks that draw nothing."""
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc")
