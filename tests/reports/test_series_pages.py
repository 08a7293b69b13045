"""Series made and changed through their pages, and by whom."""

from __future__ import annotations

import re

import pytest

from reports.models import Series

pytestmark = pytest.mark.django_db

SENT = {
    "slug": "weekly",
    "audience": "1",
    "name": "Weekly",
    "masthead": "Invented Weekly",
    "weekdays": ["0", "3"],
    "hour": "6",
    "time_zone": "Asia/Baku",
    "sections": "* Human Rights\nNotes",
}
PAGE = "/bulletins/weekly/series/"


NEW = "/bulletins/new/series/"


def seen_of(client, page: str = PAGE) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get(page).content.decode())[1]


@pytest.fixture
def client(editor, signed_in):
    client = signed_in(editor)
    answer = client.post(NEW, {**SENT, "seen": seen_of(client, NEW)})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    return client


def said(series: Series) -> tuple:
    sections = [(section.heading, section.fills) for section in series.sections.all()]
    return series.name, series.audience, series.weekdays, series.time_zone, series.needs_second_approver, sections


def test_editor_makes_a_series_and_changes_its_hours_and_sections(client):
    series = Series.objects.get()
    sections = [("Human Rights", "cases"), ("Notes", "nothing")]
    assert said(series) == ("Weekly", 1, [0, 3], "Asia/Baku", True, sections)
    changed = {**SENT, "seen": seen_of(client), "weekdays": ["4"], "sections": "Notes\n* Arrests"}
    # The slug, the readers and the second person are not theirs to change here.
    assert client.post(PAGE, {**changed, "slug": "other", "audience": "0"}).status_code == 302
    series.refresh_from_db()
    sections = [("Notes", "nothing"), ("Arrests", "cases")]
    assert said(series) == ("Weekly", 1, [4], "Asia/Baku", True, sections)
    stale = client.post(PAGE, {**changed, "name": "Another"})
    assert stale.status_code == 409
    assert ("Name", "Weekly", "Another") in [
        (one.label.capitalize(), one.stored, one.typed) for one in stale.context["form"].differing
    ]


def test_sections_say_which_cases_fill_them_as_the_case_list_would_ask(client):
    lines = "* Journalists | https://example.org/cases/?category=journalist\n* Others\nNotes"
    assert client.post(PAGE, {**SENT, "seen": seen_of(client), "sections": lines}).status_code == 302
    rules = [(section.heading, section.rule) for section in Series.objects.get().sections.all()]
    assert rules == [("Journalists", "category=journalist"), ("Others", ""), ("Notes", "")]
    assert "* Journalists | category=journalist\n* Others\nNotes" in client.get(PAGE).content.decode()
    for line, why in (
        ("* A | catgory=journalist", "The rule of “A” can't be read. catgory: there is no such parameter (category?)"),
        ("* A | detained_from=soon", "The rule of “A” can't be read. detained_from: "),
        ("* A\nB | category=journalist", "“B” has a rule but no *."),
        ("* A\n* | category=journalist", "A heading has 1 to 120 characters."),
        (f"* A | q={'x' * 499}", "The rule of “A” is too long."),
    ):
        answer = client.post(PAGE, {**SENT, "seen": seen_of(client), "sections": line})
        assert answer.status_code == 422
        assert answer.context["form"].errors["sections"][0].startswith(why)


def test_bad_series_is_refused_beside_its_fields(client):
    bad = {**SENT, "seen": seen_of(client, NEW), "slug": "new", "time_zone": "Baku", "sections": "Notes"}
    answer = client.post(NEW, bad)
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["sections", "slug", "time_zone"]
    assert Series.objects.count() == 1


def test_reviewers_alone_say_whether_a_second_person_is_needed(client, reviewer, signed_in):
    other = signed_in(reviewer)
    page = other.get(PAGE).content.decode()
    assert 'name="needs_second_approver"' in page
    assert 'name="masthead"' not in page
    assert other.post(PAGE, {"seen": seen_of(other)}).status_code == 302
    series = Series.objects.get()
    assert (series.needs_second_approver, series.sections.count()) == (False, 2)
