"""The one registry of record types: documents, history, forms, the API's schema, import columns and phrases walk it.

A new type is a model, its exposure, a line here, its phrases and a test; `tests/rules/test_record_types.py` lists what
is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import (
    CaseRecord,
    Charge,
    Detention,
    HealthNote,
    Hearing,
    Intervention,
    Recognition,
    Search,
    Sentence,
    Statement,
    TreatmentNote,
)


@dataclass(frozen=True)
class RecordType:
    """`code` names it in keys (detention:12@3), `plural` in documents; `dated` are the dates that make it news."""

    code: str
    plural: str
    model: type[CaseRecord]
    label: str | Promise
    dated: tuple[str, ...]


RECORD_TYPES: dict[str, RecordType] = {
    kind.code: kind
    for kind in [
        RecordType("detention", "detentions", Detention, _("detention"), ("began", "ended")),
        RecordType("charge", "charges", Charge, _("charge"), ("filed",)),
        # The next date is no news of the day that it names.
        RecordType("hearing", "hearings", Hearing, _("hearing"), ("held",)),
        RecordType("sentence", "sentences", Sentence, _("sentence"), ("imposed", "starts")),
        RecordType("healthnote", "health_notes", HealthNote, _("health note"), ("noted",)),
        RecordType("treatmentnote", "treatment_notes", TreatmentNote, _("treatment note"), ("happened",)),
        RecordType("search", "searches", Search, _("search"), ("happened",)),
        RecordType("statement", "statements", Statement, _("statement"), ("made",)),
        RecordType("intervention", "interventions", Intervention, _("intervention"), ("asked",)),
        RecordType("recognition", "recognitions", Recognition, _("recognition"), ("since", "until")),
    ]
}
