"""Interventions: who asked whom for what, what was answered, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reports.telling.claims import Claim, Noun, Reader, Record, Said, Stage


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    by = reader.organisation(record.get("by_organisation"), reader.book.form(record, "by_text"))
    to = reader.organisation(record.get("to_organisation"), reader.book.form(record, "to_text"))
    voice = reader.voice_beside(record, by)
    when = reader.when(record, "asked")
    what = Said(record["text"], reader.book.form(record, "text").strip().rstrip("."))
    args: dict[str, Any] = {"what": what, "when": when}
    if by:
        message, subject = "asked", _doer(reader, by)
        args["whom"] = to
    else:
        message = "was-asked" if to else "appeal-made"
        subject = _doer(reader, to) if to else Noun(message="an-appeal")
    yield _claim(reader, record, "asked", message, subject=subject, args=args, voice=voice, dated=bool(when))
    if record.get("response"):
        answer = Said(record["response"], reader.book.form(record, "response").strip().rstrip("."))
        subject = _doer(reader, to) if to else Noun(message="the-answer")
        message = "answered" if to else "answer-was"
        yield _claim(reader, record, "response", message, subject=subject, args={"clause": answer}, voice=voice)
    if record.get("outcome"):
        yield _claim(reader, record, "outcome", "clause", voice=voice, **reader.own_clause(record, "outcome"))


def _claim(reader: Reader, record: Record, slot: str, message: str, **more: Any) -> Claim:
    return reader.claim(record, slot, message, Stage.INTERVENTION, "intervention", verb="reported", **more)


def _doer(reader: Reader, who: Said) -> Noun:
    return Noun(text=who, number=reader.book.number_of(who.text))
