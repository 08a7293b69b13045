"""The work list: what waits for whom, how much of it, and what an empty one says."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, CaseMember, Sentence, Statement
from cases.publishing import approve, return_case, send_to_review
from tests import factories
from tests.cases.test_review_pages import words

pytestmark = pytest.mark.django_db


def make(by, name: str, **what) -> Case:
    return factories.make_case(by=by, person=factories.make_person(name), **what)


def panel(page: str, title: str, link: str) -> str:
    """What stands between a panel's title and its link."""
    return page.partition(title)[2].partition(link)[0]


def test_researcher_finds_drafts_with_what_they_lack_and_not_those_of_others(researcher, editor, signed_in):
    make(researcher, "Leyla Karimli")
    make(editor, "Kamran Huseynli")
    sent = make(researcher, "Rauf Samadov")
    send_to_review(case=sent, by=researcher)
    page = words(signed_in(researcher).get("/"))
    drafts = panel(page, "Your drafts", "All your drafts")
    assert drafts.startswith(
        " (1) Leyla Karimli lacks authority, place of detention, charge, article, court, term, lawyer"
    )
    assert "Huseynli" not in drafts
    assert "Samadov" not in drafts
    assert "Waiting for review" not in page


def test_case_sent_back_stands_with_its_comment_until_it_is_sent_again(researcher, reviewer, signed_in):
    case = make(researcher, "Leyla Karimli")
    send_to_review(case=case, by=researcher)
    return_case(case=case, by=reviewer, comment="Which court?")
    client = signed_in(researcher)
    page = words(client.get("/"))
    back = panel(page, "Sent back to you", "All your drafts")
    assert back.startswith(" (1) Leyla Karimli")
    assert back.endswith("Which court? ")
    assert "Your drafts (0) You have no draft." in page
    assert "Which court?" in words(client.get("/drafts/"))
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    assert "Which court?" in words(client.get("/"))
    send_to_review(case=case, by=researcher)
    assert "Which court?" not in words(client.get("/"))


def test_case_approved_and_edited_again_is_a_draft_without_the_old_comment(researcher, reviewer, signed_in):
    case = make(researcher, "Leyla Karimli")
    send_to_review(case=case, by=researcher)
    return_case(case=case, by=reviewer, comment="Which court?")
    approve(case=case, by=reviewer)
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    page = words(signed_in(researcher).get("/"))
    assert "Which court?" not in page
    assert "Your drafts (1) Leyla Karimli" in page


def test_reviewer_finds_what_waits_oldest_first_and_five_of_seven(researcher, reviewer, signed_in, time_machine_at):
    for number in range(7):
        with time_machine_at(f"2026-01-0{7 - number}"):
            send_to_review(case=make(researcher, f"Number{number} Aliyev"), by=researcher)
    with time_machine_at("2026-02-01"):
        waiting = panel(words(signed_in(reviewer).get("/")), "Waiting for review", "All that wait")
    assert waiting.startswith(" (7) Number6 Aliyev sent 1 January 2026")
    assert re.findall(r"Number\d", waiting) == ["Number6", "Number5", "Number4", "Number3", "Number2"]


def test_deadlines_of_seven_days_and_silent_cases_are_counted(researcher, advocate, signed_in, time_machine_at):
    case = make(researcher, "Leyla Karimli", detentions=[{"began": "2026-01-20", "custody_type": "house_arrest"}])
    factories.add(
        case,
        Sentence,
        by=researcher,
        kind="administrative_arrest",
        term_days=30,
        imposed="2026-01-20",
        starts="2026-01-20",
    )
    make(researcher, "Rauf Samadov", detentions=[{"began": "2025-11-01"}])
    client = signed_in(advocate)
    with time_machine_at("2026-02-15"):
        page = words(client.get("/"))
    soon = panel(page, "Deadlines in 7 days", "All deadlines")
    assert soon.startswith(" (1) Leyla Karimli")
    silent = panel(page, "No news for 60 days", "All without news")
    assert silent.startswith(" (1) Rauf Samadov last news 106 days old · lacks authority")
    assert "Your drafts" not in page
    assert '"/cases/?silent_for=60"' in client.get("/").content.decode()


def test_empty_work_list_says_what_to_do(reviewer, signed_in):
    page = words(signed_in(reviewer).get("/"))
    for said in (
        "Nothing was sent back.",
        "A case that you lead or edit stands here until it is sent to review.",
        "Researchers send one from its page.",
        "No deadline falls in the next 7 days.",
        "Every case has news of the last 60 days.",
    ):
        assert said in page


def test_members_case_stands_on_no_work_list_but_its_members(researcher, reviewer, signed_in):
    case = make(researcher, "Leyla Karimli", access="members", detentions=[{"began": "2020-01-01"}])
    send_to_review(case=case, by=researcher)
    assert "Karimli" not in words(signed_in(researcher).get("/"))
    assert "Karimli" not in words(signed_in(reviewer).get("/"))
    CaseMember.objects.create(case=case, user=reviewer)
    assert "(1) Leyla Karimli" in words(signed_in(reviewer).get("/"))


def test_work_list_queue_and_drafts_cost_the_same_for_one_and_for_eight(researcher, reviewer, signed_in):
    client = signed_in(reviewer)

    def cost() -> dict[str, int]:
        found = {}
        for path in ("/", "/review/", "/drafts/"):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            found[path] = len(captured)
        return found

    def more(number: int) -> None:
        for _ in range(number):
            send_to_review(case=factories.make_case(by=researcher), by=researcher)
            factories.make_case(by=reviewer)
            back = factories.make_case(by=reviewer)
            send_to_review(case=back, by=researcher)
            return_case(case=back, by=reviewer, comment="Which court?")

    more(1)
    few = cost()
    more(7)
    assert cost() == few
    assert few["/"] <= 12
