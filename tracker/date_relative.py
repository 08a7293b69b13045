"""Words such as “yesterday” beside the day on which they were said: what date they propose. A person confirms it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from tracker.date_grammar import Reading, UnreadableDate, guard
from tracker.date_words import fold

Span = tuple[date, date]

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "a an one один одну bir",
            "two два две iki",
            "three три üç",
            "four четыре dörd",
            "five пять beş",
            "six шесть altı",
            "seven семь yeddi",
            "eight восемь səkkiz",
            "nine девять doqquz",
            "ten десять on",
        ),
        start=1,
    )
    for word in words.split()
}
_WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "monday|понедельник|bazar ertəsi",
            "tuesday|вторник|çərşənbə axşamı",
            "wednesday|среду|среда|çərşənbə",
            "thursday|четверг|cümə axşamı",
            "friday|пятницу|пятница|cümə",
            "saturday|субботу|суббота|şənbə",
            "sunday|воскресенье|bazar",
        )
    )
    for word in words.split("|")
}
_PART_OF_DAY = (
    r"(?: (?:early |late )?(?:morning|afternoon|evening|night|утром|днем|днём|вечером|ночью|səhər|axşam|gecə))?"
)
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))


def anchor(words: str, stated: Reading) -> str:
    """EDTF text that the words propose for a statement made on `stated`, as uncertain as that is.

    Weeks run from Monday to Sunday; “months ago” and “years ago” give that whole month or year; a bare weekday is the
    last such day up to the statement. Raises `UnreadableDate` for words it does not know.
    """
    text = fold(guard(words))
    for pattern, meaning in _MEANINGS:
        match = pattern.fullmatch(text)
        if match:
            first = stated.earliest and meaning(match, stated.earliest)[0]
            last = stated.latest and meaning(match, stated.latest)[1]
            return _span_text(first, last, "?" if stated.doubtful else "")
    raise UnreadableDate(_("“%(text)s” is not a relative date that is known here.") % {"text": words})


def _span_text(first: date | None, last: date | None, doubt: str) -> str:
    if first and last:
        if first == last:
            return first.isoformat() + doubt
        if (first.year, first.day, last.year) == (last.year, 1, first.year):
            if (first.month, last.month, last.day) == (1, 12, 31):
                return f"{first.year:04}{doubt}"
            if first.month == last.month and last.day == monthrange(last.year, last.month)[1]:
                return f"{first:%Y-%m}{doubt}"
    ends = [end.isoformat() + doubt if end else ".." for end in (first, last)]
    return "/".join(ends)


def _days(back: int, until: int | None = None) -> Callable[[re.Match[str], date], Span]:
    until = back if until is None else until
    return lambda match, day: (day - timedelta(days=back), day - timedelta(days=until))


def _ago(match: re.Match[str], day: date) -> Span:
    count = int(match[1]) if match[1].isdigit() else _NUMBERS[match[1]]
    unit = match[2]
    if re.match("day|дн|ден|gün", unit):
        return _days(count)(match, day)
    if re.match("week|недел|həftə", unit):
        return _days(7 * count)(match, day)
    if re.match("month|месяц|ay", unit):
        return _month_of(day - relativedelta(months=count))
    return _year_of(day - relativedelta(years=count))


def _month_of(day: date) -> Span:
    return day.replace(day=1), day + relativedelta(day=31)


def _year_of(day: date) -> Span:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _last_week(match: re.Match[str], day: date) -> Span:
    monday = day - timedelta(days=day.weekday() + 7)
    return monday, monday + timedelta(days=6)


def _weekday(match: re.Match[str], day: date) -> Span:
    back = (day.weekday() - _WEEKDAYS[match["day"]]) % 7
    if match["last"] and back == 0:
        back = 7
    return day - timedelta(days=back), day - timedelta(days=back)


_COUNT = rf"([0-9]{{1,2}}|{'|'.join(_NUMBERS)})"
_MEANINGS: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], Span]]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (
            rf"(?:earlier |later )?(?:today|сегодня|bu ?gün){_PART_OF_DAY}|tonight|this (?:morning|afternoon|evening)",
            _days(0),
        ),
        (rf"(?:late |early )?(?:yesterday|вчера|dünən){_PART_OF_DAY}", _days(1)),
        (r"(?:the )?day before yesterday|позавчера|srağagün", _days(2)),
        (r"last night", _days(1, 0)),
        (rf"(?:tomorrow|завтра|sabah){_PART_OF_DAY}", _days(-1)),
        (rf"{_COUNT} (days?|weeks?|months?|years?) ago", _ago),
        (rf"{_COUNT} (день|дня|дней|недел[юиь]|месяц(?:а|ев)?|год|года|лет) назад", _ago),
        (rf"{_COUNT} (gün|həftə|ay|il) (?:əvvəl|qabaq|öncə)", _ago),
        (r"(?:last|past|previous) week|на прошлой неделе|(?:keçən|ötən) həftə", _last_week),
        (r"this week|на этой неделе|bu həftə", lambda match, day: (day - timedelta(days=day.weekday()), day)),
        (
            r"(?:last|past|previous) month|в прошлом месяце|(?:keçən|ötən) ay",
            lambda match, day: _month_of(day - relativedelta(months=1)),
        ),
        (r"this month|в этом месяце|bu ay", lambda match, day: (day.replace(day=1), day)),
        (
            r"(?:last|past|previous) year|в прошлом году|(?:keçən|ötən) il",
            lambda match, day: _year_of(day - relativedelta(years=1)),
        ),
        (r"this year|в этом году|bu il", lambda match, day: (day.replace(month=1, day=1), day)),
        (
            rf"(?:on |в |во )?(?P<last>last |past |previous |прошл\w+ |keçən |ötən )?(?P<day>{_WEEKDAY}){_PART_OF_DAY}",
            _weekday,
        ),
    )
]
