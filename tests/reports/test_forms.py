"""The forms of an issue, read back from their bytes by others' readers: every character as itself, the same bytes again."""

from __future__ import annotations

import email
import email.policy
import io
import time
import zipfile
from html.parser import HTMLParser

import docx
import pypdf
import pytest

from reports.choices import FormKind
from reports.rendering import render_said
from reports.rendering.reading import text_of_form

MARKUP = "*bold* _it_ `code` #let x = 1 <b>&amp; {a} [b] $x$ @ref \"q\" 'p' \\n // = - + ~ https://x.example/%41 ” é"
LETTERS = "Təvəkkül İĞIıŞçÖü Камал Оруджов № — “…”"
ARABIC = "سلام عليكم"


def issue(*paragraphs: str, **parts: str) -> dict:
    entries = [{"case": None, "passages": [{"text": text, "records": [], "voice": "editor"}]} for text in paragraphs]
    return {
        "series": "digest",
        "dated": "2023-09-26",
        "masthead": "Example Centre",
        "epigraph": "“Held for a word…”",
        "sections": [{"heading": "Freedoms", "entries": entries}, {"heading": "Empty", "entries": []}],
        "dateline": "September 26, 2023",
        **parts,
    }


class Page(HTMLParser):
    """The texts of a page by the element they stand in, and every tag."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.setdefault(self.tags[-1] if self.tags else "", []).append(data)


def pdf_of(said: dict, language: str = "en") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_said(said, FormKind.PDF, language)))


def closed_up(text: str) -> str:
    """Without spaces: a PDF breaks lines where they are full."""
    return "".join(text.split())


def pdf_text(said: dict) -> str:
    return closed_up("\n".join(page.extract_text() for page in pdf_of(said).pages))


def docx_of(said: dict, language: str = "en"):
    return docx.Document(io.BytesIO(render_said(said, FormKind.DOCX, language)))


def mail_of(said: dict):
    return email.message_from_bytes(render_said(said, FormKind.MAIL), policy=email.policy.default)


@pytest.mark.parametrize("place", ["masthead", "epigraph", "heading", "paragraph"])
@pytest.mark.parametrize("text", [MARKUP, LETTERS])
def test_characters_of_markup_come_out_as_themselves_in_every_form(text, place):
    said = issue(text if place == "paragraph" else "Plain.")
    if place == "heading":
        said["sections"][0]["heading"] = text
    elif place != "paragraph":
        said[place] = text
    element = {"masthead": "h1", "epigraph": "p", "heading": "h2", "paragraph": "p"}[place]
    assert text in Page(render_said(said, FormKind.PAGE).decode()).texts[element]
    assert closed_up(text) in pdf_text(said)
    assert text in [paragraph.text for paragraph in docx_of(said).paragraphs]
    plain, page = mail_of(said).iter_parts()
    assert text in plain.get_content()
    assert text in Page(page.get_content()).texts[element]
    assert text in render_said(said, FormKind.TEXT).decode()
    for kind in set(FormKind) - {FormKind.JSON}:
        assert closed_up(text) in closed_up(text_of_form(kind, render_said(said, kind))), kind


def test_no_tag_of_a_text_becomes_a_tag():
    said = issue("<script>alert(1)</script></style><img src=https://x.example/>", masthead="</title><b>x")
    pages = [render_said(said, FormKind.PAGE).decode(), list(mail_of(said).iter_parts())[1].get_content()]
    for page in pages:
        assert set(Page(page).tags) == {
            "html", "head", "meta", "title", "style", "body", "main", "h1", "blockquote", "p", "section", "h2",
        }  # fmt: skip


def test_line_breaks_and_tabs_stay_in_a_paragraph():
    said = issue("One\ntwo\r\nthree\rfour\tfive")
    assert "One\ntwo\nthree\nfour\tfive" in Page(render_said(said, FormKind.PAGE).decode()).texts["p"]
    assert docx_of(said).paragraphs[3].text == "One\ntwo\nthree\nfour\tfive"
    lines = pdf_of(said).pages[0].extract_text().split("\n")
    assert [line.strip() for line in lines if line.strip() in ("One", "two", "three")] == ["One", "two", "three"]


@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\ufffe", "\uffff", "\ud800"])
def test_control_characters_are_marked_in_printed_forms(sign):
    said = issue(f"before{sign}after", masthead=f"Example{sign}Centre")
    if sign == "\ud800":
        said = issue(f"before{sign}after")
    assert "before\ufffdafter" in Page(render_said(said, FormKind.PAGE).decode()).texts["p"]
    assert "before\ufffdafter" in pdf_text(said)
    assert docx_of(said).paragraphs[3].text == "before\ufffdafter"
    if sign != "\ud800":
        assert sign in render_said(said, FormKind.TEXT).decode()
        assert "before\ufffdafter" in next(mail_of(said).iter_parts()).get_content()


@pytest.mark.parametrize("kind", list(FormKind))
def test_same_issue_gives_the_same_bytes(kind):
    said = issue(MARKUP, LETTERS, ARABIC)
    first = render_said(said, kind)
    # The dates in archives count in twos of seconds.
    time.sleep(2.1 if kind == FormKind.DOCX else 0)
    assert render_said(said, kind) == first


@pytest.mark.parametrize("kind", [FormKind.PAGE, FormKind.PDF, FormKind.DOCX, FormKind.MAIL])
def test_printed_forms_for_partners_say_so_and_those_for_everybody_do_not(kind):
    said = issue("Plain.")
    assert "For partners" in text_of_form(kind, render_said(said, kind, "en", "For partners"))
    assert "For partners" not in text_of_form(kind, render_said(said, kind))


def test_pdf_is_tagged_and_says_title_language_and_day():
    said = issue("Plain.", LETTERS, ARABIC)
    content = render_said(said, FormKind.PDF)
    pdf = pypdf.PdfReader(io.BytesIO(content))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert pdf.metadata.title == "Example Centre, September 26, 2023"
    assert pdf.metadata.creation_date.isoformat() == "2023-09-26T00:00:00+00:00"
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert [entry.title for entry in pdf.outline] == ["Freedoms"]
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    assert {str(font["/BaseFont"])[8:].split("-")[0] for font in fonts} == {"NotoSerif", "NotoSansArabic"}
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert all("/FontFile2" in descriptor for descriptor in descriptors)
    assert pdf_of(said, "az-AZ").trailer["/Root"]["/Lang"] == "az"


def test_letter_that_no_font_has_is_a_box_and_costs_the_label():
    content = render_said(issue("He wrote 漢字."), FormKind.PDF)
    assert b"pdfuaid" not in content
    assert "He wrote" in text_of_form(FormKind.PDF, content)


def test_docx_has_headings_title_and_language():
    document = docx_of(issue("Plain.", f"He said {ARABIC} twice.", ARABIC), "az")
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Title", "Example Centre"),
        ("Quote", "“Held for a word…”"),
        ("Heading 1", "Freedoms"),
        ("Normal", "Plain."),
        ("Normal", f"He said {ARABIC} twice."),
        ("Normal", ARABIC),
        ("Dateline", "September 26, 2023"),
    ]
    about = document.core_properties
    assert (about.title, about.language) == ("Example Centre, September 26, 2023", "az")
    assert (about.author, about.last_modified_by) == ("", "")
    assert about.created.isoformat()[:10] == about.modified.isoformat()[:10] == "2023-09-26"
    mixed, whole = document.paragraphs[4:6]
    assert [(run.text, run.font.rtl) for run in mixed.runs] == [
        ("He said ", None), (f"{ARABIC} ", True), ("twice.", None),
    ]  # fmt: skip
    assert ["w:bidi" in p._p.xml for p in (mixed, whole)] == [False, True]


def test_docx_archive_is_dated_by_the_issue():
    with zipfile.ZipFile(io.BytesIO(render_said(issue("Plain."), FormKind.DOCX))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 9, 26, 0, 0, 0)}


def test_page_of_a_text_from_right_to_left_says_so():
    page = render_said(issue("Plain.", ARABIC), FormKind.PAGE, "ar").decode()
    assert '<html lang="ar">' in page
    assert f'<p dir="rtl">{ARABIC}</p>' in page
    assert "<p>Plain.</p>" in page


def test_page_asks_nobody_for_anything():
    page = render_said(issue("Plain."), FormKind.PAGE).decode()
    for word in ("<script", "<link", "<img", "url(", "@import", "src=", "href="):
        assert word not in page, word


def test_mail_is_text_and_page_and_names_nobody():
    message = mail_of(issue("Plain."))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Subject"] == "Example Centre, September 26, 2023"
    assert message["Date"] == "Tue, 26 Sep 2023 00:00:00 +0000"
    assert message["Content-Language"] == "en"
    assert {"From", "To", "Message-ID"} & set(message) == set()
    page = list(message.iter_parts())[1].get_content()
    assert '<h1 style="' in page


def test_line_break_in_a_masthead_makes_no_header():
    message = mail_of(issue("Plain.", masthead="Example\nBcc: a@b.example\r\nCentre"))
    assert message["Subject"] == "Example Bcc: a@b.example Centre, September 26, 2023"
    assert message["Bcc"] is None


def test_arabic_in_a_pdf_is_read_back_in_its_order():
    arabic = text_of_form(FormKind.PDF, render_said(issue("He said سلام, then left."), FormKind.PDF))
    assert "سلام" in arabic


def test_forty_pages_are_made_in_seconds():
    said = issue(*["Rauf Samadov, a satirical poet residing in Salyan, has been apprehended. " * 12] * 150)
    for kind in (FormKind.PDF, FormKind.DOCX):
        begun = time.process_time()
        content = render_said(said, kind)
        assert time.process_time() - begun < 2, kind
        if kind == FormKind.PDF:
            assert len(pypdf.PdfReader(io.BytesIO(content)).pages) >= 40
