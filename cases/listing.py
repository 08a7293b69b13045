"""One page of a list, and its counts: a statement each, or one for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Value

from cases.codes import code
from cases.facets import count_codes, count_people
from cases.models.publication import WIDEST
from cases.paging import Order, Place
from cases.querysets import DocumentQuerySet, written

# Of a parameter the documents that match without it.
Others = dict[str, DocumentQuerySet]


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


def count_matches(matches: DocumentQuerySet, others: Others, *, codes: bool) -> Counts:
    """Counts of `matches`; of each parameter in `others`, its codes are counted in what is given there instead."""
    asked = matches.order_by().values("person_id", "facets")
    # One index has all that the usual documents are counted by, another the few with more codes than it can hold.
    usual, usual_params = written(asked.filter(facets__length__lte=WIDEST))
    wide, wide_params = written(asked.filter(facets__length__gt=WIDEST))
    counted, before = _counted(others, codes=codes)
    with connection.cursor() as cursor:
        statement = f"SELECT {', '.join(counted)} FROM ({usual} UNION ALL {wide}) matches"  # noqa: S608
        cursor.execute(statement, [*before, *usual_params, *wide_params])
        return _counts(cursor.fetchone(), others)


def read_page_with_counts(
    matches: DocumentQuerySet,
    order: Order,
    column: str,
    length: int,
    others: Others,
    *,
    after: Place | None = None,
    codes: bool,
) -> tuple[list[Listed], Counts]:
    """The first rows beyond a place, and the counts of all: one statement, which finds the matches once for both."""
    further: Any = order.beyond(after) if after else Value(True)
    found = matches.order_by().annotate(place=order.value(), further=further)
    sql, params = written(found.values("id", "case_id", "person_id", "facets", "place", "further"))
    counted, given = _counted(others, codes=codes)
    direction = "DESC" if order.descending else "ASC"
    uncounted = ", ".join(["NULL::bigint", *(["NULL::bytea"] * (len(counted) - 1))])
    # The counts are the last row, so that they are not sent with every line of the page.
    statement = f"""
        WITH matches AS MATERIALIZED ({sql}),
        page AS (
            SELECT id, case_id, place FROM matches WHERE further
            ORDER BY place {direction}, case_id {direction} LIMIT %s
        ),
        listed AS (
            SELECT {column}, page.case_id AS case_id, place, last_news_on, {uncounted}
            FROM page JOIN {matches.model._meta.db_table} USING (id)
            ORDER BY place {direction}, case_id {direction}
        )
        SELECT * FROM listed
        UNION ALL SELECT NULL, NULL, NULL, NULL, {", ".join(counted)} FROM matches
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, length, *given])
        *lines, counts = cursor.fetchall()
    return [Listed(*line[:4]) for line in lines], _counts(counts[4:], others)


def _counted(others: Others, *, codes: bool) -> tuple[list[str], list[Any]]:
    """What is selected from the matches to count them, and its parameters."""
    selected = ["count(*)", "string_agg(int8send(person_id), '')"]
    selected.append("string_agg(facets, '')" if codes else "NULL::bytea")
    params: list[Any] = []
    for replaced in others.values():
        inner, given = written(replaced.order_by().values("facets"))
        selected.append(f"(SELECT string_agg(facets, '') FROM ({inner}) others)")  # noqa: S608
        params += given
    return selected, params


def _counts(row: Sequence[Any], others: Others) -> Counts:
    cases, people, kept, *instead = row
    found = count_codes(kept) if kept else {}
    for parameter, own in zip(others, instead, strict=True):
        told = count_codes(own) if own else {}
        found = {code: n for code, n in found.items() if not code.startswith(f"{parameter}:")}
        found |= {code: n for code, n in told.items() if code.startswith(f"{parameter}:")}
    return Counts(cases, count_people(people) if people else 0, found)


def code_counts(documents: DocumentQuerySet, parameter: str) -> dict[str, int]:
    """Of how many of these documents each value of one of `FACETS` is told."""
    counted = count_matches(documents, {}, codes=True).codes
    lead = code(parameter, "")
    return {told.removeprefix(lead): count for told, count in counted.items() if told.startswith(lead)}
