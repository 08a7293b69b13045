"""The API's answers to bad input, its headers, tokens and the ledger's addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.choices import WithdrawalReason
from cases.publishing import withdraw
from tests import factories
from tests.conftest import ApiClient
from tracker.audiences import Audience
from tracker.models import ApiToken, ReadLog

pytestmark = pytest.mark.django_db


def problem_of(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


@pytest.mark.parametrize(
    ("query", "parameter", "reason", "nearest"),
    [
        ({"facilty": "x"}, "facilty", "there is no such parameter", "facility"),
        ({"status": "in_custdy"}, "status", "it is none of the choices", "in_custody"),
        ({"facility": "facilty-b"}, "facility", "no facility here has this slug", "facility-b"),
        ({"held_on": "2023-02-30"}, "held_on", "there is no such day", None),
        ({"held_on": "26.09.2023"}, "held_on", "a day reads like 2026-06-01", None),
        ({"held_on": "9999-01-01"}, "held_on", "days between 1900 and 2200 only", None),
        ({"article": "234.4"}, "article", "no charge here names this article", None),
        ({"article": "two"}, "article", "it does not have the form of one", None),
        ({"limit": "1001"}, "limit", "a whole number from 1 to 1000", None),
        ({"limit": "-1"}, "limit", "a whole number from 1 to 1000", None),
        ({"limit": ["1", "2"]}, "limit", "it may stand once only", None),
        ({"q": "x" * 501}, "q", "it is longer than 500 characters", None),
        ({"q": "a\x00b"}, "q", "Null characters are not allowed.", None),
        (
            {"updated_since": "2023-01-01"},
            "updated_since",
            "a moment reads like 2026-06-01T00:00:00Z, with its offset",
            None,
        ),
        ({"cursor": "bm9uc2Vuc2U"}, "cursor", "it is not one that this list gave", None),
        (
            {"detained_from": "2023-02-01", "detained_to": "2023-01-01"},
            "detained_to",
            "it lies before detained_from",
            None,
        ),
        ({"article": ["1"] * 101}, "article", "it may stand 100 times at most", None),
        ({"sex": "'; DROP TABLE cases_case; --"}, "sex", "it is none of the choices", None),
    ],
)
def test_bad_parameter_is_named_with_reason_and_nearest(publish_case, partner, query, parameter, reason, nearest):
    publish_case(detentions=[{"facility": factories.make_facility()}])
    answer = partner.get("/api/v1/cases/", query)
    assert answer.status_code == 400
    (said,) = problem_of(answer)["errors"]
    assert (said["parameter"], said["reason"], said.get("nearest")) == (parameter, reason, nearest)


def test_cursor_of_another_order_is_refused(publish_case, partner):
    for _ in range(2):
        publish_case()
    following = partner.json("cases/", limit=1)["next"]
    cursor = following.split("cursor=")[1]
    answer = partner.get("/api/v1/cases/", {"order": "name", "cursor": cursor})
    assert problem_of(answer)["errors"] == [{"parameter": "cursor", "reason": "it belongs to another order"}]


def test_megabyte_of_words_is_refused_and_not_repeated(partner):
    answer = partner.get("/api/v1/cases/", {"q": "x" * 1_000_000})
    assert answer.status_code == 400
    assert len(answer.content) < 1000


def test_marks_of_a_pattern_are_plain_words(publish_case, partner):
    publish_case(person=factories.make_person("Rauf Samadov"))
    assert partner.refs(q="Sam_dov") == []
    assert partner.refs(name="%") == []
    assert partner.refs(charge="' | 'drug") == []


def test_wrong_token_is_refused_and_says_so(public):
    answer = ApiClient("0" * 64).get("/api/v1/cases/")
    assert answer.status_code == 401
    assert problem_of(answer)["detail"] == "This token is not one of ours."
    assert answer["WWW-Authenticate"] == "Bearer"


def test_expired_token_is_refused_with_the_day(partner):
    ApiToken.objects.update(expiry=timezone.now() - timedelta(days=1))
    answer = partner.get("/api/v1/cases/")
    assert answer.status_code == 401
    assert problem_of(answer)["detail"].startswith("This token expired on 2")


def test_token_of_the_public_audience_reads_as_the_public(publish_case, partner):
    publish_case(audience=Audience.PARTNER)
    ApiToken.objects.update(audience=Audience.PUBLIC)
    assert partner.refs() == []


def test_token_without_the_scope_is_refused(publish_case, partner):
    ApiToken.objects.update(scopes=["bulletins"])
    answer = partner.get("/api/v1/cases/")
    assert answer.status_code == 403
    assert problem_of(answer)["detail"] == "This token does not cover “cases”."
    assert partner.json("bulletins/") == {"results": []}


def test_closed_account_closes_its_token(partner):
    ApiToken.objects.get().user.__class__.objects.update(is_active=False)
    assert partner.get("/api/v1/cases/").status_code == 401


def test_session_of_the_team_does_not_widen_the_api(publish_case, researcher, signed_in):
    publish_case(audience=Audience.PARTNER)
    assert signed_in(researcher).get("/api/v1/cases/").json()["results"] == []


def test_hidden_case_is_answered_like_one_that_does_not_exist(publish_case, researcher, public):
    case = publish_case(audience=Audience.PARTNER)
    hidden, missing = public.get(f"/api/v1/cases/{case.ref}/"), public.get("/api/v1/cases/NOSUCH/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


@pytest.mark.parametrize(
    "path", ["cases/", "cases/{ref}/", "changes/", "facilities/", "cases/{ref}/versions/", "schema/"]
)
def test_unchanged_answer_is_304(publish_case, partner, path):
    case = publish_case(detentions=[{"facility": factories.make_facility()}])
    path = f"/api/v1/{path.format(ref=case.ref)}"
    tag = partner.get(path)["ETag"]
    again = partner.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_changed_case_changes_its_etag(publish_case, researcher, reviewer, partner):
    case = publish_case()
    before = partner.get(f"/api/v1/cases/{case.ref}/")["ETag"]
    factories.add_charge(case, by=researcher)
    factories.approve_and_publish(case, by=reviewer)
    assert partner.get(f"/api/v1/cases/{case.ref}/", headers={"If-None-Match": before}).status_code == 200


def test_too_many_requests_are_refused_until_the_minute_ends(public, settings):
    settings.API_RATE = 20
    answers = [public.get("/api/v1/cases/") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert answers[0]["RateLimit"].startswith('"minute";r=1;t=')
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert problem_of(answers[2])["status"] == 429


def test_any_site_may_read_and_none_may_write(public):
    assert public.get("/api/v1/cases/")["Access-Control-Allow-Origin"] == "*"
    preflight = public.options("/api/v1/cases/")
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert public.post("/api/v1/cases/").status_code == 405


def test_unknown_address_answers_with_a_problem(public):
    answer = public.get("/api/v1/no/such/thing/")
    assert answer.status_code == 404
    assert problem_of(answer)["detail"] == "There is nothing here."


def test_requests_of_tokens_are_logged_without_the_words_asked_for(publish_case, partner):
    publish_case()
    partner.json("cases/", name="Samadov", q="poet")
    (row,) = ReadLog.objects.all()
    assert (row.door, row.what) == ("api", "/api/v1/cases/?name&q")
    assert row.token_key == partner.token[:15]


def test_versions_tell_the_ledger_of_this_audience(publish_case, reviewer, partner, public):
    case = publish_case(audience=Audience.PUBLIC)
    withdraw(cases=[case], audience=Audience.PUBLIC, by=reviewer, reason=WithdrawalReason.ERROR)
    rows = public.json(f"cases/{case.ref}/versions/")["results"]
    assert [(row["version"], row["kind"]) for row in rows] == [(1, "published"), (2, "withdrawn")]
    assert [row["kind"] for row in partner.json(f"cases/{case.ref}/versions/")["results"]] == ["published"]
    assert public.get(f"/api/v1/cases/{case.ref}/versions/2/").status_code == 410
    assert public.get(f"/api/v1/cases/{case.ref}/versions/9/").status_code == 404


def test_changes_give_each_case_once_at_its_newest_row(publish_case, researcher, reviewer, partner):
    first, second = publish_case(), publish_case()
    factories.add_charge(first, by=researcher)
    factories.approve_and_publish(first, by=reviewer)
    answer = partner.json("changes/", after=0)
    assert [(row["seq"], row["ref"]) for row in answer["results"]] == [(2, second.ref), (3, first.ref)]
    assert answer["next_after"] == 3
    assert partner.json("changes/", after=3) == {"results": [], "next_after": 3}


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 30, "٣"])
def test_changes_after_nonsense_is_refused(partner, after):
    answer = partner.get("/api/v1/changes/", {"after": after})
    assert problem_of(answer)["errors"][0]["parameter"] == "after"


def test_facilities_and_articles_are_those_that_the_readers_cases_name(publish_case, researcher, partner, public):
    publish_case(
        detentions=[{"began": "2023-01-01", "facility": factories.make_facility()}], charges=[{"articles": ["234.4.3"]}]
    )
    factories.make_facility("facility-c", "Facility C")
    assert [(f["slug"], f["cases"]) for f in partner.json("facilities/")["results"]] == [("facility-b", 1)]
    assert [(a["number"], a["cases"]) for a in partner.json("articles/")["results"]] == [("234.4.3", 1)]
    assert public.json("facilities/") == {"results": []}


def test_health_addresses_answer_without_an_account():
    client = Client()
    assert client.get("/health/live").json() == {"live": True}
    assert client.get("/health/ready").status_code == 200


def test_page_of_the_description_loads_nothing_from_elsewhere(public):
    page = public.get("/api/v1/docs/").content.decode()
    assert "swagger-ui-bundle" in page
    assert "//" not in page.replace("<!--", "").replace("http://www.w3.org", "")
