"""Many new rows at once: copied into staging tables, then inserted set by set, so that history knows who and why.

COPY straight into a tracked table would lose the context that history reads, and a row at a time would take hours.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from psycopg2.extensions import Binary
from psycopg2.extras import Range

M = TypeVar("M", bound=models.Model)

# Numbers of rows are taken from the sequences so many at a time.
_RESERVED = 1000
_ESCAPED = re.compile(r"[\\\n\r\t\x00]")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Staging:
    """Rows wait here, each with its number already, until `insert` writes them in the order in which their models came.

    Columns that `save()` would compute are computed by the model's `compute`. What a row holds was checked before.
    """

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = {}
        self._numbers: dict[type[models.Model], Iterator[int]] = {}
        self._staged: set[str] = set()

    def add(self, row: M) -> M:
        """The row with its number, to be inserted with the others."""
        if row.pk is None:
            row.pk = self._number(type(row))
        if hasattr(row, "compute"):
            row.compute()
        self.rows.setdefault(type(row), []).append(row)
        return row

    def insert(self) -> int:
        """Writes what waits, inside the caller's transaction; the number of rows. Raises `IntegrityError`."""
        written = 0
        for model, rows in self.rows.items():
            if rows:
                self._insert(model, rows)
                written += len(rows)
        self.rows = {model: [] for model in self.rows}
        return written

    def _number(self, model: type[models.Model]) -> int:
        number = next(self._numbers.get(model, iter(())), None)
        if number is None:
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            with connection.cursor() as cursor:
                cursor.execute(sequence, [model._meta.db_table, model._meta.pk.column, _RESERVED])
                self._numbers[model] = iter([number for (number,) in cursor.fetchall()])
            number = next(self._numbers[model])
        return number

    def _insert(self, model: type[models.Model], rows: list[models.Model]) -> None:
        table = model._meta.db_table
        fields = model._meta.concrete_fields
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        staged = f"staged_{table}"
        with connection.cursor() as cursor:
            if staged not in self._staged:
                cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {staged} (LIKE {table}) ON COMMIT DELETE ROWS")
                self._staged.add(staged)
            text = io.StringIO("".join(_lines(rows, fields)))
            cursor.copy_expert(f"COPY {staged} ({columns}) FROM STDIN", text)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged}")  # noqa: S608
            cursor.execute(f"TRUNCATE {staged}")


def _lines(rows: list[models.Model], fields: tuple[models.Field, ...]) -> Iterator[str]:
    readers = [_reader(field) for field in fields]
    for row in rows:
        yield "\t".join([_text(read(row)) for read in readers]) + "\n"
        row._state.adding = False


# Their values are what the database gets, so that nothing has to be asked for each row.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def _reader(field: models.Field) -> Callable[[models.Model], Any]:
    kept = field.target_field if isinstance(field, models.ForeignKey) else field
    if type(kept).__module__ == models.Field.__module__ and isinstance(kept, _PLAIN):
        return attrgetter(field.attname)

    def read(row: models.Model) -> Any:
        return field.get_db_prep_save(field.pre_save(row, add=True), connection)

    return read


def _text(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Binary):
        return f"\\\\x{bytes(value.adapted).hex()}"
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, list):
        return _escaped(_array(value))
    if hasattr(value, "adapted"):
        return _escaped(json.dumps(value.adapted))
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return _ESCAPED.sub(_escape, text) if _ESCAPED.search(text) else text


def _escape(sign: re.Match[str]) -> str:
    if sign[0] == "\x00":
        raise ValueError("A text holds a NUL, which PostgreSQL can't keep.")
    return _ESCAPES[sign[0]]


def _array(values: list[Any]) -> str:
    items = ("NULL" if v is None else str(v) if isinstance(v, int) else _quoted(str(v)) for v in values)
    return "{" + ",".join(items) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _range(days: Range) -> str:
    if days.isempty:
        return "empty"
    lower = "" if days.lower is None else days.lower.isoformat()
    upper = "" if days.upper is None else days.upper.isoformat()
    return f"{'[' if days.lower_inc else '('}{lower},{upper}{']' if days.upper_inc else ')'}"
