"""What a reviewer is told before publishing: what each audience would read and reads now, what stands against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from cases.choices import PublicationKind
from cases.corrections import is_correction
from cases.documents import Body, build_body
from cases.gate import Reason, gate_reasons, told_beforehand
from cases.indexing import digest_of
from cases.material import load
from cases.models import Case
from cases.publishing import content_of, draft, newest_rows
from tracker.audiences import PUBLISHED, Audience
from tracker.models import User


@dataclass(frozen=True)
class Prospect:
    """What publishing now would give to an audience: `body` in the place of `before`, the body that stands ({} where
    none does). `version` is the number it would get, `standing` that of `before`, 0 for none."""

    audience: Audience
    body: Body
    before: Body
    version: int
    standing: int
    is_news: bool
    is_correction: bool
    reasons: list[Reason]


def prospects(*, case: Case, by: User) -> tuple[Body, list[Prospect]]:
    """The team's body, and what publishing to each audience would do, with all reasons against it; changes nothing."""
    material = load([case])[0]
    newest = newest_rows([case])
    bodies = {audience: build_body(material, audience) for audience in PUBLISHED}
    wanted = [(material, {a: body for a, body in bodies.items() if a >= audience}) for audience in PUBLISHED]
    found = []
    for audience, reasons in zip(PUBLISHED, gate_reasons(wanted, by=by, day=timezone.localdate()), strict=True):
        row = newest.get((case.ref, audience))
        stands = row is not None and row.kind != PublicationKind.WITHDRAWN
        before = content_of(row) if row and stands else {}
        found.append(
            Prospect(
                audience=audience,
                body=bodies[audience],
                before=before,
                version=row.version + 1 if row else 1,
                standing=row.version if row and stands else 0,
                is_news=not (row and stands and row.digest == digest_of(bodies[audience])),
                is_correction=bool(before) and is_correction(before, bodies[audience]),
                reasons=told_beforehand(reasons),
            )
        )
    return build_body(material, Audience.TEAM), found


def count_reasons(*, cases: Iterable[Case], audience: Audience, by: User) -> dict[str, int]:
    """By ref how many reasons would stand against publishing to that audience, were the case approved."""
    drafted = draft(load(list(cases)), audience=lambda _case: audience, by=by)
    return {
        drafts[0][0].case.ref: sum(
            reason.code not in ("not_approved", "four_eyes") for reason in told_beforehand(reasons)
        )
        for drafts, reasons in drafted
    }
