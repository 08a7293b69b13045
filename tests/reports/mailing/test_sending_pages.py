"""The pages by which an issue is sent, and those of a series' subscribers."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from html import unescape

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.mailing import previewing
from reports.mailing.models import Subscriber, address_key_of
from reports.mailing.sending import send_due
from reports.models import Delivery
from reports.tasks import send_preview_mail
from tests.reading import text_of
from tests.reports.mailing.conftest import ANA, BELA, lose_key, subscribe
from tracker.models import User

pytestmark = pytest.mark.django_db

PAGE = "/bulletins/digest/2023-09-26/send/"
LIST = "/bulletins/digest/subscribers/"


@pytest.fixture
def client(editor, signed_in):
    return signed_in(editor)


def send(client, **sent):
    return client.post(PAGE, {"act": "send", **sent})


def test_issue_is_sent_after_its_box_is_ticked_and_the_page_tells_how_far_it_is(client, issue, subscribers, server):
    page = client.get(PAGE)
    assert "3 subscribers wait for it" in text_of(page)
    assert "progress" not in page.content.decode()
    refused = send(client)
    assert refused.status_code == 422
    assert "Tick this box first. Nothing is sent yet." in text_of(refused)
    assert "Nothing was sent yet. One thing needs your attention:" in text_of(refused)
    assert Delivery.objects.count() == 0
    assert send(client, sure="on").status_code == 302
    page = client.get(PAGE)
    assert "The issue goes to 3 subscribers." in text_of(page)
    assert "0 of 3 sent" in text_of(page)
    assert 'hx-trigger="every 3s"' in page.content.decode()
    server.answers = {(BELA, "RCPT"): ["550 no"]}
    send_due()
    page = client.get(PAGE)
    assert "2 of 3 sent sent 2 bounced 1" in text_of(page)
    assert "bela@mail.example bounced: the mail server refuses this address for good (550)" in text_of(page)
    assert "hx-trigger" not in page.content.decode().split("<main")[1]


def test_page_that_asks_by_itself_gets_its_part_alone_and_moves_no_end_of_the_session(client, issue, subscribers):
    send(client, sure="on")
    issue.deliveries.filter(subscriber=subscribers["ana"]).update(state="bounced", fault="address")
    client.get(PAGE)
    ends = Session.objects.get().expire_date
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        answer = client.get(PAGE, headers={"By-Itself": "yes"})
        assert Session.objects.get().expire_date == ends
        client.get(PAGE)
        assert Session.objects.get().expire_date > ends
    part = answer.content.decode()
    assert "0 of 3 sent" in part
    assert ("hx-headers" in part, "<html" in part, "ana@" in part) == (True, False, False)


def test_page_asks_slowly_while_nothing_goes_soon(client, issue, subscribers, settings):
    waiting = issue.deliveries.create(subscriber=subscribers["ana"])
    issue.deliveries.filter(pk=waiting.pk).update(due_at=timezone.now() + timedelta(minutes=30), attempts=3)
    page = client.get(PAGE).content.decode()
    assert "1 of the queued was tried in vain" in page
    assert 'hx-trigger="every 60s"' in page
    issue.deliveries.filter(pk=waiting.pk).update(state="claimed")
    assert 'hx-trigger="every 3s"' in client.get(PAGE).content.decode()
    settings.EMAIL_URL, settings.PRODUCTION = "", True
    assert 'hx-trigger="every 60s"' in client.get(PAGE).content.decode()


def test_sending_is_stopped_and_taken_up_again(client, issue, subscribers, server):
    send(client, sure="on")
    client.post(PAGE, {"act": "stop"})
    page = text_of(client.get(PAGE))
    assert "3 mails are called off." in page
    assert "3 subscribers have not got it" in page
    send(client, sure="on")
    assert send_due() == 3


@pytest.mark.parametrize(("state", "act"), [("failed", "again-failed"), ("unknown", "again-unknown")])
def test_what_failed_or_is_unknown_is_tried_again(client, issue, subscribers, server, state, act):
    issue.deliveries.create(subscriber=subscribers["ana"], state=state, fault="lost", attempts=6)
    assert f'value="{act}"' in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"act": act}).status_code == 302
    send_due()
    assert issue.deliveries.get().state == "sent"


def test_preview_goes_to_ones_own_address_which_the_account_keeps(client, issue, server, editor, subscribers):
    bad = client.post(PAGE, {"act": "preview", "address": "no address"})
    assert bad.status_code == 422
    assert 'value="no address"' in bad.content.decode()
    assert "This is not an e-mail address" in text_of(bad)
    client.post(PAGE, {"act": "preview", "address": "kamran@office.example"})
    assert "The preview is on its way." in text_of(client.get(PAGE))
    assert send_preview_mail(issue.pk, editor.pk)
    assert "The preview is sent." in text_of(client.get(PAGE))
    mail = server.mail_to("kamran@office.example")
    assert mail["Subject"] == "Preview: Digest, September 26, 2023"
    assert mail["List-Unsubscribe"] is None
    assert Delivery.objects.count() == 0
    server.answers = {("kamran@office.example", "RCPT"): ["550 no"]}
    assert not send_preview_mail(issue.pk, editor.pk)
    assert "The preview did not go: the mail server refuses this address for good." in text_of(client.get(PAGE))


def test_page_tells_of_every_preview_that_did_not_go(client, issue, server, editor, monkeypatch):
    def told_after(address: str) -> str:
        client.post(PAGE, {"act": "preview", "address": "kamran@office.example"})
        User.objects.filter(pk=editor.pk).update(email=address)
        assert not send_preview_mail(issue.pk, editor.pk)
        return text_of(client.get(PAGE))

    assert "The preview did not go: the mail server refuses this address for good." in told_after("ſmith@mail.example")
    assert "The preview did not go: it could not be made; try again" in told_after("")
    monkeypatch.setattr(previewing.IssueMail, "as_preview", lambda _mail, _to: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        told_after(ANA)
    assert "The preview did not go: it could not be made; try again" in text_of(client.get(PAGE))


def test_preview_is_for_those_who_may_send(issue, server, advocate):
    type(advocate).objects.filter(pk=advocate.pk).update(email=ANA)
    assert not send_preview_mail(issue.pk, advocate.pk)
    assert server.mails == []


def test_withdrawn_issue_waits_for_its_notice(client, issue, subscribers):
    issue.forms.update(content=b"", words=None)
    page = client.get(PAGE)
    assert "sending stopped" in text_of(page)
    assert 'value="send"' not in page.content.decode()


def test_subscribers_are_listed_searched_and_removed(client, issue, subscribers):
    Subscriber.objects.create(series=issue.series, address="new@mail.example", address_key="0")
    page = text_of(client.get(LIST))
    assert "3 subscribers get each issue that is sent." in page
    assert "new@mail.example asked on" in page
    found = client.post(LIST, {"q": "BEL"})
    assert "1 address fits." in text_of(found)
    assert ("bela@" in text_of(found), "cem@" in text_of(found)) == (True, False)
    bela = subscribers["bela"]
    assert "bela@mail.example" in text_of(client.get(f"{LIST}{bela.pk}/remove/"))
    assert client.post(f"{LIST}{bela.pk}/remove/").status_code == 302
    assert client.get(f"{LIST}{bela.pk}/remove/").status_code == 404
    assert "bela@" not in text_of(client.get(LIST))


def test_address_that_no_key_opens_is_said_and_takes_no_page_away(client, issue, subscribers):
    ana = subscribers["ana"]
    issue.deliveries.create(subscriber=ana, state="failed", fault="unreadable")
    issue.deliveries.create(subscriber=subscribers["bela"], state="bounced", fault="address")
    lose_key(ana)
    said = "an unreadable address: its key is missing"
    pages = [client.get(PAGE), client.get(LIST), client.get(f"{LIST}{ana.pk}/remove/"), client.post(LIST, {"q": "key"})]
    assert [(page.status_code, said in text_of(page)) for page in pages] == [(200, True)] * 4
    assert ["bela@mail.example" in text_of(page) for page in pages] == [True, True, False, False]
    assert client.post(f"{LIST}{ana.pk}/remove/").status_code == 302
    assert "an address that has left failed" in text_of(client.get(PAGE))


def test_list_of_subscribers_is_paged_and_costs_the_same_for_many(client, issue):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    subscribe(issue, ANA, BELA)
    few = cost()
    subscribe(issue, *(f"{n}@mail.example" for n in range(60)))
    assert cost() == few <= 12
    assert 'href="?page=2"' in client.get(LIST).content.decode()
    assert "ana@mail.example" in text_of(client.get(LIST, {"page": 2}))


def test_page_that_sends_costs_the_same_for_many(client, issue):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    issue.deliveries.create(subscriber=subscribe(issue, ANA)[0], state="bounced")
    few = cost()
    for one in subscribe(issue, *(f"{n}@mail.example" for n in range(12))):
        issue.deliveries.create(subscriber=one, state="bounced")
    assert cost() == few <= 12


def test_addresses_are_added_by_hand_and_confirm_themselves(client, issue, subscribers, server, editor):
    typed = "zoe@mail.example\n\nno address\nANA@mail.example\nzoe@mail.example\nx@"
    refused = client.post(f"{LIST}new/", {"addresses": typed})
    assert refused.status_code == 422
    assert "Line 3 is not an e-mail address: “no address”. Line 6 is not an e-mail address: “x@”." in text_of(refused)
    assert "zoe@mail.example" in refused.content.decode()
    assert Subscriber.objects.count() == 3
    answer = client.post(f"{LIST}new/", {"addresses": "zoe@mail.example\nANA@mail.example"})
    assert answer.status_code == 302
    assert "Asked to confirm: 1. Subscribed already: 1." in text_of(client.get(LIST))
    assert Subscriber.objects.get(address_key=address_key_of("zoe@mail.example")).added_by == editor
    send_due()
    assert server.addresses == ["zoe@mail.example"]
    assert Subscriber.objects.receiving().count() == 3


def test_address_that_was_stopped_says_so_and_is_asked_again(client, issue, subscribers, server):
    Subscriber.objects.filter(pk=subscribers["ana"].pk).update(stopped_at=timezone.now())
    assert "three issues in a row came back" in text_of(client.get(LIST))
    client.post(f"{LIST}new/", {"addresses": ANA})
    assert send_due() == 1


def test_links_to_these_pages_stand_where_they_are_looked_for(client, issue, visitor, signed_in, advocate):
    path = "/bulletins/digest/2023-09-26/"
    assert f'href="{PAGE}"' in client.get(path).content.decode()
    assert f'href="{LIST}"' in client.get("/bulletins/digest/series/").content.decode()
    assert 'href="/bulletins/digest/subscribe/"' in visitor.get(path).content.decode()
    assert PAGE not in signed_in(advocate).get(path).content.decode()


MAIL = "/bulletins/digest/2023-09-26/mail"


def test_mail_is_shown_on_the_screen_with_its_own_styles_alone(client, issue):
    page = client.get(f"{MAIL}/").content.decode()
    assert f'<iframe src="{MAIL}.html" sandbox' in page
    assert "Rauf Samadov was detained. We ask for his release." in page
    body = client.get(f"{MAIL}.html")
    policy = body["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-hashes' 'sha256-")
    assert policy.endswith("frame-ancestors 'self'; sandbox")
    assert "'unsafe-inline'" not in policy
    assert body["X-Frame-Options"] == "SAMEORIGIN"
    style = re.search(r'style="([^"]+)"', body.content.decode())[1]
    assert b64encode(sha256(unescape(style).encode()).digest()).decode() in policy
    for place in ("/bulletins/digest/2023-09-26/", PAGE):
        assert f'href="{MAIL}/"' in client.get(place).content.decode()


def test_preview_that_became_a_file_is_not_called_sent(client, issue, editor, subscribers, settings, tmp_path):
    settings.EMAIL_URL, settings.MAIL_ROOT = "", tmp_path
    client.post(PAGE, {"act": "preview", "address": "kamran@office.example"})
    assert send_preview_mail(issue.pk, editor.pk)
    page = text_of(client.get(PAGE))
    assert "The preview was written as a file into the folder mail of the data folder, and sent to nobody" in page
    assert "The preview is sent." not in page
