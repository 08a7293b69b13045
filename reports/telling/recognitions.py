"""Recognitions: what a body or a list calls the person or the detention. Its reasoning is the editor's to quote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cases.choices import RecognitionTerm
from reports.telling.claims import Claim, Noun, Reader, Record, Said, Stage


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    by = reader.organisation(record.get("by_organisation"), reader.book.form(record, "by_text"))
    common: dict[str, Any] = {"voice": reader.voice_beside(record, by), "verb": "reported"}
    is_arbitrary = record["term"] == RecognitionTerm.ARBITRARY
    since, until = reader.when(record, "since"), reader.when(record, "until")
    letters = record.get("criteria", [])
    args = {
        "by": by,
        "list": Said(record["list_name"], reader.book.form(record, "list_name")) if "list_name" in record else None,
        "criteria": Said(tuple(letters), reader.book.listed(letters)) if letters else None,
        "scheme": record.get("scheme"),
        "count": len(letters),
        "when": since,
    }
    yield reader.claim(
        record,
        "recognized",
        f"recognized-{record['term']}",
        Stage.RECOGNITION,
        "recognition",
        subject=Noun(message="whose-detention") if is_arbitrary else None,
        args=args,
        dated=bool(since),
        **common,
    )
    if until:
        named = (("term", Said(record["term"], reader.book.say(f"recognition-{record['term']}"))), ("by", by))
        subject = Noun(message="whose-recognition", what=named)
        yield reader.claim(
            record,
            "ended",
            "recognition-ended",
            Stage.RECOGNITION,
            "recognition-end",
            subject=subject,
            args={"when": until},
            dated=True,
            **common,
        )
