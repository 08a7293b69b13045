"""What the page that sends an issue shows: how far it is, for whom it did not arrive, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from reports.choices import DeliveryState, FormKind
from reports.mailing.models import Delivery, Subscriber
from reports.mailing.previewing import preview_in_words
from reports.models import Issue
from tracker.mail import mail_way
from tracker.models import User

MOST_SHOWN = 100
# Seconds after which a page asks how far sending is: while mails go, and while they wait to be tried again.
ASK_AGAIN, ASK_SLOWLY = 3, 60
WAITING = {DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.HANDING}
TROUBLED = [DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNKNOWN]


@dataclass(frozen=True)
class Trouble:
    """A delivery that did not arrive, or not for certain."""

    address: str
    state: str
    why: str
    reply: int | None


@dataclass(frozen=True)
class Progress:
    """`later` counts queued ones that were tried in vain, `soon` those that go now or within a minute."""

    counts: dict[DeliveryState, int]
    later: int
    soon: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return sum(self.counts.get(state, 0) for state in WAITING)

    @property
    def sent(self) -> int:
        return self.counts.get(DeliveryState.SENT, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(DeliveryState.FAILED, 0)

    @property
    def unknown(self) -> int:
        return self.counts.get(DeliveryState.UNKNOWN, 0)

    @property
    def ask_after(self) -> int:
        """Seconds; 0 where nothing more will change by itself."""
        return (ASK_AGAIN if self.soon and mail_way() != "off" else ASK_SLOWLY) if self.waiting else 0

    @property
    def lines(self) -> list[tuple[str, int]]:
        """(state in words, how many) of what there is; all that wait are one line."""
        others = [(str(state.label), n) for state, n in self.counts.items() if n and state not in WAITING]
        return ([(str(DeliveryState.QUEUED.label), self.waiting)] if self.waiting else []) + others


@dataclass(frozen=True)
class SendPage:
    """`receiving` counts the subscribers, `new` those of them to whom the issue is not sent or queued; `way` is how
    mails go (`tracker/mail.py`). `has_mail`: after a withdrawal the issue's mail is gone, and back with the notice
    within a minute."""

    issue: Issue
    progress: Progress
    receiving: int
    new: int
    troubles: list[Trouble]
    way: str
    has_mail: bool
    preview: tuple[str, str]


def progress_of(issue: Issue) -> Progress:
    """How far sending the issue is."""
    rows = issue.deliveries.values_list("state").annotate(n=Count("pk")).order_by()
    counted = dict(rows)
    queued = Q(state=DeliveryState.QUEUED)
    soon = ~queued | Q(due_at__lt=timezone.now() + timedelta(minutes=1))
    waiting = issue.deliveries.filter(state__in=WAITING)
    numbers = waiting.aggregate(later=Count("pk", filter=queued & Q(attempts__gt=0)), soon=Count("pk", filter=soon))
    return Progress({state: counted[state] for state in DeliveryState if state in counted}, **numbers)


def send_page(issue: Issue, user: User) -> SendPage:
    """The page of a frozen issue, for somebody who may send it."""
    receiving = issue.series.subscribers.receiving()
    opened = Prefetch("subscriber", Subscriber.objects.opening())
    troubled = issue.deliveries.filter(state__in=TROUBLED).prefetch_related(opened).order_by("state", "pk")
    return SendPage(
        issue=issue,
        progress=progress_of(issue),
        receiving=receiving.count(),
        new=receiving.without(issue).count(),
        troubles=[_trouble(delivery) for delivery in troubled[:MOST_SHOWN]],
        way=mail_way(),
        has_mail=issue.forms.kept().filter(kind=FormKind.MAIL).exists(),
        preview=preview_in_words(issue.pk, user),
    )


def _trouble(delivery: Delivery) -> Trouble:
    return Trouble(
        address=delivery.subscriber.address_in_words,
        state=delivery.get_state_display(),
        why=delivery.get_fault_display(),
        reply=delivery.reply,
    )
