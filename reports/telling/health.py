"""Health notes: a condition, a need, access to care."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cases.choices import CareAccess, HealthCategory
from people import naming
from reports.telling.book import joined
from reports.telling.claims import Claim, Reader, Record, Said, Stage, Urgency

# Said as what the person is; the others as what happens to them.
_PATIENTS = {
    HealthCategory.ONCOLOGY,
    HealthCategory.CARDIAC,
    HealthCategory.DIABETES,
    HealthCategory.INFECTIOUS,
    HealthCategory.CHRONIC_SERIOUS,
    HealthCategory.MENTAL_HEALTH,
    HealthCategory.DISABILITY,
}
_EMERGENCIES = {HealthCategory.HUNGER_STRIKE, HealthCategory.SURGERY_NEEDED, HealthCategory.INJURY}


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    category = HealthCategory(record["category"])
    urgency = Urgency.HEALTH if category in _EMERGENCIES else Urgency.OTHER
    if category in _PATIENTS:
        noun = _patient(reader, record)
        yield _claim(reader, record, "condition", "patient-is", args={"noun": noun})
    elif category != HealthCategory.UNKNOWN:
        when = reader.when(record, "noted")
        args = {"words": _more_words(reader, record, reader.book.say(f"about-{category}")), "when": when}
        yield _claim(reader, record, "condition", f"health-{category}", args=args, dated=bool(when), urgency=urgency)
    elif record.get("condition"):
        words = Said(record["condition"], reader.book.form(record, "condition"))
        yield _claim(reader, record, "condition", "health-unknown", args={"words": words})
    yield from _care(reader, record, urgency)


def _care(reader: Reader, record: Record, urgency: Urgency) -> Iterator[Claim]:
    if record.get("needs"):
        needs = Said(record["needs"], reader.book.form(record, "needs"))
        yield _claim(reader, record, "needs", "needs", args={"needs": needs})
    access = record.get("care_access")
    if access:
        urgency = Urgency.HEALTH if access == CareAccess.NONE else urgency
        yield _claim(reader, record, "care", f"care-{access}", urgency=urgency)


def _claim(reader: Reader, record: Record, slot: str, message: str, **more: Any) -> Claim:
    return reader.claim(record, slot, message, Stage.HEALTH, "health", verb="reported", **more)


def _patient(reader: Reader, record: Record) -> Said:
    """“a registered oncology patient with a second-group disability”."""
    category, group = record["category"], record.get("disability_group")
    noun = reader.book.say(f"patient-{category}", group=group)
    if record.get("registered"):
        noun = reader.book.say("registered", noun=noun)
    if group and category != HealthCategory.DISABILITY:
        noun = joined([noun, reader.book.say("with-group", group=group)])
    words = _more_words(reader, record, noun)
    text = reader.book.say("a-patient", noun=noun, words=words.text if words else None)
    return Said((category, group, record.get("registered"), words.value if words else None), text)


def _more_words(reader: Reader, record: Record, said: str) -> Said | None:
    """The condition in the source's words, where it says more than the category already does."""
    condition = reader.book.form(record, "condition")
    new = set(naming.fold_words(condition).split()) - set(naming.fold_words(said).split())
    return Said(record["condition"], condition) if new else None
