"""Questions that every request asks: the ORM writes their SQL once, each connection prepares it once, and only the
values change. Planning them took longer than answering them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """SQL with `%s` for each value, which `write` makes when it is first needed."""

    def __init__(self, write: Callable[[], str]) -> None:
        self.write = write

    @cached_property
    def sql(self) -> str:
        return self.write()

    @cached_property
    def name(self) -> str:
        return f"kept_{sha256(self.sql.encode()).hexdigest()[:16]}"

    def execute(self, cursor: Any, values: tuple[Any, ...]) -> None:
        """Asks with these values. They are given to PostgreSQL as they are: text, numbers, nothing to be converted."""
        numbered = self.sql % tuple(f"${number}" for number in range(1, len(values) + 1))
        connection.prepare(self.name, numbered)  # type: ignore[attr-defined]  # of tracker/database
        cursor.execute(f"EXECUTE {self.name} ({', '.join(['%s'] * len(values))})", values)


class Statement:
    """`ask` makes a `values_list` of as many values as there are examples, each used once and in this order; `rows`
    asks it with real ones."""

    def __init__(self, ask: Callable[..., QuerySet], *examples: Any) -> None:
        self.ask, self.examples = ask, examples
        self.prepared = Prepared(self._write)

    def _write(self) -> str:
        sql, params = self.ask(*self.examples).query.sql_with_params()
        if tuple(params) != self.examples:
            raise ValueError(f"The statement takes {params}, not {self.examples}.")
        return sql

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """What the question finds for these values."""
        with connection.cursor() as cursor:
            self.prepared.execute(cursor, values)
            return cursor.fetchall()
