"""A hearing before a court. It never sets the status: what it decides is a sentence or a detention of its own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import HearingKind
from cases.models.base import CaseRecord
from people.models import Organisation
from tracker.dates import PartialDateField, lies_before
from tracker.exposure import Exposure
from tracker.history import tracked

_BACKWARDS = _("The next hearing would be before this one.")


@tracked()
class Hearing(CaseRecord):
    """One that is only announced has a next date and neither a day it was held nor an outcome."""

    kind = models.CharField(max_length=16, choices=HearingKind.choices, default=HearingKind.UNKNOWN)
    court = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="hearings")
    judge = models.CharField(max_length=200, blank=True)
    held = PartialDateField(_("held"), blank=True)
    held_words = models.CharField(max_length=100, blank=True, verbose_name=_("held, in the source's own words"))
    outcome = models.CharField(
        max_length=300, blank=True, help_text=_("what came of it, as a clause: the court refused to release her")
    )
    next_date = PartialDateField(_("next date"), blank=True)
    next_date_words = models.CharField(
        max_length=100, blank=True, verbose_name=_("next date, in the source's own words")
    )

    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=["kind", "court", "judge", "held", "held_words", "outcome", "next_date", "next_date_words"],
    )

    class Meta(CaseRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(held_possible=None)
                | Q(next_date_possible=None)
                | ~Q(next_date_possible__fully_lt=F("held_possible")),
                name="hearing_next_after_held",
                violation_error_message=_BACKWARDS,
            )
        ]

    def clean(self) -> None:
        super().clean()
        if lies_before(self.next_date, self.held):
            raise ValidationError({"next_date": _BACKWARDS})
