"""Django's PostgreSQL, with a look at a kept connection that costs no round trip, statements that each connection
prepares once, and bytes that are read as they are."""

from __future__ import annotations

import select
import struct
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.db.backends.postgresql import base

# Before the row of a binary COPY stand its signature, flags and an extension that nobody uses.
_HEAD = 19


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

    def copy_row(self, sql: str, params: Sequence[Any]) -> list[bytes | None]:
        """The values of the only row that is found, as PostgreSQL sends them in binary: bytes as they are, where the
        usual way writes two letters for each, and whole numbers with their highest byte first."""
        sent = BytesIO()
        with self.cursor() as cursor, self.wrap_database_errors:
            question = cursor.mogrify(sql, params).decode()
            cursor.copy_expert(f"COPY ({question}) TO STDOUT (FORMAT binary)", sent)
        row, values = sent.getbuffer(), []
        (columns,), place = struct.unpack_from(">h", row, _HEAD), _HEAD + 2
        for _ in range(columns):
            (length,), place = struct.unpack_from(">i", row, place), place + 4
            values.append(bytes(row[place : place + length]) if length >= 0 else None)
            place += max(length, 0)
        return values
