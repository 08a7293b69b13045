"""Django's PostgreSQL, with a look at a kept connection that costs no round trip, statements that each connection
prepares once, and bytes that are read as they are."""

from __future__ import annotations

import select
import struct
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.db.backends.postgresql import base

# Before the rows of a binary COPY stand its signature, flags and an extension that nobody uses; before each row the
# number of its values, -1 after the last, and before each value its length, -1 for null.
_HEAD, _COUNT, _LENGTH = 19, struct.Struct(">h"), struct.Struct(">i")


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepared: set[str] = set()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._prepared = set()
        return super().get_new_connection(conn_params)

    def prepare(self, name: str, sql: str) -> None:
        """Once for each connection; a transaction that is rolled back leaves it prepared."""
        if name in self._prepared:
            return
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {sql}")
        self._prepared.add(name)

    def is_usable(self) -> bool:
        """Whether the server still holds the connection. Between requests it says nothing, so that a socket with
        something to read is one that the server closed, or is about to."""
        if self.connection is None or self.connection.closed:
            return False
        watched = select.poll()
        watched.register(self.connection.fileno(), select.POLLIN)
        return not watched.poll(0)

    def copy_rows(self, sql: str, params: Sequence[Any]) -> list[list[bytes | None]]:
        """The values of all rows as PostgreSQL sends them in binary: texts in UTF-8, bytes as they are, where the usual
        way writes two letters for each, and whole numbers with their highest byte first."""
        sent = BytesIO()
        with self.cursor() as cursor, self.wrap_database_errors:
            question = cursor.mogrify(sql, params).decode()
            cursor.copy_expert(f"COPY ({question}) TO STDOUT (FORMAT binary)", sent)
        return list(_rows(sent.getbuffer()))


def _rows(sent: memoryview) -> Iterator[list[bytes | None]]:
    place = _HEAD
    while (columns := _COUNT.unpack_from(sent, place)[0]) >= 0:
        place += _COUNT.size
        row: list[bytes | None] = []
        for _ in range(columns):
            (length,), place = _LENGTH.unpack_from(sent, place), place + _LENGTH.size
            row.append(bytes(sent[place : place + length]) if length >= 0 else None)
            place += max(length, 0)
        yield row
