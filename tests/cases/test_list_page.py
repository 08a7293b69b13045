"""The case list narrowed down by its facets."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(signed_in, advocate, researcher):
    """The list as an advocate reads it: two cases at Facility B, one of them on 234.4.3, one at Facility C."""
    b, c = factories.make_facility(), factories.make_facility("facility-c", "Facility C")
    drugs = [{"text": "drug offences", "articles": ["234.4.3"]}]
    tax = [{"text": "tax evasion", "articles": ["213"]}]
    held = {"began": "2023-09-20", "custody_type": "pretrial_remand"}
    for name, place, charges in (("Rauf Samadov", b, drugs), ("Leyla Orudova", b, tax), ("Anar Karimli", c, tax)):
        factories.make_case(
            by=researcher,
            person=factories.make_person(name),
            detentions=[{**held, "facility": place}],
            charges=charges,
        )
    client = signed_in(advocate)

    def read(query: str = "") -> str:
        answer = client.get(f"/cases/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def facet(page: str, heading: str) -> dict[str, tuple[str, int]]:
    """Address and count by label of one facet; {} where the page has none of that name."""
    found = re.search(rf"<h3>(?:<a [^>]*>)?{heading}(?:</a>)?</h3>(.*?)</section>", page, re.DOTALL)
    lines = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>\s*<span class="number">(\d+)<', found[1]) if found else []
    return {strip_tags(label): (unescape(address), int(n)) for address, label, n in lines}


def test_facet_counts_its_values_and_leads_to_them(listed):
    assert facet(listed(), "Facility") == {
        "Facility B": ("?facility=facility-b", 2),
        "Facility C": ("?facility=facility-c", 1),
    }
    narrowed = listed("?facility=facility-c")
    assert "Anar Karimli" in narrowed
    assert "Rauf Samadov" not in narrowed


def test_chosen_value_is_marked_and_its_address_takes_it_away(listed):
    chosen = facet(listed("?facility=facility-b&q=&cursor="), "Facility")
    # Of the other choice it is said what it would give.
    assert chosen == {
        "Facility B (chosen: take it away)": ("?", 2),
        "Facility C": ("?facility=facility-b&facility=facility-c", 1),
    }


def test_paragraphs_are_offered_once_their_article_is_chosen(listed):
    assert facet(listed(), "Article") == {"213": ("?article=213", 2), "234": ("?article=234", 1)}
    assert list(facet(listed("?article=234"), "Article")) == ["234 (chosen: take it away)", "213", "234.4", "234.4.3"]


def test_facet_without_a_choice_is_not_shown(listed):
    page = listed()
    assert facet(page, "Custody") == {}
    assert facet(page, "Status") == {}


def test_list_says_people_and_cases_where_they_differ(listed, researcher):
    assert "3 cases" in strip_tags(listed())
    factories.make_case(by=researcher, person=Person.objects.first())
    assert "3 people, 4 cases" in " ".join(strip_tags(listed()).split())
