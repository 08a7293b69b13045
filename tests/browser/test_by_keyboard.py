"""A case from entry to partners by the keyboard alone: no mouse, no address typed but the first."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TABS = 150


def go_to(page: Page, name: str, role: str = "") -> None:
    """Tabs until what has this name (its label's, or what it says) has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        said = page.evaluate(
            """() => { const e = document.activeElement; const label = e.labels?.[0] ?? e;
                return [e.tagName, label.textContent.replace(/\\s+/g, " ").trim(), e.value ?? ""]; }"""
        )
        if re.fullmatch(name, said[1]) and (not role or said[0] == role):
            return
    raise AssertionError(f"{name} was not reached by Tab on {page.url}")


def write(page: Page, name: str, text: str) -> None:
    go_to(page, name)
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    """Enter on the link or button of that name, and the page that follows."""
    go_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("#form-problems").count() == 0, page.locator("#form-problems").inner_text()


def test_a_case_goes_from_entry_to_partners_by_keyboard(scripted, researcher, reviewer, partner):
    factories.make_facility("facility-b", "Facility B")
    page = scripted(researcher)
    page.keyboard.press("n")
    page.wait_for_url("**/cases/new/")
    write(page, r"Name the main one.*|Name", "Rauf Samadov")
    write(page, r"Who sees the name \(needed\)", "partner")
    press(page, "Open the case")
    ref = re.search(r"/cases/(\w+)/", page.url)[1]

    go_to(page, "Add a record")
    page.keyboard.press("Enter")
    press(page, "Detention")
    write(page, "Facility", "Facility B")
    page.keyboard.press("Escape")
    write(page, "Began", "before 26 Sep 2023")
    expect(page.get_by_text("understood as: on or before 25 September 2023")).to_be_visible()
    write(page, "Kind of the new source", "post")
    write(page, "Title of the new source", "A post of a friend")
    write(page, "Exact words", "he was taken to Facility B")
    press(page, "Save")

    press(page, "Note a consent")
    write(page, r"For whom \(needed\)", "partner")
    go_to(page, "name", "INPUT")
    page.keyboard.press("Space")
    write(page, r"Basis \(needed\)", "given by the person")
    go_to(page, r"Given on \(needed\)")
    page.keyboard.type("05012026")
    press(page, "Note the consent")

    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/cases/")
    press(page, "Rauf Samadov")
    press(page, "Send to review")

    review = scripted(reviewer)
    press(review, "Review")
    press(review, "Rauf Samadov .*")
    press(review, "Approve")
    press(review, "Publish to partners for the first time.*")

    [found] = partner.json("cases/", facility="facility-b")["results"]
    assert (found["ref"], found["person"]["name"]) == (ref, "Rauf Samadov")
