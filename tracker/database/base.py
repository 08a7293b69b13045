"""Django's PostgreSQL, with a look at a kept connection that costs no round trip, and statements that each connection
prepares once."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base


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
