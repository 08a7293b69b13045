"""Killed (-9) at any point of a mail, and started again: nobody gets the issue twice, nobody is left out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from reports.mailing.queueing import queue_issue, try_again
from reports.models import Delivery
from reports.tasks import send_due_mail
from tests.reports.mailing.conftest import ANA, BELA, CEM, freeze, subscribe
from tests.tracker.starting import BASE_DIR, clean_environment
from tracker.models import User

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

SENDER = [sys.executable, "-m", "tests.reports.mailing.sender"]
WORKER = [sys.executable, "-m", "celery", "-A", "tracker", "worker", "--concurrency", "1", "--loglevel", "WARNING"]
QUEUE = "killed-while-sending"
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--queues", QUEUE]


@pytest.fixture
def editor(transactional_db) -> User:
    return User.objects.create_user("editor", role="editor")


@pytest.fixture
def issue(editor):
    issue = freeze()
    subscribe(issue, ANA, BELA, CEM)
    queue_issue(issue=issue, by=editor)
    return issue


@contextmanager
def process(command: list[str], server_url: str) -> Iterator[subprocess.Popen]:
    """A process on this test's database, in a group of its own, killed with the block."""
    own, _slash, name = os.environ["DATABASE_URL"].rpartition("/")
    query = name.partition("?")[2]
    environment = clean_environment(
        settings.DATA_DIR,
        DATABASE_URL=f"{own}/{connection.settings_dict['NAME']}?{query}",
        REDIS_URL=os.environ["REDIS_URL"],
        EMAIL_URL=server_url,
        EMAIL_FROM="digest@tracker.example",
        EMAIL_RATE="6000",
        DJANGO_SETTINGS_MODULE="tracker.settings",
        PYTHONPATH=str(BASE_DIR),
    )
    started = subprocess.Popen(
        command, cwd=BASE_DIR, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait(timeout=30)


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


def killed_at(server, command: list[str], point: str, *, taken: bool) -> None:
    server.hold_at, server.takes_before_holding = point, taken
    with process(command, settings.EMAIL_URL) as running:
        reached = server.reached.wait(timeout=60)
        assert reached, running.stdout.read() if running.poll() is not None else "it does not come so far"
        os.killpg(running.pid, signal.SIGKILL)
    server.go_on.set()


def send_again() -> None:
    with process(SENDER, settings.EMAIL_URL) as running:
        said, _ = running.communicate(timeout=60)
        assert running.returncode == 0, said


@pytest.mark.parametrize("point", ["EHLO", "MAIL", "RCPT"])
def test_killed_before_the_mail_was_handed_over_everybody_gets_it_once(server, issue, point):
    killed_at(server, SENDER, point, taken=False)
    assert server.mails == []
    send_again()
    assert server.addresses == [ANA, BELA, CEM]
    assert states() == {"sent": 3}


@pytest.mark.parametrize("taken", [True, False])
def test_killed_before_the_answer_the_first_is_unknown_and_the_others_get_it_once(server, issue, editor, taken):
    killed_at(server, SENDER, "DATA", taken=taken)
    send_again()
    assert server.addresses == ([ANA, BELA, CEM] if taken else [BELA, CEM])
    assert states() == {"sent": 2, "unknown": 1}
    send_again()
    assert len(server.mails) == (3 if taken else 2)
    assert try_again(issue=issue, state="unknown", by=editor) == 1
    send_again()
    assert len({mail["Message-ID"] for _to, mail in server.mails}) == 3
    assert set(server.addresses) == {ANA, BELA, CEM}


def test_celery_worker_killed_while_sending_is_followed_by_one_that_goes_on(server, issue):
    server.hold_at = "RCPT"
    with process(WORKER, settings.EMAIL_URL) as worker:
        ask_the_worker()
        assert server.reached.wait(timeout=90), worker.poll()
        os.killpg(worker.pid, signal.SIGKILL)
    server.go_on.set()
    assert states()["claimed"] == 3
    with process(WORKER, settings.EMAIL_URL):
        ask_the_worker()
        deadline = time.monotonic() + 90
        while states() != {"sent": 3} and time.monotonic() < deadline:
            time.sleep(0.2)
    assert states() == {"sent": 3}
    assert server.addresses == [ANA, BELA, CEM]


def ask_the_worker() -> None:
    """As beat does, but by a queue of its own: other tests ask for other things."""
    send_due_mail.apply_async(queue=QUEUE)
