"""What can be read in each form, taken from its bytes and not from what they were made of."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from typing import cast

from django.utils.html import strip_tags
from docx import Document
from pypdf import PdfReader

from reports.choices import FormKind

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def text_of_form(kind: FormKind, content: bytes) -> str:
    """The text of a form's bytes, titles and subjects included."""
    return _READERS[kind](content)


def _text_of_page(content: bytes) -> str:
    return html.unescape(strip_tags(_STYLE.sub("", content.decode())))


def _text_of_pdf(content: bytes) -> str:
    pdf = PdfReader(BytesIO(content))
    return "\n".join([str(pdf.metadata and pdf.metadata.title), *(page.extract_text() for page in pdf.pages)])


def _text_of_docx(content: bytes) -> str:
    document = Document(BytesIO(content))
    return "\n".join([document.core_properties.title, *(paragraph.text for paragraph in document.paragraphs)])


def _text_of_mail(content: bytes) -> str:
    message = message_from_bytes(content, policy=policy.default)
    texts = [str(message["Subject"])]
    for part in message.iter_parts():
        text = cast(EmailMessage, part).get_content()
        texts.append(_text_of_page(text.encode()) if part.get_content_subtype() == "html" else text)
    return "\n".join(texts)


_READERS: dict[FormKind, Callable[[bytes], str]] = {
    FormKind.TEXT: bytes.decode,
    FormKind.PAGE: _text_of_page,
    FormKind.PDF: _text_of_pdf,
    FormKind.DOCX: _text_of_docx,
    FormKind.MAIL: _text_of_mail,
    FormKind.JSON: bytes.decode,
}
