"""Documents again from what they are made of: the team's from records, outsiders' from the ledger's newest rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson
from django.db import transaction
from django.db.models import QuerySet

from cases.documents import build_body
from cases.facets import number_codes
from cases.indexing import Made, make_document, stamped
from cases.material import load
from cases.models import Case, Deadline, Document, Publication, Spell
from cases.name_words import missing_words
from cases.writing import replace_documents
from tracker.audiences import DOCUMENTED, PUBLISHED, Audience

BATCH = 200


@dataclass(frozen=True)
class Outcome:
    """One document that should exist, or should not; whether the stored one was another."""

    ref: str
    audience: Audience
    differs: bool


def rebuild(cases: QuerySet[Case], *, check: bool = False) -> Iterator[Outcome]:
    """Rewrites the documents of these cases where they differ from their source; with `check`, only says where."""
    ids = list(cases.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            batch = list(
                Case.objects.select_for_update(no_key=True).filter(pk__in=ids[start : start + BATCH]).order_by("pk")
            )
            for audience in DOCUMENTED:
                made = _team(batch) if audience == Audience.TEAM else _published(batch, audience)
                yield from _settle(batch, audience, made, check=check)


def _team(batch: list[Case]) -> list[Made]:
    made = []
    for material in load(batch):
        body = build_body(material, Audience.TEAM)
        body = stamped(body, version=0, updated_at=material.case.updated_at)
        made.append(make_document(material.case, Audience.TEAM, body))
    return made


def _published(batch: list[Case], audience: Audience) -> list[Made]:
    assert audience in PUBLISHED
    by_ref = {case.ref: case for case in batch}
    rows = Publication.objects.for_audience(audience).filter(ref__in=by_ref).standing()
    return [make_document(by_ref[row.ref], audience, orjson.loads(row.body)) for row in rows if row.body]


def _settle(batch: list[Case], audience: Audience, made: list[Made], *, check: bool) -> Iterator[Outcome]:
    documents = Document.objects.filter(audience=audience, case__in=batch).prefetch_related("spells", "deadlines")
    stored = {d.case_id: Made(d, list(d.spells.all()), list(d.deadlines.all())) for d in documents}
    wanted = {each.document.case_id for each in made}
    number_codes([each.document for each in made])
    missing = missing_words(audience, [each.document for each in made])
    changed = []
    for each in made:
        former = stored.get(each.document.case_id)
        differs = (
            former is None or _all_facts(former) != _all_facts(each) or not missing.isdisjoint(each.document.name_words)
        )
        if differs:
            changed.append(each)
        yield Outcome(each.document.ref, audience, differs)
    orphans = [former.document for case_id, former in stored.items() if case_id not in wanted]
    for document in orphans:
        yield Outcome(document.ref, audience, differs=True)
    if not check:
        Document.objects.filter(pk__in=[document.pk for document in orphans]).delete()
        replace_documents(audience, changed)


# A tsvector comes back as PostgreSQL writes it; the words are compared through the body that they are made of.
_NOT_COMPARED = {"id", "case", "words", "charge_words", "document"}


def _all_facts(made: Made) -> tuple[object, ...]:
    return _facts(made.document), _sorted_facts(made.spells), _sorted_facts(made.deadlines)


def _facts(row: Document | Spell | Deadline) -> dict[str, object]:
    return {f.name: _plain(getattr(row, f.attname)) for f in row._meta.fields if f.name not in _NOT_COMPARED}


def _plain(value: object) -> object:
    """Ranges as pairs, bytes as bytes, however they were made."""
    if isinstance(value, memoryview):
        return bytes(value)
    if hasattr(value, "lower_inc"):
        return (value.lower, value.upper)  # type: ignore[attr-defined]
    return value


def _sorted_facts(rows: Sequence[Spell | Deadline]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((name, str(value)) for name, value in _facts(row).items()) for row in rows)
