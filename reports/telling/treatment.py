"""Treatment notes: what was done, to whom, by whom; by the violation's code unless a sentence form was entered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cases.choices import Involvement, MedicalEvidence, Violation
from people import naming
from reports.telling.claims import Claim, Hedge, Noun, Reader, Record, Said, Someone, Stage, Urgency, someone

_TORTURE = {
    Violation.TORTURE,
    Violation.ILL_TREATMENT,
    Violation.BEATING,
    Violation.ELECTRIC_SHOCK,
    Violation.DEATH_THREAT,
    Violation.SEXUAL_VIOLENCE,
    Violation.FORCED_CONFESSION,
    Violation.ASSAULT,
    Violation.FORCED_TREATMENT,
}
_HEALTH = {Violation.MEDICAL_DENIAL, Violation.MEDICATION_DENIAL, Violation.FOOD_DEPRIVATION}
# Said of a thing of the person's, not of the person.
_OF_A_THING = {Violation.MEDICAL_RECORDS: "whose-medical-information", Violation.RETALIATION: "whose-relatives"}
_SEVERAL = {Violation.RETALIATION}
_LITTLE = set(naming.fold_words("the and for with from was were his her their at in on of or before after by").split())


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    violation = Violation(record["violation"])
    made = _made(reader, record, violation)
    yield made
    evidence = record.get("medical_evidence")
    if evidence and evidence != MedicalEvidence.NOT_CONSISTENT:
        found = Noun(message="medical-evidence")
        yield reader.claim(
            record,
            "evidence",
            f"evidence-{evidence}",
            made.stage,
            "evidence",
            subject=found,
            voice=None,
            hedge=Hedge.NONE,
        )


def _made(reader: Reader, record: Record, violation: Violation) -> Claim:
    others = _others(reader, record)
    doers = _doers(reader, record)
    active = reader.book.own_form(record, "active")
    form = reader.book.own_form(record, "phrase")
    phrase = form or reader.own_predicate(record["text"].strip().rstrip("."))
    common: dict[str, Any] = {
        "verb": "reported",
        "urgency": _urgency(violation, record),
        "dated": reader.when(record, "happened") is not None,
    }
    stage = Stage.OTHERS if others else Stage.TREATMENT
    if violation == Violation.DEATH_IN_CUSTODY and not others:
        stage = Stage.DEATH
    told = Said((record["violation"], record["text"], doers and doers.text), active or phrase)
    if active and doers:
        args: dict[str, Any] = dict.fromkeys(_args(reader, record))
        args |= {"words": told, "others": Said(record.get("others_affected"), "")}
        return reader.claim(
            record, "done", "in-own-words", stage, "treatment", subject=doers, args=args, finite=True, **common
        )
    if phrase and not others:
        # What a sentence form says is said whole by it.
        more = dict.fromkeys(_args(reader, record)) if form else _unsaid(record["text"], _args(reader, record))
        args = {**more, "words": told, "adjunct": _adjunct(reader, record)}
        return reader.claim(record, "done", "in-own-words", stage, "treatment", args=args, finite=True, **common)
    thing = _OF_A_THING.get(violation)
    subject = Noun(message=thing, number="other" if violation in _SEVERAL else "one") if thing else None
    return reader.claim(
        record,
        "done",
        f"violation-{violation}",
        stage,
        "treatment",
        subject=others or subject,
        args=_args(reader, record),
        **common,
    )


def _args(reader: Reader, record: Record) -> dict[str, object]:
    is_other = record["violation"] == Violation.OTHER
    by, suspected = _by(reader, record), record.get("involvement") == Involvement.SUSPECTED
    return {
        "by": by,
        "role": None if suspected else record.get("involvement"),
        "allegedly": suspected and isinstance(by, Someone),
        "where": reader.where(record),
        "whence": reader.whither(record),
        "when": reader.when(record, "happened"),
        "method": Said(record["method"], reader.book.form(record, "method")) if record.get("method") else None,
        "words": Said(record["text"], record["text"].strip('“”" .')) if is_other else None,
        "detained": False,
    }


def _unsaid(words: str, args: dict[str, object]) -> dict[str, object]:
    """These arguments without what the source's own words say already: the doer, the place, the way, a day."""
    heard = set(naming.fold_words(words).split())
    said = dict(args)
    for name in ("by", "where", "method"):
        value = args[name]
        text = str(value.person.get("name", "")) if isinstance(value, Someone) else str(value or "")
        if heard & {word for word in naming.fold_words(text).split() if len(word) > 2 and word not in _LITTLE}:
            said[name] = None
    if re.search(r"\d", words) or heard & set(naming.fold_words(str(args["when"] or "")).split()) - _LITTLE:
        said["when"] = None
    return said


def _urgency(violation: Violation, record: Record) -> Urgency:
    if violation == Violation.DEATH_IN_CUSTODY:
        return Urgency.DEATH
    if record.get("others_affected"):
        return Urgency.OTHER
    if violation in _TORTURE:
        return Urgency.TORTURE
    return Urgency.HEALTH if violation in _HEALTH else Urgency.OTHER


def _by(reader: Reader, record: Record) -> Someone | Said | None:
    return someone(record.get("perpetrator")) or reader.organisation(
        record.get("perpetrator_organisation"), reader.book.form(record, "perpetrator_text")
    )


def _doers(reader: Reader, record: Record) -> Noun | None:
    """Who did it, as a subject; a named person stays an object, so that no sentence begins with an accusation."""
    by = _by(reader, record)
    return Noun(text=by, number=reader.book.number_of(by.text)) if isinstance(by, Said) else None


def _others(reader: Reader, record: Record) -> Noun | None:
    """The group that it was done to, with its number."""
    group = reader.book.form(record, "others_affected")
    if not group:
        return None
    count, qualifier = record.get("others_count"), record.get("others_qualifier")
    text = reader.book.say("a-group", noun=group, count=count, qualifier=qualifier) if count else group
    return Noun(text=Said((record["others_affected"], count, qualifier), text), number="one" if count == 1 else "other")


def _adjunct(reader: Reader, record: Record) -> Said | None:
    """How it stands inside the sentence of an arrest that the same voice tells: “without his shoes and socks”."""
    adjunct = reader.book.own_form(record, "adjunct")
    return Said(record["text"], adjunct) if adjunct else None
