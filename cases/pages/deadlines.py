"""Deadlines as pages say them: those of one case from its body, those of many by day, each with its rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import orjson
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.clocks import TERM_RULE
from cases.models import ClockRule, Deadline
from cases.pages.records import anchor_of
from cases.pages.rows import where_in_words
from cases.pages.values import Said, date_in_words
from cases.status import read_date
from people.groups import name_in_words
from tracker.dates import PartialDate

Body = dict[str, Any]


@dataclass(frozen=True)
class ShownDeadline:
    """`when` is empty where no day is known, `sure` says how sure those days are; `passed` when the last of them lies
    before the day shown."""

    title: str
    citation: str
    url: str
    when: str
    sure: str
    start_unknown: bool
    passed: bool
    because: list[Said]


@dataclass(frozen=True)
class DeadlineRow:
    """One line of the page of deadlines; `name` is empty where it is withheld."""

    ref: str
    name: str
    where: str
    deadline: ShownDeadline


@dataclass(frozen=True)
class DeadlineDay:
    """The deadlines that may fall on a day, or from it on; an empty heading: no first day is known."""

    heading: str
    is_today: bool
    rows: list[DeadlineRow]


def deadlines_of_case(body: Body, names: dict[str, str], today: date) -> list[ShownDeadline]:
    """The open clocks of a body, those to come before those that passed; `names` are the records' by key."""
    shown = [_of_body(said, names, today) for said in body.get("deadlines", [])]
    return sorted(shown, key=lambda deadline: deadline.passed)


def _of_body(said: Body, names: dict[str, str], today: date) -> ShownDeadline:
    on = read_date(said.get("on"))
    return ShownDeadline(
        title=said["title"],
        citation=said.get("citation", ""),
        url=said.get("url", ""),
        when=date_in_words(said.get("on")),
        sure=_sureness(on.certain if on and said["counts"] == "fully" else None),
        start_unknown="start_unknown" in said,
        passed=bool(on and on.latest and on.latest < today),
        because=[Said("", names[key], target=anchor_of(key)) for key in said["because"]],
    )


def deadline_days(deadlines: Iterable[Deadline], today: date) -> list[DeadlineDay]:
    """These deadlines, which none has passed, by the first day on which they may fall; those that may have passed
    before today stand with today's."""
    rules = {rule.code: rule for rule in [*ClockRule.objects.all(), TERM_RULE]}
    days = groupby(deadlines, key=lambda d: d.possible.lower and max(d.possible.lower, today))
    return [
        DeadlineDay(
            heading=date_format(day, _("l j F Y")) if day else "",
            is_today=day == today,
            rows=[_row(deadline, rules.get(deadline.rule)) for deadline in group],
        )
        for day, group in days
    ]


def _row(deadline: Deadline, rule: ClockRule | None) -> DeadlineRow:
    card = orjson.loads(deadline.document.card)
    certain = deadline.certain and (deadline.certain.lower, deadline.certain.upper - timedelta(days=1))
    shown = ShownDeadline(
        # A rule that was deleted stands in documents until they are rebuilt.
        title=rule.title if rule else deadline.rule,
        citation=rule.citation if rule else "",
        url=rule.url if rule else "",
        when=_range_in_words(deadline.possible.lower, deadline.possible.upper),
        sure=_sureness(certain),
        start_unknown=deadline.possible.lower is None,
        passed=False,
        because=[],
    )
    where = where_in_words(card["detentions"][0] if card["detentions"] else {})
    return DeadlineRow(card["ref"], name_in_words(card["person"]), where, shown)


def _sureness(days: tuple[date, date] | None) -> str:
    if days is None:
        return _("possible")
    return _("certain") if days[0] == days[1] else _("certainly one of these days")


def _range_in_words(first: date | None, after: date | None) -> str:
    if first is None and after is None:
        return ""
    last = after and after - timedelta(days=1)
    return PartialDate(f"{first or '..'}/{last or '..'}").in_words()
