"""What scripts add to pages that work without them: lists and hints at once, typing that is kept, keys."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.models import Charge
from tests import factories
from tracker.models import SignInLink, UnfinishedForm

pytestmark = pytest.mark.django_db(transaction=True)

STAYED = "window.stayed = true"


def has_stayed(page: Page) -> bool:
    """Whether the page is still the one on which `STAYED` was run, not loaded anew."""
    return page.evaluate("window.stayed === true")


@pytest.fixture
def people(publish_case):
    return [
        publish_case(person=factories.make_person(name), detentions=[{"began": "2023-01", "facility": facility}])
        for name, facility in (
            ("Rauf Samadov", factories.make_facility("facility-b", "Facility B")),
            ("Leyla Karimli", factories.make_facility("facility-c", "Facility C")),
        )
    ]


def test_list_follows_what_is_typed_and_the_way_back(scripted, advocate, people):
    page = scripted(advocate)
    page.goto("/cases/")
    page.evaluate(STAYED)
    page.locator("#q").press_sequentially("Karimli")
    expect(page.locator("#results")).not_to_contain_text("Samadov")
    expect(page.locator("#found")).to_contain_text("1 case")
    expect(page.locator("#announced")).to_contain_text("1 case")
    assert page.url.endswith("/cases/?q=Karimli&certainty=possible")
    # The box that is typed in is left alone.
    expect(page.locator("#q")).to_be_focused()
    page.locator("#q").fill("")
    expect(page.locator("#results")).to_contain_text("Samadov")
    assert has_stayed(page)
    page.go_back()
    expect(page.locator("#results")).not_to_contain_text("Samadov")


def test_list_follows_a_facet_and_the_way_back(scripted, advocate, people):
    page = scripted(advocate)
    page.goto("/cases/")
    page.evaluate(STAYED)
    page.locator("#facility-facility-b").click()
    expect(page.locator("#results")).not_to_contain_text("Karimli")
    expect(page.locator("#facility-facility-b")).to_be_focused()
    expect(page.locator("select[name=facility]").first).to_have_value("facility-b")
    assert has_stayed(page)
    page.go_back()
    expect(page.locator("#results")).to_contain_text("Karimli")


def test_fault_of_a_filter_is_said_beside_the_list(scripted, advocate, people):
    page = scripted(advocate)
    page.goto("/cases/?deadline_within=5")
    page.evaluate(STAYED)
    page.get_by_label("Deadline within", exact=False).fill("-3")
    expect(page.locator("#filter-problems")).to_contain_text("This can't be looked for as it stands")
    assert page.locator("#results").inner_text() == ""
    assert has_stayed(page)


def test_list_of_an_ended_session_leads_to_sign_in(scripted, advocate, people):
    page = scripted(advocate)
    page.goto("/cases/")
    page.context.clear_cookies()
    page.locator("#q").press_sequentially("Karimli")
    page.wait_for_url("**/sign-in/?next=/cases/%3Fq%3DKarimli%26certainty%3Dpossible")


def test_look_alikes_and_dates_answer_while_typing(scripted, researcher, people):
    page = scripted(researcher)
    page.goto("/cases/new/")
    page.get_by_label("Name", exact=True).press_sequentially("Rauf Səmədov")
    alike = page.get_by_role("group", name="Is it one of these people?")
    expect(alike).to_contain_text("This person: Rauf Samadov")
    expect(alike).to_contain_text("1 case")
    alike.get_by_label("A different person").check()
    page.get_by_label("Born", exact=True).press_sequentially("about 1970")
    expect(page.get_by_text("understood as: about 1970")).to_be_visible()
    expect(alike.get_by_label("A different person")).to_be_checked()
    page.get_by_label("Born", exact=True).fill("some day")
    expect(page.locator(".reading .problem")).to_be_visible()


def test_typing_is_there_after_the_page_was_closed(scripted, researcher, people):
    page = scripted(researcher)
    page.goto(f"/cases/{people[0].ref}/add/charge/")
    page.get_by_label("Text (needed)").press_sequentially("drug offences")
    expect(page.locator(".kept")).to_contain_text("Kept, not saved yet")
    # The last words are younger than the pause after which they would be kept.
    page.get_by_label("Exact words").press_sequentially("he had none")
    page.close(run_before_unload=False)
    back = scripted(researcher)
    for _ in range(50):
        if "he had none" in UnfinishedForm.objects.get().typed:
            break
        back.wait_for_timeout(100)
    back.goto(f"/cases/{people[0].ref}/add/charge/")
    back.get_by_role("link", name="Take it up").click()
    expect(back.get_by_label("Text (needed)")).to_have_value("drug offences")
    expect(back.get_by_label("Exact words")).to_have_value("he had none")
    back.get_by_label("Kind of the new source").select_option("post")
    back.get_by_label("Title of the new source").fill("A post of a friend")
    back.get_by_role("button", name="Save", exact=True).click()
    expect(back.get_by_role("status").first).to_contain_text("Saved")
    assert Charge.objects.filter(case=people[0]).count() == 1
    back.goto(f"/cases/{people[0].ref}/add/charge/")
    expect(back.get_by_text("You left this form unfinished")).to_have_count(0)


@pytest.mark.parametrize("opened", ["scripted", "visit"])
def test_typing_is_there_after_the_session_ended(request, researcher, people, opened):
    page = request.getfixturevalue(opened)(researcher)
    page.goto(f"/cases/{people[0].ref}/add/charge/")
    page.get_by_label("Text (needed)").fill("drug offences")
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("What you typed is kept")
    researcher.set_password("a long pass phrase")
    researcher.save()
    page.get_by_label("Sign-in name").fill("researcher")
    page.get_by_label("Password").fill("a long pass phrase")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Text (needed)")).to_have_value("drug offences")
    assert Charge.objects.filter(case=people[0]).count() == 0


def test_line_that_drops_is_said_and_nothing_is_lost(scripted, researcher):
    page = scripted(researcher)
    page.goto("/cases/new/")
    page.route("**/unfinished/keep/", lambda route: route.abort())
    page.get_by_label("Title").press_sequentially("a case")
    expect(page.locator(".kept")).to_contain_text("Not kept: this site can't be reached")
    page.unroute("**/unfinished/keep/")
    page.get_by_label("Title").press_sequentially(" of many")
    expect(page.locator(".kept")).to_contain_text("Kept, not saved yet")
    assert '"title": ["a case of many"]' in UnfinishedForm.objects.get().typed


def test_keys_lead_where_their_list_says(scripted, researcher):
    page = scripted(researcher)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/cases/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("n?/")
    expect(page.locator("#q")).to_have_value("n?/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto("/deadlines/")
    page.keyboard.press("/")
    page.wait_for_url("**/cases/#q")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Tab")
    page.goto("/deadlines/")
    page.keyboard.press("n")
    page.wait_for_url("**/cases/new/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_scripts_have_put_in(live_server, browser, researcher, people, scheme):
    context = browser.new_context(base_url=live_server.url, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(SignInLink.objects.issue(researcher, reusable=True))
    page.goto("/cases/new/")
    page.get_by_label("Name", exact=True).press_sequentially("Rauf Samadov")
    expect(page.get_by_text("This person:")).to_be_visible()
    page.get_by_label("Born", exact=True).fill("some day")
    expect(page.locator(".reading .problem")).to_be_visible()
    expect(page.locator(".kept")).to_contain_text("Kept")
    faults = Axe().run(page).response["violations"]
    page.goto("/cases/new/")
    expect(page.get_by_text("You left this form unfinished")).to_be_visible()
    faults += Axe().run(page).response["violations"]
    page.goto("/drafts/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    faults += Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []


def test_return_key_in_a_box_that_offers_names_sends_nothing(scripted, researcher, people):
    page = scripted(researcher)
    page.goto(f"/cases/{people[0].ref}/add/detention/")
    page.evaluate(STAYED)
    page.get_by_label("Facility", exact=True).press_sequentially("Facil")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Facility", exact=True)).to_have_value("Facil")
    assert has_stayed(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_saved_is_said_where_the_page_leads(scripted, researcher, people, width):
    page = scripted(researcher)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"/cases/{people[0].ref}/add/charge/")
    page.get_by_label("Text (needed)").fill("insult")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/cases/{people[0].ref}/#charge-{Charge.objects.get().pk}")
    said, record = page.locator(".messages"), page.locator(":target")
    expect(said).to_contain_text("Saved: charge.")
    expect(said).to_be_in_viewport(ratio=1)
    expect(record).to_be_in_viewport()
    assert said.bounding_box()["y"] + said.bounding_box()["height"] <= record.bounding_box()["y"] + 1
