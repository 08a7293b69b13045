"""The editor's desk by the keyboard alone, from a compiled issue to a frozen one; and its order by dragging."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from cases.models import LedgerCounter
from reports import desk
from reports.compiling import compile_claimed
from reports.freezing import awaited_forms, render_awaited
from reports.models import Issue, Passage, Series, SeriesSection
from tests import factories
from tests.browser.test_by_keyboard import press, write
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/bulletins/weekly/2023-09-26/edit/"


@pytest.fixture
def issue(publish_case, editor) -> Issue:
    LedgerCounter.objects.get_or_create(pk=1)
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    for name, began in (("Rauf Samadov", "2023-09-21"), ("Leyla Karimli", "2023-09-20"), ("Emin Orujov", "2023-09-19")):
        publish_case(person=factories.make_person(name), detentions=[{"began": began}])
    issue = desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
    assert compile_claimed(issue.pk)
    return issue


def order() -> list[str]:
    """First names of whom the included passages tell, in the issue's order."""
    passages = Passage.objects.filter(entry__state="included", position=0).order_by("entry__position")
    return [passage.text.split()[0] for passage in passages]


def test_issue_is_ordered_rewritten_and_frozen_by_keyboard(scripted, editor, reviewer, issue):
    page = scripted(editor)
    page.goto(DESK)
    press(page, "↓ down Rauf Samadov")
    assert order() == ["Leyla", "Rauf", "Emin"]
    press(page, "hold back Emin Orujov")
    assert order() == ["Leyla", "Rauf"]
    press(page, "Undo")
    assert order() == ["Leyla", "Rauf", "Emin"]
    press(page, "Rewrite passage 1 of Emin Orujov")
    write(page, r"Text \(needed\)", "Emin Orujov has been held since 19 September.")
    press(page, "Save")
    press(page, "Choose an epigraph")
    press(page, "Use this: .*")
    press(page, "Add a note in Human Rights")
    write(page, r"Text \(needed\)", "It rained.")
    press(page, "Save")
    press(page, "Delete this note: It rained.")
    press(page, "Delete")
    assert order() == ["Leyla", "Rauf", "Emin"]

    second = scripted(reviewer)
    second.goto("/bulletins/weekly/2023-09-26/")
    press(second, "Freeze it …")
    press(second, "Freeze this issue")
    expect(second.locator("main")).to_contain_text("forms made")
    for issue_id, kind in awaited_forms():
        render_awaited(issue_id, kind)
    issue.refresh_from_db()
    assert (issue.is_frozen, issue.epigraph) == (True, "“He was taken away.”")


def test_candidate_is_dragged_to_the_place_of_another(scripted, editor, issue):
    page = scripted(editor)
    page.goto(DESK)
    lines = page.locator(".candidates .is-included")
    lines.filter(has_text="Emin Orujov").drag_to(lines.filter(has_text="Rauf Samadov"))
    expect(lines.first).to_contain_text("Emin Orujov")
    assert order() == ["Emin", "Rauf", "Leyla"]
    lines.filter(has_text="Emin Orujov").drag_to(lines.filter(has_text="Leyla Karimli"))
    expect(lines.last).to_contain_text("Emin Orujov")
    assert order() == ["Rauf", "Leyla", "Emin"]
