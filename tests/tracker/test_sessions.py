"""Sessions end: when nobody uses them, and some hours after signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from reports.choices import IssueState
from reports.models import Issue, Series
from tests import factories
from tests.cases.test_unfinished import sheet_of
from tracker.models import UnfinishedForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel("2023-09-26T08:00:00+00:00", tick=False) as clock:
        yield clock


def test_session_ends_twelve_hours_after_signing_in_however_much_it_is_used(clock, researcher, signed_in):
    client = signed_in(researcher)
    for _hour in range(12):
        assert client.get("/cases/").status_code == 200
        clock.shift(timedelta(hours=1))
    assert client.get("/cases/").status_code == 200
    clock.shift(timedelta(seconds=1))
    assert client.get("/cases/")["Location"] == "/sign-in/?next=/cases/"
    assert not Session.objects.exists()


def test_signing_in_anew_begins_another_day(clock, researcher):
    client = Client()
    client.force_login(researcher)
    clock.shift(timedelta(hours=11, minutes=30))
    client.logout()
    client.force_login(researcher)
    clock.shift(timedelta(hours=1))
    assert client.get("/cases/").status_code == 200


def test_form_that_is_sent_after_the_end_is_kept(clock, researcher, signed_in):
    case = factories.make_case(by=researcher)
    client = signed_in(researcher)
    path = f"/cases/{case.ref}/add/statement/"
    sheet = sheet_of(client, path)
    for _hour in range(13):
        clock.shift(timedelta(hours=1))
        client.get("/cases/")
    answer = client.post(path, {"text": "He was seen.", "sheet": sheet})
    assert answer["Location"].startswith("/sign-in/?next=/cases/")
    assert "He was seen." in UnfinishedForm.objects.get().typed


def test_page_that_asks_again_by_itself_does_not_keep_a_session_alive(clock, editor, signed_in):
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Invented Weekly")
    days = {"dated": "2023-09-26", "window_to": "2023-09-26"}
    Issue.objects.create(series=series, state=IssueState.CLAIMED, masthead="Invented Weekly", seq_from=0, **days)
    client = signed_in(editor)
    client.get("/cases/")
    ends = Session.objects.get().expire_date
    clock.shift(timedelta(minutes=30))
    assert "Refresh" in client.get("/bulletins/weekly/2023-09-26/edit/")
    assert Session.objects.get().expire_date == ends
    client.get("/cases/")
    assert Session.objects.get().expire_date == ends + timedelta(minutes=30)
