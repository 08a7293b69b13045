"""A frozen issue, its subscribers, and a mail server that answers as a test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.utils import timezone

from reports.choices import FormKind
from reports.keeping import keep_forms
from reports.mailing.models import Subscriber, address_key_of
from reports.models import Issue
from reports.rendering import render_form
from tests.reading import make_issue
from tests.reports.mailing.server import Behaviour, mail_server

NAMES = ["ana", "bela", "cem"]
ANA, BELA, CEM = (f"{name}@mail.example" for name in NAMES)


@pytest.fixture
def server(settings) -> Iterator[Behaviour]:
    with mail_server() as (behaviour, address):
        settings.EMAIL_URL, settings.EMAIL_FROM = address, "digest@tracker.example"
        settings.EMAIL_RATE, settings.EMAIL_SECONDS = 6000, 20
        yield behaviour


def freeze(dated: str = "2023-09-26", **what) -> Issue:
    made = make_issue(dated=dated, **what)
    issue = Issue.objects.for_reading().get(pk=made.pk)
    keep_forms(issue, {FormKind.MAIL: render_form(issue, FormKind.MAIL)})
    return issue


def subscribe(issue: Issue, *addresses: str) -> list[Subscriber]:
    now = timezone.now()
    return [
        Subscriber.objects.create(
            series=issue.series, address=address, address_key=address_key_of(address), confirmed_at=now
        )
        for address in addresses
    ]


def lose_key(subscriber: Subscriber) -> None:
    """No key opens the address any more."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_subscriber SET address = 'x' WHERE id = %s", [subscriber.pk])


@pytest.fixture
def issue(db) -> Issue:
    """A frozen public issue."""
    return freeze()


@pytest.fixture
def subscribers(issue) -> dict[str, Subscriber]:
    """Three who confirmed, in the order in which they are sent to."""
    return dict(zip(NAMES, subscribe(issue, ANA, BELA, CEM), strict=True))


@pytest.fixture
def states(issue) -> Callable[[], dict[str, str]]:
    """By subscriber the state of the issue's delivery."""

    def read() -> dict[str, str]:
        rows = issue.deliveries.select_related("subscriber").order_by("pk")
        return {row.subscriber.address.partition("@")[0]: row.state for row in rows}

    return read
