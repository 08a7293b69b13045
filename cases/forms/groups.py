"""How the fields of a record's form stand together: fields of one line answer one question, with what is said of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import CaseRecord, Detention

Group = tuple[Any, list[tuple[str, ...]]]

# What is not named here follows in the last group, each on a line of its own.
GROUPS: dict[type[CaseRecord], list[Group]] = {
    Detention: [
        (_("Where"), [("facility", "place"), ("custody_type", "custody_inferred"), ("authority", "authority_text")]),
        (_("Beginning"), [("began", "began_words"), ("known_on", "duration_days")]),
        (
            _("End, as a claim of its own"),
            [
                ("ended", "ended_words"),
                ("end_kind", "end_basis"),
                ("end_certainty", "end_attribution"),
                ("end_clarification",),
            ],
        ),
        (_("How it was done"), [("manner", "pretext"), ("force_used", "warrant_shown")]),
        (
            _("What is known of the person since"),
            [("acknowledged", "whereabouts"), ("family_contact", "counsel_contact")],
        ),
    ],
}


def grouped(model: type[CaseRecord], names: list[str]) -> list[Group]:
    """These fields in their groups and lines, each with the tick that makes something new of it; none is left out."""
    groups = [
        (label, [tuple(n for n in line if n in names) for line in lines]) for label, lines in GROUPS.get(model, [])
    ]
    placed = {name for _label, lines in groups for line in lines for name in line}
    rest: list[tuple[str, ...]] = [(name,) for name in names if name not in placed]
    groups.append((_("More") if groups else _("What"), rest))
    return [(label, [line for line in lines if line]) for label, lines in groups if any(lines)]
