"""Asking for a series by e-mail, confirming, leaving; by anybody for public series, by editors for others."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from reports.mailing.models import Subscriber
from reports.mailing.sending import send_due
from reports.mailing.subscribing import forget_unconfirmed
from tests.reading import text_of
from tests.reports.mailing.conftest import ANA, BELA, freeze, lose_key, subscribe
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

PAGE = "/bulletins/digest/subscribe/"


def link_in(mail) -> str:
    """The path of the link that a mail holds."""
    return urlsplit(re.search(r"http://\S+/bulletins/\S+", mail.get_content())[0]).path


def ask(client, address: str = ANA):
    return client.post(PAGE, {"address": address})


@pytest.fixture
def asked(issue, server, visitor):
    """The path of the link that came to an address which asked."""
    answer = ask(visitor)
    assert answer.status_code == 200
    assert send_due() == 1
    return link_in(server.mail_to(ANA))


def test_mail_and_page_that_confirm_a_public_series_name_it_and_who_sends_it(asked, server, visitor, settings):
    said = " ".join(server.mail_to(ANA).get_content().split())
    masthead = Subscriber.objects.get().series.masthead
    assert f"{masthead} ({settings.SITE}) sends you this mail: somebody asked that Digest be sent" in said
    assert "Press the button, and Digest comes to the address" in text_of(visitor.get(asked))


def test_whoever_asks_confirms_by_the_button_that_the_link_leads_to(asked, visitor):
    for _ in range(3):
        assert "Yes, send it to me" in text_of(visitor.get(asked))
    # Scanners of mail open every link.
    assert Subscriber.objects.receiving().count() == 0
    assert "You are subscribed" in text_of(visitor.post(asked))
    subscriber = Subscriber.objects.receiving().get()
    assert subscriber.address == ANA
    assert "You are subscribed" in text_of(visitor.post(asked))


def test_answer_is_the_same_for_an_address_that_is_subscribed(issue, subscribers, server, visitor):
    known, unknown = ask(visitor, ANA), ask(visitor, "zoe@mail.example")
    assert text_of(known).replace("ana@", "zoe@") == text_of(unknown)
    assert send_due() == 1
    assert server.addresses == ["zoe@mail.example"]


def test_link_works_for_three_days_and_the_newest_one_alone(asked, server, visitor, issue):
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert visitor.post(asked).status_code == 410
        ask(visitor)
        assert send_due() == 1
        assert visitor.get(asked).status_code == 410
        newest = link_in(server.mails[-1][1])
        assert visitor.post(newest).status_code == 200
    assert Subscriber.objects.receiving().count() == 1


def test_link_for_another_series_or_a_changed_one_is_none(asked, visitor):
    for path in (asked.replace("digest", "other"), asked[:-2] + "x/", f"{PAGE}%00/"):
        assert visitor.post(path).status_code == 410
    assert Subscriber.objects.receiving().count() == 0


@pytest.mark.parametrize(
    "typed",
    ["", "no address", "a@b", "a@b@c.example", "x" * 250 + "@c.example", "a\r\nBcc: b@c.example", "ſmith@c.example"],
)
def test_garbage_is_answered_beside_the_field_and_kept(issue, visitor, typed):
    answer = ask(visitor, typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["address"]
    assert Subscriber.objects.count() == 0


def test_address_of_another_alphabet_is_kept_as_mail_servers_take_it(issue, visitor):
    assert ask(visitor, "ana@почта.example").status_code == 200
    assert Subscriber.objects.get().address == "ana@xn--80a1acny.example"


def test_nobody_is_flooded_and_nobody_floods(issue, server, visitor):
    for _ in range(5):
        assert ask(visitor).status_code == 200
        send_due()
    assert len(server.mails) == 3
    answers = [ask(visitor, f"{n}@mail.example").status_code for n in range(40)]
    assert (answers.count(200), answers.count(429)) == (25, 15)


def test_series_that_is_not_public_or_has_not_appeared_can_t_be_asked_for(visitor, signed_in, editor):
    inside = freeze(audience=Audience.PARTNER)
    assert visitor.get(PAGE).status_code == 404
    assert ask(visitor).status_code == 404
    assert signed_in(editor).get(f"/bulletins/digest/{inside.dated}/").status_code == 200


def test_site_without_mail_says_so(issue, visitor, settings):
    settings.EMAIL_URL, settings.PRODUCTION = "", True
    assert "This site sends no e-mail at present." in text_of(visitor.get(PAGE))
    assert ask(visitor).status_code == 429
    assert Subscriber.objects.count() == 0


def test_button_of_a_mail_program_unsubscribes_without_cookie_or_token(subscribers):
    client = Client(enforce_csrf_checks=True)
    path = f"/bulletins/digest/unsubscribe/{subscribers['ana'].key}/"
    for said in ("You are unsubscribed", "This subscription has ended"):
        answer = client.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert said in text_of(answer)
    left = Subscriber.objects.get(pk=subscribers["ana"].pk)
    assert (left.address, left.address_key) == ("", None)
    assert Subscriber.objects.receiving().count() == 2


def test_link_of_a_partners_series_doesn_t_name_it(visitor):
    [reader] = subscribe(freeze(audience=Audience.PARTNER), ANA)
    page = text_of(visitor.get(f"/bulletins/digest/unsubscribe/{reader.key}/"))
    assert "Unsubscribe from this bulletin" in page
    assert "Digest" not in page


def test_link_to_unsubscribe_asks_first(subscribers, visitor):
    path = f"/bulletins/digest/unsubscribe/{subscribers['ana'].key}/"
    page = visitor.get(path)
    assert "Press the button" in text_of(page)
    assert "ana@" not in text_of(page)
    assert Subscriber.objects.receiving().count() == 3


def test_links_of_an_address_that_no_key_opens_work(asked, visitor):
    subscriber = Subscriber.objects.get()
    lose_key(subscriber)
    assert visitor.get(asked).status_code == 200
    assert "You are subscribed" in text_of(visitor.post(asked))
    assert ask(visitor).status_code == 200
    path = f"/bulletins/digest/unsubscribe/{subscriber.key}/"
    assert "Press the button" in text_of(visitor.get(path))
    assert "You are unsubscribed" in text_of(visitor.post(path))
    assert Subscriber.objects.get().address == ""


def test_who_has_left_can_come_back(subscribers, server, visitor):
    old = f"/bulletins/digest/unsubscribe/{subscribers['ana'].key}/"
    visitor.post(old)
    ask(visitor)
    assert send_due() == 1
    visitor.post(link_in(server.mail_to(ANA)))
    assert Subscriber.objects.receiving().count() == 3
    for answer in (visitor.get(old), visitor.post(old)):
        assert "This subscription has ended" in text_of(answer)
        assert "You are unsubscribed" not in text_of(answer)
    assert Subscriber.objects.receiving().count() == 3


def test_confirmation_that_no_mail_server_takes_leaves_no_address(issue, server, visitor):
    server.answers = {(ANA, "RCPT"): ["550 no"], (BELA, "RCPT"): ["451 later"]}
    ask(visitor)
    ask(visitor, BELA)
    assert send_due() == 0
    assert [one.address for one in Subscriber.objects.all()] == [BELA]
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        assert send_due() == 1


def test_address_that_nobody_confirms_is_forgotten(issue, subscribers, visitor):
    ask(visitor, "zoe@mail.example")
    assert forget_unconfirmed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert forget_unconfirmed() == 1
    assert Subscriber.objects.count() == 3
