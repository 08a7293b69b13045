"""The site's own pages and what holds for all: what each role finds, what must not be there, how it is said."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from django.test import Client

from cases.models import Case
from reports.choices import IssueState
from tests import factories
from tests.reading import SignIn, make_issue, text_of
from tracker.models import SignInLink, User

# Home


def test_home_for_a_visitor_offers_bulletins_api_and_signing_in_and_shows_no_case(
    visitor: Client, samadov: Case
) -> None:
    page = visitor.get("/")
    assert "Public bulletins" in text_of(page)
    assert 'href="/api/v1/docs/"' in page.content.decode()
    assert 'href="/sign-in/"' in page.content.decode()
    assert "No public bulletin has been issued yet." in text_of(page)
    assert 'href="/cases/' not in page.content.decode()
    assert "in custody" not in text_of(page).lower()


def test_home_for_an_advocate_names_the_role_and_counts_by_status(
    signed_in: SignIn, advocate: User, samadov: Case
) -> None:
    page = signed_in(advocate).get("/")
    said = text_of(page)
    assert "Hello, Advocate" in said
    assert "Your role: advocate" in said
    assert "read team documents, filter and export them" in said
    assert "publish and withdraw" not in said
    assert "1 case In custody, under investigation 1 as of" in said


def test_home_for_an_admin_shows_no_case_and_leads_to_the_accounts(
    signed_in: SignIn, admin: User, samadov: Case
) -> None:
    page = signed_in(admin).get("/")
    assert "manage accounts, roles, tokens and settings" in text_of(page)
    assert 'href="/admin/"' in page.content.decode()
    assert 'href="/cases/' not in page.content.decode()
    assert "In custody" not in text_of(page)


def test_home_counts_a_members_only_case_for_its_members_alone(
    signed_in: SignIn, researcher: User, advocate: User
) -> None:
    case = factories.make_case(by=researcher, access="members")
    case.memberships.create(user=researcher)
    assert "1 case" in text_of(signed_in(researcher).get("/"))
    assert "0 cases No case has been entered yet that you may see." in text_of(signed_in(advocate).get("/"))


def test_home_lists_drafts_for_editors_only(signed_in: SignIn, editor: User, advocate: User, visitor: Client) -> None:
    make_issue()
    make_issue(state=IssueState.DRAFT, dated="2023-10-03")
    assert "3 October 2023 · Digest draft" in text_of(signed_in(editor).get("/"))
    for reader in (signed_in(advocate), visitor):
        assert "26 September 2023 · Digest" in text_of(reader.get("/"))
        assert "3 October 2023" not in text_of(reader.get("/"))


# Signing in


def test_sign_in_with_a_wrong_password_says_so_beside_the_fields(visitor: Client, advocate: User) -> None:
    page = visitor.post("/sign-in/", {"username": "advocate", "password": "wrong"})
    assert "Please enter a correct" in text_of(page)
    assert page.content.decode().count('aria-describedby="sign-in-problem"') == 2
    assert 'value="advocate"' in page.content.decode()


def test_sign_in_leads_back_to_the_page_asked_for(visitor: Client, advocate: User) -> None:
    advocate.set_password("a long enough password")
    advocate.save()
    asked = visitor.get("/cases/?status=serving")
    assert asked["Location"] == "/sign-in/?next=/cases/%3Fstatus%3Dserving"
    page = visitor.get(asked["Location"])
    assert "This page is for people who are signed in." in text_of(page)
    form = {"username": "advocate", "password": "a long enough password", "next": "/cases/?status=serving"}
    assert visitor.post("/sign-in/", form)["Location"] == "/cases/?status=serving"


def test_sign_in_link_used_twice_says_what_to_do(visitor: Client, advocate: User) -> None:
    link = SignInLink.objects.issue(advocate)
    SignInLink.objects.redeem(link.split("/")[2])
    page = Client().get(link)
    assert page.status_code == 410
    assert "ask an administrator of this site for a new one" in text_of(page)


def test_header_offers_signing_out_as_a_form(signed_in: SignIn, advocate: User) -> None:
    page = signed_in(advocate).get("/").content.decode()
    assert '<form method="post" action="/sign-out/">' in page
    assert "csrfmiddlewaretoken" in page


def test_every_page_says_so_when_four_eyes_are_off(signed_in: SignIn, advocate: User, settings: Any) -> None:
    said = "The second pair of eyes is switched off"
    assert said not in text_of(signed_in(advocate).get("/cases/"))
    settings.FOUR_EYES = False
    for path in ("/", "/cases/", "/bulletins/"):
        assert said in text_of(signed_in(advocate).get(path))


# All pages


def test_pages_hold_no_inline_style_or_script_and_one_heading_of_the_first_rank(
    signed_in: SignIn, reviewer: User, samadov: Case
) -> None:
    make_issue()
    client = signed_in(reviewer)
    case = f"/cases/{samadov.ref}/"
    for path in (
        "/",
        "/cases/",
        case,
        f"{case}restricted/",
        "/bulletins/",
        "/bulletins/digest/2023-09-26/",
        "/nothing",
    ):
        answer = client.get(path)
        page = answer.content.decode()
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert not re.search(r"<script(?! src=\"/static/)", page), path
        assert not re.search(r"\son[a-z]+=", page), path
        assert page.count("<h1") == 1, path
        assert '<main id="main"' in page, path
        assert 'class="skip" href="#main"' in page, path


def test_headings_of_a_case_do_not_skip_a_rank(signed_in: SignIn, reviewer: User, samadov: Case) -> None:
    page = signed_in(reviewer).get(f"/cases/{samadov.ref}/").content.decode()
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", page)]
    assert ranks[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(ranks))


def test_an_address_that_is_none_says_so_and_repeats_nothing(visitor: Client, db: None) -> None:
    answer = visitor.get("/rauf-samadov/")
    assert answer.status_code == 404
    assert "There is nothing here" in text_of(answer)
    assert "samadov" not in text_of(answer)
