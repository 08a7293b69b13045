"""The one drawing of certainty: solid where someone was certainly held, hatched where possibly, fading where open.

Lengths are percent of the drawing's width, as text with a point, whatever the reader's language writes numbers with.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.pages.values import day_in_words
from cases.status import Held, held_days

MOST_TICKS = 5
# How far the drawing goes on before its first known day when a beginning is open.
LEAST_OPEN_DAYS = 30
OPEN_SHARE = 0.12


@dataclass(frozen=True)
class Span:
    x: str
    width: str


@dataclass(frozen=True)
class Tick:
    x: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Row:
    """One detention: `words` say what the drawing shows; `known_on` is where the tick “still there” stands."""

    key: str
    name: str
    words: str
    possible: Span
    certain: Span | None
    known_on: str
    open_start: bool
    open_end: bool


@dataclass(frozen=True)
class CustodyBar:
    rows: list[Row]
    ticks: list[Tick]


@dataclass(frozen=True)
class _Scale:
    """`known` is the first day that a record names; where a beginning is open, the drawing starts before it."""

    first: date
    last: date
    known: date

    def at(self, day: date) -> float:
        return 100 * (day - self.first).days / ((self.last - self.first).days + 1)

    def span(self, first: date | None, last: date | None) -> Span:
        """From the first day's beginning to the last day's end; an open end reaches the edge."""
        begin = self.at(first) if first else 0.0
        end = self.at(last + timedelta(days=1)) if last else 100.0
        return Span(_percent(begin), _percent(end - begin))


def custody_bar(body: dict[str, Any], names: dict[str, str], today: date) -> CustodyBar | None:
    """The drawing of a body's counted detentions on one scale; None where no day of any is known."""
    spells = [(record, held_days(record)) for record in body.get("detentions", []) if record["counts"] != "no"]
    scale = _scale([held for _record, held in spells], today)
    if scale is None:
        return None
    rows = [_row(record, held, scale, names) for record, held in spells]
    return CustodyBar(rows, list(_ticks(scale)))


def _scale(spells: list[Held], today: date) -> _Scale | None:
    known = [day for held in spells for day in (*held.possible, *(held.certain or ())) if day]
    if not known:
        return None
    first = earliest = min(known)
    last = max(known)
    if any(held.possible[1] is None for held in spells):
        last = max(last, today)
    if any(held.possible[0] is None for held in spells):
        first -= timedelta(days=max(LEAST_OPEN_DAYS, int((last - first).days * OPEN_SHARE)))
    return _Scale(first, last, earliest)


def _row(record: dict[str, Any], held: Held, scale: _Scale, names: dict[str, str]) -> Row:
    known_on = record.get("known_on")
    return Row(
        key=record["key"],
        name=names[record["key"]],
        words=held_in_words(held, end_is_said="end_kind" in record),
        possible=scale.span(*held.possible),
        certain=scale.span(*held.certain) if held.certain else None,
        known_on=_percent(scale.at(date.fromisoformat(known_on))) if known_on else "",
        open_start=held.possible[0] is None,
        open_end=held.possible[1] is None,
    )


def held_in_words(held: Held, *, end_is_said: bool) -> str:
    """What the drawing shows, for those who read it instead. An open end that was said is an unsure one."""
    first, last = held.possible
    begin = _("from %(day)s") % {"day": day_in_words(first)} if first else _("from a day not known")
    unbounded = _("with no certain end") if end_is_said else _("with no known end")
    end = _("to %(day)s") % {"day": day_in_words(last)} if last else unbounded
    if held.certain is None:
        return _("possibly held %(begin)s %(end)s") % {"begin": begin, "end": end}
    certainly = _("certainly held %(days)s") % {"days": _days(*held.certain)}
    if held.certain == held.possible:
        return certainly
    return _("%(certainly)s; possibly %(begin)s %(end)s") % {"certainly": certainly, "begin": begin, "end": end}


def _days(first: date, last: date) -> str:
    if first == last:
        return _("on %(day)s") % {"day": day_in_words(first)}
    return _("from %(first)s to %(last)s") % {"first": day_in_words(first), "last": day_in_words(last)}


def _ticks(scale: _Scale) -> Iterator[Tick]:
    """The beginnings of years; in a drawing that holds none, its first known and its last day."""
    years = range(scale.first.year + 1, scale.last.year + 1)
    if not years:
        for day in sorted({scale.known, scale.last}):
            yield _tick(scale, day, day_in_words(day))
    step = math.ceil(len(years) / MOST_TICKS) or 1
    for year in years[::step]:
        yield _tick(scale, date(year, 1, 1), str(year))


def _tick(scale: _Scale, day: date, text: str) -> Tick:
    x = scale.at(day)
    anchor = "start" if x < 5 else "end" if x > 95 else "middle"
    return Tick(_percent(x), text, anchor)


def _percent(number: float) -> str:
    return f"{number:.2f}%"
