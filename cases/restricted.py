"""Reading restricted records: only here, only for those who may, and never without a line in the read log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction

from cases.documents import Body, Builder
from cases.material import load
from cases.models import Case
from tracker.audiences import Audience
from tracker.models import ReadLog, User


def log_reading(*, case: Case, records: Iterable[models.Model], by: User, door: str) -> None:
    """A line in the read log, before these restricted records are shown."""
    ReadLog.objects.create(
        user=by,
        audience=Audience.RESTRICTED,
        door=door[:120],
        what=", ".join(f"{record._meta.model_name}:{record.pk}" for record in records)[:300],
        case_ref=case.ref,
    )


def read_restricted(*, case: Case, by: User, door: str) -> tuple[list[Body], list[ReadLog]]:
    """The restricted records of a case as a body says them, and who read them before. Logs this reading first."""
    with transaction.atomic():
        material = load([case])[0]
        builder = Builder(material, Audience.RESTRICTED)
        records = [r for r in material.all_records() if r.visibility == Audience.RESTRICTED]
        log_reading(case=case, records=records, by=by, door=door)
        shown = {record.key for record in material.all_records()}
        readings = ReadLog.objects.filter(case_ref=case.ref, audience=Audience.RESTRICTED).select_related("user")
        return [builder.record(record, shown) for record in records], list(readings.order_by("-at")[:50])
