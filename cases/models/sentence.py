"""A sanction imposed: term, fine, administrative arrest."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.choices import SentenceKind
from cases.models.base import CaseRecord
from people.models import Organisation
from tracker.dates import LAST_YEAR, PartialDate, PartialDateField, UnreadableDate
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class Sentence(CaseRecord):
    kind = models.CharField(max_length=24, choices=SentenceKind.choices)
    wording = models.CharField(
        max_length=200, blank=True, help_text=_("the source's name for it: administrative detention")
    )
    term_years = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("years of the term"))
    term_months = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("months of the term"))
    term_days = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("days of the term"))
    suspended = models.BooleanField(null=True, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    court = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="sentences")
    judge = models.CharField(max_length=200, blank=True)
    imposed = PartialDateField(_("imposed"), blank=True)
    starts = PartialDateField(_("starts"), blank=True)
    credit_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("days held before that count"), verbose_name=_("days credited")
    )
    appeal_outcome = models.CharField(max_length=200, blank=True, verbose_name=_("outcome of the appeal"))
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces")

    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=[
            "kind",
            "wording",
            "term_years",
            "term_months",
            "term_days",
            "suspended",
            "amount",
            "currency",
            "court",
            "judge",
            "imposed",
            "starts",
            "credit_days",
            "appeal_outcome",
            "replaced_by",
        ],
    )

    class Meta(CaseRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | ~Q(currency=""),
                name="sentence_amount_has_currency",
                violation_error_message=_("An amount needs its currency."),
            )
        ]

    @property
    def has_term(self) -> bool:
        return bool(self.term_years or self.term_months or self.term_days)

    @property
    def projected_end(self) -> PartialDate | None:
        """The start moved by the term, less the credit; None where no term runs or its start is unknown.

        A term of centuries ends after every day that is kept: on the last of them or later.
        """
        if not self.has_term or self.suspended or not self.starts:
            return None
        try:
            return self.starts.shifted(
                years=self.term_years or 0,
                months=self.term_months or 0,
                days=(self.term_days or 0) - (self.credit_days or 0),
            )
        except UnreadableDate:
            return PartialDate(f"{LAST_YEAR}-12-31/..")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.kind == SentenceKind.FINE and self.has_term:
            errors["kind"] = _("A fine has no term: enter the term as a sentence of its own.")
        if self.amount is not None and not self.currency:
            errors["currency"] = _("An amount needs its currency.")
        if errors:
            raise ValidationError(errors)
