"""The orders of a list of documents and the cursors that walk it: by key, so that page 200 costs what page 1 does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import BigIntegerField, DateField, DateTimeField, Expression, F, OrderBy, TextField, Value

from cases.ordering import FOREVER, NEVER, Beyond, sortable

_FIELDS: dict[type, Any] = {date: DateField, datetime: DateTimeField, str: TextField}


class BadCursor(ValueError):
    """A cursor that this list did not give."""


@dataclass(frozen=True)
class Place:
    """Where a document stands in an order: the value that decides, and the case that breaks ties."""

    value: Any
    case_id: int


@dataclass(frozen=True)
class Order:
    """`column` decides, the case breaks ties; unknown values come last either way."""

    code: str
    column: str
    descending: bool
    kind: type

    def value(self, prefix: str = "") -> Expression | F:
        """What is sorted by; with a prefix, the copy of it that a spell keeps."""
        if self.kind is date:
            return sortable(prefix + self.column, NEVER if self.descending else FOREVER)
        return F(prefix + self.column)

    def read(self, said: str) -> Any:
        """The value that a text tells."""
        return said if self.kind is str else self.kind.fromisoformat(said)  # type: ignore[attr-defined]

    def terms(self, prefix: str = "") -> list[OrderBy]:
        value, case = self.value(prefix), F(f"{prefix}case_id")
        return [value.desc(), case.desc()] if self.descending else [value.asc(), case.asc()]

    def beyond(self, place: Place, prefix: str = "") -> Beyond:
        """Whether a document comes after this place."""
        value = Value(place.value, _FIELDS[self.kind]())
        case = Value(place.case_id, BigIntegerField())
        return Beyond(self.value(prefix), F(f"{prefix}case_id"), value, case, descending=self.descending)


ORDERS = {
    order.code: order
    for order in [
        Order("-detained", "newest_began", True, date),
        Order("detained", "newest_began", False, date),
        Order("-updated", "updated_at", True, datetime),
        Order("updated", "updated_at", False, datetime),
        Order("name", "name_sort", False, str),
        Order("-name", "name_sort", True, str),
        Order("ends", "ends_possible", False, date),
        Order("-ends", "ends_possible", True, date),
    ]
}


_signer = Signer(salt="cases.paging", sep=".")


def write_cursor(order: Order, place: Place) -> str:
    """The place of a document in an order, as text for an address; signed, so that a damaged one can't skip cases."""
    said = place.value if order.kind is str else place.value.isoformat()
    return _signer.sign_object([order.code, said, place.case_id])


def read_cursor(text: str, order: Order) -> Place:
    """The place that a cursor of that order tells. Raises `BadCursor`."""
    try:
        code, said, case_id = _signer.unsign_object(text)
    except BadSignature as fault:
        raise BadCursor("it is not one that this list gave") from fault
    if code != order.code:
        raise BadCursor("it belongs to another order")
    return Place(order.read(said), case_id)
