"""Reports that mail servers send back (RFC 3464), read into what became of the delivery that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from django.db import transaction

from reports.choices import DeliveryState
from reports.mailing.models import Delivery, address_key_of
from reports.mailing.subscribing import stop_if_it_bounces
from tracker.mail import Fault

_MBOX_LINE = re.compile(rb"^From .*\r?\n", re.MULTILINE)


@dataclass(frozen=True)
class Bounce:
    """`key` is the delivery's, out of the mail that came back; `address` stands in for it where that is left out."""

    key: str
    address: str
    is_final: bool


def messages_of(content: bytes) -> list[bytes]:
    """The messages in a file: one, or those of a mailbox that begin with a line "From "."""
    return [part for part in _MBOX_LINE.split(content) if part.strip()] if content.startswith(b"From ") else [content]


def bounce_of(content: bytes) -> Bounce | None:
    """What the message reports of a recipient; None for a message that reports nothing."""
    message = message_from_bytes(content, policy=policy.default)
    blocks = [block for part in message.walk() for block in _blocks(part)]
    recipients = [block for block in blocks if block.get("Final-Recipient")]
    if not recipients:
        return None
    said = recipients[0]
    # A delay, or a delivery that was relayed, is no end.
    is_final = said.get("Action", "").strip().lower() == "failed" and not said.get("Status", "5").startswith("4")
    address = said["Final-Recipient"].rpartition(";")[2].strip(" <>")
    return Bounce(_key(message), address, is_final)


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _key(report: Message) -> str:
    """Of the mail that came back, whole or its headers alone."""
    for part in report.walk():
        if part.get_content_type() in ("text/rfc822-headers", "message/rfc822"):
            found = re.search(r"^Message-ID:\s*<([\w-]+)@", part.as_string(), re.MULTILINE | re.IGNORECASE)
            if found:
                return found[1]
    return ""


@transaction.atomic
def note_bounce(bounce: Bounce) -> bool:
    """Whether a delivery of ours is now known to have bounced, that was not before."""
    if not bounce.is_final:
        return False
    arrived = [DeliveryState.SENT, DeliveryState.UNKNOWN]
    deliveries = Delivery.objects.select_for_update(of=("self",)).select_related("subscriber")
    deliveries = deliveries.filter(state__in=arrived).defer("subscriber__address")
    found = deliveries.filter(key=bounce.key).first() if bounce.key else None
    if found is None and not bounce.key and bounce.address:
        of_address = deliveries.filter(subscriber__address_key=address_key_of(bounce.address))
        found = of_address.order_by("-sent_at", "-pk").first()
    if found is None:
        return False
    Delivery.objects.filter(pk=found.pk).update(state=DeliveryState.BOUNCED, fault=Fault.REPORTED, reply=None)
    stop_if_it_bounces(found.subscriber)
    return True
