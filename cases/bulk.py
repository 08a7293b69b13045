"""Many new cases at once, through the same gate as one: entered by one person, approved and published by another.

    staging = Staging()
    case = staging.add(Case(…)); staging.add(Detention(case=case, …))
    enter_block(staging, [case], by=researcher, reviewer=reviewer, audiences={case.pk: Audience.PARTNER}, …)

A block is one transaction: its rows, history, documents and ledger rows are all there, or none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from cases.choices import PublicationKind
from cases.documents import build_body
from cases.facets import number_codes
from cases.gate import Reason
from cases.indexing import Made, digest_of, encode, make_document, stamped
from cases.material import Material, load
from cases.models import Case, Deadline, Publication, Spell
from cases.name_words import add_words
from cases.publishing import Draft, draft, number
from tracker.audiences import DOCUMENTED, Audience
from tracker.bulk import Staging
from tracker.history import writing
from tracker.models import User
from tracker.refs import redraw_taken


@dataclass
class Entered:
    """What became of a block: its rows and cases, and the gate's reasons for each case that it kept back."""

    rows: int = 0
    cases: int = 0
    refused: dict[str, list[Reason]] = field(default_factory=dict)


def check_row(row: models.Model) -> None:
    """Raises `ValidationError` by field. Relations are not looked up: the insert itself refuses what is not there."""
    relations = {f.name for f in row._meta.concrete_fields if f.is_relation}
    row.clean_fields(exclude=relations)
    row.clean()


def enter_block(
    staging: Staging,
    cases: list[Case],
    *,
    by: User,
    reviewer: User,
    audiences: dict[int, Audience],
    why: str,
    door: str,
) -> Entered:
    """Writes what waits in `staging`, approves the cases that `audiences` names and publishes them to that audience and
    the narrower ones. Raises `ValidationError`, or `IntegrityError`; then nothing of the block is written."""
    for rows in staging.rows.values():
        redraw_taken(rows)
        for row in rows:
            check_row(row)
    done = Entered(cases=len(cases))
    with transaction.atomic():
        with connection.cursor() as cursor:
            # So many documents' words are sorted into the index together.
            cursor.execute("SET LOCAL gin_pending_list_limit = '16MB'")
        with writing(by=by, why=why, door=door):
            done.rows = staging.insert()
        with writing(by=reviewer, why=why, door=door):
            approved = Case.objects.filter(pk__in=list(audiences))
            approved.update(approved_revision=F("revision"), reviewed_on=timezone.localdate())
            materials = load(Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk"))
            drafts = _drafts(materials, audiences, by=reviewer, done=done)
            _write_documents(staging, _team(materials))
            _publish_new(staging, drafts, by=reviewer)
    return done


def _team(materials: Iterable[Material]) -> list[Made]:
    made = []
    for material in materials:
        body = stamped(build_body(material, Audience.TEAM), version=0, updated_at=material.case.updated_at)
        made.append(make_document(material.case, Audience.TEAM, body))
    return made


def _drafts(materials: Iterable[Material], audiences: dict[int, Audience], *, by: User, done: Entered) -> list[Draft]:
    wanted = [material for material in materials if material.case.pk in audiences]
    passed: list[Draft] = []
    drafted = draft(wanted, audience=lambda case: audiences[case.pk], by=by)
    for material, (drafts, reasons) in zip(wanted, drafted, strict=True):
        if reasons:
            done.refused[material.case.ref] = reasons
        else:
            passed += drafts
    return passed


def _publish_new(staging: Staging, drafts: list[Draft], *, by: User) -> None:
    """First versions of cases that were never published, each with the moment of its case's last change."""
    now = timezone.now()
    pending = []
    for material, audience, content in drafts:
        case = material.case
        body = stamped(content, version=1, updated_at=case.updated_at)
        row = Publication(
            case=case,
            ref=case.ref,
            audience=audience,
            version=1,
            kind=PublicationKind.PUBLISHED,
            body=encode(body),
            digest=digest_of(content),
            published_at=now,
            published_by=by,
        )
        pending.append((row, make_document(case, audience, body)))
    _write_documents(staging, [made for _, made in pending])
    # Everything that takes time is done: from here on other publishers wait.
    number([row for row, _ in pending])
    for row, _ in pending:
        staging.add(row)
    staging.insert()


def _write_documents(staging: Staging, documents: list[Made]) -> None:
    number_codes([made.document for made in documents])
    for made in documents:
        staging.add(made.document)
        beside: list[Spell | Deadline] = [*made.spells, *made.deadlines]
        for row in beside:
            row.document = made.document
            staging.add(row)
    staging.insert()
    for audience in DOCUMENTED:
        add_words(audience, [made.document for made in documents if made.document.audience == audience])
