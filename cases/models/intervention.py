"""Somebody asks somebody else for something on the person's behalf, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.base import CaseRecord
from people.models import Organisation
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class Intervention(CaseRecord):
    by_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    by_text = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("who asked, if no organisation is named"),
        verbose_name=_("by, as described"),
    )
    to_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("to")
    )
    to_text = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("who was asked, if no organisation is named"),
        verbose_name=_("to, as described"),
    )
    text = models.TextField(help_text=_("what was asked for, as after “to”: release her"))
    asked = PartialDateField(_("asked"), blank=True)
    response = models.TextField(blank=True, help_text=_("what was answered, as a clause after “that”"))
    outcome = models.CharField(max_length=300, blank=True, help_text=_("what came of it, as a clause"))

    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=[
            "text",
            "by_organisation",
            "by_text",
            "to_organisation",
            "to_text",
            "asked",
            "response",
            "outcome",
        ],
    )
