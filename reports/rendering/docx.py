"""The DOCX form: headings and quotes as styles, so that a word processor sees the structure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Opened
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.rendering.printed import printed

_SERIF = "Cambria"
# Stands in for letters that the serif lacks: Arabic, Hebrew.
_COMPLEX = "Times New Roman"
_RIGHT_TO_LEFT = re.compile(r"((?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+\s*)+)")
_SIZES = {"Normal": 11.5, "Title": 18, "Heading 1": 14, "Quote": 11.5}


def as_docx(said: dict[str, Any], language: str, mark: str) -> bytes:
    issue = printed(said, language, mark)
    document = Document()
    _set_style(document, language)
    _describe(document, issue)
    if issue["mark"]["text"]:
        _add(document, issue["mark"], "Normal")
    _add(document, issue["masthead"], "Title")
    if issue["epigraph"]["text"]:
        _add(document, issue["epigraph"], "Quote")
    for section in issue["sections"]:
        _add(document, section["heading"], "Heading 1")
        for paragraph in section["paragraphs"]:
            _add(document, paragraph, "Normal")
    _add(document, issue["dateline"], "Dateline")
    made = BytesIO()
    document.save(made)
    return _packed(made, date.fromisoformat(issue["dated"]))


def _set_style(document: Opened, language: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)
    for name, size in _SIZES.items():
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = _SERIF, Pt(size), RGBColor(0, 0, 0)
        fonts = document.styles[name].element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), _COMPLEX)
    document.styles["Normal"].paragraph_format.space_after = Pt(9)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(6)
    for rule in document.styles["Title"].element.iter(qn("w:bottom")):
        # The template's is blue.
        rule.set(qn("w:color"), "000000")
        rule.attrib.pop(qn("w:themeColor"), None)
    dateline = document.styles.add_style("Dateline", WD_STYLE_TYPE.PARAGRAPH)
    dateline.base_style = document.styles["Normal"]
    dateline.paragraph_format.space_before = Pt(24)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
        spoken.set(qn("w:bidi"), language)


def _describe(document: Opened, issue: dict[str, Any]) -> None:
    made = datetime.combine(date.fromisoformat(issue["dated"]), time(), UTC)
    about = document.core_properties
    # A property holds 255 characters at most.
    about.title, about.language = issue["title"][:255], issue["language"]
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = made


def _add(document: Opened, block: dict[str, Any], style: str) -> None:
    """A paragraph whose stretches from right to left are marked as such, and itself where it begins with one."""
    paragraph = document.add_paragraph(style=style)
    if block["rtl"]:
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for number, stretch in enumerate(_RIGHT_TO_LEFT.split(block["text"])):
        if stretch:
            paragraph.add_run(stretch).font.rtl = True if number % 2 else None


def _packed(made: BytesIO, day: date) -> bytes:
    """The same archive with every file dated to the issue's day: the same issue gives the same bytes."""
    packed = BytesIO()
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with ZipFile(made) as files, ZipFile(packed, "w") as archive:
        for name in files.namelist():
            info = ZipInfo(name, stamp)
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            archive.writestr(info, files.read(name))
    return packed.getvalue()
