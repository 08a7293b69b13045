"""Questions that every request asks: the ORM writes their SQL once, and only the values change."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Statement:
    """`ask` makes a `values_list` of as many values as there are examples, each used once and in this order; `rows`
    asks it with real ones. The values are given to PostgreSQL as they are: text, numbers, nothing to be converted."""

    def __init__(self, ask: Callable[..., QuerySet], *examples: Any) -> None:
        self.ask, self.examples = ask, examples

    @cached_property
    def sql(self) -> str:
        sql, params = self.ask(*self.examples).query.sql_with_params()
        if tuple(params) != self.examples:
            raise ValueError(f"The statement takes {params}, not {self.examples}.")
        return sql

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """What the question finds for these values."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return cursor.fetchall()
