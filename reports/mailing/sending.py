"""Sends what is due. PostgreSQL is the queue: a mail is claimed there, and said to be under way there, before the
server hears of it, so that a process that dies at any moment sends nobody the same issue twice and leaves nobody out
(`docs/decisions/0014-sending-an-issue.md`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from reports.choices import DeliveryState, FormKind
from reports.mailing.messages import IssueMail, confirmation_mail
from reports.mailing.models import Delivery, Subscriber
from reports.mailing.subscribing import stop_if_it_bounces
from reports.models import Issue, IssueForm
from tracker.mail import Fault, MailDelayed, Mailer, MailFault, MailRefused, MailUnknown, mail_way
from tracker.sealed import CannotUnseal

# Minutes until a mail is tried again, one after another; after the last it has failed.
PAUSES = [1, 5, 30, 120, 480]
BATCH = 20
# Beat asks twice a minute, and one process at a time sends.
RUN_SECONDS = 50.0
CONFIRM_AGAIN = timedelta(minutes=10)
_LOCK = 0x6D61696C


def send_due() -> int:
    """Sends the confirmations and issues that are due, at the pace of `EMAIL_RATE`. How many mails were taken over;
    none while another process sends."""
    if mail_way() == "off":
        return 0
    with _only_sender() as is_only:
        if not is_only:
            return 0
        _take_up_what_died()
        pace = _Pace()
        with Mailer() as mailer:
            sent = _send_confirmations(mailer, pace) + _send_issues(mailer, pace)
        # Nobody else sends until the next mail may go: the next process keeps no time of this one.
        pace.wait()
        return sent


@contextmanager
def _only_sender() -> Iterator[bool]:
    """Whether no other process sends. PostgreSQL gives the lock back when this one dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        [is_only] = cursor.fetchone()
    try:
        yield is_only
    finally:
        if is_only and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _take_up_what_died() -> None:
    """Nobody else sends, so whatever is claimed was left by a process that died: of what the server had not heard yet
    nothing is lost; what was being handed over may have arrived."""
    Delivery.objects.filter(state=DeliveryState.CLAIMED).update(state=DeliveryState.QUEUED)
    handing = Delivery.objects.filter(state=DeliveryState.HANDING)
    handing.update(state=DeliveryState.UNKNOWN, fault=Fault.CUT_SHORT, reply=None)


class _Pace:
    """One mail after another, so far apart that no minute has more than it should. It is over when the next one may go
    only after the end."""

    def __init__(self) -> None:
        self.ends = time.monotonic() + RUN_SECONDS
        self._next = 0.0

    @property
    def is_over(self) -> bool:
        return max(time.monotonic(), self._next) >= self.ends

    def wait(self) -> None:
        time.sleep(max(0.0, self._next - time.monotonic()))

    def begin(self) -> None:
        self.wait()
        self._next = time.monotonic() + 60 / settings.EMAIL_RATE


def _send_confirmations(mailer: Mailer, pace: _Pace) -> int:
    sent = 0
    due = Subscriber.objects.present().filter(mail_due_at__lte=timezone.now())
    for subscriber in due.select_related("series").order_by("mail_due_at")[:BATCH]:
        if pace.is_over:
            break
        pace.begin()
        asked = Subscriber.objects.present().filter(pk=subscriber.pk, asked_at=subscriber.asked_at)
        try:
            sent += mailer.send(confirmation_mail(subscriber, subscriber.address), subscriber.address)
        except (MailRefused, CannotUnseal):
            # Nobody reads it, or nobody can say what it is: there is nothing to keep of one who never confirmed.
            asked.filter(confirmed_at=None).delete()
            asked.update(mail_due_at=None)
        except MailDelayed as fault:
            asked.update(mail_due_at=timezone.now() + CONFIRM_AGAIN)
            if fault.of_server:
                break
        except MailUnknown:
            asked.update(mail_due_at=None)
        else:
            asked.update(mail_due_at=None)
    return sent


def _send_issues(mailer: Mailer, pace: _Pace) -> int:
    sent = 0
    while not pace.is_over and (claimed := _claim(timezone.now())):
        mails = _Mails()
        try:
            for delivery in claimed:
                if pace.is_over:
                    break
                pace.begin()
                sent += _send(mailer, delivery, mails)
        except _ServerGone:
            break
        finally:
            _own(claimed, DeliveryState.CLAIMED).update(state=DeliveryState.QUEUED)
    return sent


def _claim(now: datetime) -> list[Delivery]:
    """The next due deliveries, which from now on are this process's."""
    with transaction.atomic():
        due = Delivery.objects.due(now).select_for_update(skip_locked=True, of=("self",))
        claimed = list(due.select_related("issue__series", "subscriber").defer("subscriber__address")[:BATCH])
        found = Delivery.objects.filter(pk__in=[delivery.pk for delivery in claimed])
        found.update(state=DeliveryState.CLAIMED, claimed_at=now)
    for delivery in claimed:
        delivery.claimed_at = now
    return claimed


class _ServerGone(Exception):
    """The next mail would meet the same: the rest waits."""


class _Mails:
    """The mail of each issue as it is kept, read once for a batch."""

    def __init__(self) -> None:
        self._of: dict[int, IssueMail | None] = {}

    def of(self, issue: Issue) -> IssueMail | None:
        if issue.pk not in self._of:
            form = IssueForm.objects.kept().filter(issue=issue, kind=FormKind.MAIL).first()
            self._of[issue.pk] = IssueMail.of(issue, bytes(form.content)) if form else None
        return self._of[issue.pk]


def _send(mailer: Mailer, delivery: Delivery, mails: _Mails) -> bool:
    """Whether the server took it over. Raises `_ServerGone`."""
    mail = mails.of(delivery.issue)
    if mail is None:
        return False
    try:
        address = delivery.subscriber.address
        content = mail.for_delivery(delivery, address)
        is_sent = mailer.send(content, address, lambda: _move(delivery, DeliveryState.HANDING))
    except CannotUnseal:
        _end(delivery, DeliveryState.FAILED, Fault.UNREADABLE)
    except MailRefused as refused:
        is_bounce = refused.fault == Fault.ADDRESS
        _end(delivery, DeliveryState.BOUNCED if is_bounce else DeliveryState.FAILED, refused.fault, refused.reply)
        if is_bounce:
            stop_if_it_bounces(delivery.subscriber)
    except MailUnknown as unknown:
        _end(delivery, DeliveryState.UNKNOWN, unknown.fault)
        raise _ServerGone from unknown
    except MailDelayed as delayed:
        _later(delivery, delayed)
        if delayed.of_server:
            raise _ServerGone from delayed
    else:
        if is_sent:
            _move(delivery, DeliveryState.SENT, sent_at=timezone.now(), fault="", reply=None)
        return is_sent
    return False


def _later(delivery: Delivery, fault: MailFault) -> None:
    """Queues it again, later each time, but not for ever."""
    tried = delivery.attempts
    if tried >= len(PAUSES):
        return _end(delivery, DeliveryState.FAILED, fault.fault, fault.reply)
    due = timezone.now() + timedelta(minutes=PAUSES[tried])
    said = {"fault": fault.fault, "reply": fault.reply, "attempts": tried + 1, "due_at": due}
    _move(delivery, DeliveryState.QUEUED, **said)
    return None


def _end(delivery: Delivery, state: DeliveryState, fault: Fault, reply: int | None = None) -> None:
    _move(delivery, state, fault=fault, reply=reply, attempts=delivery.attempts + 1)


def _move(delivery: Delivery, state: DeliveryState, **said: Any) -> bool:
    """Whether the delivery was still this process's; called off or taken up by another meanwhile, it is left alone."""
    before = (
        [DeliveryState.CLAIMED] if state == DeliveryState.HANDING else [DeliveryState.CLAIMED, DeliveryState.HANDING]
    )
    return bool(_own([delivery], *before).update(state=state, **said))


def _own(claimed: list[Delivery], *states: DeliveryState) -> Any:
    keys = [delivery.pk for delivery in claimed]
    return Delivery.objects.filter(pk__in=keys, state__in=states, claimed_at=claimed[0].claimed_at)
