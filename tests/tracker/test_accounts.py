"""Invitations, new links, closing and reopening."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.reading import text_of
from tests.tracker.codes import PASSWORD, code, give_password, is_in, set_up
from tests.tracker.test_signing_in import _quick_passwords, clock, make_user  # noqa: F401  fixtures
from tracker.models import ApiToken, SignInLink, User
from tracker.permissions import Role

SignIn = Callable[[User], Client]
CHOSEN = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def office(admin: User, signed_in: SignIn) -> Client:
    """An admin's browser."""
    return signed_in(admin)


def link_on(page: Any) -> str:
    """The path of the link that a page shows."""
    return re.findall(r"<code>http://127\.0\.0\.1:8000(/sign-in/[\w-]+/)</code>", page.content.decode())[0]


def invite(office: Client, name: str = "aysel") -> str:
    return link_on(office.post("/accounts/new/", {"username": name, "display_name": "", "role": "researcher"}))


# Links


def test_looking_at_a_link_does_not_use_it_up(office: Client) -> None:
    link = invite(office)
    for method in ("GET", "HEAD", "GET"):
        answer = Client().generic(method, link)
        assert answer.status_code == 200
        assert "sessionid" not in answer.cookies
    page = text_of(Client().get(link))
    assert "Sign in as aysel" in page
    assert "your role researcher" in page
    assert Client().post(link, CHOSEN).status_code == 302


def test_link_sets_a_password_and_signs_in_once(office: Client) -> None:
    link = invite(office)
    client = Client()
    assert client.post(link, CHOSEN)["Location"] == "/"
    assert is_in(client)
    assert [Client().get(link).status_code, Client().post(link, CHOSEN).status_code] == [410, 410]
    assert is_in(give_password(Client(), "aysel"))


def test_link_is_not_used_up_by_a_password_that_is_refused(office: Client) -> None:
    link = invite(office)
    client = Client()
    page = client.post(link, {"new_password1": "short", "new_password2": "short"})
    assert page.status_code == 422
    assert "This password is too short." in text_of(page)
    page = client.post(link, {"new_password1": PASSWORD, "new_password2": "another"})
    assert "The two password fields didn’t match." in text_of(page)
    assert not is_in(client)
    assert client.post(link, CHOSEN).status_code == 302


def test_link_runs_out_after_three_days(office: Client, time_machine_at: Any) -> None:
    with time_machine_at("2026-06-01"):
        link = SignInLink.objects.issue(make_user("leyla"))
    with time_machine_at("2026-06-03"):
        assert Client().get(link).status_code == 200
    with time_machine_at("2026-06-04"):
        assert Client().get(link).status_code == 410
        assert Client().post(link, CHOSEN).status_code == 410


def test_newcomer_in_production_is_led_on_to_the_second_factor(office: Client, settings: Any) -> None:
    link = invite(office)
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    client.post(link, CHOSEN)
    assert client.get("/")["Location"] == "/account/second-factor/"
    set_up(client)
    assert client.get("/").status_code == 200


def test_new_link_takes_the_place_of_the_old_and_the_second_factor_is_still_asked(office: Client, clock: Any) -> None:  # noqa: F811
    user = make_user("aysel")
    secret, _ = set_up(give_password(Client(), "aysel"))
    clock.shift(60)
    first, second = (link_on(office.post(f"/accounts/{user.pk}/link/")) for _ in range(2))
    assert Client().get(first).status_code == 410
    client = Client()
    new = {"new_password1": "five other invented words", "new_password2": "five other invented words"}
    assert client.post(second, new)["Location"] == "/sign-in/code/"
    assert not is_in(client)
    client.post("/sign-in/code/", {"code": code(secret)})
    assert is_in(client)
    assert User.objects.get(pk=user.pk).check_password("five other invented words")


def test_link_opened_by_somebody_signed_in_signs_in_its_owner(office: Client) -> None:
    link = invite(office)
    office.post(link, CHOSEN)
    assert "Sign-in name aysel" in text_of(office.get("/account/"))


# The admin's page


def test_list_says_of_each_account_what_an_admin_needs_to_know(office: Client, clock: Any) -> None:  # noqa: F811
    make_user("leyla", Role.EDITOR)
    set_up(give_password(Client(), "leyla"))
    invite(office)
    said = text_of(office.get("/accounts/"))
    assert "leyla leyla editor 1 Jun 2026, 12:00 yes open" in said
    assert "aysel aysel researcher never no open, link until 4 Jun, 12:00" in said
    assert "aysel invited as researcher 1 June 2026, 12:00 · Admin" in said


def test_invitation_names_what_is_wrong_and_keeps_what_was_typed(office: Client) -> None:
    page = office.post("/accounts/new/", {"username": "ADMIN", "display_name": "Aysel M.", "role": ""})
    assert page.status_code == 422
    assert "Somebody has this name already, perhaps spelt with other capitals." in text_of(page)
    assert 'value="Aysel M."' in page.content.decode()
    assert 'value="partner"' not in page.content.decode()
    assert User.objects.count() == 1


def test_link_is_shown_once_and_its_page_is_kept_by_no_browser(office: Client) -> None:
    page = office.post("/accounts/new/", {"username": "aysel", "display_name": "", "role": "researcher"})
    assert "no-store" in page["Cache-Control"]
    link = link_on(page)
    assert link not in office.get("/accounts/").content.decode()


def test_closed_account_is_out_at_once_and_in_again_when_reopened(office: Client, clock: Any) -> None:  # noqa: F811
    user = make_user("aysel")
    client, link = give_password(Client(), "aysel"), SignInLink.objects.issue(user)
    assert "They are signed out at once" in text_of(office.get(f"/accounts/{user.pk}/close/"))
    assert is_in(client)
    assert office.post(f"/accounts/{user.pk}/close/")["Location"] == "/accounts/"
    assert not is_in(client)
    assert not is_in(give_password(Client(), "aysel"))
    assert Client().get(link).status_code == 410
    assert "The account of aysel is closed." in text_of(office.get("/accounts/"))
    office.post(f"/accounts/{user.pk}/reopen/")
    assert not is_in(client)
    assert Client().get(link).status_code == 410
    assert is_in(give_password(Client(), "aysel"))
    assert "aysel reopened 1 June 2026, 12:00 · Admin aysel closed 1 June 2026" in text_of(office.get("/accounts/"))


def test_token_of_a_closed_account_reads_nothing(office: Client) -> None:
    holder = User.objects.create_user("organisation", role=Role.PARTNER)
    token = ApiToken.objects.create(holder)[1]
    client = Client(headers={"Authorization": f"Bearer {token}"})
    assert client.get("/api/v1/cases/").status_code == 200
    office.post(f"/accounts/{holder.pk}/close/")
    assert client.get("/api/v1/cases/").status_code == 401


def test_removed_second_factor_ends_sessions_and_password_until_a_new_link(office: Client, clock: Any) -> None:  # noqa: F811
    user = make_user("aysel")
    client = give_password(Client(), "aysel")
    set_up(client)
    office.post(f"/accounts/{user.pk}/second-factor/")
    assert not is_in(client)
    assert not is_in(give_password(Client(), "aysel"))
    link = link_on(office.post(f"/accounts/{user.pk}/link/"))
    newcomer = Client()
    assert newcomer.post(link, CHOSEN)["Location"] == "/"
    assert is_in(newcomer)
    assert "aysel second factor removed" in text_of(office.get("/accounts/"))


def test_what_can_not_be_done_to_an_account_is_not_there(office: Client, admin: User) -> None:
    user = make_user("aysel")
    paths = [f"/accounts/{admin.pk}/close/", f"/accounts/{user.pk}/reopen/", f"/accounts/{user.pk}/second-factor/"]
    for path in [*paths, f"/accounts/{admin.pk}/link/", f"/accounts/{user.pk}/delete/", "/accounts/0/link/"]:
        assert (office.get(path).status_code, office.post(path).status_code) == (404, 404), path
    assert User.objects.filter(is_active=True).count() == 2


def test_accounts_are_for_admins(signed_in: SignIn, reviewer: User, visitor: Client) -> None:
    reader = signed_in(reviewer)
    for path in ("/accounts/", "/accounts/new/", f"/accounts/{reviewer.pk}/link/"):
        assert (reader.get(path).status_code, reader.post(path).status_code) in ((403, 403), (403, 405)), path
        assert visitor.get(path)["Location"].startswith("/sign-in/?next=/accounts/")
    assert 'href="/accounts/"' not in reader.get("/").content.decode()


def test_admin_pages_delete_no_account_and_show_no_second_factor(office: Client) -> None:
    user = make_user("aysel")
    assert office.get(f"/admin/tracker/user/{user.pk}/delete/").status_code == 403
    assert office.get(f"/admin/tracker/user/{user.pk}/change/").status_code == 200
    assert [office.get(f"/admin/{app}/").status_code for app in ("mfa", "usersessions", "account")] == [404, 404, 404]


def test_role_is_changed_with_a_line_and_by_nobody_for_themselves(office: Client, admin: User) -> None:
    user = make_user("aysel")
    client = give_password(Client(), "aysel")
    refused = office.post(f"/accounts/{user.pk}/role/", {"role": "partner"})
    assert (refused.status_code, "not one of the available choices" in text_of(refused)) == (422, True)
    assert office.post(f"/accounts/{user.pk}/role/", {"role": "editor"})["Location"] == "/accounts/"
    user.refresh_from_db()
    assert (user.role, is_in(client)) == ("editor", False)
    assert "aysel made editor" in text_of(office.get("/accounts/"))
    assert office.get(f"/accounts/{admin.pk}/role/").status_code == 404


def test_admin_with_a_password_is_asked_for_it_before_an_account_is_changed(db: None, clock: Any) -> None:  # noqa: F811
    user = make_user("aysel")
    client = give_password(Client(), make_user("gunay", Role.ADMIN).username)
    clock.shift(3600)
    for path in (f"/accounts/{user.pk}/link/", "/accounts/new/"):
        assert client.get(path)["Location"].startswith("/account/confirm/")
        assert client.post(path, {})["Location"].startswith("/account/confirm/")
    assert client.get("/accounts/").status_code == 200


def test_single_keys_are_switched_off_in_a_browser_and_on_again(researcher, signed_in):
    browser = signed_in(researcher)
    assert b'<dialog id="keys"' in browser.get("/cases/").content
    assert browser.post("/account/keys/", {"keys": "off"})["Location"] == "/account/"
    assert b'<dialog id="keys"' not in browser.get("/cases/").content
    page = browser.get("/account/").content.decode()
    assert "Off in this browser: no single key does anything." in page
    browser.post("/account/keys/", {"keys": "on"})
    assert b'<dialog id="keys"' in browser.get("/cases/").content
    assert b'<dialog id="keys"' in signed_in(researcher).get("/cases/").content
