"""The one status code of a case, from the newest counted record, and the days that a detention lasted.

Design: model, "Status" and "Dates". Works on documents' bodies: no status betrays what its audience may not see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.choices import Certainty, CustodyType, EndKind, Status, Whereabouts
from tracker.dates import PartialDate

Body = dict[str, Any]
Record = dict[str, Any]

_HELD = {
    CustodyType.PRETRIAL_REMAND: Status.IN_CUSTODY_INVESTIGATION,
    CustodyType.TRIAL_REMAND: Status.IN_CUSTODY_TRIAL,
    CustodyType.ADMINISTRATIVE_ARREST: Status.SERVING_ADMINISTRATIVE,
    CustodyType.HOUSE_ARREST: Status.HOUSE_ARREST,
    CustodyType.IMPRISONMENT_GENERAL: Status.SERVING,
    CustodyType.IMPRISONMENT_STRICT: Status.SERVING,
    CustodyType.CLOSED_PRISON: Status.SERVING,
    CustodyType.LIFE: Status.SERVING,
    CustodyType.UNOFFICIAL_PLACE: Status.HELD_ARBITRARILY,
    CustodyType.ABDUCTION: Status.HELD_ARBITRARILY,
    CustodyType.ENFORCED_DISAPPEARANCE: Status.WHEREABOUTS_UNKNOWN,
}
_RELEASED = {
    EndKind.END_OF_TERM: Status.RELEASED_SERVED,
    EndKind.ADMINISTRATIVE_TERM_SERVED: Status.RELEASED_SERVED,
    EndKind.FINE_INSTEAD: Status.RELEASED_FINED,
    EndKind.NO_CHARGE: Status.RELEASED_STOPPED,
    EndKind.CHARGES_DROPPED: Status.RELEASED_STOPPED,
    EndKind.PROCEDURES_STOPPED: Status.RELEASED_STOPPED,
    EndKind.ACQUITTAL: Status.RELEASED_ACQUITTED,
    EndKind.CONVICTION_QUASHED: Status.RELEASED_ACQUITTED,
    EndKind.HOUSE_ARREST_INSTEAD: Status.HOUSE_ARREST,
    EndKind.PARDON: Status.RELEASED_PARDONED,
    EndKind.AMNESTY: Status.RELEASED_AMNESTIED,
    EndKind.BAIL: Status.RELEASED_INVESTIGATION,
    EndKind.UNDERTAKING: Status.RELEASED_INVESTIGATION,
    EndKind.DEATH: Status.DECEASED_IN_CUSTODY,
}
_NOWHERE = {Whereabouts.DENIED, Whereabouts.UNKNOWN}


@dataclass(frozen=True)
class Happening:
    """One thing that can set the status: its latest possible day (None: no bound), and the record it stands in."""

    status: Status
    on: date | None
    key: str
    is_end: bool
    fully: bool

    @property
    def order(self) -> tuple[date, bool, int]:
        """Newest last. On one day an end comes after the beginning that it ends; then what was recorded later."""
        return (self.on or date.min, self.is_end, int(self.key.split(":")[1]) if ":" in self.key else 0)


def read_date(value: Any) -> PartialDate | None:
    """The date of a body's field, `{"edtf": …}`; None when the field is absent."""
    return PartialDate(value["edtf"]) if value else None


def end_counts(record: Record) -> str:
    """`fully`, `possibly` or `no` for the end of a detention in a body."""
    if "end_kind" not in record or record.get("end_certainty") == Certainty.DENIED:
        return "no"
    if record.get("end_certainty") == Certainty.POSSIBLE and record["counts"] != "no":
        return "possibly"
    return str(record["counts"])


def status_of(body: Body) -> dict[str, Any]:
    """`code`, `on` (the record's latest possible day, or null), `because` (record keys), and `clash` where only unsure
    or contradictory records say so."""
    if body.get("closed_on"):
        return {"code": Status.CLOSED.value, "on": body["closed_on"], "because": []}
    all_happenings = list(_happenings(body))
    fully = [h for h in all_happenings if h.fully]
    newest = max(fully or all_happenings, key=lambda h: h.order, default=None)
    if newest is None:
        return {"code": Status.REPORTED.value, "on": None, "because": []}
    status: dict[str, Any] = {
        "code": newest.status.value,
        "on": newest.on.isoformat() if newest.on else None,
        "because": [newest.key],
    }
    if not newest.fully:
        status["clash"] = True
    return status


def _happenings(body: Body) -> Iterator[Happening]:
    detentions = [d for d in body.get("detentions", []) if d["counts"] != "no"]
    for record in detentions:
        yield from _of_detention(record)
    if not detentions:
        for record in body.get("charges", []):
            if record["counts"] != "no":
                on = read_date(record.get("filed"))
                yield _happening(Status.CHARGED_NOT_DETAINED, on.latest if on else None, record)
    died = read_date(body["person"].get("died"))
    if died:
        yield Happening(Status.DECEASED, died.latest, "person", is_end=True, fully=True)


def _of_detention(record: Record) -> Iterator[Happening]:
    ended = end_counts(record)
    began = read_date(record.get("began"))
    known_on = date.fromisoformat(record["known_on"]) if record.get("known_on") else None
    days = [day for day in (began.latest if began else None, known_on) if day]
    # Once a release is said, even as a possibility, nobody can say any more that the person is certainly held.
    held_fully = record["counts"] == "fully" and (ended == "no" or record["end_kind"] == EndKind.TRANSFER)
    yield _happening(_held_status(record), max(days) if days else None, record, fully=held_fully)
    if ended != "no" and record["end_kind"] != EndKind.TRANSFER:
        on = read_date(record.get("ended"))
        status = _RELEASED.get(EndKind(record["end_kind"]), Status.RELEASED)
        yield _happening(status, on.latest if on else None, record, is_end=True, fully=ended == "fully")


def _held_status(record: Record) -> Status:
    if record.get("whereabouts") in _NOWHERE:
        return Status.WHEREABOUTS_UNKNOWN
    if record.get("custody_inferred"):
        return Status.IN_CUSTODY
    return _HELD.get(CustodyType(record["custody_type"]), Status.IN_CUSTODY)


def _happening(
    status: Status, on: date | None, record: Record, *, is_end: bool = False, fully: bool | None = None
) -> Happening:
    return Happening(status, on, record["key"], is_end, record["counts"] == "fully" if fully is None else fully)


@dataclass(frozen=True)
class Held:
    """The days of a spell, first and last included; None is an open end. `certain` is None where no day is certain."""

    possible: tuple[date | None, date | None]
    certain: tuple[date, date] | None


def held_days(record: Record) -> Held:
    """When the person was held there.

    Certainly: from the latest possible beginning, which is never after `known_on` or an end that counts fully, to the
    earliest possible end, which is never before `known_on` or the earliest possible beginning. Possibly: from the
    earliest beginning to the latest end, and on without bound unless the end counts fully.
    """
    began, ended = read_date(record.get("began")), read_date(record.get("ended"))
    known_on = date.fromisoformat(record["known_on"]) if record.get("known_on") else None
    end_said = end_counts(record)
    latest_end = ended.latest if ended and end_said == "fully" else None
    possible = (began.earliest if began else None, latest_end)

    starts = [day for day in (began.latest if began else None, known_on, latest_end) if day]
    ends = [day for day in (known_on, began.earliest if began else None) if day]
    if ended and end_said != "no" and ended.earliest:
        ends.append(ended.earliest)
    certain = None
    if record["counts"] == "fully" and starts and ends and min(starts) <= max(ends):
        certain = (min(starts), max(ends))
    return Held(possible, certain)
