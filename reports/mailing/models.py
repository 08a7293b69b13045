"""Subscribers of a series, and what became of each issue for each of them.

Neither is tracked by history: it would keep the addresses of those who have left.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from reports.choices import DeliveryState
from reports.mailing.querysets import DeliveryQuerySet, SubscriberQuerySet
from tracker.exposure import Exposure
from tracker.mail import Fault
from tracker.models import User
from tracker.sealed import CannotUnseal, SealedTextField, unseal


def address_key_of(address: str) -> str:
    """What an address is found by: the same for every way to write its capitals, and of no use without our key."""
    return salted_hmac("reports.mailing.address", address.casefold(), algorithm="sha256").hexdigest()


def random_key() -> str:
    return secrets.token_urlsafe(32)


class Subscriber(models.Model):
    """An address that asked for a series. Of one that has left, all but the address stays, so that its links still
    answer. `key` is what its unsubscribe links carry."""

    series = models.ForeignKey("reports.Series", on_delete=models.CASCADE, related_name="subscribers")
    address = SealedTextField(blank=True)
    address_key = models.CharField(max_length=64, null=True, editable=False)
    key = models.CharField(max_length=43, unique=True, default=random_key, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    mail_due_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)
    unsubscribed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[SubscriberQuerySet] = SubscriberQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        restricted=["address", "asked_at", "added_by", "confirmed_at", "stopped_at", "unsubscribed_at"],
        never=["id", "series", "address_key", "key", "mail_due_at"],
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "address_key"], name="subscriber_once")]
        indexes = [
            models.Index(
                fields=["mail_due_at"], condition=models.Q(mail_due_at__isnull=False), name="subscriber_mail_due"
            )
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk} of {self.series}"

    @property
    def address_in_words(self) -> str:
        """The address of one read by `opening()`, or that no key opens it, or that it is erased."""
        sealed: str = self.sealed  # type: ignore[attr-defined]  # annotated
        try:
            return unseal(sealed, "Subscriber.address") if sealed else _("an address that has left")
        except CannotUnseal:
            return _("an unreadable address: its key is missing")


class Delivery(models.Model):
    """One issue for one subscriber. `key` is its Message-ID, the same however often it is tried."""

    issue = models.ForeignKey("reports.Issue", on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    key = models.CharField(max_length=43, unique=True, default=random_key, editable=False)
    queued_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)
    reply = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        team=["issue", "state", "queued_by", "queued_at", "attempts", "fault", "reply", "sent_at"],
        restricted=["subscriber"],
        never=["id", "key", "due_at", "claimed_at"],
    )

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="delivery_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="delivery_due"),
            models.Index(fields=["issue", "state"], name="delivery_of_issue"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} for subscriber {self.subscriber_id}"
