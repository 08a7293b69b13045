"""A consent that was noted wrongly, corrected in the browser."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Document, HealthNote, Statement
from cases.publishing import withdraw_consent
from people.models import Consent
from tests import factories
from tests.cases.record_forms import text_of
from tests.cases.test_entry import hidden
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

NOTED = {"audience": "0", "subjects": ["name", "health"], "basis": "person", "given_on": "2023-01-05"}


@pytest.fixture
def case(publish_case):
    case = publish_case(audience=Audience.PARTNER)
    fields = {
        "subjects": ["name", "health"],
        "given_on": date(2023, 1, 5),
        "given_by": "his mother",
        "note": "by phone",
    }
    Consent.objects.filter(person=case.person).delete()
    factories.give_consent(case.person, **fields)
    return case


def send(client, case, **typed):
    path = f"/people/{case.person.ref}/consent/1/edit/"
    return client.post(path, {"seen": hidden(text_of(client.get(path)), "seen"), **NOTED, **typed})


def test_wider_correction_is_saved_keeps_what_no_page_shows_and_withdraws_nothing(case, researcher, signed_in):
    client = signed_in(researcher)
    page = text_of(client.get(f"/people/{case.person.ref}/consent/1/edit/"))
    assert "his mother" not in page
    assert "by phone" not in page
    answer = send(client, case, given_on="2023-01-04", subjects=["name", "health", "family"])
    assert answer.status_code == 302
    consent = Consent.objects.get()
    assert (consent.subjects, consent.given_on) == (["name", "health", "family"], date(2023, 1, 4))
    assert (consent.given_by, consent.note) == ("his mother", "by phone")
    assert Document.objects.filter(case=case, audience=Audience.PARTNER).exists()
    assert [event.pgh_label for event in consent.events.order_by("pgh_id")] == ["insert", "update"]


@pytest.mark.parametrize(
    "typed",
    [
        {"subjects": ["name"]},
        {"audience": "2"},
        {"expires_on": "2023-06-01"},
        {"given_on": "2099-01-01"},
    ],
)
def test_narrower_correction_acts_at_once_as_a_withdrawal(case, researcher, signed_in, typed):
    note = factories.add(case, HealthNote, by=researcher, condition="a weak heart", visibility=Audience.TEAM)
    assert send(signed_in(researcher), case, **typed).status_code == 302
    note.refresh_from_db()
    assert note.visibility == Audience.RESTRICTED
    assert not Document.objects.filter(case=case, audience=Audience.PARTNER).exists()
    assert Consent.objects.get().withdrawn_on is None


def test_second_editor_of_a_consent_sees_both_texts(case, researcher, signed_in):
    client = signed_in(researcher)
    path = f"/people/{case.person.ref}/consent/1/edit/"
    seen = hidden(text_of(client.get(path)), "seen")
    send(client, case, subjects=["name", "health", "family"])
    refused = client.post(path, {"seen": seen, **NOTED, "note": "by letter"})
    assert refused.status_code == 409
    assert "Changed meanwhile" in text_of(refused)
    assert Consent.objects.get().note == "by phone"


def test_withdrawn_consent_is_not_corrected(case, researcher, signed_in):
    Consent.objects.update(withdrawn_on=date(2024, 1, 1))
    assert signed_in(researcher).get(f"/people/{case.person.ref}/consent/1/edit/").status_code == 404


def test_consent_does_not_become_public_without_a_source(case, researcher, signed_in):
    refused = send(signed_in(researcher), case, basis="already_public")
    assert refused.status_code == 422
    assert "note another consent" in text_of(refused)


def test_ended_consent_of_somebody_who_is_only_named_takes_back_the_case_that_names_them(case, researcher, reviewer):
    witness = factories.make_person("Aynur Safarli")
    factories.add(case, Statement, by=researcher, kind="concern", text="no visits", speaker=witness)
    other = factories.make_case(by=researcher)
    for each in (case, other):
        factories.approve_and_publish(each, by=reviewer)
    withdraw_consent(consent=witness.consents.get(), by=researcher)
    assert list(Document.objects.filter(audience=Audience.PARTNER).values_list("case", flat=True)) == [other.pk]
    case.refresh_from_db()
    assert case.stage == "draft"
