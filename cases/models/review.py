"""The rounds of review of a case: who sent it, who decided what, and the words that came back with it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.choices import ReviewOutcome
from cases.models.case import Case
from tracker.exposure import Exposure
from tracker.history import tracked
from tracker.models import User


@tracked()
class ReviewRound(models.Model):
    """One round: sent and, once somebody has decided, approved or sent back. An edit meanwhile leaves it undecided."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="review_rounds")
    revision = models.PositiveIntegerField()
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=ReviewOutcome.choices, blank=True)
    comment = models.TextField(blank=True)

    exposure = Exposure(
        team=["revision", "sent_by", "sent_at", "decided_by", "decided_at", "outcome", "comment"], never=["id", "case"]
    )

    class Meta:
        verbose_name = _("review")

    def __str__(self) -> str:
        return f"{self.case} at {self.revision}"
