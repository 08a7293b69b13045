"""How a date is said: bare (“19 or 20 September 2023”) and inside a sentence (“on 19 or 20 September 2023”)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from babel.dates import get_month_names

from tracker.date_grammar import Part, Reading, read_part


def bare(reading: Reading, language: str = "en", omit_year: int | None = None) -> str:
    """The date alone, for lists and forms. `omit_year` leaves that year out, as a bulletin of the same year does."""
    return _Saying(language, omit_year).of(reading, preposition=False)


def in_sentence(reading: Reading, language: str = "en", omit_year: int | None = None) -> str:
    """The date with its preposition: “on 3 May 2024”, “in September 2023”, “on or before 26 September 2023”."""
    return _Saying(language, omit_year).of(reading, preposition=True)


class _Saying:
    """English word order; `language` chooses the month names. Phrases of another language get a class of their own."""

    def __init__(self, language: str, omit_year: int | None) -> None:
        self.months = get_month_names("wide", locale=language)
        self.omit_year = omit_year

    def of(self, reading: Reading, preposition: bool) -> str:
        doubt = "possibly " if any(part.qualifier in ("?", "%") for part in reading.parts if part) else ""
        return doubt + self._said(reading, preposition)

    def _said(self, reading: Reading, preposition: bool) -> str:
        if reading.kind == "set":
            return self._set(reading, preposition)
        if reading.kind == "interval":
            return self._interval(reading.parts[0], reading.parts[-1], preposition)
        part = reading.parts[0]
        assert part is not None
        if _has_unknown_digits(part):
            return self._unknown_digits(part, preposition)
        return self._with_preposition(part, self._part(part), preposition)

    def _interval(self, begin: Part | None, end: Part | None, preposition: bool) -> str:
        begin = begin and _end_of(begin, last=False)
        end = end and _end_of(end, last=True)
        if begin is None:
            assert end is not None
            return f"{_preposition(end)} or before {self._part(end)}"
        if end is None:
            return f"{_preposition(begin)} or after {self._part(begin)}"
        if _adjacent(begin, end):
            return self._with_preposition(begin, self._joined(begin, end, "or"), preposition)
        return f"between {self._joined(begin, end, 'and')}"

    def _set(self, reading: Reading, preposition: bool) -> str:
        members = [part for part in reading.parts if part]
        if ".." in reading.text or len({part.precision for part in members}) > 1:
            return self._interval(_day_part(reading.earliest), _day_part(reading.latest), preposition)
        last = members[-1].first
        said = [
            str(part.first.day)
            if part.precision == "day" and (part.first.year, part.first.month) == (last.year, last.month)
            else self._part(part, year=False if part.first.year == last.year else None)
            for part in members[:-2]
        ]
        text = ", ".join([*said, self._joined(members[-2], members[-1], "or")])
        return self._with_preposition(members[0], text, preposition)

    def _unknown_digits(self, part: Part, preposition: bool) -> str:
        if part.text.endswith("X") and len(part.text) == 4 and not part.text.endswith("XX"):
            text = f"the {part.text[:3]}0s"
        elif (first := _end_of(part, last=False)) == (last := _end_of(part, last=True)):
            text = self._part(first)
            part = replace(first, qualifier=part.qualifier)
        else:
            text, preposition = f"between {self._joined(first, last, 'and')}", False
        return self._with_preposition(part, _about(part) + text, preposition)

    def _with_preposition(self, part: Part, text: str, preposition: bool) -> str:
        if not preposition or part.qualifier in ("~", "%"):
            return text
        return f"{_preposition(part)} {text}"

    def _joined(self, begin: Part, end: Part, word: str) -> str:
        """Both, the first without the month and year that the second repeats."""
        if begin.qualifier in ("~", "%") or begin.precision != end.precision or begin.precision == "year":
            return f"{self._part(begin)} {word} {self._part(end)}"
        if begin.first.year != end.first.year:
            return f"{self._part(begin, year=True)} {word} {self._part(end, year=True)}"
        if begin.precision == "day" and begin.first.month == end.first.month:
            return f"{begin.first.day} {word} {self._part(end)}"
        return f"{self._part(begin, year=False)} {word} {self._part(end)}"

    def _part(self, part: Part, year: bool | None = None) -> str:
        words = [] if part.precision != "day" else [str(part.first.day)]
        if part.precision != "year":
            words.append(str(self.months[part.first.month]))
        show_year = part.first.year != self.omit_year if year is None else year
        if show_year or part.precision == "year":
            words.append(f"{part.first:%Y}")
        return _about(part) + " ".join(words)


def _has_unknown_digits(part: Part) -> bool:
    return "X" in part.text


def _end_of(part: Part, last: bool) -> Part:
    """The part itself, or with unknown digits the first or last day, month or year that it may mean."""
    if not _has_unknown_digits(part):
        return part
    length = {"day": 10, "month": 7, "year": 4}[part.precision]
    text = (part.last if last else part.first).isoformat()[:length]
    return replace(read_part(text), qualifier=part.qualifier)


def _about(part: Part) -> str:
    return "about " if part.qualifier in ("~", "%") else ""


def _preposition(part: Part) -> str:
    return "on" if part.precision == "day" else "in"


def _day_part(day: date | None) -> Part | None:
    return Part(day.isoformat(), "day", day, day) if day else None


def _adjacent(begin: Part, end: Part) -> bool:
    return begin.precision == end.precision and begin.last + timedelta(days=1) == end.first
