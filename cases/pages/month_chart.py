"""Counts by month as bars: solid what is certain, hatched what is possible, faded where a first or last day is unknown.

Every bar is a link to the cases that it counts. Places are percent of the drawing's width, as text with a point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.filters import CaseFilter
from cases.models import Facility
from cases.months import Counted, Month
from cases.pages.filter_words import filter_in_words
from cases.pages.lines import list_address, query_of
from tracker.audiences import Audience

HEIGHT = 96
LEAST_HEIGHT = 3


@dataclass(frozen=True)
class Bar:
    """One part of a month's bar; `kind` is open, possible or certain, drawn in this order, each over the last."""

    kind: str
    y: int
    height: int
    address: str


@dataclass(frozen=True)
class Column:
    """A month: its bars and, for the table, its counts. `year` is written at its first month, and at the drawing's
    where the next one leaves room for it."""

    label: str
    year: str
    anchor: str
    x: str
    width: str
    bars: list[Bar]
    counted: Counted
    possible_address: str
    certain_address: str


@dataclass(frozen=True)
class MonthChart:
    """`title` is what is asked, in words; `most` the count that the whole height stands for."""

    key: str
    title: str
    columns: list[Column]
    most: int

    @property
    def rows(self) -> list[Column]:
        """The months in which anything is possible, for the table, the newest first."""
        return [column for column in reversed(self.columns) if column.counted.possible]


def month_chart(
    what: str,
    months: list[Month],
    counted: Callable[[Month], Counted],
    asked: CaseFilter,
    audience: Audience,
    facility: Facility,
) -> MonthChart | None:
    """The chart of `detained` or `released` at a facility, its links like those of `asked`; None where nothing that
    lies between two known days falls into any of the months."""
    most = max((counted(month).possible for month in months), default=0)
    if not any(counted(month).bounded for month in months):
        return None

    def query(first: Month, last: Month, certainty: str = "") -> QueryDict:
        days = {f"{what}_from": first.first.isoformat(), f"{what}_to": last.last.isoformat()}
        return query_of(facility=facility.slug, **days, **({"certainty": certainty} if certainty else {}))

    whole = CaseFilter(query(months[0], months[-1]), asked.documents).check_parameters()
    share = 100 / len(months)
    columns = []
    for place, month in enumerate(months):
        possible = list_address(query(month, month), audience)
        certain = list_address(query(month, month, "certain"), audience)
        columns.append(
            Column(
                label=date_format(month.first, "F Y"),
                year=str(month.first.year) if month.first.month == 1 or (place == 0 and month.first.month < 10) else "",
                anchor="end" if place * share > 90 else "start",
                x=f"{place * share:.2f}%",
                width=f"{share * 0.8:.2f}%",
                bars=_bars(counted(month), most, possible, certain),
                counted=counted(month),
                possible_address=possible,
                certain_address=certain,
            )
        )
    title = _("%(query)s, by month") % {"query": capfirst(filter_in_words(whole, {facility.slug: facility.name}))}
    return MonthChart(what, title, columns, most)


def _bars(counted: Counted, most: int, possible: str, certain: str) -> list[Bar]:
    told = [("open", counted.possible, possible), ("possible", counted.bounded, possible)]
    told.append(("certain", counted.certain, certain))
    heights = [(kind, max(round(HEIGHT * n / most), LEAST_HEIGHT), address) for kind, n, address in told if n]
    return [Bar(kind, HEIGHT - height, height, address) for kind, height, address in heights]
