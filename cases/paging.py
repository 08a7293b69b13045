"""The orders of a list of documents and the cursors that walk it: by key, so that page 200 costs what page 1 does."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db.models import F, Q, QuerySet


class BadCursor(ValueError):
    """A cursor that this list did not give."""


@dataclass(frozen=True)
class Order:
    """`column` decides, the case breaks ties; unknown values come last either way."""

    code: str
    column: str
    descending: bool
    kind: type

    def sort(self, documents: QuerySet) -> QuerySet:
        column = F(self.column)
        if self.descending:
            return documents.order_by(column.desc(nulls_last=True), "-case_id")
        return documents.order_by(column.asc(nulls_last=True), "case_id")

    def after(self, value: Any, case_id: int) -> Q:
        """The documents that come after this place in the order."""
        sign = "lt" if self.descending else "gt"
        tie = Q(**{f"case_id__{sign}": case_id})
        if value is None:
            return Q(**{f"{self.column}__isnull": True}) & tie
        further = Q(**{f"{self.column}__{sign}": value}) | Q(**{f"{self.column}": value}) & tie
        return further | Q(**{f"{self.column}__isnull": True})


ORDERS = {
    order.code: order
    for order in [
        Order("-detained", "newest_began", True, date),
        Order("detained", "newest_began", False, date),
        Order("-updated", "updated_at", True, datetime),
        Order("updated", "updated_at", False, datetime),
        Order("name", "name_sort", False, str),
        Order("-name", "name_sort", True, str),
        Order("ends", "ends_first", False, date),
        Order("-ends", "ends_first", True, date),
    ]
}


def write_cursor(order: Order, value: Any, case_id: int) -> str:
    """The place of a document in an order, as text for an address."""
    said = value.isoformat() if isinstance(value, date | datetime) else value
    return base64.urlsafe_b64encode(orjson.dumps([order.code, said, case_id])).decode().rstrip("=")


def read_cursor(text: str, order: Order) -> tuple[Any, int]:
    """The value and case of a cursor of that order. Raises `BadCursor`."""
    try:
        code, said, case_id = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(case_id, int) or not 0 <= case_id < 2**63:
            raise ValueError(case_id)
        if said is not None:
            said = str(said) if order.kind is str else order.kind.fromisoformat(said)  # type: ignore[attr-defined]
    except (ValueError, TypeError, binascii.Error) as fault:
        raise BadCursor("it is not one that this list gave") from fault
    if code != order.code:
        raise BadCursor("it belongs to another order")
    return said, case_id
