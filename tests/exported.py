"""Exports read back: what a partner's script, a spreadsheet or a person opening the file gets out of an answer."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import zipfile
from functools import lru_cache
from typing import Any

import openpyxl
import orjson
import pypdf
from django.http import HttpResponseBase

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"


def bytes_of(answer: HttpResponseBase) -> bytes:
    """The body of an answer; read to its end, an export ends."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def text_of(answer: HttpResponseBase) -> str:
    """The body as text; of a workbook the cells of every sheet, of a document what stands in it and in its properties."""
    body = bytes_of(answer)
    read = READERS.get(answer.get("Content-Type", ""))
    return read(body) if read and body else body.decode()


@lru_cache(maxsize=64)
def pdf_text(body: bytes) -> str:
    """The text of every page, and the properties."""
    pdf = pypdf.PdfReader(io.BytesIO(body))
    return "\n".join([str(pdf.metadata), *(page.extract_text() for page in pdf.pages)])


def docx_text(body: bytes) -> str:
    """Every part of the document, as it is stored."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))


def mail_text(body: bytes) -> str:
    """Headers and every part, decoded."""
    message = email.message_from_bytes(body, policy=email.policy.default)
    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*map(str, message.values()), *texts])


def _workbook_text(body: bytes) -> str:
    return "\n".join(str(row) for sheet in _sheets(body).values() for row in sheet)


READERS = {WORKBOOK: _workbook_text, PDF: pdf_text, DOCX: docx_text, MAIL: mail_text}


def csv_rows(answer: HttpResponseBase) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bytes_of(answer).decode("utf-8"), newline="")))


def sheets_of(answer: HttpResponseBase) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet by its title."""
    return _sheets(bytes_of(answer))


def _sheets(body: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return {sheet.title: list(sheet.values) for sheet in book}


def ndjson_of(answer: HttpResponseBase) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The documents, and the closing line. Raises `ValueError` for a stream that was cut."""
    *bodies, last = [orjson.loads(line) for line in bytes_of(answer).splitlines()]
    if set(last) != {"seq", "lines"} or last["lines"] != len(bodies):
        raise ValueError("the stream was cut")
    return bodies, last
