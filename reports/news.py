"""What is new in a case: the records that the last issue did not tell, or told otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.documents import Body, records_of
from cases.records import RECORD_TYPES
from cases.status import end_counts, read_date
from reports.saying.paragraph import Told

# Bookkeeping of a record, not news to a reader. “Still there on” grows older by itself.
_NOT_NEWS = {
    "version",
    "counts",
    "citations",
    "conflicts_with",
    "clarification",
    "known_on",
    "sentence_forms",
    "claim_status",
}
# What an issue tells first: death, torture, health, detention, sanction, charge, release, the rest.
_TORTURE = {
    "torture",
    "ill_treatment",
    "beating",
    "electric_shock",
    "sexual_violence",
    "death_threat",
    "forced_confession",
}
_URGENCY = {"healthnote": 2, "detention": 3, "sentence": 4, "charge": 5}


@dataclass(frozen=True)
class News:
    """The news of a case and what makes the compiler choose it."""

    told: Told
    urgency: int
    on: date

    @property
    def order(self) -> tuple[int, int]:
        """Most urgent first, then the newest."""
        return self.urgency, -self.on.toordinal()

    @property
    def why(self) -> str:
        """For the editor: the records that are new."""
        return ", ".join(sorted(self.told.fresh))

    @property
    def events(self) -> list[str]:
        """The keys of the events that struck the case."""
        return [event["key"] for event in self.told.body.get("events", [])]


def news_of(now: Body, before: Body | None) -> News | None:
    """The records that readers were not told yet; None where there are none. A first telling tells all of them."""
    told = {record["key"]: _said(record) for _, record in records_of(before or {})}
    fresh = [(code, r) for code, r in records_of(now) if r["counts"] != "no" and told.get(r["key"]) != _said(r)]
    fresh = [(code, r) for code, r in fresh if r.get("kind") != "context"]
    if not fresh:
        return None
    return News(
        Told(now, {record["key"] for _, record in fresh}, is_follow_up=before is not None),
        urgency=min(_urgency(code, record) for code, record in fresh),
        on=max((day for code, record in fresh for day in _days(code, record)), default=date.min),
    )


def _said(record: Body) -> Body:
    return {name: value for name, value in record.items() if name not in _NOT_NEWS}


def _urgency(code: str, record: Body) -> int:
    if record.get("end_kind") == "death" or record.get("violation") == "death_in_custody":
        return 0
    if record.get("violation") in _TORTURE:
        return 1
    if code == "detention" and end_counts(record) != "no" and record["end_kind"] != "transfer":
        return 8
    return _URGENCY.get(code, 9)


def _days(code: str, record: Body) -> Iterator[date]:
    for name in RECORD_TYPES[code].dated:
        when = read_date(record.get(name))
        if when and when.latest:
            yield when.latest
