"""Both writers: what a reader, a screen reader and a browser find in the file."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from test_reporting.sample import EVIL, Seen, blocks

from recoveryeval.release.profile import MARK
from recoveryeval.reporting.document import Report


def html(word: str = "Peer & family", title: str = "Q3") -> str:
    """Return the page."""
    return Report(title, blocks(word), subtitle=word).to_bytes("html").decode()


def test_html_is_well_formed_and_reads_in_order() -> None:
    page = Seen(html())
    assert page.open == []
    headings = [name for name, _ in page.tags if re.fullmatch("h[1-6]", name)]
    assert headings == ["h1", "h2", "h3"]
    assert page.all("html")[0]["lang"] == "en"
    assert {a.get("scope") for a in page.all("th")} == {"col", "row"}
    assert len(page.all("caption")) == len(page.all("table")) == 2
    assert all(a["alt"] for a in page.all("img"))
    assert len(page.all("ul")) == 1
    assert page.words.count(MARK) == 1
    assert "Table 1. Peer & family" in page.words
    assert "Table 2. Second table" in page.words


def test_html_links_reach_their_sections() -> None:
    page = Seen(html())
    ids = {a["id"] for _, a in page.tags if a.get("id")}
    targets = {(a["href"] or "").lstrip("#") for a in page.all("a")}
    assert targets
    assert targets <= ids


def test_html_loads_and_runs_nothing() -> None:
    page = Seen(html())
    assert not page.all("script")
    assert not page.all("link")
    sources = [v or "" for _, a in page.tags for k, v in a.items() if k in ("src", "href")]
    assert all(s.startswith(("data:image/png;base64,", "#")) for s in sources)
    assert not [k for _, a in page.tags for k in a if k.startswith("on")]
    policy = [a["content"] or "" for a in page.all("meta") if "http-equiv" in a]
    assert "default-src 'none'" in policy[0]


def test_html_style_is_the_one_that_the_policy_names() -> None:
    import base64
    import hashlib

    page = html()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page


def test_html_escapes_every_word_it_is_given() -> None:
    page = Seen(html(EVIL, title=EVIL))
    assert not page.all("script")
    assert all("onerror" not in a for _, a in page.tags)
    assert len(page.all("img")) == 1
    assert "alert(1)" in page.words
    assert "\u202e" not in page.words


def docx(word: str = "Peer & family") -> object:
    """Return the document, read back."""
    from docx import Document

    return Document(io.BytesIO(Report("Q3", blocks(word)).to_bytes("docx")))


def test_docx_has_real_styles_captions_and_tables() -> None:
    document = docx()
    styles = [p.style.name for p in document.paragraphs if p.text]  # type: ignore[attr-defined]
    for name in ("Title", "Heading 1", "Heading 2", "List Bullet", "Caption", "Lead", "Warning"):
        assert name in styles
    first = document.tables[0]  # type: ignore[attr-defined]
    assert [[c.text for c in row.cells] for row in first.rows] == [
        ["Who", "Peer & family"],
        ["Peer & family", "12"],
        ["inner", "3"],
    ]
    assert first.style.name == "Report Table"


def test_docx_marks_each_page_repeats_heads_and_describes_pictures() -> None:
    data = Report("Q3", blocks()).to_bytes("docx")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        body = parts.read("word/document.xml").decode()
        heads = [parts.read(n).decode() for n in parts.namelist() if "word/header" in n]
        feet = "".join(parts.read(n).decode() for n in parts.namelist() if "word/footer" in n)
    assert [MARK in text for text in heads] == [True]
    assert "titlePg" not in body, "the first page has the same header"
    assert body.count("w:tblHeader") == 2
    assert 'descr="Peer &amp; family"' in body
    assert body.count("SEQ Table") == 2
    assert body.count("SEQ Figure") == 1
    assert " PAGE " in feet


def test_docx_takes_words_that_xml_cannot_hold() -> None:
    document = docx(EVIL + "\x00\ufffe\ud800")
    assert any("alert(1)" in p.text for p in document.paragraphs)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_same_blocks_are_the_same_bytes(kind: str) -> None:
    assert Report("Q3", blocks()).to_bytes(kind) == Report("Q3", blocks()).to_bytes(kind)


def test_docx_names_no_author_and_no_time() -> None:
    with zipfile.ZipFile(io.BytesIO(Report("Q3", blocks()).to_bytes("docx"))) as parts:
        core = parts.read("docProps/core.xml").decode()
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"\d{4}-\d\d-\d\d", core) == ["2000-01-01"] * core.count("2000-01-01")
    assert "python-docx" not in core


def test_word_leaves_no_note_alone_on_a_page() -> None:
    import docx

    from recoveryeval.reporting.blocks import Table, Text

    rows = tuple((str(k),) for k in range(4))
    told = [Table("t", ("n",), rows, notes=("one", "two")), Text("three", "note"), Text("end")]
    written = docx.Document(io.BytesIO(Report("Q", told).to_bytes("docx")))
    cells = [row.cells[0].paragraphs[0] for row in written.tables[0].rows]
    kept = [bool(cell.paragraph_format.keep_with_next) for cell in cells]
    assert kept == [True, False, False, True, True]
    after = {p.text: bool(p.paragraph_format.keep_with_next) for p in written.paragraphs}
    assert [after[word] for word in ("one", "two", "three")] == [True, True, False]
