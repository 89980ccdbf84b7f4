"""An empty Word document with the styles, header and footer of a report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from recoveryeval.release.profile import MARK
from recoveryeval.reporting.writers.docx_fields import field

WIDTH_INCHES = 6.7
FONT = "Calibri"
INK = "1A1A1A"
_BLUE = "1F4E79"
_RED = "7A1F1F"
_LONG_AGO = dt.datetime(2000, 1, 1)
_TEXT_STYLES = {
    # name: (size, color, bold, space before, space after)
    "Normal": (10.5, INK, False, 0, 5),
    "Title": (20, INK, True, 0, 2),
    "Subtitle": (11, "4A4A4A", False, 0, 10),
    "Heading 1": (15, _BLUE, True, 16, 4),
    "Heading 2": (11.5, INK, True, 8, 2),
    "Caption": (10, INK, False, 10, 4),
    "List Bullet": (10.5, INK, False, 0, 2),
    "Header": (9, _RED, True, 0, 0),
    "Footer": (9, "4A4A4A", False, 0, 0),
    "Lead": (11.5, INK, False, 0, 5),
    "Note": (9, "4A4A4A", False, 2, 6),
    "Warning": (10.5, INK, False, 4, 6),
    "Table Text": (9.5, INK, False, 1, 1),
}
_TABLE_STYLE = """
<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="12" w:color="333333"/>
    <w:bottom w:val="single" w:sz="12" w:color="333333"/>
    <w:insideH w:val="single" w:sz="4" w:color="C8CDD2"/>
  </w:tblBorders></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
    <w:bottom w:val="single" w:sz="8" w:color="333333"/>
  </w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""


def new_document(title: str) -> Any:
    """Return an empty document, marked on every page."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    _without_table_styles(document.styles.element)
    for name, look in _TEXT_STYLES.items():
        _style(document, name, look)
    document.styles.element.append(parse_xml(_TABLE_STYLE))
    _warning_bar(document.styles["Warning"])
    _page(document)
    _properties(document, title)
    return document


def _without_table_styles(styles: Any) -> None:
    """Remove the template's table styles, which are unused and slow every look-up down."""
    from docx.oxml.ns import qn

    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)


def _style(document: Any, name: str, look: tuple[float, str, bool, int, int]) -> None:
    """Set the look of one paragraph style, making it where it does not exist."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    size, color, bold, before, after = look
    known = name in {style.name for style in document.styles}
    style = (
        document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic = False
    for spaced in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spaced)
    style.font.color.rgb = RGBColor.from_string(color)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hAnsi"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if not known:
        style.base_style = document.styles["Normal"]
    if name == "Title":
        for rule in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(rule)


def _warning_bar(style: Any) -> None:
    """Give the warning style a bar at its left."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    properties = style.element.get_or_add_pPr()
    line = '<w:left w:val="single" w:sz="24" w:space="8" w:color="B35900"/>'
    properties.insert(0, parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"))


def _page(document: Any) -> None:
    """Mark each page at the top and number it at the bottom."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Inches

    section = document.sections[0]
    section.left_margin = section.right_margin = Inches((8.5 - WIDTH_INCHES) / 2)
    section.top_margin = section.bottom_margin = Inches(0.8)
    head = section.header.paragraphs[0]
    head.text, head.alignment = MARK, WD_ALIGN_PARAGRAPH.CENTER
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Page ")
    field(foot, " PAGE ", "1")
    foot.add_run(" of ")
    field(foot, " NUMPAGES ", "1")


def _properties(document: Any, title: str) -> None:
    """Set title and language, and no name and no time of anyone's work."""
    from docx.oxml.ns import qn

    core = document.core_properties
    core.title, core.subject, core.language = title[:250], MARK, "en-US"
    core.author = core.last_modified_by = "recoveryeval"
    core.comments, core.keywords, core.revision = "", "", 1
    core.created = core.modified = core.last_printed = _LONG_AGO
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
