"""Detentions: how one began, where it goes on, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cases.choices import ClaimStatus, CustodyType, EndKind, SentenceKind, Whereabouts
from cases.status import end_counts, read_date
from reports.telling.claims import Claim, Noun, Reader, Record, Said, Stage, Urgency

# A place that somebody was known to be at longer ago than this is told with its day.
FRESH = timedelta(days=60)
# Spells that are the serving of a sentence, which says the same.
_SERVES = {
    CustodyType.ADMINISTRATIVE_ARREST: {SentenceKind.ADMINISTRATIVE_ARREST},
    CustodyType.IMPRISONMENT_GENERAL: {SentenceKind.IMPRISONMENT},
    CustodyType.IMPRISONMENT_STRICT: {SentenceKind.IMPRISONMENT},
    CustodyType.CLOSED_PRISON: {SentenceKind.IMPRISONMENT, SentenceKind.LIFE},
    CustodyType.LIFE: {SentenceKind.LIFE},
    CustodyType.PSYCHIATRIC_COMPULSORY: {SentenceKind.COMPULSORY_TREATMENT},
}
_UNTOLD = {CustodyType.UNKNOWN, CustodyType.POLICE_CUSTODY}


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    """The beginning with its account, the terms of custody, and the end."""
    before = _before(reader, record)
    moved = before is not None and _goes_on(before, record)
    if before and moved and _same_custody(before, record) and reader.where(before) == reader.where(record):
        yield _extended(reader, record)
    elif moved or _serves(reader, record):
        yield from _next_spell(reader, record, before if moved else None)
    elif record.get("manner"):
        yield from _account(reader, record)
    else:
        yield from _beginning(reader, record, again=before is not None and end_counts(before) != "no")
    yield from _terms(reader, record)
    yield from _end(reader, record)


def _goes_on(before: Record, record: Record) -> bool:
    """Whether the spell goes on from the one before: after a transfer, or at home instead of in prison."""
    kind, custody = before.get("end_kind"), record["custody_type"]
    return kind == EndKind.TRANSFER or (kind == EndKind.HOUSE_ARREST_INSTEAD and custody == CustodyType.HOUSE_ARREST)


def _earlier(one: Record, other: Record) -> bool:
    """Whether one spell began before the other: by their dates; where one has none, by the order of entry."""
    days = [began.latest if began else None for began in (read_date(one.get("began")), read_date(other.get("began")))]
    numbers = [int(record["key"].split(":")[1]) for record in (one, other)]
    if days[0] and days[1] and days[0] != days[1]:
        return days[0] < days[1]
    return numbers[0] < numbers[1]


def _before(reader: Reader, record: Record) -> Record | None:
    """The spell before this one."""
    clashing = record.get("conflicts_with", [])
    earlier = [
        d
        for d in reader.body.get("detentions", [])
        if d["counts"] != "no" and d["key"] not in clashing and _earlier(d, record)
    ]
    # Two accounts that do not fit each other are one arrest, not two.
    if record.get("claim_status") == ClaimStatus.CONFLICT:
        earlier = [d for d in earlier if d.get("end_kind")]
    newest: Record | None = None
    for spell in earlier:
        newest = spell if newest is None or _earlier(newest, spell) else newest
    return newest


def _later(reader: Reader, record: Record) -> list[Record]:
    return [d for d in reader.body.get("detentions", []) if d["counts"] != "no" and _earlier(record, d)]


def _custody(record: Record) -> str | None:
    """The custody type where the source states one that a sentence can name."""
    stated = record["custody_type"]
    return None if record.get("custody_inferred") or stated in _UNTOLD else stated


def _same_custody(one: Record | None, other: Record) -> bool:
    return one is not None and one["custody_type"] == other["custody_type"]


def _serves(reader: Reader, record: Record) -> bool:
    """Whether it is the serving of a sentence that the body holds too, and nothing is said of how it began."""
    kinds = _SERVES.get(CustodyType(record["custody_type"]), set())
    served = any(s["counts"] != "no" and s["kind"] in kinds for s in reader.body.get("sentences", []))
    return served and not (record.get("manner") or _by(reader, record))


def _by(reader: Reader, record: Record) -> Said | None:
    """Who held the person; None where that is who says so."""
    by = reader.organisation(record.get("authority"), reader.book.form(record, "authority_text"))
    voice = reader.voice(record)
    return None if by and voice and _same_name(voice.words, by) else by


def _same_name(words: str, named: Said) -> bool:
    return words.casefold().removeprefix("the ") in {
        str(said).casefold().removeprefix("the ") for said in (named.value, named.text)
    }


def _still(record: Record) -> bool:
    return end_counts(record) == "no"


def _held(reader: Reader, record: Record, stage: Stage, group: str) -> Iterator[Claim]:
    where = reader.where(record)
    if where:
        as_of, is_long_ago = _last_known(reader, record)
        aside = {"as-of": as_of, "over": is_long_ago or not _still(record)}
        yield reader.claim(record, "held", "held", stage, group, args={"where": where}, aside=aside, urgency=_news)


def _last_known(reader: Reader, record: Record) -> tuple[Said | None, bool]:
    """The day to tell the place with, and whether it was long ago that the person was known to be there: on the last
    day that the record has, else when the detention began. No day where no sentence tells the beginning's."""
    began = read_date(record.get("began"))
    known_on = date.fromisoformat(record["known_on"]) if record.get("known_on") else None
    if known_on is None and began and _still(record):
        known_on = began.latest
    if known_on is None or known_on >= reader.dated - FRESH:
        return None, False
    is_told = record.get("known_on") or (reader.when(record, "began") and began and began.earliest == began.latest)
    day = Said(known_on.isoformat(), reader.book.say("as-of", day=reader.day(known_on))) if is_told else None
    return day, True


_news = Urgency.DETENTION


def _beginning(reader: Reader, record: Record, *, again: bool) -> Iterator[Claim]:
    by, when, where = _by(reader, record), reader.when(record, "began"), reader.where(record)
    custody = _custody(record)
    stage = Stage.AGAIN if again else Stage.ARREST
    if by and where and _holds(by.text, record.get("place")):
        where = None
    is_bare = not (by or when or custody or record.get("facility") or record.get("pretext") or record.get("force_used"))
    if is_bare and where and _still(record):
        yield from (replace(claim, bare=True) for claim in _held(reader, record, stage, "arrest"))
        return
    args = {
        "by": by,
        "when": when,
        "custody": custody,
        "force": record.get("force_used") is True,
        "again": again,
    }
    yield reader.claim(record, "began", "apprehended", stage, "arrest", args=args, dated=bool(when), urgency=_news)
    yield from _pretext(reader, record, Stage.AGAIN if again else Stage.ACCOUNT)
    if where:
        yield from _held(reader, record, stage, "arrest")
    yield from _duration(reader, record)


def _holds(text: str, place: Any) -> bool:
    """Whether a name says the place already: “Gazakh District” in “the Gazakh District Police Department”."""
    return bool(place) and str(place).lower() in text.lower()


def _pretext(reader: Reader, record: Record, stage: Stage) -> Iterator[Claim]:
    pretext = reader.book.form(record, "pretext")
    if pretext:
        said = Said(record["pretext"], pretext)
        yield reader.claim(record, "pretext", "clause", stage, "account", args={"clause": said}, whole=True)


def _account(reader: Reader, record: Record) -> Iterator[Claim]:
    """The arrest in the words of who tells it: the pretext, what they did, where they took the person."""
    yield from _pretext(reader, record, Stage.ARREST)
    by, when = _by(reader, record), reader.when(record, "began")
    unnamed = reader.book.say("unnamed-officers")
    doers = Noun(text=by or Said("unnamed", unnamed), number=reader.book.number_of(str(by or unnamed)))
    manner = Said(record["manner"], reader.book.form(record, "manner"))
    yield reader.claim(
        record,
        "began",
        "manner",
        Stage.ARREST,
        "account",
        subject=doers,
        args={"manner": manner, "when": when},
        finite=True,
        urgency=_news,
    )
    where = reader.whither(record)
    if where:
        yield reader.claim(
            record, "taken", "taken", Stage.ARREST, "account", args={"where": where, "adjunct": None}, urgency=_news
        )
    yield from _duration(reader, record)


def _duration(reader: Reader, record: Record) -> Iterator[Claim]:
    days = record.get("duration_days")
    if days:
        yield reader.claim(record, "duration", "held-for", Stage.SENTENCE, "outcome", args={"days": days}, bare=True)


def _next_spell(reader: Reader, record: Record, before: Record | None) -> Iterator[Claim]:
    """A transfer, or the serving of a sentence."""
    voice = reader.voice(record)
    if voice and voice.is_lawyer and record.get("counsel_contact") and reader.where(record):
        for claim in _held(reader, record, Stage.ARREST, "contact"):
            yield replace(claim, message="met", urgency=Urgency.TRANSFER)
        return
    if _serves(reader, record):
        if reader.where(record):
            yield from _held(reader, record, Stage.SERVING, "outcome")
        else:
            yield reader.claim(record, "serving", "serving", Stage.SERVING, "outcome", bare=True)
        return
    when = reader.when(record, "began")
    args: dict[str, Any] = {
        "from": reader.whither(before) if before and before.get("facility") else None,
        "where": reader.whither(record),
        "when": when,
        "custody": _custody(record) if not (before and _same_custody(before, record)) else None,
        "by": _by(reader, record),
    }
    yield reader.claim(
        record, "began", "moved", Stage.ARREST, "moved", args=args, dated=bool(when), urgency=Urgency.TRANSFER
    )


def _extended(reader: Reader, record: Record) -> Claim:
    when = reader.when(record, "began")
    args = {"by": _by(reader, record), "when": when}
    subject = Noun(message="whose-custody", what=(("custody", _custody(record)),))
    return reader.claim(
        record,
        "began",
        "extended",
        Stage.ARREST,
        "moved",
        subject=subject,
        args=args,
        dated=bool(when),
        urgency=Urgency.SENTENCE,
    )


def _terms(reader: Reader, record: Record) -> Iterator[Claim]:
    """What is said of the warrant, of contact with the outside and of the whereabouts."""

    def said(slot: str, message: str, **more: Any) -> Claim:
        return reader.claim(record, slot, message, Stage.TERMS, "terms", **more)

    if record.get("warrant_shown") is False:
        yield said("warrant", "no-warrant", subject=Noun(message="a-warrant-not"))
    elif record.get("warrant_shown"):
        yield said("warrant", "warrant", subject=Noun(message="a-warrant"))
    if record.get("acknowledged") is False:
        yield said("acknowledged", "not-acknowledged", subject=Noun(message="whose-detention"))
    whereabouts = record.get("whereabouts")
    if whereabouts == Whereabouts.UNKNOWN:
        yield said("whereabouts", "unknown", subject=Noun(message="whose-whereabouts", number="other"), urgency=_news)
    elif whereabouts == Whereabouts.DENIED:
        authorities = Noun(message="the-authorities", number="other")
        yield said("whereabouts", "deny-holding", subject=authorities, urgency=_news)
    elif whereabouts == Whereabouts.NOT_DISCLOSED:
        yield said("whereabouts", "not-disclosed", subject=Noun(message="the-place"))
    family, counsel = record.get("family_contact"), record.get("counsel_contact")
    voice = reader.voice(record)
    if counsel is not None and not (counsel and voice and voice.is_lawyer and not _still_told_as_met(reader, record)):
        yield said("counsel", "counsel", args={"contact": counsel})
    if family is not None:
        yield said("family", "family", args={"contact": family})


def _still_told_as_met(reader: Reader, record: Record) -> bool:
    """Whether the lawyer's own meeting is not told where the person is held, and so needs a clause of its own."""
    before = _before(reader, record)
    return not (before and before.get("end_kind") == EndKind.TRANSFER and reader.where(record))


def _end(reader: Reader, record: Record) -> Iterator[Claim]:
    counts = end_counts(record)
    if counts == "no" or any(_goes_on(record, d) for d in _later(reader, record)):
        return
    if record["end_kind"] == EndKind.TRANSFER:
        return
    is_death = record["end_kind"] == EndKind.DEATH
    certainty = record.get("end_certainty", "")
    when = reader.when(record, "ended")
    own_voice = reader.voice(record, record.get("end_attribution", "")) if record.get("end_attribution") else None
    # An end with a certainty of its own is a claim of its own: the beginning's voice says nothing of it.
    voice = own_voice or (None if certainty else reader.voice(record))
    yield reader.claim(
        record,
        "end",
        f"end-{record['end_kind']}",
        Stage.DEATH if is_death else Stage.RELEASE,
        "death" if is_death else "outcome",
        voice=voice,
        hedge=reader.hedge(record, certainty),
        args={"when": when, "basis": _basis(reader, record)},
        dated=bool(when),
        urgency=Urgency.DEATH if is_death else Urgency.RELEASE,
    )


def _basis(reader: Reader, record: Record) -> Said | None:
    """What the release rests on, in the source's words: “a court decision”."""
    basis = reader.book.form(record, "end_basis")
    return Said(record.get("end_basis"), basis) if basis else None
