"""How an address comes to a series and leaves it. Only a mail's own reader confirms; leaving asks for nothing."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from reports.choices import DeliveryState
from reports.mailing.models import Subscriber, address_key_of
from reports.models import Series
from tracker.models import User

CONFIRM_WITHIN = timedelta(days=3)
# After so many issues in a row that came back, an address gets no more.
BOUNCES_TO_STOP = 3
_SALT = "confirm-subscription"


@transaction.atomic
def ask_to_confirm(*, series: Series, address: str, by: User | None = None) -> bool:
    """Notes the address, to which a link is then sent; False for one that receives the series already."""
    wanted = {"address": address, "added_by": by, "mail_due_at": timezone.now()}
    subscriber, made = Subscriber.objects.defer("address").get_or_create(
        series=series, address_key=address_key_of(address), defaults=wanted
    )
    if not made:
        subscriber = Subscriber.objects.defer("address").select_for_update().get(pk=subscriber.pk)
        if subscriber.confirmed_at and not subscriber.stopped_at:
            return False
        subscriber.asked_at = subscriber.mail_due_at = timezone.now()
        subscriber.save(update_fields=["asked_at", "mail_due_at"])
    return True


def confirm_token(subscriber: Subscriber) -> str:
    """What the confirming link carries; it is good for the newest asking only."""
    return signing.dumps([subscriber.key, int(subscriber.asked_at.timestamp())], salt=_SALT)


def asked_by(series: str, token: str) -> Subscriber | None:
    """The subscriber whom the link was sent to; None for a link that is wrong, or older than three days, or of somebody
    who has left."""
    try:
        key, asked = signing.loads(token, salt=_SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    found = Subscriber.objects.present().filter(series__slug=series, key=key).select_related("series").first()
    return found if found and int(found.asked_at.timestamp()) == asked else None


def confirm(subscriber: Subscriber) -> None:
    """From now on the address gets the series; once more is no harm."""
    now = timezone.now()
    Subscriber.objects.present().filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=now)
    Subscriber.objects.filter(pk=subscriber.pk).update(stopped_at=None, mail_due_at=None)


@transaction.atomic
def forget(subscriber: Subscriber) -> None:
    """The address is gone, and nothing that has not begun is sent to it any more."""
    Subscriber.objects.present().filter(pk=subscriber.pk).update(
        address="", address_key=None, mail_due_at=None, unsubscribed_at=timezone.now()
    )
    subscriber.deliveries.not_begun().update(state=DeliveryState.STOPPED)


def forget_unconfirmed() -> int:
    """Takes away addresses that nobody confirmed in time. How many."""
    old = Subscriber.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - CONFIRM_WITHIN)
    return old.delete()[0]


@transaction.atomic
def stop_if_it_bounces(subscriber: Subscriber) -> None:
    """After three issues in a row that came back, an address gets no more until it confirms anew, not even what is
    queued."""
    newest = subscriber.deliveries.exclude(state__in=[DeliveryState.QUEUED, DeliveryState.STOPPED])
    states = list(newest.order_by("-issue__dated", "-pk").values_list("state", flat=True)[:BOUNCES_TO_STOP])
    if states == [DeliveryState.BOUNCED] * BOUNCES_TO_STOP:
        Subscriber.objects.filter(pk=subscriber.pk, stopped_at=None).update(stopped_at=timezone.now())
        subscriber.deliveries.not_begun().update(state=DeliveryState.STOPPED)
