"""Hearings: where and when one was held, what came of it, when the next is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cases.status import read_date
from reports.telling.claims import Claim, Noun, Reader, Record, Said, Stage, Urgency


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    """The hearing with its outcome, and the next date; of one that is only announced the date alone."""
    name = (("hearing", Said(record["kind"], reader.book.say(f"hearing-{record['kind']}"))),)
    this = Noun(message="whose-hearing", what=name)
    before = {"court": reader.organisation(record.get("court")), "judge": record.get("judge")}
    is_announced = "next_date" in record and not ("held" in record or "outcome" in record)
    if not is_announced:
        when = reader.when(record, "held")
        yield _claim(reader, record, "held", "hearing-held", subject=this, args={**before, "when": when}, when=when)
        if record.get("outcome"):
            yield _claim(reader, record, "decided", "clause", **reader.own_clause(record, "outcome"))
    due = reader.due(record, "next_date")
    if due:
        where = before if is_announced else dict.fromkeys(before)
        subject = this if is_announced else Noun(message="whose-next-hearing")
        aside = {"over": _is_over(reader, record)}
        yield _claim(
            reader, record, "next", "hearing-due", subject=subject, args={**where, "when": due}, aside=aside, when=due
        )


def _claim(reader: Reader, record: Record, slot: str, message: str, when: Said | None = None, **more: Any) -> Claim:
    # Each record is a group of its own: two hearings are two sentences.
    group = str(record["key"])
    values = {"dated": bool(when), "urgency": Urgency.HEARING, "verb": "reported", **more}
    return reader.claim(record, slot, message, Stage.HEARING, group, **values)


def _is_over(reader: Reader, record: Record) -> bool:
    """Whether the day that was announced lies before the issue's own."""
    day = read_date(record["next_date"])
    return bool(day and day.latest and day.latest < reader.dated)
