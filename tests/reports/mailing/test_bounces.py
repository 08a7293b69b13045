"""Mail that came back: read from real reports, noted once, and the address stopped when it happens again and again."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.mailing.models import Delivery, Subscriber
from tests.reports.mailing.conftest import BELA, freeze

pytestmark = pytest.mark.django_db

REPORT = """From: MAILER-DAEMON@relay.example
To: digest@tracker.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="xyz"

--xyz
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--xyz
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
Arrival-Date: Tue, 26 Sep 2023 12:00:00 +0000

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--xyz
Content-Type: {kind}

Subject: Digest, September 26, 2023
{message_id}To: someone
Content-Type: text/plain; charset="{charset}"
Content-Transfer-Encoding: 8bit

caf\u00e9

--xyz--
"""


def report(
    key="",
    *,
    address="someone@else.example",
    action="failed",
    status="5.1.1",
    kind="text/rfc822-headers",
    charset="utf-8",
):
    message_id = f"Message-ID: <{key}@tracker.example>\n" if key else ""
    return REPORT.format(
        address=address, action=action, status=status, kind=kind, message_id=message_id, charset=charset
    )


@pytest.fixture
def sent(issue, subscribers) -> Delivery:
    return issue.deliveries.create(subscriber=subscribers["bela"], state="sent", sent_at=timezone.now())


def read(tmp_path, *texts: str) -> str:
    files = []
    for number, text in enumerate(texts):
        (tmp_path / str(number)).write_text(text)
        files.append(str(tmp_path / str(number)))
    said = StringIO()
    call_command("read_bounces", *files, stdout=said)
    return said.getvalue().strip()


@pytest.mark.parametrize("charset", ["utf-8", "x-unheard-of"])
@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_report_is_noted_once_by_the_message_id_of_the_mail(sent, tmp_path, kind, charset):
    text = report(sent.key, kind=kind, charset=charset)
    assert read(tmp_path, text, text) == (
        "bounces noted: 1; reports with nothing new for us: 1; other messages: 0; unreadable: 0"
    )
    sent.refresh_from_db()
    assert (sent.state, sent.get_fault_display()) == (
        "bounced",
        "a mail server reported later that it can't be delivered",
    )


def test_report_that_can_t_be_read_is_named_and_the_others_are_noted(sent, tmp_path, capsys):
    deep = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3000))
    said = read(tmp_path, deep, report(sent.key))
    assert said == "bounces noted: 1; reports with nothing new for us: 0; other messages: 0; unreadable: 1"
    assert capsys.readouterr().err == f"{tmp_path / '0'}: message 1 can't be read (RecursionError)\n"


@pytest.mark.parametrize(
    "text",
    [
        report("0" * 43),
        # Anybody can write one who knows the address.
        report(address=BELA),
        report(action="delayed", status="4.2.2", address=BELA),
        "Subject: I am away\n\nUntil Monday.",
        "",
    ],
)
def test_what_says_nothing_final_of_ours_changes_nothing(sent, tmp_path, text):
    assert read(tmp_path, text).startswith("bounces noted: 0;")
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_mailbox_of_reports_is_read_message_by_message(sent, subscribers, issue, tmp_path):
    other = issue.deliveries.create(subscriber=subscribers["cem"], state="unknown")
    mailbox = "".join(f"From MAILER-DAEMON Tue Sep 26 12:00:00 2023\n{report(key)}\n" for key in (sent.key, other.key))
    assert read(tmp_path, mailbox).startswith("bounces noted: 2;")


def test_third_report_in_a_row_stops_the_address(sent, subscribers, tmp_path):
    more = [
        freeze(dated).deliveries.create(subscriber=subscribers["bela"], state="sent")
        for dated in ("2023-10-03", "2023-10-10")
    ]
    assert read(tmp_path, *(report(one.key) for one in more)).startswith("bounces noted: 2;")
    assert Subscriber.objects.receiving().count() == 3
    assert read(tmp_path, report(sent.key)).startswith("bounces noted: 1;")
    assert Subscriber.objects.receiving().count() == 2


def test_file_that_is_not_there_is_named(db):
    with pytest.raises(CommandError, match="no-such-file: No such file or directory"):
        call_command("read_bounces", "no-such-file")
