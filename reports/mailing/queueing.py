"""What those who send decide: whom an issue goes to, that it stops, that it is tried again. A worker does the rest."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from cases.publishing import require
from reports.choices import DeliveryState
from reports.mailing.models import Delivery
from reports.models import Issue
from tracker.models import User
from tracker.permissions import Permission


class NotFrozen(Exception):
    """Only what keeps its bytes is sent."""


@transaction.atomic
def queue_issue(*, issue: Issue, by: User) -> int:
    """Queues the issue for every subscriber of the series who has not got it, whom it was stopped for among them. How
    many. Raises `NotAllowed` or `NotFrozen`."""
    require(by, Permission.BULLETIN_FREEZE)
    locked = Issue.objects.select_for_update(no_key=True).select_related("series").get(pk=issue.pk)
    if not locked.is_frozen:
        raise NotFrozen(str(locked))
    waiting = list(locked.series.subscribers.receiving().without(locked).values_list("pk", flat=True))
    now = timezone.now()
    anew = {"state": DeliveryState.QUEUED, "queued_by": by, "queued_at": now, "due_at": now, "attempts": 0, "fault": ""}
    locked.deliveries.filter(subscriber__in=waiting, state=DeliveryState.STOPPED).update(**anew, reply=None)
    new = [Delivery(issue=locked, subscriber_id=pk, queued_by=by) for pk in waiting]
    Delivery.objects.bulk_create(new, ignore_conflicts=True)
    return len(waiting)


def stop_issue(*, issue: Issue, by: User) -> int:
    """Calls off what has not begun. How many that were. Raises `NotAllowed`."""
    require(by, Permission.BULLETIN_FREEZE)
    return call_off(issue)


def call_off(issue: Issue) -> int:
    return issue.deliveries.not_begun().update(state=DeliveryState.STOPPED)


def try_again(*, issue: Issue, state: DeliveryState, by: User) -> int:
    """Queues those in that state once more, under the Message-ID they had. How many. Raises `NotAllowed`."""
    require(by, Permission.BULLETIN_FREEZE)
    again = issue.deliveries.filter(state=state, subscriber__in=issue.series.subscribers.receiving())
    now = timezone.now()
    return again.update(state=DeliveryState.QUEUED, queued_by=by, queued_at=now, due_at=now, attempts=0)
