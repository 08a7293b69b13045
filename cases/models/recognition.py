"""A body or a list that calls the person a political prisoner or the detention arbitrary, and by which criteria."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import CRITERIA, CriteriaScheme, RecognitionTerm
from cases.models.base import CaseRecord
from people.models import Organisation
from tracker.audiences import Audience
from tracker.dates import PartialDateField, lies_before
from tracker.exposure import Exposure
from tracker.history import tracked

_OTHER_SCHEME = _("The scheme has no such criterion.")
_BACKWARDS = _("The recognition would end before it began.")


@tracked()
class Recognition(CaseRecord):
    term = models.CharField(max_length=24, choices=RecognitionTerm.choices)
    by_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="recognitions", verbose_name=_("by")
    )
    by_text = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("who recognised, if no organisation is named"),
        verbose_name=_("by, as described"),
    )
    list_name = models.CharField(max_length=200, blank=True, verbose_name=_("list"))
    scheme = models.CharField(max_length=8, choices=CriteriaScheme.choices, blank=True)
    criteria = ArrayField(
        models.CharField(max_length=3), default=list, blank=True, help_text=_("the scheme's letters: a, c; I, III")
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    reasoning = models.TextField(blank=True)
    withdrawn_at_request = models.BooleanField(
        default=False,
        help_text=_("at the person's request: nobody but the team is told"),
        verbose_name=_("withdrawn at the person's request"),
    )

    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=[
            "term",
            "by_organisation",
            "by_text",
            "list_name",
            "scheme",
            "criteria",
            "since",
            "until",
            "reasoning",
        ],
        team=["withdrawn_at_request"],
    )

    class Meta(CaseRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(scheme="", criteria=[])
                | Q(scheme=CriteriaScheme.PACE, criteria__contained_by=CRITERIA[CriteriaScheme.PACE].values)
                | Q(scheme=CriteriaScheme.WGAD, criteria__contained_by=CRITERIA[CriteriaScheme.WGAD].values),
                name="recognition_criteria_of_scheme",
                violation_error_message=_OTHER_SCHEME,
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at_request=False) | Q(visibility__gte=Audience.TEAM),
                name="recognition_withdrawn_stays_inside",
                violation_error_message=_("A recognition withdrawn at the person's request is for the team alone."),
            ),
            models.CheckConstraint(
                condition=Q(since_possible=None)
                | Q(until_possible=None)
                | ~Q(until_possible__fully_lt=F("since_possible")),
                name="recognition_ends_after_it_began",
                violation_error_message=_BACKWARDS,
            ),
        ]

    @property
    def counts(self) -> str:
        """`no` too for one withdrawn at the person's request: it answers no question any more."""
        return "no" if self.withdrawn_at_request else super().counts

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        known = CRITERIA[self.scheme].values if self.scheme in CRITERIA else []
        if not set(self.criteria) <= set(known):
            errors["criteria"] = _OTHER_SCHEME
        if lies_before(self.until, self.since):
            errors["until"] = _BACKWARDS
        if errors:
            raise ValidationError(errors)
        if self.withdrawn_at_request:
            # Whoever enters the wish must not have to remember that it narrows the record.
            self.visibility = max(self.visibility, Audience.TEAM)
