"""What saving a form would end, or correct, beyond what it says: told above its fields, before anybody types."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.choices import Stage
from cases.corrections import records_by_key
from cases.models import Case, Document, Publication
from tracker.audiences import PUBLISHED, Audience
from tracker.models import User

# Of an official, hundreds of cases may tell; further ones are counted.
MOST_CASES = 5


@dataclass(frozen=True)
class EndedCase:
    """A case whose approval, or waiting for review, ends; `of_person` says how a page about a person calls it."""

    case: Case
    of_person: str

    @property
    def is_waiting(self) -> bool:
        return self.case.stage == Stage.IN_REVIEW


def cases_of_person(ref: str, user: User | AnonymousUser) -> list[Case]:
    """Those that a change of the person edits and the user sees: their own first, then the cases that name them."""
    naming = Document.objects.filter(audience=Audience.TEAM, mentions__contains=[f"person:{ref}"]).values("case")
    found = (
        Case.objects.visible_to(user)
        .filter(Q(person__ref=ref) | Q(pk__in=naming))
        .select_related("person")
        .defer("background")
    )
    return sorted(found, key=lambda case: (case.person.ref != ref, case.ref))


def ended(cases: list[Case], person: str) -> list[EndedCase]:
    own, naming = _("Case %(ref)s of this person"), _("Case %(ref)s, which names this person")
    return [
        EndedCase(case, (own if case.person.ref == person else naming) % {"ref": case.ref} if person else "")
        for case in cases
        if case.stage != Stage.DRAFT
    ]


def published(cases: list[Case], key: str = "") -> list[str]:
    """“4F7K2 (public version 3)” of each case that outsiders read; with a record's key, only where they read that."""
    rows = Publication.objects.filter(ref__in=[case.ref for case in cases]).standing().order_by("ref", "audience")
    told: dict[str, list[str]] = {}
    for ref, audience, version in rows.values_list("ref", "audience", "version"):
        said = {"audience": Audience(audience).label, "version": version}
        told.setdefault(ref, []).append(_("%(audience)s version %(version)s") % said)
    if told and key and not _is_told(cases, key):
        return []
    return [f"{ref} ({', '.join(versions)})" for ref, versions in told.items()]


def _is_told(cases: list[Case], key: str) -> bool:
    bodies = Document.objects.filter(case__in=cases, audience__in=PUBLISHED).values_list("body", flat=True)
    return any(key in dict(records_by_key(orjson.loads(body))) for body in bodies)
