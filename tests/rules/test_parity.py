"""A dozen questions give the same cases at every door, and a bad one is an error at every door."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cases.models import Sentence
from tests import factories

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
    "silent_for=30",
]
BAD = ["facilty=x", "held_on=2023-02-30", "status=free", "limit=0", "cursor=x", "article=one&article=two"]


@pytest.fixture
def world(publish_case, researcher, reviewer):
    """Published cases whose team document says the same as the partners'."""
    b, c = factories.make_facility(), factories.make_facility("facility-c", "Facility C")
    drugs = {"text": "drugs", "articles": ["234.4.3"], "charge_group": "drugs"}
    publish_case(person=factories.make_person("Rauf Samadov", sex="male"), charges=[drugs])
    publish_case(
        person=factories.make_person("Leyla Karimli", sex="female", occupation="poet"),
        detentions=[{"began": "2023-02", "facility": b, "custody_type": "pretrial_remand"}],
        charges=[{"text": "smuggling", "articles": ["206.3"]}],
    )
    ended = {"began": "2023-01-01", "ended": "2023-06-01", "end_kind": "pardon", "facility": c}
    publish_case(person=factories.make_person("Aysel Samadova", sex="female"), detentions=[ended], charges=[drugs])
    undated = {"custody_type": "police_custody"}
    case = publish_case(detentions=[{"began": "2023-03-01", "known_on": date(2023, 9, 1), "facility": b}, undated])
    factories.add(case, Sentence, by=researcher, kind="imprisonment", term_years=3, starts="2023-03-01")
    factories.approve_and_publish(case, by=reviewer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_page_and_api_name_the_same_cases(world, partner, advocate, signed_in, question):
    found = partner.get(f"/api/v1/cases/?{question}")
    assert found.status_code == 200, found.content
    cards = [card["ref"] for card in found.json()["results"]]
    separator = "&" if question else ""
    full = [body["ref"] for body in partner.get(f"/api/v1/cases/?{question}{separator}view=full").json()["results"]]
    count = partner.get(f"/api/v1/cases/?{question}{separator}count=true").json()["count"]
    page = signed_in(advocate).get(f"/cases/?{question}").content.decode()
    listed = list(dict.fromkeys(re.findall(r'href="/cases/([A-Z0-9]{8})/"', page)))
    assert cards == full == listed
    assert count == len(cards)
    assert cards or question in ("name=Nobody",)


@pytest.mark.parametrize("question", BAD)
def test_bad_question_is_an_error_at_every_door(world, partner, advocate, signed_in, question):
    assert partner.get(f"/api/v1/cases/?{question}").status_code == 400
    assert signed_in(advocate).get(f"/cases/?{question}").status_code == 400
