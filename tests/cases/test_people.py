"""A person from the other side: what documents say of them, in their own cases and in those that name them."""

from __future__ import annotations

import pytest

from cases.models import Statement
from people.models import Affiliation, Relationship
from tests import factories
from tests.factories import make_person
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


def test_person_is_as_the_newest_document_says_with_every_case(publish_case, researcher, reviewer, partner):
    person = make_person("Leyla Karimli", names=["Ləyla Kərimli"], sex="female", occupation="poet")
    first, second = publish_case(person=person), publish_case(person=person)
    person.occupation = "editor"
    person.save()
    factories.add_charge(first, by=researcher)
    factories.approve_and_publish(first, by=reviewer)
    said = partner.json(f"people/{person.ref}/")
    assert (said["ref"], said["name"], said["sex"], said["occupation"]) == (
        person.ref,
        "Leyla Karimli",
        "female",
        "editor",
    )
    assert [name["text"] for name in said["names"]] == ["Leyla Karimli", "Ləyla Kərimli"]
    assert [card["ref"] for card in said["cases"]] == [first.ref, second.ref]
    assert said["cases"][0] == next(c for c in partner.json("cases/")["results"] if c["ref"] == first.ref)
    assert said["named_in"] == []


def test_person_of_no_case_is_as_the_case_that_names_them_says(publish_case, researcher, reviewer, partner):
    lawyer = make_person("Aynur Safarli", occupation="lawyer")
    bar = factories.make_organisation("Bar of District B")
    Affiliation.objects.create(person=lawyer, organisation=bar, role="member", visibility=Audience.PUBLIC)
    case = publish_case()
    factories.add(case, Statement, by=researcher, kind="concern", text="no visits", speaker=lawyer)
    factories.approve_and_publish(case, by=reviewer)
    said = partner.json(f"people/{lawyer.ref}/")
    assert (said["name"], said["affiliations"][0]["organisation"]["name"]) == ("Aynur Safarli", "Bar of District B")
    assert "occupation" not in said
    assert (said["cases"], said["named_in"]) == ([], [{"ref": case.ref, "url": f"/api/v1/cases/{case.ref}/"}])


def test_person_with_a_case_is_named_in_the_cases_of_others(publish_case, partner):
    brother, sister = make_person("Rauf Karimli"), make_person("Leyla Karimli")
    Relationship.objects.create(person=brother, other=sister, kind="sibling", visibility=Audience.PARTNER)
    his, hers = publish_case(person=brother), publish_case(person=sister)
    said = partner.json(f"people/{sister.ref}/")
    assert [card["ref"] for card in said["cases"]] == [hers.ref]
    assert said["named_in"] == [{"ref": his.ref, "url": f"/api/v1/cases/{his.ref}/"}]


def test_sources_are_those_that_the_person_is_cited_from(publish_case, partner):
    person = make_person("Leyla Karimli")
    quote = factories.make_citation("She is called Leyla.", source=factories.make_source("A register"))
    factories.cite(person.names.first(), [quote])
    publish_case(person=person)
    said = partner.json(f"people/{person.ref}/")
    assert [source["title"] for source in said["sources"]] == ["A register"]
    assert said["names"][0]["citations"][0]["source"] == said["sources"][0]["ref"]


def test_hidden_person_is_answered_like_none(publish_case, researcher, partner, public):
    hidden = make_person("Vaqif Nazarli")
    factories.make_case(by=researcher, person=hidden)
    shown = make_person("Leyla Karimli")
    publish_case(person=shown)
    answers = [
        partner.get(f"/api/v1/people/{hidden.ref}/"),
        partner.get("/api/v1/people/NOSUCH/"),
        public.get(f"/api/v1/people/{shown.ref}/"),
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[1].content)}


def test_person_whose_name_is_withheld_has_a_ref_alone(publish_case, researcher, reviewer, partner):
    witness = make_person("Vaqif Nazarli", exposure=Audience.TEAM)
    case = publish_case()
    factories.add(case, Statement, by=researcher, kind="concern", text="I saw it", speaker=witness)
    factories.approve_and_publish(case, by=reviewer)
    named = [{"ref": case.ref, "url": f"/api/v1/cases/{case.ref}/"}]
    expected = {"ref": witness.ref, "name_withheld": True, "cases": [], "named_in": named}
    assert partner.json(f"people/{witness.ref}/") == expected
