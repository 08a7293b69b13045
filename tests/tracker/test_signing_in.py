"""Passwords, codes, limits and sessions, as the browser meets them."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.reading import text_of
from tests.tracker.codes import PASSWORD, code, codes_on, give_password, is_in, set_up
from tracker.models import User
from tracker.permissions import Role

NOON = "2026-06-01T12:00:00+00:00"
TOO_MANY = "There were too many wrong passwords or codes for this name."
WRONG_CODE = "This code is wrong, too old, or was used already."
SHOWS_RECOVERY_CODES = 10


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def make_user(name: str, role: str = Role.RESEARCHER) -> User:
    user = User.objects.create_user(name, role=role)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def aysel(db: None) -> User:
    return make_user("aysel")


@pytest.fixture
def guarded(aysel: User, clock: Any) -> tuple[str, list[str]]:
    """Aysel's account with a second factor, half a minute later: its key and the recovery codes."""
    made = set_up(give_password(Client(), "aysel"))
    clock.shift(60)
    return made


# Second factor


def test_password_alone_signs_in_while_there_is_no_second_factor(aysel: User) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"username": "aysel", "password": PASSWORD, "next": "/cases/"})
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    assert "You are signed in as aysel." in text_of(client.get("/cases/"))


def test_password_and_code_sign_in_and_lead_to_the_page_asked_for(guarded: Any) -> None:
    client = Client()
    asked = client.post("/sign-in/", {"username": "aysel", "password": PASSWORD, "next": "/cases/"})
    assert asked["Location"] == "/sign-in/code/"
    assert not is_in(client)
    assert "Type the six digits" in text_of(client.get("/sign-in/code/"))
    answer = client.post("/sign-in/code/", {"code": code(guarded[0])})
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")
    assert is_in(client)


def test_wrong_code_signs_nobody_in_and_says_so_beside_the_field(guarded: Any) -> None:
    client = give_password(Client(), "aysel")
    wrong = f"{(int(code(guarded[0])) + 1) % 1_000_000:06}"
    page = client.post("/sign-in/code/", {"code": wrong})
    assert WRONG_CODE in text_of(page)
    assert 'id="id_code_error"' in page.content.decode()
    assert not is_in(client)


def test_code_is_asked_for_only_after_the_password(guarded: Any) -> None:
    client = Client()
    answer = client.post("/sign-in/code/", {"code": code(guarded[0])})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert not is_in(client)


def test_code_signs_in_once(guarded: Any) -> None:
    used = code(guarded[0])
    first, second = (give_password(Client(), "aysel") for _ in range(2))
    first.post("/sign-in/code/", {"code": used})
    page = second.post("/sign-in/code/", {"code": used})
    assert WRONG_CODE in text_of(page)
    assert (is_in(first), is_in(second)) == (True, False)


def test_code_that_set_the_second_factor_up_signs_nobody_in(aysel: User, clock: Any) -> None:
    secret, _ = set_up(give_password(Client(), "aysel"))
    client = give_password(Client(), "aysel")
    client.post("/sign-in/code/", {"code": code(secret)})
    assert not is_in(client)


def test_code_of_five_minutes_ago_is_too_old(guarded: Any) -> None:
    client = give_password(Client(), "aysel")
    client.post("/sign-in/code/", {"code": code(guarded[0], later=-300)})
    assert not is_in(client)


def test_recovery_code_signs_in_once(guarded: Any) -> None:
    assert len(guarded[1]) == SHOWS_RECOVERY_CODES
    clients = [give_password(Client(), "aysel") for _ in range(2)]
    for client in clients:
        client.post("/sign-in/code/", {"code": guarded[1][0]})
    assert [is_in(client) for client in clients] == [True, False]
    assert "You have 9 recovery codes left." in text_of(clients[0].get("/account/"))


def test_recovery_codes_are_shown_once(aysel: User, clock: Any) -> None:
    client = give_password(Client(), "aysel")
    _, codes = set_up(client)
    page = client.get("/account/recovery-codes/")
    assert "can't be shown again" in text_of(page)
    assert [shown for shown in codes if shown in page.content.decode()] == []


def test_new_recovery_codes_take_the_place_of_the_old(guarded: Any) -> None:
    client = give_password(Client(), "aysel")
    client.post("/sign-in/code/", {"code": code(guarded[0])})
    client.post("/account/confirm/", {"password": PASSWORD})
    answer = client.post("/account/recovery-codes/new/")
    assert answer["Location"] == "/account/recovery-codes/"
    new = codes_on(client.get("/account/recovery-codes/").content)
    assert len(new) == SHOWS_RECOVERY_CODES
    assert set(new) & set(guarded[1]) == set()


def test_key_is_shown_as_a_picture_that_the_page_brings_along(aysel: User) -> None:
    page = give_password(Client(), "aysel").get("/account/second-factor/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<script>" not in page


def test_second_factor_is_switched_off_after_the_password_was_asked_again(guarded: Any, clock: Any) -> None:
    client = give_password(Client(), "aysel")
    client.post("/sign-in/code/", {"code": code(guarded[0])})
    asked = client.post("/account/second-factor/off/")
    assert asked["Location"] == "/account/confirm/?next=%2Faccount%2Fsecond-factor%2Foff%2F"
    assert "This is not your password." in text_of(client.post(asked["Location"], {"password": "guessed wrongly"}))
    client.get(asked["Location"])
    client.post(asked["Location"], {"password": PASSWORD})
    client.post("/account/second-factor/off/")
    assert list(Authenticator.objects.all()) == []
    assert is_in(give_password(Client(), "aysel"))


def test_key_and_recovery_codes_are_not_readable_in_the_database(guarded: Any) -> None:
    secret, codes = guarded
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, data::text FROM mfa_authenticator")
        stored = dict(cursor.fetchall())
    assert sorted(stored) == ["recovery_codes", "totp"]
    assert [word for word in [secret, *codes] for text in stored.values() if word in text] == []
    assert '"secret": "gAAAA' in stored["totp"]
    assert '"seed": "gAAAA' in stored["recovery_codes"]


def test_second_factor_outlives_the_key_it_was_sealed_with(guarded: Any, settings: Any) -> None:
    new = Fernet.generate_key().decode()
    settings.SEALING_KEYS = [new, *settings.SEALING_KEYS]
    said = StringIO()
    call_command("rotate_sealing_keys", stdout=said)
    assert "second factors: 2 sealed anew, 0 already, 0 can't be opened" in said.getvalue()
    settings.SEALING_KEYS = [new]
    client = give_password(Client(), "aysel")
    client.post("/sign-in/code/", {"code": code(guarded[0])})
    assert is_in(client)


def test_production_leads_whoever_has_none_to_a_second_factor(aysel: User, clock: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = give_password(Client(), "aysel")
    for path in ("/", "/cases/", "/account/", "/bulletins/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/")
    assert client.post("/cases/new/", {"name": "Rauf"}).status_code == 302
    set_up(client)
    assert client.get("/cases/").status_code == 200
    assert Client().get("/bulletins/").status_code == 200


def test_production_lets_whoever_has_none_out_again(aysel: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert give_password(Client(), "aysel").post("/sign-out/")["Location"] == "/"


# What is not there


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/signup/", "/accounts/login/", "/account/email/", "/account/password/reset/"]
)
def test_no_other_address_of_the_library_is_there(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_admin_pages_have_no_way_in_of_their_own(visitor: Client, db: None) -> None:
    make_user("boss", Role.ADMIN)
    answer = visitor.post("/admin/login/", {"username": "boss", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")
    assert not is_in(visitor)


# Limits


def guess_wrongly(client: Client, name: str, times: int = 5) -> None:
    for _ in range(times):
        client.post("/sign-in/", {"username": name, "password": "guessed wrongly"})


def test_after_five_wrong_passwords_the_right_one_waits_and_another_name_does_not(aysel: User, clock: Any) -> None:
    make_user("leyla")
    guess_wrongly(Client(), "aysel")
    page = Client().post("/sign-in/", {"username": "aysel", "password": PASSWORD})
    assert TOO_MANY in text_of(page)
    assert 'value="aysel"' in page.content.decode()
    assert is_in(give_password(Client(), "leyla"))
    clock.shift(301)
    assert is_in(give_password(Client(), "aysel"))


def test_a_name_that_nobody_has_is_answered_like_one_that_somebody_has(aysel: User) -> None:
    answers = []
    for name in ("aysel", "nobody"):
        guess_wrongly(Client(), name)
        answers.append(text_of(Client().post("/sign-in/", {"username": name, "password": "x"})))
    assert answers[0] == answers[1]
    assert TOO_MANY in answers[0]


def test_right_passwords_are_not_counted(aysel: User) -> None:
    for _ in range(7):
        assert is_in(give_password(Client(), "aysel"))


def test_after_five_wrong_codes_the_right_one_waits(guarded: Any, clock: Any) -> None:
    client = give_password(Client(), "aysel")
    for _ in range(5):
        client.post("/sign-in/code/", {"code": "not one"})
    assert TOO_MANY in text_of(client.post("/sign-in/code/", {"code": code(guarded[0])}))
    clock.shift(301)
    client.post("/sign-in/code/", {"code": code(guarded[0])})
    assert is_in(client)


@pytest.fixture
def _valkey_away(settings: Any) -> None:
    default = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": default}


@pytest.mark.usefixtures("_valkey_away")
def test_without_valkey_people_sign_in_and_guessing_is_still_limited(aysel: User, clock: Any) -> None:
    client = give_password(Client(), "aysel")
    secret, _ = set_up(client)
    clock.shift(60)
    used = code(secret)
    for expected in (True, False):
        client = give_password(Client(), "aysel")
        client.post("/sign-in/code/", {"code": used})
        assert is_in(client) is expected
    guess_wrongly(Client(), "aysel")
    assert TOO_MANY in text_of(Client().post("/sign-in/", {"username": "aysel", "password": PASSWORD}))


# One's own account


def test_account_page_says_who_one_is_and_what_one_may_do(aysel: User) -> None:
    said = text_of(give_password(Client(), "aysel").get("/account/"))
    assert "Sign-in name aysel" in said
    assert "Role researcher" in said
    assert "enter and edit cases, attach sources, send to review" in said
    assert "publish and withdraw" not in said
    assert "Off: whoever has your password is in." in said


def test_password_change_ends_the_other_sessions(aysel: User) -> None:
    here, there = (give_password(Client(), "aysel") for _ in range(2))
    new = "five other invented words"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/account/password/", form)["Location"] == "/account/"
    assert (is_in(here), is_in(there)) == (True, False)
    assert "this one" in text_of(here.get("/account/"))
    assert not is_in(give_password(Client(), "aysel"))
    assert is_in(give_password(Client(), "aysel", new))


def test_password_change_asks_for_the_old_one_and_counts_wrong_ones(aysel: User) -> None:
    client = give_password(Client(), "aysel")
    new = "five other invented words"
    wrong = {"old_password": "guessed wrongly", "new_password1": new, "new_password2": new}
    for _ in range(5):
        page = client.post("/account/password/", wrong)
        assert page.status_code == 422
        assert "This is not your password." in text_of(page)
    assert TOO_MANY in text_of(client.post("/account/password/", {**wrong, "old_password": PASSWORD}))
    assert User.objects.get().check_password(PASSWORD)


def test_too_short_a_password_is_refused_with_the_reason(aysel: User) -> None:
    client = give_password(Client(), "aysel")
    page = client.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    )
    assert "This password is too short. It must contain at least 12 characters." in text_of(page)


def firefox_and_chrome(name: str) -> list[Client]:
    agents = [
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Windows) Chrome/140",
    ]
    return [give_password(Client(headers={"User-Agent": agent}), name) for agent in agents]


def test_sessions_are_listed_and_one_is_ended(aysel: User) -> None:
    firefox, chrome = firefox_and_chrome("aysel")
    page = firefox.get("/account/")
    assert "Firefox on Linux · this one" in text_of(page)
    assert "Chrome on Windows" in text_of(page)
    number = page.content.decode().split('name="session" value="')[1].split('"')[0]
    firefox.post("/account/sessions/", {"session": number})
    assert (is_in(firefox), is_in(chrome)) == (True, False)
    assert "Chrome on Windows" not in text_of(firefox.get("/account/"))


def test_all_sessions_but_this_one_are_ended(aysel: User) -> None:
    firefox, chrome = firefox_and_chrome("aysel")
    chrome.post("/account/sessions/", {"session": "others"})
    assert (is_in(firefox), is_in(chrome)) == (False, True)


def test_session_of_somebody_else_is_not_ended(aysel: User) -> None:
    make_user("leyla")
    theirs = give_password(Client(), "leyla")
    number = User.objects.get(username="leyla").usersession_set.get().pk
    give_password(Client(), "aysel").post("/account/sessions/", {"session": str(number)})
    assert is_in(theirs)


def test_no_address_is_kept(aysel: User) -> None:
    give_password(Client(REMOTE_ADDR="203.0.113.7"), "aysel")
    assert aysel.usersession_set.get().ip == "0.0.0.0"  # noqa: S104


def test_session_ends_two_hours_after_its_last_page(aysel: User, clock: Any) -> None:
    client = give_password(Client(), "aysel")
    for minutes in (119, 119):
        clock.shift(minutes * 60)
        assert is_in(client)
    clock.shift(121 * 60)
    assert not is_in(client)


def test_session_is_written_at_most_once_a_minute(aysel: User, clock: Any, django_assert_num_queries: Any) -> None:
    client = give_password(Client(), "aysel")
    # Which shows what signing in had to say, and takes it out of the session.
    client.get("/")
    clock.shift(30)
    # Reads: of each request's session, whether its day is over, and once whose it is.
    with django_assert_num_queries(3):
        client.get("/api/v1/docs/")
        client.get("/no-such-page/")


def test_what_somebody_signed_in_reads_stays_in_no_browsers_cache(
    signed_in: Any, researcher: User, visitor: Client
) -> None:
    assert signed_in(researcher).get("/cases/")["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in visitor.get("/")
