"""A case as people work on it in a browser, with scripts and without: entered, sent to review, refused, mended, published, read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def save(page: Page, button: str = "Save") -> None:
    """Presses the button of the form, and sees that nothing was refused."""
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    refused = page.locator("#form-problems")
    assert refused.count() == 0, refused.inner_text()


def cite(page: Page, title: str, quote: str) -> None:
    page.get_by_label("Kind of the new source").select_option("post")
    page.get_by_label("Title of the new source").fill(title)
    page.get_by_label("Exact words").fill(quote)


@pytest.fixture(params=["visit", "scripted"])
def opened(request):
    """A page of a user, without scripts and with them."""
    return request.getfixturevalue(request.param)


def test_a_case_goes_from_entry_to_partners(opened, researcher, reviewer, partner):
    factories.make_facility("facility-b", "Facility B")
    factories.make_article("233")
    page = opened(researcher)

    page.get_by_role("link", name="New case").click()
    page.get_by_label("Name", exact=True).fill("Rauf Samadov")
    page.get_by_label("Other spellings").fill("Rauf Səmədov\nРауф Самедов")
    page.get_by_label("Who sees the name (needed)").select_option(label="partner")
    save(page, "Open the case")
    case = page.url
    ref = re.search(r"/cases/(\w+)/", case)[1]

    page.goto(f"{case}add/detention/")
    page.get_by_label("Facility", exact=True).fill("Facility B")
    page.get_by_label("Began", exact=True).fill("before 26 Sep 2023")
    page.get_by_label("Custody type (needed)").select_option("pretrial_remand")
    cite(page, "A post of a friend", "he was taken to Facility B")
    save(page)
    # As the words were understood.
    assert "on or before 25 September 2023" in page.get_by_role("main").inner_text()

    page.goto(f"{case}add/charge/")
    page.get_by_label("Text (needed)").fill("drug offences")
    page.get_by_label("Articles", exact=True).fill("234.4.3")
    page.get_by_label("If one is not known, or its code: add it").check()
    cite(page, "A talk with the lawyer", "under Article 234.4.3")
    save(page)

    page.goto(f"{case}add/healthnote/")
    page.get_by_label("Category (needed)").select_option(index=1)
    page.get_by_label("Condition").fill("needs insulin")
    cite(page, "A call of the family", "he has diabetes")
    save(page)

    page.goto(case)
    save(page, "Send to review")

    review = opened(reviewer)
    review.get_by_role("navigation", name="Site").get_by_role("link", name="Review").click()
    review.get_by_role("link", name="Rauf Samadov").click()
    refused = review.get_by_role("main").inner_text()
    assert "consent" in refused.lower()
    save(review, "Approve")
    assert review.get_by_role("button", name=re.compile("Publish to partners for the first time")).count() == 0

    page.goto(case)
    page.get_by_role("link", name="Note a consent").click()
    page.get_by_label("For whom (needed)").select_option(label="partner")
    page.get_by_label("name", exact=True).check()
    page.get_by_label("Basis (needed)").select_option("person")
    page.get_by_label("Given on (needed)").fill("2026-01-05")
    save(page, "Note the consent")
    page.goto(case)
    save(page, "Send to review")

    review.goto(f"/cases/{ref}/review/")
    save(review, "Approve")
    review.get_by_role("button", name=re.compile("Publish to partners for the first time")).click()

    [found] = partner.json("cases/", facility="facility-b", article="234")["results"]
    assert (found["ref"], found["person"]["name"]) == (ref, "Rauf Samadov")
    assert found["detentions"][0]["began"] == "../2023-09-25"
    [change] = partner.json("changes/")["results"]
    assert (change["ref"], change["kind"]) == (ref, "published")
    assert "health_notes" not in change["case"]
    assert "insulin" not in str(change)
