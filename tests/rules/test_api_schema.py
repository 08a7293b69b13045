"""Every answer of every address of the API is as its own description says."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator

from cases.choices import WithdrawalReason
from cases.models import Event, OfficialNumber
from cases.publishing import withdraw
from people.models import Affiliation, Relationship
from tests import factories
from tests.exported import bytes_of, ndjson_of
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich_case(publish_case, researcher, reviewer):
    """A published case with a record of every type and every fact of a person, and a withdrawn one beside it."""
    gone = publish_case()
    withdraw(cases=[gone], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    person = factories.make_person(
        "Leyla Karimli", names=["Ləyla Kərimli"], sex="female", born="1990", occupation="poet", region="Salyan"
    )
    organisation = factories.make_organisation(abbreviation="CDB")
    Affiliation.objects.create(person=person, organisation=organisation, role="member", since="2010", visibility=0)
    other = factories.make_person("Aynur Karimli")
    Relationship.objects.create(person=person, other=other, kind="sibling", visibility=Audience.PUBLIC)
    case = publish_case(person=person, detentions=[{"began": "2023-09-20", "facility": factories.make_facility()}])
    OfficialNumber.objects.create(case=case, number="12/2023", visibility=Audience.PUBLIC)
    event = Event.objects.create(title="A raid", happened="2023-09", visibility=Audience.PUBLIC)
    event.cases.add(case)
    factories.add_every_type(case, by=researcher)
    return factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)


def api_paths() -> set[str]:
    """The described form of every API address: /api/v1/cases/{ref}/."""
    return {re.sub(r"%\((\w+)\)s", r"{\1}", "/" + form) for form in _forms() if form.startswith("api/v1/")}


def _forms() -> list[str]:
    found = []
    for name in get_resolver().namespace_dict["api"][1].reverse_dict:
        if isinstance(name, str):
            possibilities = get_resolver().namespace_dict["api"][1].reverse_dict.getlist(name)
            found += ["api/v1/" + form for possibility in possibilities for form, _ in possibility[0]]
    return found


NOT_DESCRIBED = {"/api/v1/schema/", "/api/v1/docs/", "/api/v1/"}


def test_every_address_is_described_and_answers_as_described(rich_case, partner):
    described = partner.json("schema/")
    assert described["openapi"].startswith("3.1")
    paths = described["paths"]
    assert set(paths) == {path for path in api_paths() if "%" not in path} - NOT_DESCRIBED
    values = {"ref": rich_case.ref, "number": "1", "series": "none", "dated": "2023-09-26"}
    values["person"] = rich_case.person.ref
    answered = set()
    for path, methods in paths.items():
        answer = partner.get(path.format(**values))
        ((media_type, content),) = methods["get"]["responses"]["200"]["content"].items()
        schema = content["schema"]
        if media_type != "application/json":
            assert answer["Content-Type"].partition(";")[0] == media_type
            assert schema["type"] == "string"
            assert bytes_of(answer)
            answered.add(path)
        elif answer.status_code == 200:
            answered.add(path)
            errors = list(Draft202012Validator(schema).iter_errors(answer.json()))
            assert [f"{path}: {error.json_path} {error.message[:200]}" for error in errors] == []
    # There is no frozen issue here: its own test reads the demo's.
    assert set(paths) - answered == {"/api/v1/bulletins/{series}/{dated}/"}


def test_lines_of_an_export_are_documents_as_described(rich_case, partner):
    schema = partner.json("schema/")["paths"]["/api/v1/cases/{ref}/"]["get"]["responses"]["200"]["content"]
    validator = Draft202012Validator(schema["application/json"]["schema"])
    bodies, _ = ndjson_of(partner.get("/api/v1/cases.ndjson"))
    assert [body["ref"] for body in bodies] == [rich_case.ref]
    assert [error.message[:200] for error in validator.iter_errors(bodies[0])] == []


QUERIES = [
    {},
    {"view": "full"},
    {"count": "true", "limit": 1},
    {"name": "Karimli"},
    {"fields": "person,status"},
    {"view": "full", "fields": ["person", "detentions"]},
]


@pytest.mark.parametrize("query", QUERIES)
def test_lists_answer_as_described_however_they_are_asked(rich_case, partner, public, query):
    schema = partner.json("schema/")["paths"]["/api/v1/cases/"]["get"]["responses"]["200"]["content"]
    validator = Draft202012Validator(schema["application/json"]["schema"])
    for client in (partner, public):
        answer = client.json("cases/", **query)
        assert answer["results"]
        assert [error.message[:200] for error in validator.iter_errors(answer)] == []


def test_every_parameter_is_described_with_its_codes(partner):
    described = partner.json("schema/")["paths"]["/api/v1/cases/"]["get"]["parameters"]
    by_name = {parameter["name"]: parameter for parameter in described}
    assert {"facility", "article", "held_on", "certainty", "cursor", "view", "count"} <= set(by_name)
    assert "in_custody" in str(by_name["status"])
    assert all(parameter["description"] for parameter in described)
