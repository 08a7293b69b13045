"""What a published audience reads of a case, and the versions of its ledger, each beside the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import orjson

from cases.choices import PublicationKind
from cases.documents import Body
from cases.models import Case, Publication
from cases.pages.parts import Part, parts_of
from cases.pages.review import Change, changes_between
from tracker.audiences import Audience


def newest_version(case: Case, audience: Audience) -> Publication | None:
    """The newest row of the case's ledger for that audience: a version, or the tombstone of one; None before any."""
    return Publication.objects.filter(ref=case.ref).for_audience(audience).newest().first()


def body_of(row: Publication | None) -> Body | None:
    """What stands in that row of the ledger; None for a tombstone and for what was taken back."""
    return orjson.loads(row.body) if row and row.body else None


@dataclass(frozen=True)
class VersionPage:
    """`before` is the version that this one followed; `changes` is empty where either of them has no text any more."""

    row: Publication
    before: Publication | None
    changes: list[Change]
    parts: list[Part]

    @property
    def is_withdrawal(self) -> bool:
        return bool(self.row.kind == PublicationKind.WITHDRAWN)

    @property
    def is_compared(self) -> bool:
        return bool(self.before and self.before.body and self.row.body)


def version_page(row: Publication, today: date) -> VersionPage:
    earlier = Publication.objects.filter(ref=row.ref, version__lt=row.version).for_audience(Audience(row.audience))
    before = earlier.order_by("-version").first()
    now, was = (parts_of(body_of(each) or {}, today) for each in (row, before))
    return VersionPage(row, before, changes_between(was, now) if was and now else [], now)
