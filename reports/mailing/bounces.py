"""Reports that mail servers send back (RFC 3464), read into what became of the delivery that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from django.db import transaction

from reports.choices import DeliveryState
from reports.mailing.models import Delivery
from reports.mailing.subscribing import stop_if_it_bounces
from tracker.mail import Fault

_MBOX_LINE = re.compile(rb"^From .*\r?\n", re.MULTILINE)


@dataclass(frozen=True)
class Bounce:
    """`key` is the delivery's, out of the mail that came back; empty where that is left out. Nothing else is believed:
    a Message-ID is known to who got the mail, an address to anybody."""

    key: str
    is_final: bool


class Unreadable(Exception):
    """A message that Python's parser fails on."""


def messages_of(content: bytes) -> list[bytes]:
    """The messages in a file: one, or those of a mailbox that begin with a line "From "."""
    return [part for part in _MBOX_LINE.split(content) if part.strip()] if content.startswith(b"From ") else [content]


def bounce_of(content: bytes) -> Bounce | None:
    """What the message reports of a recipient; None for a message that reports nothing. Raises `Unreadable`."""
    try:
        return _bounce_in(message_from_bytes(content))
    except Exception as fault:
        # Anybody may write to the address, and the parser has its own ways to fail.
        raise Unreadable(type(fault).__name__) from fault


def _bounce_in(message: Message) -> Bounce | None:
    blocks = [block for part in message.walk() for block in _blocks(part)]
    said = next((block for block in blocks if "Final-Recipient" in block), None)
    if said is None:
        return None
    # A delay, or a delivery that was relayed, is no end.
    has_failed = _header(said, "Action").lower() == "failed"
    return Bounce(_key(message), has_failed and not _header(said, "Status").startswith("4"))


def _header(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip()


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _key(report: Message) -> str:
    """Out of the headers of the mail that came back, whole or without its text, which may be in any charset."""
    for part in report.walk():
        kind, payload = part.get_content_type(), part.get_payload()
        decoded = part.get_payload(decode=True)
        if kind == "text/rfc822-headers" and isinstance(decoded, bytes):
            returned = message_from_bytes(decoded)
        elif kind == "message/rfc822" and isinstance(payload, list) and isinstance(payload[0], Message):
            returned = payload[0]
        else:
            continue
        if found := re.match(r"<([\w-]+)@", _header(returned, "Message-ID")):
            return found[1]
    return ""


@transaction.atomic
def note_bounce(bounce: Bounce) -> bool:
    """Whether a delivery of ours is now known to have bounced, that was not before."""
    if not bounce.is_final or not bounce.key:
        return False
    arrived = [DeliveryState.SENT, DeliveryState.UNKNOWN]
    deliveries = Delivery.objects.select_for_update(of=("self",)).select_related("subscriber")
    found = deliveries.filter(state__in=arrived, key=bounce.key).defer("subscriber__address").first()
    if found is None:
        return False
    Delivery.objects.filter(pk=found.pk).update(state=DeliveryState.BOUNCED, fault=Fault.REPORTED, reply=None)
    stop_if_it_bounces(found.subscriber)
    return True
