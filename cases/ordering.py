"""How days that may be unknown are sorted: by an expression that is never null, which an index and a cursor can use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, Expression, F, Func, Value
from django.db.models.functions import Coalesce

# What stands for an unknown day: before every day when the newest comes first, after every day when the oldest does.
NEVER, FOREVER = date(1, 1, 1), date(9999, 12, 31)


def sortable(column: str, unknown: date) -> Coalesce:
    """The day, or the first day of the range; `unknown` where there is none."""
    day: Expression | F = F(column)
    if column.endswith("_possible"):
        day = Func(day, function="lower", output_field=DateField())
    return Coalesce(day, Value(unknown, DateField()), output_field=DateField())


class Beyond(Func):
    """Whether a row comes after a place in an order, told by its value and its case: one comparison, which one index
    answers."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, value: Any, case: Any, place: Any, place_case: Any, *, descending: bool) -> None:
        super().__init__(value, case, place, place_case)
        self.sign = "<" if descending else ">"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        compiled = [compiler.compile(expression) for expression in self.get_source_expressions()]
        value, case, place, place_case = (sql for sql, _ in compiled)
        params = [param for _, given in compiled for param in given]
        return f"(({value}, {case}) {self.sign} ({place}, {place_case}))", params
