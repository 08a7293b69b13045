"""Series made and changed through their pages, and by whom."""

from __future__ import annotations

import re
from html import unescape

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
    for line, why in (
        ("* A | catgory=journalist", "What “A” asks can't be read. catgory: there is no such parameter (category?)"),
        ("* A | detained_from=soon", "What “A” asks can't be read. detained_from: "),
        ("* A\nB | category=journalist", "“B” says which cases go in, but is for notes only: choose one."),
        ("* A\n* | category=journalist", "A heading has 1 to 120 characters."),
        (f"* A | q={'x' * 499}", "What “A” asks is too long."),
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


def rows_of(client, page: str = PAGE) -> dict[str, str]:
    """What the rows of sections send as they stand: a browser's own reading of them."""
    html = client.get(page).content.decode()
    sent = {}
    for tag in re.findall(r'<input [^>]*name="sections-[^>]*>', html):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if said["type"] != "checkbox":
            sent[said["name"]] = unescape(said.get("value", ""))
    for name, options in re.findall(r'<select name="(sections-[^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]
    return sent


def sections(series: Series) -> list[tuple[str, str, str]]:
    return [(section.heading, section.fills, section.rule) for section in series.sections.all()]


def test_sections_are_rows_that_are_added_ordered_and_taken_away(client):
    series = Series.objects.get()
    settings = {name: said for name, said in SENT.items() if name != "sections"}
    rows = rows_of(client)
    assert (rows["sections-1-heading"], rows["sections-2-heading"], rows["sections-3-heading"]) == (
        "Human Rights",
        "Notes",
        "",
    )
    # As it stands nothing changes.
    assert client.post(PAGE, {**settings, **rows, "seen": seen_of(client)}).status_code == 302
    assert sections(series) == [("Human Rights", "cases", ""), ("Notes", "nothing", "")]
    added = {
        "sections-3-heading": "Journalists",
        "sections-3-fills": "cases",
        "sections-3-category": "journalist",
        "sections-3-more": "/cases/?charge=drug",
        "sections-3-place": "1",
        "sections-2-gone": "on",
    }
    assert client.post(PAGE, {**settings, **rows, **added, "seen": seen_of(client)}).status_code == 302
    expected = [("Journalists", "cases", "category=journalist&charge=drug"), ("Human Rights", "cases", "")]
    assert sections(series) == expected
    rows = rows_of(client)
    assert (rows["sections-1-category"], rows["sections-1-more"]) == ("journalist", "charge=drug")
    rows["sections-1-place"] = "2"
    assert client.post(PAGE, {**settings, **rows, "seen": seen_of(client)}).status_code == 302
    assert sections(series) == expected[::-1]


def test_rows_that_are_refused_keep_what_was_typed(client):
    settings = {name: said for name, said in SENT.items() if name != "sections"}
    wrong = {"sections-2-more": "catgory=x", "sections-2-fills": "cases", "sections-2-status": "serving"}
    answer = client.post(PAGE, {**settings, **rows_of(client), **wrong, "seen": seen_of(client)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "What “Notes” asks can&#x27;t be read. catgory: there is no such parameter" in page
    assert 'value="catgory=x"' in page
    assert '<option value="serving" selected>' in page


def test_rule_of_several_values_is_kept_whole(client):
    rule = "category=journalist&category=lawyer"
    client.post(PAGE, {**SENT, "seen": seen_of(client), "sections": f"* Words | {rule}\n* Others"})
    settings = {name: said for name, said in SENT.items() if name != "sections"}
    assert client.post(PAGE, {**settings, **rows_of(client), "seen": seen_of(client)}).status_code == 302
    assert sections(Series.objects.get()) == [("Words", "cases", rule), ("Others", "cases", "")]


def test_heading_may_have_a_bar_of_its_own(client):
    client.post(
        PAGE, {**SENT, "seen": seen_of(client), "sections": "* Arrests | Trials | article=234\n* Others | \nNotes"}
    )
    settings = {name: said for name, said in SENT.items() if name != "sections"}
    assert client.post(PAGE, {**settings, **rows_of(client), "seen": seen_of(client)}).status_code == 302
    assert sections(Series.objects.get()) == [
        ("Arrests | Trials", "cases", "article=234"),
        ("Others", "cases", ""),
        ("Notes", "nothing", ""),
    ]


def test_more_sections_than_a_page_has_rows_for_are_refused(client):
    many = "\n".join(f"* Section {number}" for number in range(39))
    answer = client.post(PAGE, {**SENT, "seen": seen_of(client), "sections": many})
    assert (answer.status_code, "A series has 38 sections at most." in answer.content.decode()) == (422, True)
