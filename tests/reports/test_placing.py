"""News goes into the section whose rule its case fits."""

from __future__ import annotations

from datetime import date

import pytest

from people.choices import Category
from reports import desk
from reports.choices import Fills
from reports.compiling import compile_claimed
from reports.models import Entry, Issue, Series, SeriesSection
from tests import factories
from tests.reading import recompile
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db):
    return Series.objects.create(slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PARTNER)


@pytest.fixture
def compiled(series, publish_case, editor):
    """Compiles a journalist charged with drugs, a lawyer, and somebody charged with drugs, into these sections."""

    def make(*sections: tuple[str, str]) -> Issue:
        for position, (heading, rule) in enumerate(sections):
            SeriesSection.objects.create(series=series, heading=heading, rule=rule, position=position)
        SeriesSection.objects.create(series=series, heading="Notes", fills=Fills.NOTHING, position=9)
        drugs = [{"text": "drug offences"}]
        journalist, lawyer = (
            factories.make_person(name, categories=[category])
            for name, category in (("Rauf Samadov", Category.JOURNALIST), ("Leyla Karimli", Category.LAWYER))
        )
        publish_case(person=journalist, charges=drugs)
        publish_case(person=lawyer)
        publish_case(person=factories.make_person("Aysel Dadashova"), charges=drugs)
        issue = desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
        assert compile_claimed(issue.pk)
        return Issue.objects.get()

    return make


def placed() -> list[tuple[str, str, bool]]:
    """Heading, first name and whether no rule fits, in the order of the issue."""
    entries = Entry.objects.order_by("section__position", "position").select_related("section")
    return [(e.section.heading, e.passages.first().text.split()[0], e.fits_none) for e in entries]


def test_first_rule_that_fits_decides_and_the_rest_goes_where_there_is_none(compiled, editor, publish_case):
    issue = compiled(("Others", ""), ("Journalists", "category=journalist"), ("Drugs", "charge=drug"))
    assert placed() == [
        ("Others", "Leyla", False),
        ("Journalists", "Rauf", False),
        ("Drugs", "Aysel", False),
    ]
    publish_case(person=factories.make_person("Elnur Dadash", categories=[Category.JOURNALIST]))
    recompile(issue=issue, by=editor)
    assert placed()[1:3] == [("Journalists", "Rauf", False), ("Journalists", "Elnur", False)]


def test_case_that_fits_no_rule_stands_in_the_first_section_and_the_desk_says_so(compiled, editor, signed_in):
    compiled(("Journalists", "category=journalist"), ("Drugs", "charge=drug"))
    assert sorted(placed()) == [
        ("Drugs", "Aysel", False),
        ("Journalists", "Leyla", True),
        ("Journalists", "Rauf", False),
    ]
    page = " ".join(signed_in(editor).get("/bulletins/weekly/2023-09-26/edit/").content.decode().split())
    assert page.count("fits the rule of no section; put here as the first one") == 1


def test_rule_that_cannot_be_read_any_more_fits_nothing(compiled):
    compiled(("Others", ""), ("Former", "was_a_parameter=once"))
    assert {heading for heading, _name, _none in placed()} == {"Others"}
