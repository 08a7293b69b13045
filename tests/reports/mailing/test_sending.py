"""An issue sent through a real mail server: each subscriber gets it once, whatever that server does."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.publishing import NotAllowed
from reports.choices import DeliveryState
from reports.mailing import sending
from reports.mailing.models import Delivery, Subscriber
from reports.mailing.queueing import NotFrozen, call_off, queue_issue, stop_issue, try_again
from reports.mailing.sending import send_due
from reports.mailing.subscribing import ask_to_confirm, forget, stop_if_it_bounces
from reports.models import IssueForm, Passage
from reports.redaction import render_again
from tests.reading import make_issue
from tests.reports.mailing.conftest import ANA, BELA, CEM, freeze, lose_key, subscribe
from tests.reports.mailing.server import CLOSED

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(issue, subscribers, editor):
    queue_issue(issue=issue, by=editor)
    return issue


def later(hours: float = 1):
    """Send what is due after so long."""
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True):
        return send_due()


def test_every_subscriber_gets_the_issue_over_one_connection(server, queued, states):
    assert send_due() == 3
    assert server.addresses == [ANA, BELA, CEM]
    assert server.connections == 1
    assert states() == {"ana": "sent", "bela": "sent", "cem": "sent"}
    assert send_due() == 0
    assert len(server.mails) == 3


def test_mail_is_the_issue_with_headers_of_its_own(server, queued, subscribers):
    send_due()
    mail = server.mail_to(ANA)
    link = f"http://127.0.0.1:8000/bulletins/digest/unsubscribe/{subscribers['ana'].key}/"
    assert mail["Subject"] == "Digest, September 26, 2023"
    assert mail["From"] == "Digest <digest@tracker.example>"
    assert mail["To"] == ANA
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"] == f"<{queued.deliveries.get(subscriber=subscribers['ana']).key}@tracker.example>"
    assert mail["List-Id"] == "<digest.tracker.example>"
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Rauf Samadov was detained. We ask for his release." in text
    assert text.rstrip().endswith(f"To end that, open: {link}")
    assert "Rauf Samadov was detained. We ask for his release.</p>" in page
    assert f'<a href="{link}">Unsubscribe</a>' in page
    assert "src=" not in page
    assert page.count("http") == 1
    assert server.mail_to(BELA)["Message-ID"] != mail["Message-ID"]


def test_address_that_is_refused_for_good_bounces_and_the_others_get_theirs(server, queued, states):
    server.answers = {(BELA, "RCPT"): ["550 5.1.1 <bela@mail.example> no such user"]}
    send_due()
    assert server.addresses == [ANA, CEM]
    assert states() == {"ana": "sent", "bela": "bounced", "cem": "sent"}
    bounced = queued.deliveries.get(state=DeliveryState.BOUNCED)
    assert (bounced.fault, bounced.reply, bounced.attempts) == ("address", 550, 1)
    assert "bela@" not in str(Delivery.objects.filter(pk=bounced.pk).values())


def test_server_that_asks_to_try_later_is_asked_later(server, queued, states):
    server.answers = {(BELA, "RCPT"): ["451 greylisted"], (CEM, "DATA"): ["452 full"]}
    assert send_due() == 1
    assert states() == {"ana": "sent", "bela": "queued", "cem": "queued"}
    assert send_due() == 0
    assert later() == 2
    assert server.addresses == [ANA, BELA, CEM]
    assert states() == {"ana": "sent", "bela": "sent", "cem": "sent"}


def test_mail_is_not_tried_for_ever_and_again_when_somebody_asks(server, queued, states, editor):
    server.answers = {(ANA, "RCPT"): ["451 no"] * 6}
    for hours in (0, 1, 2, 4, 8, 24):
        later(hours)
    assert states() == {"ana": "failed", "bela": "sent", "cem": "sent"}
    later(100)
    assert server.addresses == [BELA, CEM]
    assert try_again(issue=queued, state=DeliveryState.FAILED, by=editor) == 1
    assert send_due() == 1
    assert server.addresses == [ANA, BELA, CEM]


def test_refused_mail_says_nothing_of_its_address(server, queued, states):
    server.answers = {(BELA, "DATA"): ["554 spam"]}
    send_due()
    assert states() == {"ana": "sent", "bela": "failed", "cem": "sent"}
    assert queued.deliveries.get(state="failed").fault == "content"


@pytest.mark.parametrize("answer", [3, CLOSED])
def test_server_that_stalls_or_goes_before_the_mail_is_tried_again(server, queued, states, settings, answer):
    settings.EMAIL_SECONDS = 1 if answer == 3 else 20
    server.answers = {(BELA, "RCPT"): [answer]}
    assert send_due() == 1
    assert states() == {"ana": "sent", "bela": "queued", "cem": "queued"}
    # The server was at fault: only the mail that met it waits longer.
    assert send_due() == 1
    assert server.addresses == [ANA, CEM]
    assert later() == 1
    assert server.addresses == [ANA, BELA, CEM]


@pytest.mark.parametrize(("answer", "fault"), [(3, "stalled"), (CLOSED, "lost")])
def test_mail_whose_answer_never_came_is_unknown_and_is_not_sent_again_by_itself(
    server, queued, states, editor, settings, answer, fault
):
    settings.EMAIL_SECONDS = 1 if answer == 3 else 20
    server.answers = {(BELA, "DATA"): [answer]}
    send_due()
    later()
    assert states() == {"ana": "sent", "bela": "unknown", "cem": "sent"}
    unknown = queued.deliveries.get(state="unknown")
    assert unknown.fault == fault
    assert try_again(issue=queued, state=DeliveryState.UNKNOWN, by=editor) == 1
    send_due()
    assert {mail["Message-ID"] for to, mail in server.mails if to == BELA} == {f"<{unknown.key}@tracker.example>"}


def test_server_that_is_away_loses_nothing(settings, server, queued, states):
    address, settings.EMAIL_URL = settings.EMAIL_URL, "smtp://127.0.0.1:9"
    assert send_due() == 0
    assert queued.deliveries.get(attempts=1).fault == "unreachable"
    assert set(states().values()) == {"queued"}
    settings.EMAIL_URL = address
    assert later() == 3


def test_server_elsewhere_without_encryption_is_not_spoken_to(settings, server, queued, monkeypatch):
    monkeypatch.setattr("tracker.mail.LOOPBACK", set())
    assert send_due() == 0
    assert queued.deliveries.get(attempts=1).fault == "no_tls"
    assert server.mails == []


def test_address_that_is_garbage_stops_nobody_else(server, issue, editor, states):
    for address in ("no address at all", "a@b@c", "x\r\nBcc: y@mail.example", ""):
        subscribe(issue, address)
    subscribe(issue, ANA)
    queue_issue(issue=issue, by=editor)
    assert send_due() == 1
    assert server.addresses == [ANA]
    assert sorted(issue.deliveries.values_list("state", flat=True)) == ["bounced"] * 4 + ["sent"]


def test_address_that_no_key_opens_stops_nobody_else(server, queued, subscribers, states):
    lose_key(subscribers["ana"])
    assert send_due() == 2
    failed = queued.deliveries.get(state=DeliveryState.FAILED)
    assert failed.fault == "unreadable"


def test_three_issues_in_a_row_that_come_back_end_it(server, editor, issue, subscribers):
    server.answers = {(BELA, "RCPT"): ["550 no"] * 9}
    for dated in ("2023-10-03", "2023-10-10", "2023-10-17"):
        assert Subscriber.objects.receiving().count() == 3
        queue_issue(issue=freeze(dated), by=editor)
        send_due()
    assert Subscriber.objects.receiving().count() == 2
    assert queue_issue(issue=freeze("2023-10-24"), by=editor) == 2


def test_address_that_is_stopped_gets_nothing_that_was_queued(server, editor, issue, subscribers):
    issues = [issue, *(freeze(dated) for dated in ("2023-10-03", "2023-10-10"))]
    bela = subscribers["bela"]
    for one in issues:
        one.deliveries.create(subscriber=bela, state="bounced")
    queued = [freeze("2023-10-17"), freeze("2023-10-24")]
    for one in queued:
        queue_issue(issue=one, by=editor)
    stop_if_it_bounces(bela)
    # One that was queued in the same moment.
    queued[1].deliveries.filter(subscriber=bela).update(state="queued")
    assert send_due() == 4
    assert BELA not in server.addresses
    assert list(bela.deliveries.order_by("issue__dated").values_list("state", flat=True)[3:]) == ["stopped", "queued"]


def test_stopped_issue_stops_and_goes_on(server, queued, states, editor):
    assert stop_issue(issue=queued, by=editor) == 3
    assert send_due() == 0
    assert queue_issue(issue=queued, by=editor) == 3
    assert send_due() == 3
    assert queue_issue(issue=queued, by=editor) == 0
    assert len(server.mails) == 3


def test_mail_called_off_after_it_was_claimed_is_not_sent(server, queued, subscribers, states):
    claimed = sending._claim(timezone.now())
    forget(subscribers["bela"])
    with sending.Mailer() as mailer:
        mails = sending._Mails()
        assert [sending._send(mailer, delivery, mails) for delivery in claimed[:1]] == [True]
        claimed[1].subscriber.address = BELA
        assert sending._send(mailer, claimed[1], mails) is False
        assert sending._send(mailer, claimed[2], mails) is True
    assert server.addresses == [ANA, CEM]


def test_withdrawal_stops_sending_and_what_goes_afterwards_is_the_notice(server, queued, editor, states):
    server.answers = {(BELA, "RCPT"): ["451 later"]}
    send_due()
    Passage.objects.filter(position=0).update(text="The report that stood here was withdrawn.")
    queued.forms.update(content=b"", words=None)
    call_off(queued)
    assert states() == {"ana": "sent", "bela": "stopped", "cem": "sent"}
    assert queue_issue(issue=queued, by=editor) == 1
    assert later() == 0
    assert render_again(queued)
    assert later() == 1
    text = server.mail_to(BELA).get_body(("plain",)).get_content()
    assert "The report that stood here was withdrawn." in text
    assert "Samadov" not in text
    assert IssueForm.objects.filter(issue=queued).count() == 1


def test_only_those_who_may_send_do_and_only_what_is_frozen(queued, advocate, reviewer, editor):
    for user in (advocate, reviewer):
        with pytest.raises(NotAllowed):
            queue_issue(issue=queued, by=user)
        with pytest.raises(NotAllowed):
            stop_issue(issue=queued, by=user)
        with pytest.raises(NotAllowed):
            try_again(issue=queued, state=DeliveryState.FAILED, by=user)
    with pytest.raises(NotFrozen):
        queue_issue(issue=make_issue(state="draft", dated="2023-10-03"), by=editor)


def test_rate_is_kept(server, queued, settings, monkeypatch):
    settings.EMAIL_RATE = 240
    pauses = []
    monkeypatch.setattr(sending.time, "sleep", pauses.append)
    send_due()
    # The last one before another process may send.
    assert [0.2 < pause <= 0.25 for pause in pauses[1:]] == [True, True, True]


def test_rate_of_one_a_minute_is_kept_by_every_run(server, queued, settings, monkeypatch):
    settings.EMAIL_RATE = 1
    ask_to_confirm(series=queued.series, address="x@mail.example")
    ask_to_confirm(series=queued.series, address="y@mail.example")
    pauses = []
    monkeypatch.setattr(sending.time, "sleep", pauses.append)
    assert [send_due() for _ in range(5)] == [1, 1, 1, 1, 1]
    assert [pause > 55 for pause in pauses] == [False, True] * 5


def test_without_a_mail_server_mails_are_files_that_only_their_owner_reads(settings, tmp_path, queued, subscribers):
    settings.MAIL_ROOT = tmp_path / "mail"
    assert send_due() == 3
    files = sorted(settings.MAIL_ROOT.glob("*.eml"))
    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert sum(b"To: ana@mail.example" in file.read_bytes() for file in files) == 1


def test_nobodys_address_stands_in_the_database_or_a_log(server, queued, caplog):
    server.answers = {(BELA, "RCPT"): ["550 <bela@mail.example> no"], (CEM, "DATA"): [CLOSED]}
    caplog.set_level("DEBUG")
    send_due()
    rows = [*Subscriber.objects.extra(select={"raw": "address"}).values("raw"), *Delivery.objects.values()]
    assert "mail.example" not in str(rows)
    assert "mail.example" not in caplog.text
