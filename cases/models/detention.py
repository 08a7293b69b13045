"""A spell in one place under one custody type; a transfer ends one and begins the next."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import Certainty, CustodyType, EndKind, Whereabouts
from cases.models.base import CaseRecord
from cases.models.reference import Facility
from people.models import Organisation
from tracker.dates import PartialDate, PartialDateField, lies_before
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class Detention(CaseRecord):
    """Beginning and end are separate claims: the end has its own certainty, voice and note."""

    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.PROTECT, related_name="detentions")
    place = models.CharField(
        max_length=200, blank=True, help_text=_("where, in the source's words, if no facility is named")
    )
    custody_type = models.CharField(max_length=28, choices=CustodyType.choices, default=CustodyType.UNKNOWN)
    custody_inferred = models.BooleanField(
        default=False,
        help_text=_("the type is our inference, not a statement"),
        verbose_name=_("custody type is inferred"),
    )
    authority = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="detentions"
    )
    authority_text = models.CharField(max_length=200, blank=True, verbose_name=_("authority, as described"))
    began = PartialDateField(_("began"), blank=True)
    began_words = models.CharField(max_length=100, blank=True, verbose_name=_("began, in the source's own words"))
    ended = PartialDateField(_("ended"), blank=True)
    ended_words = models.CharField(max_length=100, blank=True, verbose_name=_("ended, in the source's own words"))
    end_kind = models.CharField(max_length=28, choices=EndKind.choices, blank=True, verbose_name=_("how it ended"))
    end_certainty = models.CharField(
        max_length=10, choices=Certainty.choices, blank=True, verbose_name=_("certainty of the end")
    )
    end_attribution = models.CharField(max_length=200, blank=True, verbose_name=_("who says that it ended"))
    end_basis = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("as after “on the basis of”: a court decision"),
        verbose_name=_("on what basis it ended"),
    )
    end_clarification = models.TextField(blank=True, verbose_name=_("note on the end"))
    known_on = models.DateField(_("still there on"), null=True, blank=True, help_text=_("still there on this day"))
    duration_days = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("how long, if the source says so"), verbose_name=_("lasted, in days")
    )
    manner = models.CharField(max_length=300, blank=True, help_text=_("how it was done, in the source's words"))
    force_used = models.BooleanField(null=True, blank=True)
    pretext = models.CharField(max_length=300, blank=True)
    warrant_shown = models.BooleanField(null=True, blank=True)
    acknowledged = models.BooleanField(null=True, blank=True)
    whereabouts = models.CharField(max_length=14, choices=Whereabouts.choices, blank=True)
    family_contact = models.BooleanField(null=True, blank=True, verbose_name=_("contact with family"))
    counsel_contact = models.BooleanField(null=True, blank=True, verbose_name=_("contact with counsel"))

    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=[
            "facility",
            "place",
            "custody_type",
            "custody_inferred",
            "authority",
            "authority_text",
            "began",
            "began_words",
            "ended",
            "ended_words",
            "end_kind",
            "end_certainty",
            "end_attribution",
            "end_basis",
            "end_clarification",
            "known_on",
            "duration_days",
            "manner",
            "force_used",
            "pretext",
            "warrant_shown",
            "acknowledged",
            "whereabouts",
            "family_contact",
            "counsel_contact",
        ],
    )

    class Meta(CaseRecord.Meta):
        indexes = [GistIndex(fields=["began_possible"], name="detention_began_possible")]
        constraints = [
            models.CheckConstraint(
                # An end whose every possible day lies before every possible day of the beginning.
                condition=Q(began_possible=None)
                | Q(ended_possible=None)
                | ~Q(ended_possible__fully_lt=F("began_possible")),
                name="detention_ends_after_it_began",
                violation_error_message=_("The detention would end before it began."),
            ),
            models.CheckConstraint(
                condition=Q(end_kind__gt="") | Q(end_certainty="", ended=""),
                name="detention_end_has_kind",
                violation_error_message=_("Say how the detention ended; choose “not stated” if the source doesn't."),
            ),
        ]

    @property
    def has_ended(self) -> bool:
        return bool(self.end_kind)

    @property
    def end_counts(self) -> str:
        """`fully`, `possibly` or `no`, for the end alone; an end never counts for more than its detention."""
        if not self.end_kind or self.end_certainty == Certainty.DENIED:
            return "no"
        if self.end_certainty == Certainty.POSSIBLE:
            return "possibly" if self.counts != "no" else "no"
        return self.counts

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if lies_before(self.ended, self.began):
            errors["ended"] = _("The detention would end before it began.")
        known_on = PartialDate.on(self.known_on) if isinstance(self.known_on, date) else None
        if lies_before(known_on, self.began):
            errors["known_on"] = _("This day lies before the detention began.")
        if self.end_counts == "fully" and lies_before(self.ended, known_on):
            errors["known_on"] = _("This day lies after the detention ended: two sources that differ are two records.")
        if (self.ended or self.end_certainty or self.end_basis) and not self.end_kind:
            errors["end_kind"] = _("Say how the detention ended; choose “not stated” if the source doesn't.")
        if errors:
            raise ValidationError(errors)
