from __future__ import annotations

from pathlib import Path

import pytest
from loader_files import headings, load_text, shape

PAGE = """\
<?xml version="1.0"?>
<!DOCTYPE html>
<html><head><title>Site | Bagging</title><style>p {color: red}</style></head>
<body>
<nav><ul><li>Home</li></ul></nav>
<header>Logo</header>
<main><article>
<header><h1>Bagging <a href="#x">¶</a></h1></header>
<p>Trees in <b>parallel</b>, each on a <code>bootstrap</code>
sample.<br>10<sup>6</sup> rows, R<sub>2</sub></p>
<!-- hidden -->
<ul><li>one<ul><li>nested <i>item</i></li></ul></li>
<li><p>two</p><p>its second paragraph</p></li></ul>
<ol start="3"><li>third</li><li>fourth</li></ol>
<table><thead><tr><th>name</th><th>default</th></tr></thead>
<tbody><tr><td>1 | 2</td><td><p>x</p><p>y</p></td></tr><tr><td>only</td></tr></tbody></table>
<h3>Code</h3>
<pre><code>def f():
    # comment

    return 1
</code></pre>
<p># not a heading</p>
<form><button>Subscribe</button> to us</form>
</article></main>
<aside>advert</aside><script>var x;</script><footer>(c)</footer>
</body></html>
"""

TEXT = """\
# Bagging

Trees in parallel, each on a `bootstrap` sample.
10^6 rows, R2

- one
  - nested item
- two
  its second paragraph
3. third
4. fourth

| name | default |
| --- | --- |
| 1 \\| 2 | x y |
| only |  |

### Code

```
def f():
    # comment

    return 1
```

# not a heading"""


def test_the_main_text_of_a_page(tmp_path: Path) -> None:
    document = load_text(tmp_path, "page.html", PAGE)
    assert document.text == TEXT
    assert document.title == "Bagging"
    assert headings(document) == [(1, "Bagging"), (3, "Code")]
    assert [kind for kind, _ in shape(document)] == [
        "heading1",
        "paragraph",
        *["list_item"] * 6,
        "table",
        "heading3",
        "code",
        "paragraph",
    ]


def test_a_page_without_main_keeps_its_body(tmp_path: Path) -> None:
    document = load_text(tmp_path, "page.htm", "<title>Loss</title><div>It <b>falls</b>.</div>x")
    assert (document.title, document.text) == ("Loss", "It falls.\n\nx")


def test_a_small_article_is_not_taken_for_the_page(tmp_path: Path) -> None:
    page = "<body><article>teaser</article><div>" + "The long text of the page. " * 10 + "</div>"
    assert "long text" in load_text(tmp_path, "page.html", page).text


def test_a_form_around_the_whole_page_is_kept(tmp_path: Path) -> None:
    page = "<body><form><p>All of the notes.</p><select><option>1</select></form></body>"
    assert load_text(tmp_path, "page.html", page).text == "All of the notes."


def test_nesting_beyond_pythons_stack(tmp_path: Path) -> None:
    page = "<div>" * 5000 + "deep" + "</div>" * 5000
    assert load_text(tmp_path, "page.html", page).text == "deep"


def test_text_without_any_tag_and_broken_markup(tmp_path: Path) -> None:
    assert load_text(tmp_path, "page.html", "just words").text == "just words"
    assert load_text(tmp_path, "page.html", "http://example.org").text == "http://example.org"
    broken = "<p>open <b>bold <table><tr><td>cell</p></div> & &nbsp;&#xD800; end"
    assert "cell" in load_text(tmp_path, "page.html", broken).text


def test_line_breaks_in_code_and_entities(tmp_path: Path) -> None:
    page = "<pre>a &lt; b<br>c</pre><p>x &amp;&amp; y</p>"
    assert load_text(tmp_path, "page.html", page).text == "```\na < b\nc\n```\n\nx && y"


@pytest.mark.parametrize(
    "broken",
    [
        "<![[[ENTITY ;VV'>",
        "<![if !IE]>",
        "<![CDATA[x]]>",
        "<!D [<!ENTIT]a 'ha'><![[[[[ENTITY ;VVVV'>]>",
    ],
)
def test_a_declaration_that_no_parser_knows_does_not_cost_the_page(
    broken: str, tmp_path: Path
) -> None:
    document = load_text(tmp_path, "page.html", f"{broken}<p>red clay dries first</p>")
    assert "red clay dries first" in document.text
