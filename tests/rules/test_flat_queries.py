"""Lists and details cost the same number of queries for two rows as for twelve with children on each."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, TreatmentNote
from tests import factories
from tests.exported import bytes_of
from tests.rules.doors import doors
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

BEATEN = {"violation": "beating", "text": "beaten"}
LISTS = [
    "cases/",
    "cases/?view=full",
    "cases/?facility=facility-b&article=234",
    "cases/?name=Samadov",
    "cases/?deadline_within=30",
    "cases/?fields=ref,person",
    "cases.ndjson",
    "cases.csv",
    "cases.xlsx",
    "changes/",
    "cases/?q=plain&count=true&order=ends",
    "changes/?after=0&limit=1000",
    "facilities/",
    "articles/",
    "bulletins/",
]
MOST_OF_AN_API_LIST = 4


@pytest.fixture
def more(publish_case, researcher, reviewer):
    def make(number: int) -> Case:
        for _ in range(number):
            case = publish_case(detentions=[{"began": "2023-01", "facility": factories.make_facility()}])
            factories.add_every_type(case, by=researcher)
            factories.add(case, TreatmentNote, by=researcher, **BEATEN, facility=factories.make_facility())
            factories.approve_and_publish(case, by=reviewer, audience=Audience.PARTNER)
        return case

    return make


def queries(client, path: str) -> int:
    bytes_of(client.get(path))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        bytes_of(answer)
    assert answer.status_code == 200, path
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_every_list_of_the_api_is_counted():
    addresses = {path for door in doors() if door.is_api and not door.params for path in door.paths({})}
    counted = {f"/api/v1/{path.partition('?')[0]}" for path in LISTS}
    assert addresses - counted == {"/api/v1/schema/", "/api/v1/docs/", "/api/v1/"}


def test_api_lists_cost_four_queries_at_most_however_long(more, partner):
    more(2)
    few = {path: queries(partner, f"/api/v1/{path}") for path in LISTS}
    more(10)
    cache.clear()
    many = {path: queries(partner, f"/api/v1/{path}") for path in LISTS}
    assert many == few
    # The token, the list, the line in the log; facilities ask for their aliases and counts too.
    assert {path: n for path, n in many.items() if n > MOST_OF_AN_API_LIST and "facilit" not in path} == {}


def test_pages_cost_the_same_for_two_and_for_twelve(more, reviewer, signed_in):
    client = signed_in(reviewer)
    case = more(2)
    forms = [f"/cases/{case.ref}/add/charge/", f"/cases/{case.ref}/records/charge/{case.charge_records.get().pk}/"]
    paths = [
        *forms,
        "/",
        "/cases/",
        "/deadlines/",
        f"/cases/{case.ref}/",
        f"/cases/{case.ref}/?as=partner",
        f"/cases/{case.ref}/history/",
        f"/cases/{case.ref}/versions/",
        f"/cases/{case.ref}/versions/1/",
        f"/cases/{case.ref}/restricted/",
        "/bulletins/",
        "/facilities/",
        "/facilities/facility-b/",
        "/articles/",
        "/articles/CC/234/",
        f"/sources/{case.citation_links.first().citation.source.ref}/",
    ]
    few = {path: queries(client, path) for path in paths}
    more(10)
    assert {path: queries(client, path) for path in paths} == few
    assert {path: n for path, n in few.items() if n > 12 and "restricted" not in path and path not in forms} == {}


def test_history_of_a_case_costs_the_same_for_two_changes_and_for_twelve(researcher, reviewer, signed_in):
    client = signed_in(reviewer)
    case = factories.make_case(by=researcher, detentions=[])

    def cost(number: int) -> int:
        for _ in range(number):
            factories.add_every_type(case, by=researcher)
        return queries(client, f"/cases/{case.ref}/history/")

    few = cost(2)
    assert cost(10) == few
    assert few <= 12


def test_document_of_a_case_with_many_records_costs_as_many_queries_as_a_small_one(researcher):
    case = factories.make_case(by=researcher, detentions=[])
    factories.add_every_type(case, by=researcher)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            factories.add_charge(case, by=researcher, articles=["234.4.3"])
        return len(captured)

    cost()
    few = cost()
    for _ in range(4):
        factories.add_every_type(case, by=researcher)
    assert cost() == few
