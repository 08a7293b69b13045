"""Which function reads which record type, and all claims of a body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from cases.records import RECORD_TYPES
from reports.telling import (
    charges,
    deaths,
    detentions,
    health,
    hearings,
    interventions,
    recognitions,
    searches,
    sentences,
    statements,
    treatment,
)
from reports.telling.claims import Claim, Reader, Record

# By the registry's code; a test compares the two.
TELLERS: dict[str, Callable[[Reader, Record], Iterator[Claim]]] = {
    "detention": detentions.claims,
    "charge": charges.claims,
    "hearing": hearings.claims,
    "sentence": sentences.claims,
    "healthnote": health.claims,
    "treatmentnote": treatment.claims,
    "search": searches.claims,
    "statement": statements.claims,
    "intervention": interventions.claims,
    "recognition": recognitions.claims,
}


def claims_of(reader: Reader) -> list[Claim]:
    """Every claim of the body; records that count for nothing make none."""
    found: list[Claim] = []
    for code, teller in TELLERS.items():
        for record in reader.body.get(RECORD_TYPES[code].plural, []):
            if record["counts"] != "no":
                found += teller(reader, record)
    found += deaths.claims(reader, found)
    return [replace(claim, person_ref=reader.person["ref"]) for claim in found]
