"""A table as a workbook, row by row, so that a long one takes no more memory than a short one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter
from django.conf import settings
from rest_framework.exceptions import APIException

# Beside the header.
MOST_ROWS = 1_048_575
# A cell's limit, in the units of UTF-16.
LONGEST_TEXT = 32_767


class TooLong(APIException):
    """More rows than a sheet can have."""

    status_code = 400
    default_detail = f"A workbook holds {MOST_ROWS:,} cases: narrow the question, or take CSV."


def open_file() -> IO[bytes]:
    """A file without a name, gone when it is closed. It and the library's own files while it writes lie beside the
    databases, never in a folder that others read."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=settings.DATA_DIR)


def write_workbook(
    file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]], about: Iterable[tuple[str, str]]
) -> None:
    """Writes the rows below their header on the first sheet, and on the second what they are. Raises `TooLong`.

    Texts are written as texts, whatever they begin with: none becomes a formula, a number or a link.
    """
    with tempfile.TemporaryDirectory(prefix="export-", dir=settings.DATA_DIR) as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        try:
            head = book.add_format({"bold": True})
            sheet = book.add_worksheet("Cases")
            for column, title in enumerate(columns):
                sheet.write_string(0, column, title, head)
            sheet.freeze_panes(1, 1)
            for number, row in enumerate(rows, 1):
                if number > MOST_ROWS:
                    raise TooLong
                _write(sheet, number, row)
            sheet = book.add_worksheet("About")
            for number, row in enumerate(about):
                _write(sheet, number, row)
        finally:
            book.close()


def _write(sheet: Any, number: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(number, column, value)
        elif value:
            sheet.write_string(number, column, fitting(value))


def fitting(text: str) -> str:
    """The text, cut with an ellipsis where it is too long for a cell."""
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")
    return (
        text if len(units) // 2 <= LONGEST_TEXT else units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
    )
