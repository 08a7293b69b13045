"""Sentences: the sanction, its length or amount, who imposed it, and what took its place."""

from __future__ import annotations

from collections.abc import Iterator

from reports.telling.claims import Claim, Noun, Reader, Record, Said, Stage, Urgency


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    when = reader.when(record, "imposed")
    starts = reader.when(record, "starts")
    if starts and when and starts.value == when.value:
        starts = None
    args = {
        "wording": _wording(reader, record),
        "term": _term(reader, record),
        "days": _plain_days(record),
        "money": _money(reader, record),
        "suspended": record.get("suspended") is True,
        "by": reader.organisation(record.get("court")),
        "judge": record.get("judge"),
        "when": when,
        "starts": starts,
    }
    changed = _replaced(reader, record)
    yield reader.claim(
        record,
        "imposed",
        changed or f"sentence-{record['kind']}",
        Stage.SENTENCE,
        "outcome",
        subject=Noun(message="whose-sentence") if changed else None,
        args=args,
        dated=bool(when),
        urgency=Urgency.SENTENCE,
    )
    outcome = reader.book.form(record, "appeal_outcome")
    if outcome:
        said = Said(record["appeal_outcome"], outcome)
        subject = Noun(message="whose-sentence")
        yield reader.claim(
            record, "appeal", "on-appeal", Stage.SENTENCE, "appeal", subject=subject, args={"outcome": said}
        )


def _length(record: Record) -> int:
    """The term in days, months as 30, to tell longer from shorter only."""
    parts = (record.get(name) or 0 for name in ("term_years", "term_months", "term_days"))
    return sum(count * days for count, days in zip(parts, (365, 30, 1), strict=True))


def _replaced(reader: Reader, record: Record) -> str:
    """The message for a sentence that took the place of one of its kind with another term; else ""."""
    for old in reader.body.get("sentences", []):
        if old.get("replaced_by") == record["key"] and old["kind"] == record["kind"] and _length(old):
            if _length(record) > _length(old):
                return "sentence-extended"
            if 0 < _length(record) < _length(old):
                return "sentence-shortened"
    return ""


def _wording(reader: Reader, record: Record) -> Said | None:
    wording = reader.book.form(record, "wording")
    return Said(record.get("wording", ""), wording) if wording else None


def _plain_days(record: Record) -> int | None:
    """The days of a term that has nothing else: a 30-day sentence."""
    return None if record.get("term_years") or record.get("term_months") else record.get("term_days")


def _term(reader: Reader, record: Record) -> Said | None:
    """“5 years and 6 months”."""
    units = [(unit, record.get(f"term_{unit}")) for unit in ("years", "months", "days")]
    said = [reader.book.say(f"count-{unit}", count=count) for unit, count in units if count]
    return Said(tuple(units), reader.book.listed(said)) if said else None


def _money(reader: Reader, record: Record) -> Said | None:
    amount = record.get("amount")
    if not amount:
        return None
    return Said((amount, record["currency"]), reader.book.money(amount, record["currency"]))
