"""The commands of accounts, tokens and documents, as a script calls them."""

from __future__ import annotations

import fcntl
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cases.models import Document
from tests.conftest import ApiClient
from tracker.models import ApiToken, SignInLink, User

pytestmark = pytest.mark.django_db


def output(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def last_word(*arguments: str) -> str:
    return output(*arguments).split()[-1]


def test_create_user_prints_a_link_that_signs_in_once():
    link = last_word("create_user", "aysel", "--role", "researcher")
    path = "/" + link.split("/", 3)[3]
    client = Client()
    chosen = {"new_password1": "four invented words here", "new_password2": "four invented words here"}
    assert client.post(path, chosen).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    again = Client().get(path)
    assert again.status_code == 410
    assert SignInLink.objects.get().digest not in link


def test_create_user_prints_the_address_of_the_site_that_runs(tmp_path, settings):
    settings.DATA_DIR, settings.SITE = tmp_path, "http://127.0.0.1:8000"
    said = {"pid": 1, "address": "http://127.0.0.1:8311/", "site": "http://127.0.0.1:8311"}
    (tmp_path / "up.lock").write_text(json.dumps(said))
    with (tmp_path / "up.lock").open() as claim:
        fcntl.flock(claim, fcntl.LOCK_EX)
        assert last_word("create_user", "aysel", "--role", "editor").startswith("http://127.0.0.1:8311/")
    # What an `up` that has ended left behind says nothing.
    assert last_word("create_user", "kamran", "--role", "editor").startswith("http://127.0.0.1:8000/")


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_create_user_with_a_bad_name_says_why(name):
    with pytest.raises(CommandError):
        call_command("create_user", name, "--role", "researcher", stdout=StringIO())
    assert User.objects.count() == 0


def test_create_user_twice_says_that_the_name_is_taken():
    call_command("create_user", "aysel", "--role", "editor", stdout=StringIO())
    with pytest.raises(CommandError, match="already exists"):
        call_command("create_user", "aysel", "--role", "editor", stdout=StringIO())


def test_create_token_prints_a_token_that_reads(publish_case):
    case = publish_case()
    token = last_word("create_token", "partner-org", "--audience", "partner")
    assert ApiClient(token).refs() == [case.ref]
    row = ApiToken.objects.get()
    assert row.digest != token
    assert row.scopes == ["cases", "bulletins"]
    assert row.expiry is None


def test_create_token_with_expiry_and_scope():
    last_word("create_token", "partner-org", "--audience", "public", "--scopes", "bulletins", "--expires", "30")
    row = ApiToken.objects.get()
    assert row.scopes == ["bulletins"]
    assert row.audience == 0
    assert row.expiry is not None


def test_create_token_for_a_member_of_the_team_is_refused(researcher):
    with pytest.raises(CommandError, match="tokens belong to partners"):
        call_command("create_token", researcher.username, "--audience", "partner", stdout=StringIO())


def test_rebuild_documents_check_names_a_tampered_document_and_exits_1(publish_case):
    case = publish_case()
    assert output("rebuild_documents", "--check") == "2 documents, 0 different\n"
    Document.objects.filter(audience=1).update(body='{"tampered":true}')
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("rebuild_documents", "--check", stdout=out)
    assert left.value.code == 1
    assert out.getvalue() == f"differs: {case.ref} for partner\n2 documents, 1 different\n"
    output("rebuild_documents", "--case", case.ref)
    assert output("rebuild_documents", "--check") == "2 documents, 0 different\n"


def test_rebuild_documents_of_an_unknown_case_says_so():
    with pytest.raises(CommandError, match="There is no case NOSUCH"):
        call_command("rebuild_documents", "--case", "NOSUCH", stdout=StringIO())


def test_demo_link_may_be_used_again_and_an_expired_one_may_not(researcher, time_machine_at):
    path = SignInLink.objects.issue(researcher, reusable=True)
    assert [Client().get(path).status_code for _ in range(2)] == [302, 302]
    with time_machine_at("2200-01-01"):
        assert Client().get(path).status_code == 410


def test_link_of_a_closed_account_is_refused(researcher):
    path = SignInLink.objects.issue(researcher)
    User.objects.update(is_active=False)
    assert Client().get(path).status_code == 410
