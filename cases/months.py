"""Arrivals at a facility and releases from it by month, counted from spells: no document is read for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from cases.codes import code
from cases.models import Spell
from cases.querysets import DocumentQuerySet, written
from tracker.audiences import Audience

MONTHS = 24


@dataclass(frozen=True)
class Counted:
    """Of how many cases it is possible, and certain, that it happened in the month; `bounded` are the possible ones of
    which both a first and a last day are known."""

    possible: int
    bounded: int
    certain: int


@dataclass(frozen=True)
class Month:
    first: date
    last: date
    arrived: Counted
    released: Counted


_COUNTS = """
    count(DISTINCT document_id) FILTER (WHERE {0}_possible && days),
    count(DISTINCT document_id) FILTER (WHERE {0}_possible && days
        AND NOT lower_inf({0}_possible) AND NOT upper_inf({0}_possible)),
    count(DISTINCT document_id) FILTER (WHERE counts_fully AND {0}_certain <@ days)
"""
# Without a day asked for, the last month is that of the newest day that any spell names.
_SQL = """
WITH spell AS MATERIALIZED ({spells}),
newest AS (
    SELECT coalesce(%s, least(%s, max(greatest(upper(began_possible), upper(released_possible))) - 1)) AS day FROM spell
),
month AS (
    SELECT first::date, (first + interval '1 month')::date - 1 AS last,
        daterange(first::date, (first + interval '1 month')::date) AS days
    FROM newest, generate_series(
        date_trunc('month', day::timestamp) - interval '{before} months', day::timestamp, interval '1 month') first
)
SELECT first, last, {began}, {released}
FROM month LEFT JOIN spell ON began_possible && days OR released_possible && days
GROUP BY first, last ORDER BY first
"""


def months_at(
    slugs: list[str], documents: DocumentQuerySet, audience: Audience, *, until: date | None, today: date
) -> list[Month]:
    """The `MONTHS` months up to that of `until`, or else of the newest day that is known; none where no day is known.

    Each count is what `CaseFilter` finds for the facility with `detained_*` or `released_*` of that month.
    """
    codes = [code("facility", slug) for slug in slugs]
    spells = Spell.objects.filter(audience=audience, codes__overlap=codes, document__in=documents)
    columns = ("began_possible", "began_certain", "released_possible", "released_certain")
    inner, params = written(spells.order_by().values("document_id", "counts_fully", *columns))
    sql = _SQL.format(
        spells=inner, before=MONTHS - 1, began=_COUNTS.format("began"), released=_COUNTS.format("released")
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, until, today])
        return [Month(row[0], row[1], Counted(*row[2:5]), Counted(*row[5:8])) for row in cursor.fetchall()]
