"""The words for sets of subscribers and deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Cast

from reports.choices import DeliveryState, FormKind

if TYPE_CHECKING:
    from reports.models import Issue


class SubscriberQuerySet(models.QuerySet):
    def present(self) -> SubscriberQuerySet:
        """Those who have not left, confirmed or not. Addresses stay sealed: one whose key is missing must not stop what
        asks for none."""
        return self.filter(unsubscribed_at=None).defer("address")

    def opening(self) -> SubscriberQuerySet:
        """With what `address_in_words` needs, for whom to show the address or look in it."""
        return self.defer("address").annotate(sealed=Cast("address", models.TextField()))

    def receiving(self) -> SubscriberQuerySet:
        """Those who confirmed, and whose mail arrives."""
        return self.present().filter(confirmed_at__isnull=False, stopped_at=None)

    def without(self, issue: Issue) -> SubscriberQuerySet:
        """Those to whom the issue was never sent, and those to whom sending was stopped."""
        others = issue.deliveries.exclude(state=DeliveryState.STOPPED)
        return self.exclude(pk__in=others.values("subscriber"))


class DeliveryQuerySet(models.QuerySet):
    def due(self, now: datetime) -> DeliveryQuerySet:
        """Those whose turn has come, of issues whose mail is there: a withdrawal takes it away for a while. None of an
        address that was stopped meanwhile."""
        from reports.models import IssueForm

        mails = IssueForm.objects.kept().filter(issue=OuterRef("issue"), kind=FormKind.MAIL)
        due = self.filter(Exists(mails), state=DeliveryState.QUEUED, due_at__lte=now, subscriber__stopped_at=None)
        return due.order_by("due_at", "pk")

    def not_begun(self) -> DeliveryQuerySet:
        """Those that can still be called off."""
        return self.filter(state__in=[DeliveryState.QUEUED, DeliveryState.CLAIMED])
