"""About two hundred files of the kinds that real notes folders hold and loaders stumble over.

``make(folder)`` writes them. None is a file of notes as one would wish, many hold good text: what
a loader owes each is its text or an error that says what to do, within its limits.
"""

from __future__ import annotations

import codecs
import io
import json
import random
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MEGABYTE = 2**20
PROSE = (
    "The kiln is fired twice. A glaze that is fired once stays porous, and water gets through it. "
    "Clay with more than 3 % of water in it cracks, so it dries for a week."
)
CJK = "陶土在烧制前必须完全干燥。釉料在一千二百度时熔化。\n\n陶芸では粘土を一週間乾かす。"
RTL = "الطين يجب أن يجف أسبوعا قبل الحرق. יש לייבש את החימר במשך שבוע לפני השריפה."
_TEXTS = (".md", ".txt", ".html")


def make(folder: Path) -> int:
    """Write all files into a folder; returns their number."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for count, (name, content) in enumerate(files(), 1):  # noqa: B007
        (folder / name).write_bytes(content)
    return count


def files() -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    yield from _encodings()
    yield from _odd_characters()
    yield from _shapes()
    yield from _markdown()
    yield from _pages()
    yield from _notebooks()
    yield from _archives()
    yield from _pdfs()
    yield from _mislabelled()
    yield from _noise()


def _encodings() -> Iterator[tuple[str, bytes]]:
    for suffix in _TEXTS:
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "shift_jis",
                         "gb18030", "euc-kr", "iso8859-8", "mac-roman"):  # fmt: skip
            text = {"shift_jis": CJK.split("\n\n")[1], "gb18030": CJK, "cp1251": "Глина сохнет неделю. " * 9,
                    "euc-kr": "점토는 일주일 동안 말립니다. " * 9, "iso8859-8": "החימר מתייבש שבוע. " * 9}  # fmt: skip
            words = text.get(encoding, "Un café déjà brûlé coûte 3 €, naïve. " * 9)
            yield f"encoded-{encoding}{suffix}", words.encode(encoding, "replace")
        yield f"two-marks{suffix}", codecs.BOM_UTF8 * 2 + PROSE.encode()
        yield f"mark-in-the-middle{suffix}", PROSE.encode() + codecs.BOM_UTF8 + PROSE.encode()
        yield f"half-utf-16{suffix}", codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le")[:-1]
        yield f"cut-in-a-character{suffix}", (PROSE + CJK).encode()[:-2]
        yield f"surrogates{suffix}", PROSE.encode() + "\ud83d".encode("utf-8", "surrogatepass")


def _odd_characters() -> Iterator[tuple[str, bytes]]:
    odd = {
        "nul-bytes": PROSE.replace(" ", "\0 ", 3),
        "only-nul-bytes": "\0" * 5000,
        "rtl": RTL * 5,
        "cjk": CJK * 5,
        "rtl-override": "Safe \u202egpj.exe\u202c name. " * 20,
        "isolates": "\u2067" * 2000 + PROSE + "\u2069" * 2000,
        "zero-width": "\u200b".join(PROSE),
        "combining": "Z" + "\u0301" * 20_000 + "algo. " + PROSE,
        "emoji-families": "👩‍👩‍👧‍👦🏳️‍🌈" * 500 + PROSE,
        "full-width": "Ｔｈｅ ｋｉｌｎ ｉｓ ｆｉｒｅｄ ｔｗｉｃｅ． " * 20,
        "tags": "".join(chr(0xE0000 + n) for n in range(128)) + PROSE,
        "private-use": "\ue000\uf8ff" * 900 + PROSE,
        "line-separators": PROSE.replace(". ", ".\u2028") + "\u2029\x85\x0b\x0c" + PROSE,
        "escape-codes": "\x1b[31mred\x1b[0m " + PROSE,
        "bell": "\a\b" + PROSE,
        "non-breaking": PROSE.replace(" ", "\u00a0"),
        "thai": "ดินเหนียวต้องแห้งสนิทก่อนเผา" * 30,
        "mathematical": "𝕋𝕙𝕖 𝕜𝕚𝕝𝕟 𝕚𝕤 𝕗𝕚𝕣𝕖𝕕 𝕥𝕨𝕚𝕔𝕖. " * 20,
    }
    for name, text in odd.items():
        for suffix in (".md", ".txt"):
            yield f"{name}{suffix}", text.encode()


def _shapes() -> Iterator[tuple[str, bytes]]:
    yield "one-line-of-5-mb.txt", (PROSE.encode() + b" ") * (5 * MEGABYTE // (len(PROSE) + 1))
    yield "one-line-of-5-mb.md", (PROSE.encode() + b" ") * (5 * MEGABYTE // (len(PROSE) + 1))
    yield "one-word-of-5-mb.txt", b"a" * 5 * MEGABYTE
    yield "one-word-of-5-mb.md", b"a" * 5 * MEGABYTE
    yield "blank-lines.txt", b"\n" * MEGABYTE + PROSE.encode()
    yield "spaces.md", b" " * MEGABYTE + PROSE.encode()
    yield "carriage-returns.txt", PROSE.replace(". ", ".\r").encode()
    yield "mixed-line-ends.md", b"# A\r\n\r\nOne.\r\rTwo.\n\rThree.\n" + PROSE.encode()
    yield "no-line-end.md", b"# Title"
    yield "only-punctuation.txt", b"... --- *** ___ ,,, !!! ???\n" * 900
    yield "only-digits.txt", b"3.14159 2.71828\n" * 9000
    yield "tabs.txt", b"\t" * 50_000 + PROSE.encode()
    yield "log.txt", b"2024-01-01 00:00:00 INFO worker-3 done in 12 ms\n" * 20_000
    yield "csv-in-disguise.txt", b"a;b;c;1;2;3\n" * 20_000
    yield "base64.txt", (b"QUJD" * 19 + b"\n") * 9000


def _markdown() -> Iterator[tuple[str, bytes]]:
    deep = 5000
    shapes = {
        "quotes": ">" * deep + " deep",
        "lists": "\n".join("  " * n + "- item" for n in range(400)),
        "brackets": "[" * 20_000 + "x" + "]" * 20_000,
        "links": "[a](" * 10_000,
        "emphasis": "*a **a " * 10_000,
        "backticks": "".join("`" * n + " " for n in range(500)),
        "fence-open": "```python\n" + "x = 1\n" * 2000,
        "headings": "\n".join("#" * (n % 9) + f" Heading {n}" for n in range(3000)),
        "same-headings": "# Same\n\ntext\n\n" * 2000,
        "table-wide": "|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n|" + "b|" * 3000,
        "table-broken": "| a | b |\n|---\n| 1 | 2 | 3 | 4 |\n" * 200,
        "front-matter": "---\ntitle: [unclosed\n: : :\n---\n" + PROSE,
        "html-blocks": "<div>\n" * 2000 + PROSE,
        "entities": "&lt;" * 20_000 + "&#x110000; &#0; &bogus;" + PROSE,
        "script": "<script>alert(1)</script>\n\n[x](javascript:alert(1)) " + PROSE,
        "data-image": "![x](data:image/png;base64," + "A" * MEGABYTE + ")\n\n" + PROSE,
        "reference-loop": "[a]: b\n[b]: a\n[a][b] [b][a]\n" * 2000,
        "heading-of-one-megabyte": "# " + "word " * (MEGABYTE // 5),
        "setext": "Title\n" + "=" * 100_000 + "\n" + PROSE,
    }
    for name, text in shapes.items():
        yield f"markdown-{name}.md", text.encode()


def _pages() -> Iterator[tuple[str, bytes]]:
    deep = 20_000
    shapes = {
        "deep-divs": "<div>" * deep + PROSE + "</div>" * deep,
        "deep-unclosed": "<b><i><p>" * deep + PROSE,
        "deep-lists": "<ul><li>" * 3000 + PROSE,
        "deep-tables": "<table><tr><td>" * 300 + PROSE,
        "script-only": "<script>var x = '" + "A" * MEGABYTE + "'</script>",
        "svg": f"<svg onload=alert(1)><text>{PROSE}</text></svg><p>{PROSE}</p>",
        "comment-open": "<!-- " + PROSE * 100,
        "comments": "<!-- x -->" * 20_000 + PROSE,
        "angle-brackets": "<" * 50_000 + PROSE,
        "attributes": "<p " + "a='1' " * 50_000 + ">" + PROSE,
        "entities": "&amp;" * 100_000 + "&#xD800;&#1114112;" + PROSE,
        "frames": "<iframe src='http://127.0.0.1:1/'></iframe><img src='//127.0.0.1/x'>" + PROSE,
        "xml-entity": "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;" + PROSE,
        "billion-laughs": "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><p>&b;" + PROSE,
        "base": "<base href='http://127.0.0.1:1/'><link rel=stylesheet href=x><p>" + PROSE,
        "meta-charset-lie": "<meta charset=utf-7><p>+ADw-script+AD4- " + PROSE,
        "table-of-10000-rows": "<table>" + "<tr><td>a</td><td>b</td></tr>" * 10_000 + "</table>",
    }  # fmt: skip
    for name, text in shapes.items():
        yield f"page-{name}.html", text.encode()


def _notebooks() -> Iterator[tuple[str, bytes]]:
    cell = {"cell_type": "markdown", "metadata": {}, "source": [PROSE]}
    good = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    whole = json.dumps(good)
    yield "notebook-cut.ipynb", whole[: len(whole) // 2].encode()
    yield "notebook-conflict.ipynb", whole.replace("[", "[\n<<<<<<< HEAD\n", 1).encode()
    yield "notebook-deep.ipynb", b'{"cells":' * 50_000
    for name, change in {
        "no-cells": {"cells": None},
        "cells-of-text": {"cells": ["a", "b"]},
        "source-number": {"cells": [cell | {"source": 7}]},
        "source-nested": {"cells": [cell | {"source": [["a"]]}]},
        "unknown-cell": {"cells": [cell, {"cell_type": "poem", "source": "x"}]},
        "old": {"nbformat": 3, "worksheets": [{"cells": []}]},
        "older": {"nbformat": 1},
        "future": {"nbformat": 5},
        "format-text": {"nbformat": "four"},
        "huge-output": {"cells": [cell, {"cell_type": "code", "source": "x", "outputs": [{"data": "A" * MEGABYTE}]}]},
        "many-cells": {"cells": [cell] * 3000},
        "no-type": {"cells": [{"source": "x"}]},
    }.items():  # fmt: skip
        yield f"notebook-{name}.ipynb", json.dumps(good | change).encode()


def _zipped(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _lying(archive: bytes, told: int) -> bytes:
    """The archive with another uncompressed size in its directory."""
    at = archive.rindex(b"PK\x01\x02")
    return archive[: at + 24] + told.to_bytes(4, "little") + archive[at + 28 :]


def _archives() -> Iterator[tuple[str, bytes]]:
    for suffix, part in ((".docx", "word/document.xml"), (".pptx", "ppt/presentation.xml")):
        bomb = {f"{part.split('/')[0]}/{n}.xml": bytes(60 * MEGABYTE) for n in range(8)}
        whole = _zipped({part: b"<x>" + PROSE.encode() + b"</x>"})
        yield f"archive-bomb{suffix}", _zipped(bomb)
        yield f"archive-lying-bomb{suffix}", _lying(_zipped({part: bytes(60 * MEGABYTE)}), 100)
        yield f"archive-nested{suffix}", _zipped({part: _zipped({part: _zipped({part: b"x"})})})
        yield f"archive-bad-xml{suffix}", _zipped({part: b"<x><y></x>"})
        yield f"archive-no-types{suffix}", whole
        yield f"archive-cut{suffix}", whole[: len(whole) // 2]
        yield f"archive-traversal{suffix}", _zipped({part: b"<x/>", "../../evil.xml": b"<x/>"})
        yield (
            f"archive-entities{suffix}",
            _zipped({part: b"<!DOCTYPE x [<!ENTITY a 'ha'>]><x>&a;</x>"}),
        )
        yield (
            f"archive-50000-entries{suffix}",
            _zipped({f"word/{n}": b"" for n in range(20_000)} | {part: b"<x/>"}, method=0),
        )
        yield f"archive-deep-xml{suffix}", _zipped({part: b"<w>" * 100_000})
        yield f"archive-encrypted-office{suffix}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)  # fmt: skip


def pdf(pages: int, content: bytes, *, packed: bool = False) -> bytes:
    """A PDF whose pages all show one content stream; ``packed`` compresses it."""
    body = zlib.compress(content, 9) if packed else content
    coded = b"/Filter /FlateDecode " if packed else b""
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(pages))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (coded, len(body), body),
    ]
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>"
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate([*parts, *[page] * pages], 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    return bytes(out)


def _pdfs() -> Iterator[tuple[str, bytes]]:
    line = b"BT /F1 11 Tf 72 700 Td (" + PROSE[:60].encode() + b") Tj ET\n"
    whole = pdf(3, line)
    yield "pdf-10000-pages.pdf", pdf(10_000, line)
    yield "pdf-flate-bomb.pdf", pdf(1, b" " * (200 * MEGABYTE), packed=True)
    yield "pdf-many-lines.pdf", pdf(1, line * 20_000, packed=True)
    yield "pdf-count-lie.pdf", whole.replace(b"/Count 3", b"/Count 999999999")
    yield "pdf-page-loop.pdf", whole.replace(b"/Kids [5 0 R", b"/Kids [2 0 R")
    yield "pdf-no-xref.pdf", whole[: whole.index(b"xref")]
    yield "pdf-bad-start.pdf", whole.replace(b"startxref\n", b"startxref\n9")
    yield "pdf-length-lie.pdf", whole.replace(b"/Length ", b"/Length 9999999")
    yield "pdf-no-pages.pdf", pdf(0, line)
    yield "pdf-behind-garbage.pdf", b"garbage\n" * 20 + whole
    yield (
        "pdf-javascript.pdf",
        whole.replace(
            b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
        ),
    )
    for number in range(8):
        dice = random.Random(number)
        torn = bytearray(whole)
        for _ in range(30):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        yield f"pdf-torn-{number}.pdf", bytes(torn)


def _mislabelled() -> Iterator[tuple[str, bytes]]:
    contents = {
        "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "jpeg": b"\xff\xd8\xff\xe0" + bytes(100),
        "gzip": b"\x1f\x8b\x08" + bytes(100),
        "program": b"\x7fELF" + bytes(1000),
        "database": b"SQLite format 3\0" + bytes(1000),
        "rtf": b"{\\rtf1 " + PROSE.encode() + b"}",
        "text": PROSE.encode(),
    }
    for name, content in contents.items():
        for suffix in (".md", ".pdf", ".docx", ".ipynb", ".html"):
            yield f"really-{name}{suffix}", content


def _noise() -> Iterator[tuple[str, bytes]]:
    for number, suffix in enumerate((".md", ".txt", ".html", ".pdf", ".docx", ".pptx", ".ipynb")):
        dice = random.Random(number)
        yield f"noise{suffix}", dice.randbytes(20_000)
        yield (
            f"noise-as-text{suffix}",
            "".join(chr(dice.randrange(32, 0x3000)) for _ in range(9000)).encode(),
        )
