"""Exports read back: what a partner's script, a spreadsheet or a person opening the file gets out of an answer."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import orjson
from django.http import HttpResponseBase

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bytes_of(answer: HttpResponseBase) -> bytes:
    """The body of an answer; read to its end, an export ends."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def text_of(answer: HttpResponseBase) -> str:
    """The body as text; of a workbook the cells of every sheet."""
    body = bytes_of(answer)
    if answer.get("Content-Type") == WORKBOOK and body:
        return "\n".join(str(row) for sheet in _sheets(body).values() for row in sheet)
    return body.decode()


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
