"""Counts of a list: cases, people, and of how many cases each value is told."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from cases.choices import WithdrawalReason
from cases.filters import CaseFilter
from cases.models import Charge, CodeNumber, Document
from cases.publishing import withdraw
from cases.writing import editing_case
from tests import factories
from tracker.audiences import Audience
from tracker.models import User

pytestmark = pytest.mark.django_db

ALL = "facility,article,status,category,region,custody_type"


@pytest.fixture
def three(publish_case):
    """Two cases at Facility B, one of them with two articles of one; one at Facility C; two of the cases are one person's."""
    first = factories.make_person("Rauf Samadov", region="Lake", categories=["writer", "lawyer"])
    other = factories.make_person("Leyla Orudova", region="Steppe")
    b, c = factories.make_facility(), factories.make_facility("facility-c", "Facility C")
    held = {"began": "2023-09-20", "custody_type": "pretrial_remand"}
    two = [{"text": "drug offences", "articles": ["234.4.3", "234.1"]}]
    tax = [{"text": "tax evasion", "articles": ["213"]}]
    return [
        publish_case(person=first, detentions=[{**held, "facility": b}], charges=two),
        publish_case(person=first, detentions=[{**held, "facility": c}], charges=tax),
        publish_case(person=other, detentions=[{**held, "facility": b, "custody_type": "house_arrest"}], charges=tax),
    ]


def test_facets_count_cases_by_each_value_with_articles_by_each_prefix(partner, three):
    assert partner.json("cases/", facets=ALL)["facets"] == {
        "facility": {"facility-b": 2, "facility-c": 1},
        "article": {"213": 2, "234": 1, "234.1": 1, "234.4": 1, "234.4.3": 1},
        "status": {"in_custody_investigation": 2, "house_arrest": 1},
        "category": {"lawyer": 2, "writer": 2},
        "region": {"Lake": 2, "Steppe": 1},
        "custody_type": {"pretrial_remand": 2, "house_arrest": 1},
    }


def test_count_tells_cases_and_people(partner, three):
    answer = partner.json("cases/", count="true", limit=1)
    assert (answer["count"], answer["people"], len(answer["results"])) == (3, 2, 1)


def test_facet_answers_to_the_other_parameters_and_not_to_its_own(partner, three):
    answer = partner.json("cases/", facility="facility-b", facets="facility,article", count="true")
    assert answer["count"] == 2
    # What another choice of facility would give.
    assert answer["facets"]["facility"] == {"facility-b": 2, "facility-c": 1}
    assert answer["facets"]["article"] == {"213": 1, "234": 1, "234.1": 1, "234.4": 1, "234.4.3": 1}


def test_facets_of_nothing_are_empty(partner, three):
    answer = partner.json("cases/", q="nothingofthekind", facets="facility,status", count="true")
    assert answer == {"results": [], "next": None, "count": 0, "people": 0, "facets": {"facility": {}, "status": {}}}


def test_withdrawn_case_is_not_counted(partner, three, reviewer):
    withdraw(cases=[three[1]], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    assert partner.json("cases/", facets="facility")["facets"] == {"facility": {"facility-b": 2}}


def test_unknown_facet_is_refused_by_name(partner, three):
    answer = partner.get("/api/v1/cases/", {"facets": "facility,prison"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "facets"


def test_the_page_of_a_ranked_name_has_the_same_counts(partner, three):
    answer = partner.json("cases/", name="Samadov", count="true", facets="region")
    assert (answer["count"], answer["people"], answer["facets"]) == (2, 1, {"region": {"Lake": 2}})


def test_codes_keep_their_numbers(three, publish_case):
    before = dict(CodeNumber.objects.values_list("code", "pk"))
    publish_case(person=factories.make_person("Murad Tarverli", region="Hills"))
    after = dict(CodeNumber.objects.values_list("code", "pk"))
    assert before.items() <= after.items()
    assert "region:Hills" in after
    assert Document.objects.filter(facets=b"").count() == 0


def test_document_with_more_codes_than_an_index_row_holds_is_saved_and_counted(
    advocate: User, researcher: User
) -> None:
    case = factories.make_case(by=researcher)
    articles = [factories.make_article(f"{number}.1.1") for number in range(1, 150)]
    charge = factories.add(case, Charge, by=researcher, text="everything at once")
    with editing_case(case, by=researcher):
        charge.articles.set(articles)
    factories.make_case(by=researcher)

    counts = CaseFilter(QueryDict("facets=article"), Document.objects.visible_to(advocate)).check().counts()

    assert counts.cases == 2
    assert counts.codes["article:149.1.1"] == 1
    assert len(Document.objects.get(case=case).facets) > 2700
