"""One page of a list, and its counts: a statement each, or one for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from django.db import connection
from django.db.models import QuerySet, Value

from cases.codes import code
from cases.facets import count_codes, count_people
from cases.models.publication import WIDEST
from cases.paging import Order, Place
from cases.querysets import DocumentQuerySet, written


@dataclass(frozen=True)
class Matches:
    """Documents to count. `narrowed`: something is asked that finds them; all others are counted from an index."""

    documents: DocumentQuerySet
    narrowed: bool = False

    def written(self, *columns: str) -> tuple[str, list[Any]]:
        """SQL of these columns, and its parameters."""
        asked = self.documents.order_by().values(*columns)
        if self.narrowed:
            return written(asked)
        # One index has all that the usual documents are counted by, another the few with more codes than it can hold.
        usual, params = written(asked.filter(facets__length__lte=WIDEST))
        wide, wide_params = written(asked.filter(facets__length__gt=WIDEST))
        return f"{usual} UNION ALL {wide}", [*params, *wide_params]


# Of a parameter what matches without it.
Others = dict[str, Matches]


@dataclass(frozen=True)
class Listed:
    """A line of a list: the card, or the body where whole documents are asked for. `names` are read where a name was
    asked for."""

    text: str
    case_id: int
    value: Any
    news_on: date | None
    names: Sequence[str] = ()

    @property
    def place(self) -> Place:
        return Place(self.value, self.case_id)


@dataclass(frozen=True)
class Counts:
    """How many cases match, how many people they are about, and of how many cases each code is told. A code's own
    parameter is left out of what its count answers: one sees what another choice would give."""

    cases: int
    people: int
    codes: dict[str, int]


def read_page(
    documents: DocumentQuerySet, order: Order, column: str, length: int, *, by_spell: bool, names: bool = False
) -> list[Listed]:
    """The first rows in order, with their names if wanted. `by_spell`: the documents are asked through one of their
    spells, and read in the order that the spells keep."""
    prefix = "spells__" if by_spell else ""
    found = documents.annotate(place=order.value(prefix)).order_by(*order.terms(prefix))
    if by_spell:
        # Two spells of one case stand next to each other.
        found = found.distinct("place", f"{prefix}case_id")
    columns = [column, "case_id", "place", "last_news_on", *(["names"] if names else [])]
    return [Listed(*row) for row in found.values_list(*columns)[:length]]


@dataclass(frozen=True)
class Counting:
    """How `matches` are counted, their codes if `codes`; of each parameter in `others`, its codes are counted in what
    is given there instead. One statement, with or without what is listed of them."""

    matches: Matches
    others: Others = field(default_factory=dict)
    codes: bool = True

    def alone(self) -> Counts:
        [counts] = _copied(*self._written())
        return self._counts(_whole(counts[0]), *counts[1:])

    def after(self, rows: QuerySet, width: int) -> tuple[list[tuple[Any, ...]], Counts]:
        """The rows of a `values_list` that is so wide, and the counts."""
        listed, params = written(rows)
        counting, given = self._written()
        nothing = ", ".join(["NULL"] * width)
        statement = f"""
            (SELECT listed.*, {self._uncounted} FROM ({listed}) listed)
            UNION ALL (SELECT {nothing}, counts.* FROM ({counting}) counts)
        """  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, [*params, *given])
            *lines, counts = cursor.fetchall()
        return [line[:width] for line in lines], self._counts(*counts[width:])

    def with_page(
        self, order: Order, column: str, length: int, *, after: Place | None = None, names: bool = False
    ) -> tuple[list[Listed], Counts]:
        """The first rows beyond a place, and the counts: the matches are found once for both."""
        further: Any = order.beyond(after) if after else Value(True)
        found = self.matches.documents.order_by().annotate(place=order.value(), further=further)
        sql, params = written(found.values("id", "case_id", "person_id", "facets", "place", "further"))
        counted, given = self._counted()
        direction = "DESC" if order.descending else "ASC"
        # The counts are the last row, so that they are not sent with every line of the page.
        statement = f"""
            WITH matches AS MATERIALIZED ({sql}),
            page AS (
                SELECT id, case_id, place FROM matches WHERE further
                ORDER BY place {direction}, case_id {direction} LIMIT %s
            ),
            listed AS (
                SELECT {column}, page.case_id AS case_id, place::text, last_news_on::text,
                    {"to_json(names)::text" if names else "NULL::text"}, {self._uncounted}
                FROM page JOIN {found.model._meta.db_table} USING (id)
                ORDER BY page.place {direction}, page.case_id {direction}
            )
            SELECT * FROM listed UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, {counted} FROM matches
        """  # noqa: S608
        *lines, counts = _copied(statement, [*params, length, *given])
        return [_listed(order, line[:5]) for line in lines], self._counts(_whole(counts[5]), *counts[6:])

    def _written(self) -> tuple[str, list[Any]]:
        sql, params = self.matches.written("person_id", "facets")
        counted, before = self._counted()
        return f"SELECT {counted} FROM ({sql}) matches", [*before, *params]  # noqa: S608

    def _counted(self) -> tuple[str, list[Any]]:
        """What is selected from the matches to count them, and its parameters."""
        selected = ["count(*)", "string_agg(int8send(person_id), '')"]
        selected.append("string_agg(facets, '')" if self.codes else "NULL::bytea")
        params: list[Any] = []
        for replaced in self.others.values():
            inner, given = replaced.written("facets")
            selected.append(f"(SELECT string_agg(facets, '') FROM ({inner}) others)")  # noqa: S608
            params += given
        return ", ".join(selected), params

    @property
    def _uncounted(self) -> str:
        """What stands in the place of the counts beside a row of the list."""
        return ", ".join(["NULL::bigint", *["NULL::bytea"] * (2 + len(self.others))])

    def _counts(self, cases: int, people: bytes | None, codes: bytes | None, *instead: bytes | None) -> Counts:
        found = count_codes(codes) if codes else {}
        for parameter, own in zip(self.others, instead, strict=True):
            told = count_codes(own) if own else {}
            found = {code: n for code, n in found.items() if not code.startswith(f"{parameter}:")}
            found |= {code: n for code, n in told.items() if code.startswith(f"{parameter}:")}
        return Counts(cases, count_people(people) if people else 0, found)


def _copied(sql: str, params: list[Any]) -> list[list[bytes | None]]:
    return connection.copy_rows(sql, params)  # type: ignore[attr-defined]  # of tracker/database


def _whole(sent: bytes | None) -> int:
    return int.from_bytes(sent or b"")


def _listed(order: Order, line: Sequence[Any]) -> Listed:
    text, case, place, news, names = line
    news_on = date.fromisoformat(news.decode()) if news else None
    told = orjson.loads(names) if names else ()
    return Listed(text.decode(), _whole(case), order.read(place.decode()), news_on, told)


def code_counts(documents: DocumentQuerySet, parameter: str) -> dict[str, int]:
    """Of how many of these documents each value of one of `FACETS` is told."""
    counted = Counting(Matches(documents)).alone().codes
    lead = code(parameter, "")
    return {told.removeprefix(lead): count for told, count in counted.items() if told.startswith(lead)}
