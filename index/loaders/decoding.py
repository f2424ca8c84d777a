"""From the bytes of a text file to clean text, or to the reason why it has none."""

from __future__ import annotations

import codecs
import re

from index.errors import LoadError, SkippedFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's mark, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a Rich Text document"),
)
_NEWLINES = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Joiners carry meaning in many scripts, so they go only after Latin text and symbols.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]|(?<![\u0300-\U0010ffff])[\u200c\u200d]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SAMPLE_BYTES = 50_000
_TOLERATED_CONTROLS = 0.01  # share of characters; real text with a stray NUL stays far below


def signature_of(data: bytes) -> str | None:
    """Return what the first bytes say the file is, for formats that are no text."""
    return next((name for magic, name in _SIGNATURES if data.startswith(magic)), None)


def decode(data: bytes, max_characters: int) -> tuple[str, list[str]]:
    """Return the text and the notes for the receipt.

    Raises ``LoadError`` for binary content and over-long text, ``SkippedFile`` for no text.
    """
    found = signature_of(data)
    if found:
        raise LoadError(
            f"This file's name says text, but it is {found}",
            "Give it its right suffix, or export it as text, Markdown, PDF or DOCX",
        )
    text, encoding = _decoded(data)
    check_length(text, max_characters)
    controls = len(_CONTROLS.findall(text))
    if controls > 2 and controls > _TOLERATED_CONTROLS * len(text):
        raise _binary()
    notes = [f"decoded from {encoding}"] if encoding else []
    if controls:
        notes.append(f"{controls} control character{'s' if controls > 1 else ''} removed")
    text = clean(text)
    if not text.strip():
        raise SkippedFile("This file is empty", "Write your notes into it, or remove it")
    return text, notes


def clean(text: str) -> str:
    r"""Return the text with ``\n`` line ends and without characters that nobody can see."""
    if _SURROGATES.search(text):  # half characters, as broken JSON and PDF files hold them
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", _INVISIBLE.sub("", _NEWLINES.sub("\n", text)))


def check_length(text: str, max_characters: int) -> None:
    """Raise ``LoadError`` where the text is longer than the learner allows."""
    if len(text) > max_characters:
        raise over_length(max_characters)


def over_length(max_characters: int) -> LoadError:
    """Return the error for a text beyond the limit."""
    return LoadError(
        f"This file holds more than {max_characters:,} characters of text, the limit",
        "Split it into smaller files, or raise TUTOR_MAX_FILE_CHARACTERS",
    )


def _decoded(data: bytes) -> tuple[str, str | None]:
    """Return the text and, where it was not plain UTF-8, the encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), None if encoding == "utf-8" else encoding
            except UnicodeDecodeError as error:
                raise LoadError(
                    f"This file begins as {encoding.upper()}, but breaks at byte {error.start}",
                    "Open it in an editor and save it as UTF-8",
                ) from error
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return _guessed(data, error.start)


def _guessed(data: bytes, first_odd_byte: int) -> tuple[str, str]:
    """Decode what is not UTF-8, judging the encoding by the text around its first odd byte."""
    from charset_normalizer import from_bytes

    begin = data.rfind(b"\n", 0, max(0, first_odd_byte - _SAMPLE_BYTES)) + 1
    end = data.find(b"\n", first_odd_byte + _SAMPLE_BYTES)
    matches = from_bytes(data[begin : end if end > 0 else len(data)])
    best = matches.best()
    if best is None or b"\x00" in data:
        raise _binary()
    for match in matches:
        western = "cp1252" in (match.encoding, *match.could_be_from_charset)
        as_good = match.chaos <= best.chaos and match.coherence >= 0.8 * best.coherence
        # The guesser ranks rare Baltic and Balkan encodings above the common one on a tie.
        if western and as_good:
            return data.decode("cp1252", "replace"), "windows-1252"
    return data.decode(best.encoding, "replace"), best.encoding


def _binary() -> LoadError:
    return LoadError(
        "This file holds binary data, not text",
        "Give it its right suffix, or export it as text, Markdown, PDF or DOCX",
    )
