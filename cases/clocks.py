"""Clocks: which rules of law run in a case by its records, and the days on which they run out.

Design: model, "Clocks". Works on documents' bodies, so no deadline betrays what its audience may not see, and on
nothing that depends on today: a deadline that has passed stays one while the records leave its clock open.

A custody clock starts with a counted detention of its type and runs on through transfers within that type. It is
stopped by what its rule names: the end of the detention, a later release, a later detention of another type. A clock
that is possibly stopped, or started by a record that counts for possible questions only, is itself possible only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cases.choices import ClockStop, CustodyType, EndKind
from cases.models.reference import END_OF_TERM, ClockRule
from cases.status import Body, Record, end_counts, read_date
from tracker.dates import PartialDate, UnreadableDate

Days = tuple[date | None, date | None]

# Never saved: the length of a fixed term stands in its sentence, and so does whoever set it.
TERM_RULE = ClockRule(
    code=END_OF_TERM,
    title="End of the term",
    citation="The sentence itself: its term from the day it starts, less the days held before that count",
    stopped_by=[ClockStop.RELEASE],
)


@dataclass(frozen=True)
class Clock:
    """A rule that is open by the records: the keys of those that started it, and the days on which it runs out, None
    where it isn't known when it started. `counts` is `fully` or `possibly`."""

    rule: ClockRule
    because: list[str]
    counts: str
    on: PartialDate | None

    def as_json(self) -> dict[str, Any]:
        """What a body says of it beside its rule; `start_unknown` where no first day can be given."""
        said: dict[str, Any] = {"because": self.because, "counts": self.counts}
        if self.on:
            said["on"] = self.on.as_json()
        if self.on is None or self.on.earliest is None:
            said["start_unknown"] = True
        return said


def open_clocks(body: Body, rules: Iterable[ClockRule]) -> list[Clock]:
    """The clocks that a body leaves open, soonest first, those without a known start last; none where the case is
    closed or the person died."""
    if body.get("closed_on") or body["person"].get("died"):
        return []
    found = list(_of_term(body))
    for rule in rules:
        if rule.country in ("", body.get("country")):
            kind = rule.starts_with.removeprefix("sentence_")
            found += _of_custody(body, rule) if kind == rule.starts_with else _of_sentences(body, rule, kind)
    return sorted(found, key=lambda c: ((c.on and c.on.earliest) or date.max, c.rule.code, c.because))


def runs_out(rule: ClockRule, start: PartialDate | None) -> PartialDate | None:
    """The days on which a clock with that start runs out; None where it is unknown or leaves the years that are kept.

    Hours run from a moment that no record gives, any of the start's days. 48 hours from whichever moment of the 20th
    are over at that time of the 22nd: on that one day, in its first moment if they began at midnight. 36 hours are over
    on the 21st or the 22nd: a range. A change of the clocks for summer between is left out.
    Days and months are over on their last day: 15 days from the 1st on the 16th, on the 15th if the first day counts.
    """
    if start is None:
        return None
    try:
        if rule.unit == "hours":
            days, rest = divmod(rule.length, 24)
            ended = start.shifted(days=days)
            return _a_day_more(ended) if rest else ended
        first = 1 if rule.first_day_counts else 0
        if rule.unit == "months":
            ended = start.shifted(months=rule.length)
            return ended.shifted(days=-first) if first else ended
        return start.shifted(days=rule.length - first)
    except UnreadableDate:
        return None


def _a_day_more(when: PartialDate) -> PartialDate:
    doubt = "?" if when.reading.doubtful else ""
    first = f"{when.earliest}{doubt}" if when.earliest else ".."
    last = f"{when.latest + timedelta(days=1)}{doubt}" if when.latest else ".."
    return PartialDate(f"{first}/{last}")


@dataclass(frozen=True)
class Stop:
    """Something that may stop a clock, on which days, and in what custody it leaves the person."""

    code: ClockStop
    days: Days
    fully: bool
    custody_type: str = ""


def _stops(body: Body) -> Iterator[Stop]:
    """Releases, and beginnings of detentions, in the order of the records."""
    for record in _detentions(body):
        began, ended, ends = _days(record.get("began")), _days(record.get("ended")), end_counts(record)
        known = _known_on(record)
        if ends != "no" and record["end_kind"] != EndKind.TRANSFER:
            yield Stop(ClockStop.RELEASE, (_latest(ended[0], began[0], known), ended[1]), ends == "fully")
        # A type that is not stated, or only inferred, may be the same as before.
        is_sure = record["counts"] == "fully" and _states_type(record)
        began_by = min(filter(None, (began[1], ended[1], known)), default=None)
        yield Stop(ClockStop.TRANSFER, (began[0], began_by), is_sure, record["custody_type"])


def _counts_after(counts: str, rule: ClockRule, since: Days, stops: Iterable[Stop]) -> str:
    """What a clock that began in those days still counts for: `fully`, `possibly` or `no`."""
    for stop in stops if counts != "no" else ():
        stays = stop.code == ClockStop.TRANSFER and stop.custody_type == rule.starts_with
        if stays or stop.code not in rule.stopped_by or _wholly_before(stop.days, since):
            continue
        if stop.fully and _wholly_before(since, stop.days):
            return "no"
        counts = "possibly"
    return counts


def _wholly_before(days: Days, others: Days) -> bool:
    return days[1] is not None and others[0] is not None and days[1] < others[0]


def _of_custody(body: Body, rule: ClockRule) -> Iterator[Clock]:
    """One for each first detention of the type, with those that transfers led on to."""
    left = [d for d in _detentions(body) if d["custody_type"] == rule.starts_with]
    left.sort(key=lambda d: _days(d.get("began"))[0] or date.min)
    while left:
        spells = [left.pop(0)]
        while after := _transferred_to(spells[-1], left):
            left.remove(after)
            spells.append(after)
        keys = [record["key"] for record in spells]
        began, known = read_date(spells[0].get("began")), [_known_on(record) for record in spells]
        since = (began.earliest, _latest(began.latest, *known)) if began else (None, _latest(*known))
        others = [d for d in body["detentions"] if d["key"] not in keys]
        counts = _counts_after(_own_counts(spells, rule), rule, since, _stops({"detentions": others}))
        if counts != "no":
            yield Clock(rule, keys, counts, runs_out(rule, began))


def _transferred_to(record: Record, later: list[Record]) -> Record | None:
    """The first of these that a transfer may have led to: one that begins as this one ends, a day apart at most."""
    if record.get("end_kind") != EndKind.TRANSFER or end_counts(record) == "no":
        return None
    first, last = _days(record.get("ended"))
    around = (first and first - timedelta(days=1), last and last + timedelta(days=1))
    for other in later:
        days = _days(other.get("began"))
        if not _wholly_before(days, around) and not _wholly_before(around, days):
            return other
    return None


def _own_counts(spells: list[Record], rule: ClockRule) -> str:
    """What a clock counts for by the detentions it ran through and the end of the last."""
    last = spells[-1]
    ends = end_counts(last)
    if ends != "no":
        stop = ClockStop.TRANSFER if last["end_kind"] == EndKind.TRANSFER else ClockStop.RELEASE
        if stop not in rule.stopped_by:
            ends = "no"
    if ends == "fully":
        return "no"
    is_sure = all(record["counts"] == "fully" and _states_type(record) for record in spells)
    return "fully" if is_sure and ends == "no" else "possibly"


def _of_sentences(body: Body, rule: ClockRule, kind: str) -> Iterator[Clock]:
    """Clocks that the imposing of a sentence starts; one that was replaced runs no more."""
    counted = {record["key"]: record for record in body.get("sentences", []) if record["counts"] != "no"}
    for record in counted.values():
        if record["kind"] == kind and record.get("replaced_by") not in counted:
            counts = _counts_after(record["counts"], rule, _days(record.get("imposed")), _stops(body))
            if counts != "no":
                yield Clock(rule, [record["key"]], counts, runs_out(rule, read_date(record.get("imposed"))))


def _of_term(body: Body) -> Iterator[Clock]:
    """The end of the newest term (`ends`), unless a release after its start has stopped it."""
    ends = body.get("ends")
    if not ends:
        return
    (sentence,) = [record for record in body["sentences"] if record["key"] in ends["because"]]
    since = _days(sentence.get("starts") or sentence.get("imposed"))
    counts = _counts_after(sentence["counts"], TERM_RULE, since, _stops(body))
    if counts != "no":
        yield Clock(TERM_RULE, ends["because"], counts, read_date(ends if "edtf" in ends else None))


def _detentions(body: Body) -> list[Record]:
    return [record for record in body.get("detentions", []) if record["counts"] != "no"]


def _states_type(record: Record) -> bool:
    return record["custody_type"] != CustodyType.UNKNOWN and not record.get("custody_inferred")


def _known_on(record: Record) -> date | None:
    return date.fromisoformat(record["known_on"]) if record.get("known_on") else None


def _latest(*days: date | None) -> date | None:
    return max(filter(None, days), default=None)


def _days(value: Any) -> Days:
    when = read_date(value)
    return when.possible if when else (None, None)
