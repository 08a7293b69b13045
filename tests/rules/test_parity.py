"""Thirty questions give each audience the same cases at every door, and a bad one is an error at every door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from cases.models import Case, LedgerCounter, Sentence
from tests import factories
from tests.exported import csv_rows, ndjson_of, sheets_of
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db

QUESTIONS = [
    "",
    "facility=facility-b",
    "facility=facility-b&held_on=2023-03-15",
    "held_on=2023-03-15&certainty=certain",
    "article=234",
    "article=CC:234.4&charge_group=drugs",
    "charge=smuggling",
    "q=poet",
    "name=Samadov",
    "sex=female&order=name",
    "status=released_pardoned&status=in_custody",
    "detained_from=2023-01-01&detained_to=2023-03-31",
    "released_from=2023-05-01",
    "ends_from=2026-01-01",
    "custody_type=pretrial_remand&order=detained",
    "deadline_within=100000",
    "order=-name",
    "order=ends",
    "order=updated",
    "sex=female&sex=male",
    "name=Karimli&order=name",
    "name=Samadova",
    "q=facility",
    "charge_group=drugs",
    "held_on=2023-03-15&certainty=possible&article=206",
    "detained_from=2023-01-15&certainty=certain",
    "released_to=2023-12-31&certainty=certain",
    "ends_from=2026-01-01&ends_to=2026-12-31&certainty=certain",
    "facility=facility-c&facility=facility-b&order=detained",
    "updated_since=2023-01-01T00:00:00Z",
    "silent_for=30",
]
EXPORTED = ["csv", "xlsx", "ndjson"]
BAD = ["facilty=x", "held_on=2023-02-30", "status=free", "limit=0", "cursor=x", "article=one&article=two"]


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Each case twice, once published to everybody and once to partners, whose team documents say the same. Made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        LedgerCounter.objects.get_or_create(pk=1)
        researcher = User.objects.create_user("researcher", role=Role.RESEARCHER)
        reviewer = User.objects.create_user("reviewer", role=Role.REVIEWER)
        for audience in (Audience.PUBLIC, Audience.PARTNER):
            for case in make_cases(researcher):
                factories.approve_and_publish(case, by=reviewer, audience=audience)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(_built, db, settings) -> None:
    settings.API_RATE = 1_000_000


def make_cases(by: User) -> list[Case]:
    b, c = factories.make_facility(), factories.make_facility("facility-c", "Facility C")
    drugs = {"text": "drugs", "articles": ["234.4.3"], "charge_group": "drugs"}
    remand = {"began": "2023-02", "facility": b, "custody_type": "pretrial_remand"}
    ended = {"began": "2023-01-01", "ended": "2023-06-01", "end_kind": "pardon", "facility": c}
    held = {"began": "2023-03-01", "known_on": date(2023, 9, 1), "facility": b}
    rauf = factories.make_person("Rauf Samadov", sex="male")
    leyla = factories.make_person("Leyla Karimli", sex="female", occupation="poet")
    aysel = factories.make_person("Aysel Samadova", sex="female")
    serving = factories.make_case(by=by, detentions=[held, {"custody_type": "police_custody"}])
    factories.add(serving, Sentence, by=by, kind="imprisonment", term_years=3, starts="2023-03-01")
    return [
        factories.make_case(by=by, person=rauf, charges=[drugs]),
        factories.make_case(
            by=by, person=leyla, detentions=[remand], charges=[{"text": "smuggling", "articles": ["206.3"]}]
        ),
        factories.make_case(by=by, person=aysel, detentions=[ended], charges=[drugs]),
        serving,
    ]


def refs_of(client, path: str, form: str, question: str) -> list[str]:
    answer = client.get(f"{path}.{form}?{question}")
    assert answer.status_code == 200, (form, question)
    if form == "ndjson":
        return [body["ref"] for body in ndjson_of(answer)[0]]
    if form == "csv":
        return [row["ref"] for row in csv_rows(answer)]
    return [str(row[0]) for row in sheets_of(answer)["Cases"][1:]]


def is_unsorted(form: str, question: str) -> bool:
    """Lines of JSON come as they lie, unless an order is asked for."""
    return form == "ndjson" and "order=" not in question


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_door_names_the_same_cases_to_each_audience(world, partner, public, advocate, signed_in, question):
    found = {}
    for reader in (partner, public):
        listed = cards_of(reader, question)
        count = reader.get(f"/api/v1/cases/?{question}&count=true").json()["count"]
        full = [body["ref"] for body in reader.get(f"/api/v1/cases/?{question}&view=full").json()["results"]]
        assert (full, count) == (listed, len(listed))
        found[reader] = listed
    team = signed_in(advocate)
    page = team.get(f"/cases/?{question}").content.decode()
    found[team] = list(dict.fromkeys(re.findall(r'href="/cases/([A-Z0-9]{8})/"', page)))
    assert found[team]
    # The world's case of the partners alone answers each question as one of the public's does.
    assert set(found[public]) < set(found[partner]) == set(found[team])
    for reader, listed in found.items():
        path = "/cases" if reader is team else "/api/v1/cases"
        for form in EXPORTED:
            refs = refs_of(reader, path, form, question)
            assert (sorted(refs) if is_unsorted(form, question) else refs) == (
                sorted(listed) if is_unsorted(form, question) else listed
            ), (path, form)


def cards_of(reader, question: str) -> list[str]:
    """The refs of every page of the list, two cases a page; of a ranked name there is one page."""
    path, refs = f"/api/v1/cases/?{question}" + ("" if "name=" in question else "&limit=2"), []
    while path:
        page = reader.get(path).json()
        refs += [card["ref"] for card in page["results"]]
        path = page["next"]
    return refs


@pytest.mark.parametrize("question", BAD)
def test_bad_question_is_an_error_at_every_door(world, partner, advocate, signed_in, question):
    assert partner.get(f"/api/v1/cases/?{question}").status_code == 400
    assert signed_in(advocate).get(f"/cases/?{question}").status_code == 400
    for form in EXPORTED:
        assert partner.get(f"/api/v1/cases.{form}?{question}").status_code == 400
        assert signed_in(advocate).get(f"/cases.{form}?{question}").status_code == 400
