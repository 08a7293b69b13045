"""Dates as people write them, in English, Azerbaijani and Russian, turned into EDTF text.

Every word of the text must be accounted for: `dateparser` is asked only which month a word names, because given a whole
phrase it fills in what is missing and skips what it does not know. What can't be read is refused, never guessed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from dateparser.date import DateDataParser
from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from tracker.date_grammar import Part, UnreadableDate, guard, read_edtf


class RelativeDate(UnreadableDate):
    """A word such as “yesterday”: it has a meaning only beside the day of the statement, see `anchor_relative`."""


_EDTF_SIGNS = re.compile(r"[0-9xX?~%/.,\[\]{}\-TYZ: ]+")
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|ago|this (?:morning|afternoon|evening|week|month|year)"
    r"|(?:last|next|past|previous|following) (?:night|week|month|year|\w+day)"
    r"|вчера|позавчера|сегодня|завтра|назад|(?:прошл|этой|этого|этом|следующ)\w* (?:недел|месяц|год)\w*"
    r"|dünən|srağagün|bugün|bu gün|sabah|(?:keçən|ötən|bu|gələn) (?:həftə|ay|il)\w*"
    r"|(?:gün|həftə|ay|il) (?:əvvəl|qabaq|öncə))\b"
    r"|^(?:on |в |во )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понедельник|вторник|сред[ау]|четверг|пятниц[ау]"
    r"|суббот[ау]|воскресенье|bazar|bazar ertəsi|çərşənbə|çərşənbə axşamı|cümə|cümə axşamı|şənbə)(?: \w+)?$"
)
# “2012-ci il”, “2023-cü ilin”, “1941 г.”: what stands behind a year and says only that it is one.
_YEAR_TAIL = re.compile(
    r"(?<=\d{4})(?:[ -]?(?:c[iıuü] ?)?il(?:in|də)?(?: tarixi(?:n|ndə)?)?|-?c[iıuü]| ?(?:г\.?|года|году|год))"
    r"(?=\s|$|[-’']?d[əa]n)"
)
# Endings of inflected month names, longest first, and what a dictionary form has instead: “сентябре”, “sentyabrında”.
_MONTH_TAILS = [(tail, "") for tail in ("ində", "ında", "da", "də", "ın", "in", "un", "ün", "ı", "i", "u", "ü")]
_MONTH_TAILS += [("е", "я"), ("е", "а")]
_ASK_MONTH = threading.Lock()
_months = DateDataParser(
    languages=["en", "az", "ru"],
    try_previous_locales=False,
    settings={"DATE_ORDER": "DMY", "PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]},
)


def read_words(text: str) -> str:
    """EDTF text for EDTF or words. Raises `UnreadableDate`; its kind `RelativeDate` for “yesterday” and the like."""
    text = " ".join(guard(text).split())
    if _EDTF_SIGNS.fullmatch(text):
        numeric = _numeric(text)
        return read_edtf(numeric.edtf() if numeric else text.replace("x", "X")).text
    words = fold(text)
    if _RELATIVE.search(words):
        raise RelativeDate(
            _("“%(text)s” depends on the day it was said: give the day of the statement, or a date.") % {"text": text}
        )
    return read_edtf(_phrase(words)).text


def fold(text: str) -> str:
    """Lower case in all three languages (İ and I both become i), one kind of blank, no commas."""
    lowered = text.replace("İ", "i").casefold().replace("̇", "")
    return " ".join(re.sub(r"[,;]", " ", lowered).rstrip(" .").split())


@dataclass(frozen=True, slots=True)
class _Named:
    """Year, month and day as far as a text names them."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    qualifier: str = ""

    def edtf(self) -> str:
        if self.year is None:
            raise UnreadableDate(_("The year is missing."))
        if self.day is not None and self.month is None:
            raise UnreadableDate(_("The month is missing."))
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text + self.qualifier


def _phrase(words: str) -> str:
    doubted = re.fullmatch(
        r"(?:possibly|perhaps|maybe|возможно|предположительно|bəlkə|ehtimal ki) (.+)|(.+?) ?\?", words
    )
    if doubted:
        return _doubt(_phrase(doubted[1] or doubted[2]))
    for pattern, meaning in _PHRASES:
        match = pattern.fullmatch(words)
        if match:
            return meaning(*match.groups())
    return _named(words).edtf()


def _doubt(text: str) -> str:
    """The same date with `?` added to its last stated end."""
    reading = read_edtf(text)
    if reading.kind == "set":
        raise UnreadableDate(_("A set of days can't be marked as uncertain: it is uncertain already."))
    ends = reading.text.split("/")
    last = -2 if ends[-1] == ".." else -1
    mark = {"": "?", "~": "%", "?": "?", "%": "%"}[ends[last][-1] if ends[last][-1] in "?~%" else ""]
    ends[last] = ends[last].rstrip("?~%") + mark
    return "/".join(ends)


def _named(words: str) -> _Named:
    """One date: its words in an order in which people write them, each of them understood."""
    about = re.fullmatch(rf"(?:{_ABOUT})[ ]?(.+)|(.+?) ?~", words)
    if about:
        inner = _named(about[1] or about[2])
        return replace(inner, qualifier="~")
    words = _YEAR_TAIL.sub("", re.sub(r"^(?:on|in|at|the|during|в|во)\b ?(?:the )?", "", words))
    numeric = _numeric(words)
    if numeric:
        return numeric
    found: dict[str, int] = {}
    for token in re.sub(r"\b(?:of|the)\b", " ", words).split():
        kind, value = _token(token, words)
        if kind in found:
            known = _unreadable(words) if kind != "day" else _("“%(text)s”: a year has four digits.") % {"text": words}
            raise UnreadableDate(known)
        found[kind] = value
    if tuple(found) not in _ORDERS:
        raise UnreadableDate(_unreadable(words))
    return _Named(found.get("year"), found.get("month"), found.get("day"))


_ORDERS = {
    ("day", "month", "year"),
    ("month", "day", "year"),
    ("year", "month", "day"),
    ("month", "year"),
    ("year", "month"),
    ("day", "month"),
    ("day", "year"),
    ("month", "day"),
    ("year",),
    ("month",),
    ("day",),
}


def _token(token: str, words: str) -> tuple[str, int]:
    if re.fullmatch(r"[0-9]{4}", token):
        return "year", int(token)
    day = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th|-?го|-?c[iıuü])?", token)
    if day:
        if not 1 <= int(day[1]) <= 31:
            raise UnreadableDate(_("“%(token)s” is no day; a year has four digits.") % {"token": token})
        return "day", int(day[1])
    month = month_of(token.rstrip("."))
    if month is None:
        raise UnreadableDate(_unreadable(words))
    return "month", month


@lru_cache(maxsize=1024)
def month_of(word: str) -> int | None:
    """The number of the month that a word names in English, Azerbaijani or Russian, shortened or inflected; or None."""
    if not re.fullmatch(r"[^\W\d_]{3,12}", word):
        return None
    stems = [word] + [word.removesuffix(tail) + end for tail, end in _MONTH_TAILS if word.endswith(tail)]
    with _ASK_MONTH:
        for stem in stems:
            # With day 17 the parser can't take a number for the month and skip the word.
            found = _months.get_date_data(f"17 {stem} 2000").date_obj
            if found and (found.year, found.day) == (2000, 17):
                return found.month
    return None


def _numeric(text: str) -> _Named | None:
    """26.09.2023, 26/09/2023, 2023.09.26, 09.2023: None when it is no such form."""
    match = re.fullmatch(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})", text)
    if match:
        return _Named(int(match[1]), int(match[3]), int(match[4]))
    match = re.fullmatch(r"([0-9]{4})[.-]([0-9]{1,2})", text)
    if match:
        return _Named(int(match[1]), int(match[2]))
    match = re.fullmatch(r"([0-9]{1,2})[./]([0-9]{4})", text)
    if match:
        return _Named(int(match[2]), int(match[1]))
    match = re.fullmatch(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{2,4})", text)
    if not match:
        return None
    if len(match[4]) != 4:
        raise UnreadableDate(_("“%(text)s”: write the year with four digits.") % {"text": text})
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or one > 12 or one == other:
        return _Named(year, other, one)
    if other > 12:
        return _Named(year, one, other)
    raise UnreadableDate(
        _("“%(text)s” may mean %(one)d or %(other)d as the month: write the month as a word.")
        % {"text": text, "one": one, "other": other}
    )


def _unreadable(words: str) -> str:
    return _(
        "“%(text)s” can't be read as a date. Examples: 5 October 2012, Sept 2023, before 26 Sep 2023, "
        "19 or 20 Sep 2023, 2023-09."
    ) % {"text": words}


def _pair(first: str, second: str) -> tuple[str, str]:
    """Both dates, each with what only the other names: “19 and 20 Sep 2023”, “September 24 and 25, 2023”."""
    begin, end = _named(first), _named(second)
    if end.year is None:
        if end.month is None and begin.month is not None and begin.year is not None:
            end = replace(end, month=begin.month, year=begin.year)
        else:
            raise UnreadableDate(_("The year of the second date is missing."))
    if end.day is not None and end.month is None:
        end = replace(end, month=begin.month)
    if begin.month is None and begin.day is not None:
        begin = replace(begin, month=end.month)
    if begin.year is None:
        begin = replace(begin, year=end.year)
    return begin.edtf(), end.edtf()


def _between(first: str, second: str) -> str:
    return "/".join(_pair(first, second))


def _either(first: str, second: str) -> str:
    """Two days side by side are an interval; two that are apart are a set."""
    begin, end = _pair(first, second)
    one, other = read_edtf(begin), read_edtf(end)
    if one.latest and other.earliest and one.latest + timedelta(days=1) < other.earliest:
        return f"[{begin},{end}]"
    return f"{begin}/{end}"


def _part(words: str) -> Part:
    part = read_edtf(_named(words).edtf()).parts[0]
    assert part is not None
    return part


def _beside(part: Part, step: int) -> str:
    """The day, month or year before (-1) or after (1) the part, as exact as the part."""
    day = part.first
    if part.precision == "day":
        text = (day + timedelta(days=step)).isoformat()
    elif part.precision == "month":
        text = f"{day + relativedelta(months=step):%Y-%m}"
    else:
        text = f"{day.year + step:04}"
    return text + part.qualifier


def _before(words: str) -> str:
    return "../" + _beside(_part(words), -1)


def _after(words: str) -> str:
    return _beside(_part(words), 1) + "/.."


def _until(words: str) -> str:
    return "../" + _named(words).edtf()


def _since(words: str) -> str:
    return _named(words).edtf() + "/.."


def _third(which: int) -> Callable[[str], str]:
    """Early, mid and late: a third of a year (four months) or of a month (ten days, the last to its end)."""

    def meaning(words: str) -> str:
        part = _part(words)
        if part.precision == "year":
            return f"{part.text}-{4 * which + 1:02}/{part.text}-{4 * which + 4:02}"
        if part.precision == "month":
            last = (10, 20, part.last.day)[which]
            return f"{part.text}-{10 * which + 1:02}/{part.text}-{last:02}"
        raise UnreadableDate(_("Early, mid and late go with a month or a year."))

    return meaning


def _decade(digits: str) -> str:
    return f"{digits}X"


_ABOUT = (
    r"about|around|approximately|approx\.?|circa|ca\.?|c\.|roughly|около|примерно|приблизительно|ориентировочно"
    r"|təxminən|təqribən|~"
)
_DOUBTED = re.compile(r"(?:possibly|perhaps|maybe|возможно|предположительно|bəlkə|ehtimal ki) (.+)|(.+?) ?\?")
_FROM_AZ = r"(?: ?tarixin)?[-’' ]?d[əa]n"
# The first that fits a whole phrase decides, so a longer wording stands before the shorter one it begins with.
_PHRASES: list[tuple[re.Pattern[str], Callable[..., str]]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"between (.+?) and (.+)", _between),
        (r"from (.+?) (?:to|until|till|through) (.+)", _between),
        (r"между (.+?) и (.+)", _between),
        (r"со? (.+?) (?:по|до) (.+)", _between),
        (r"(.+?) (?:və|ilə) (.+?) arası(?:nda)?", _between),
        (r"(.+?) [–—-] (.+)", _between),
        (r"([^–—]+)[–—]([^–—]+)", _between),
        (r"(\d{1,2})-(\d{1,2} [^\W\d].*)", _between),
        (r"(?:on or before|in or before|by|not later than|no later than|не позднее|не позже|ən geci) (.+)", _until),
        (r"(?:on or after|in or after|since|from|not earlier than|no earlier than|starting) (.+)", _since),
        (r"(?:не ранее|не раньше|начиная с|со?) (.+)", _since),
        (r"до (.+) включительно", _until),
        (r"(?:before|earlier than|prior to|до|ранее|раньше) (.+)", _before),
        (r"(?:after|later than|после|позже|позднее) (.+)", _after),
        (rf"(.+?){_FROM_AZ} (?:əvvəl|qabaq|öncə)", _before),
        (rf"(.+?){_FROM_AZ} sonra", _after),
        (rf"(.+?){_FROM_AZ} (?:bəri|etibarən|başlayaraq)", _since),
        (rf"(.+?){_FROM_AZ} gec olmayaraq", _until),
        (r"(.+?) (?:or|или|və ya|və yaxud|ya da) (.+)", _either),
        (r"(?:in )?(?:early|the beginning of|beginning of|в начале|начало)[ -](.+)", _third(0)),
        (r"(?:in )?(?:mid|the middle of|middle of|в середине|середина)[ -](.+)", _third(1)),
        (r"(?:in )?(?:late|at the end of|the end of|end of|в конце|конец)[ -](.+)", _third(2)),
        (r"(.+?) (?:əvvəli|əvvəlində|əvvəllərində)", _third(0)),
        (r"(.+?) (?:ortası|ortasında|ortalarında)", _third(1)),
        (r"(.+?) (?:sonu|sonunda|sonlarında)", _third(2)),
        (r"(?:in )?(?:the )?(\d{3})0s", _decade),
    )
]
