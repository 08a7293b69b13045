"""A worker that is killed (-9) at any point of a mail, and started again: nobody gets the issue twice, nobody is left
out."""

from __future__ import annotations

import os
import signal
from collections import Counter

import pytest

from reports.mailing.queueing import queue_issue, try_again
from reports.models import Delivery
from reports.tasks import send_due_mail
from tests.reports.mailing.conftest import ANA, BELA, CEM, freeze, subscribe
from tests.reports.worker import SECONDS, Workers
from tracker.models import User

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(transactional_db) -> User:
    return User.objects.create_user("editor", role="editor")


@pytest.fixture
def issue(editor):
    issue = freeze()
    subscribe(issue, ANA, BELA, CEM)
    queue_issue(issue=issue, by=editor)
    return issue


@pytest.fixture
def workers(server) -> Workers:
    return Workers(send_due_mail)


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def killed_at(server, workers: Workers, point: str, *, taken: bool = False) -> None:
    """A worker that is killed while the server is at that command."""
    server.hold_at, server.takes_before_holding = point, taken
    server.reached.clear()
    server.go_on.clear()
    with workers.working() as worker:
        reached = server.reached.wait(timeout=SECONDS)
        assert reached, worker.stdout.read() if worker.poll() is not None else "it does not come so far"
        os.killpg(worker.pid, signal.SIGKILL)
    server.go_on.set()


def test_killed_before_the_mail_was_handed_over_everybody_gets_it_once(server, issue, workers):
    for point in ("EHLO", "MAIL", "RCPT"):
        killed_at(server, workers, point)
        assert (server.mails, states()) == ([], {"claimed": 3}), point
    workers.until(lambda: states() == {"sent": 3})
    assert server.addresses == [ANA, BELA, CEM]


def test_killed_before_the_answer_the_mail_is_unknown_and_the_others_get_it_once(server, issue, editor, workers):
    killed_at(server, workers, "DATA", taken=True)
    killed_at(server, workers, "DATA", taken=False)
    workers.until(lambda: states() == {"sent": 1, "unknown": 2})
    assert server.addresses == [ANA, CEM]
    assert try_again(issue=issue, state="unknown", by=editor) == 2
    workers.until(lambda: states() == {"sent": 3})
    assert server.addresses == [ANA, ANA, BELA, CEM]
    # Sent again, it is the mail that it was.
    assert len({mail["Message-ID"] for _to, mail in server.mails}) == 3
