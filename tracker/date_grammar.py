"""EDTF text of one date as a record keeps it: what is accepted, the days it may mean, and its move by a term.

The common forms are read here by pattern, because the `edtf` package takes 3 to 15 ms a parse; sets go to the package,
of which only the strict bounds are used: its own margins around `?` and `~` are years wide.
"""

from __future__ import annotations

import re
import time
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import edtf
from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

LONGEST = 100
FIRST_YEAR, LAST_YEAR = 1800, 2200

_PART = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%])?")
_YEAR = re.compile(r"[0-9]{4}|[0-9]{3}X|[0-9]{2}XX")
_PLAIN = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_SET = re.compile(rf"\[(?:\.\.)?{_PLAIN}(?:(?:,|\.\.){_PLAIN})*(?:\.\.)?\]")
_MARGIN_DAYS = 3


class UnreadableDate(ValueError):
    """A date that is refused. The text is the reason, in the reader's language and fit to show beside the field."""


@dataclass(frozen=True, slots=True)
class Part:
    """One year, month or day, perhaps with unknown digits (`X`) and a qualifier: `text` is without the qualifier."""

    text: str
    precision: str
    first: date
    last: date
    qualifier: str = ""

    @property
    def earliest(self) -> date:
        """First day it may mean: `~` and `%` widen it by 3 days, one month or one year, as exact as the part is."""
        if self.qualifier not in ("~", "%"):
            return self.first
        if self.precision == "day":
            return self.first - timedelta(days=_MARGIN_DAYS)
        if self.precision == "month":
            return self.first - relativedelta(months=1, day=1)
        return self.first - relativedelta(years=1)

    @property
    def latest(self) -> date:
        """Last day it may mean, widened like `earliest`."""
        if self.qualifier not in ("~", "%"):
            return self.last
        if self.precision == "day":
            return self.last + timedelta(days=_MARGIN_DAYS)
        if self.precision == "month":
            return self.last + relativedelta(months=1, day=31)
        return self.last + relativedelta(years=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A read date: normalised `text`, the first and last possible day (None = open) and its parts.

    `kind` is "date" (one part), "interval" (two, None for an open end) or "set" (its members, open ends left out).
    """

    text: str
    kind: str
    parts: tuple[Part | None, ...]
    earliest: date | None
    latest: date | None

    @property
    def doubtful(self) -> bool:
        return any(part.qualifier for part in self.parts if part)


def guard(text: str) -> str:
    """The text without blanks around it. Raises `UnreadableDate` for what no parser should be given."""
    if not isinstance(text, str):
        raise UnreadableDate(_("A date is given as text."))
    if len(text) > LONGEST:
        raise UnreadableDate(_("A date has at most %(limit)d characters.") % {"limit": LONGEST})
    if any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) < 0xE000 for sign in text.strip()):
        raise UnreadableDate(_("The date holds a character that can't be part of a date."))
    if not text.strip():
        raise UnreadableDate(_("The date is empty."))
    return text.strip()


@lru_cache(maxsize=8192)
def read_edtf(text: str) -> Reading:
    """Reads strict EDTF. Raises `UnreadableDate` with the reason."""
    text = guard(text)
    if text.startswith("["):
        return _read_set(text)
    if text.startswith("{"):
        raise UnreadableDate(_("{…} means all of these days; a record has one. Make one record for each day."))
    if text.count("/") == 1:
        return _read_interval(text)
    part = read_part(text)
    return Reading(part.text + part.qualifier, "date", (part,), part.earliest, part.latest)


def _read_interval(text: str) -> Reading:
    begin_text, end_text = (end.strip() for end in text.split("/"))
    begin = None if begin_text in ("", "..") else read_part(begin_text)
    end = None if end_text in ("", "..") else read_part(end_text)
    if begin is None and end is None:
        raise UnreadableDate(_("A date open at both ends says nothing: leave it empty."))
    if begin and end:
        if begin == end:
            return read_edtf(begin.text + begin.qualifier)
        if end.last < begin.first:
            raise _reversed(begin_text, end_text)
    ends = ["..", ".."]
    if begin:
        ends[0] = begin.text + begin.qualifier
    if end:
        ends[1] = end.text + end.qualifier
    return Reading(
        "/".join(ends), "interval", (begin, end), begin.earliest if begin else None, end.latest if end else None
    )


def _reversed(begin: str, end: str) -> UnreadableDate:
    return UnreadableDate(_("The end, %(end)s, is before the beginning, %(begin)s.") % {"begin": begin, "end": end})


def read_part(text: str) -> Part:
    """One year, month or day. Raises `UnreadableDate`."""
    match = _PART.fullmatch(text)
    if not match or not _YEAR.fullmatch(match[1]):
        raise UnreadableDate(_reason(text))
    year, month, day, qualifier = match[1], match[2], match[3], match[4] or ""
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first_year < FIRST_YEAR or last_year > LAST_YEAR:
        raise UnreadableDate(
            _("The year %(year)s is outside %(first)d to %(last)d.")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    plain = text.removesuffix(qualifier)
    if month is None or (month == "XX" and day in (None, "XX")):
        if month and "X" in year:
            raise UnreadableDate(_reason(text))
        return Part(plain, "year", date(first_year, 1, 1), date(last_year, 12, 31), qualifier)
    if "X" in year or month == "XX":
        raise UnreadableDate(_reason(text))
    first_month, last_month = _month_bounds(month, text)
    if day in (None, "XX"):
        last = date(first_year, last_month, monthrange(first_year, last_month)[1])
        return Part(plain, "month", date(first_year, first_month, 1), last, qualifier)
    if "X" in month:
        raise UnreadableDate(_reason(text))
    first, last = _day_bounds(first_year, first_month, day, text)
    return Part(plain, "day", first, last, qualifier)


def _month_bounds(month: str, text: str) -> tuple[int, int]:
    if month in ("0X", "1X"):
        return (1, 9) if month == "0X" else (10, 12)
    if "X" in month:
        raise UnreadableDate(_reason(text))
    if 21 <= int(month) <= 41:
        raise UnreadableDate(_("A season is not exact enough: give its months, as in 2023-03/2023-05."))
    if not 1 <= int(month) <= 12:
        raise UnreadableDate(_("There is no month %(month)s.") % {"month": month})
    return int(month), int(month)


def _day_bounds(year: int, month: int, day: str, text: str) -> tuple[date, date]:
    days = monthrange(year, month)[1]
    if "X" in day and not ("0" <= day[0] <= "3" and day[1] == "X"):
        raise UnreadableDate(_reason(text))
    first, last = max(1, int(day.replace("X", "0"))), min(days, int(day.replace("X", "9")))
    if day == "00" or first > days:
        raise UnreadableDate(_("There is no day %(day)s in %(month)s.") % {"day": day, "month": f"{year}-{month:02}"})
    return date(year, month, first), date(year, month, last)


def _read_set(text: str) -> Reading:
    text = re.sub(r"\s*(,|\.\.)\s*", r"\1", text)
    if not _SET.fullmatch(text):
        raise UnreadableDate(_reason(text))
    members = tuple(read_part(member) for member in re.findall(_PLAIN, text))
    for begin, end in re.findall(rf"({_PLAIN})\.\.(?={_PLAIN})({_PLAIN})", text):
        if read_part(end).last < read_part(begin).first:
            raise UnreadableDate(
                _("The end, %(end)s, is before the beginning, %(begin)s.") % {"begin": begin, "end": end}
            )
    if len(members) == 1 and ".." not in text:
        return read_edtf(members[0].text)
    try:
        parsed = edtf.parse_edtf(text)
    except edtf.EDTFParseException as fault:
        raise UnreadableDate(_reason(text)) from fault
    return Reading(text, "set", members, _as_day(parsed.lower_strict()), _as_day(parsed.upper_strict()))


def _as_day(bound: time.struct_time | float) -> date | None:
    if isinstance(bound, float):
        return None
    return date(*bound[:3])


def _reason(text: str) -> str:
    """Why a text is no date here; tells what is legal EDTF but not kept from what is nothing at all."""
    if re.search(r"[0-9]T[0-9]", text):
        return _("A time of day is not kept: give the day alone.")
    if re.fullmatch(r"-[0-9]{4}.*|Y-?[0-9]+.*", text):
        return _("The year is outside %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    if re.search(r"[?~%][0-9X]|[?~%]-", text):
        return _("“%(text)s”: put ?, ~ or %% at the end of the date.") % {"text": text}
    if re.fullmatch(rf"{_PLAIN} ?[-–—] ?{_PLAIN}", text):
        return _("“%(text)s”: a range is written with a slash, as in 2023-09-19/2023-09-20.") % {"text": text}
    examples = "2023, 2023-09, 2023-09-26, ../2023-09-26, 2023-09-19/2023-09-20"
    return _("“%(text)s” can't be read as a date. Examples: %(examples)s.") % {"text": text, "examples": examples}


def shift(reading: Reading, term: relativedelta) -> str:
    """EDTF text of the date moved by a term of whole days, months and years; open ends stay open.

    A month or year stays one where the term is of months or years; otherwise its first and last possible day are moved,
    with `?` where there was a qualifier, so that no doubt is lost. A set becomes the interval from its first to its
    last day. Raises `UnreadableDate` when the result is past the last year.
    """
    try:
        if reading.kind == "set":
            first = ".." if reading.earliest is None else (reading.earliest + term).isoformat()
            last = ".." if reading.latest is None else (reading.latest + term).isoformat()
            return f"{first}/{last}"
        ends = [_shift_part(part, term) if part else ("..", "..") for part in reading.parts]
    except (OverflowError, ValueError) as fault:
        raise UnreadableDate(_("The term ends after the year %(last)d.") % {"last": LAST_YEAR}) from fault
    return f"{ends[0][0]}/{ends[-1][1]}" if ends[0][0] != ends[-1][1] else ends[0][0]


def _shift_part(part: Part, term: relativedelta) -> tuple[str, str]:
    whole_months = not term.days
    if part.precision == "day" and "X" not in part.text:
        moved = (part.first + term).isoformat() + part.qualifier
    elif part.precision == "month" and whole_months and "X" not in part.text:
        moved = f"{part.first + term:%Y-%m}" + part.qualifier
    elif part.precision == "year" and whole_months and not term.months and part.text.isdigit():
        moved = f"{part.first + term:%Y}" + part.qualifier
    else:
        doubt = "?" if part.qualifier else ""
        return (part.earliest + term).isoformat() + doubt, (part.latest + term).isoformat() + doubt
    return moved, moved
