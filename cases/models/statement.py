"""What somebody says about the case: own words, a denial, a motive, a concern, a complaint, context."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import StatementKind
from cases.models.base import CaseRecord
from people.models import Person
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class Statement(CaseRecord):
    kind = models.CharField(max_length=18, choices=StatementKind.choices)
    text = models.TextField(help_text=_("what is said, as a clause after “that”"))
    speaker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    speaker_text = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("a speaker who is no person here: activists"),
        verbose_name=_("speaker, as described"),
    )
    made = PartialDateField(_("made"), blank=True)

    exposure = Exposure(extends=CaseRecord.base_exposure, public=["kind", "text", "speaker", "speaker_text", "made"])
