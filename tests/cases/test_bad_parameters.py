"""What nobody should ask: each is refused with its name and reason, at a cost that what was asked doesn't raise."""

from __future__ import annotations

import base64
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from cases.filters import MOST_PROBLEMS, CaseFilter
from tests import factories

pytestmark = pytest.mark.django_db

CODE = "it is none of the choices"
FORM = "it does not have the form of one"
PLACE = "no facility here has this slug"
DAY = "a day reads like 2026-06-01"
YEARS = "days between 1900 and 2200 only"
LIMIT = "a whole number from 1 to 1000"
ONCE = "it may stand once only"
NO_TEXT = "it is too long or holds characters that are no text"
MOMENT = "a moment reads like 2026-06-01T00:00:00Z, with its offset"
STRAY = "there is no such parameter"
TOO_MANY = "there are more than 1000 parameters"
CURSOR = "it is not one that this list gave"
RIGHT_TO_LEFT, LONE_SURROGATE = "%E2%80%8F", "%ED%A0%80"

# As it stands in an address: what is refused, why, and what comes nearest to it.
REFUSED = [
    ("article=.*", "article", FORM, None),
    ("article=%5E234%24", "article", FORM, None),
    ("article=234%25", "article", FORM, None),
    ("article=23_", "article", FORM, None),
    ("article=234%0A", "article", FORM, None),
    (f"article={RIGHT_TO_LEFT}234", "article", FORM, None),
    (f"article=234{LONE_SURROGATE}", "article", FORM, None),
    ("article=%D9%A2%D9%A3%D9%A4", "article", FORM, None),
    ("article=234'%20OR%201=1--", "article", FORM, None),
    ("article=234.4.%2533", "article", FORM, None),
    ("facility=facility%25", "facility", PLACE, "facility-b"),
    ("facility=facility_b", "facility", PLACE, "facility-b"),
    (f"facility=facility-b{RIGHT_TO_LEFT}", "facility", PLACE, "facility-b"),
    (f"facility=facility-b{LONE_SURROGATE}", "facility", PLACE, "facility-b"),
    ("facility=facility-b%00", "facility", NO_TEXT, None),
    ("facility=%252566acility-b", "facility", PLACE, "facility-b"),
    ("facility=FACILITY-B';--", "facility", PLACE, None),
    ("region=%00", "region", NO_TEXT, None),
    (f"custody_type=solitary{RIGHT_TO_LEFT}", "custody_type", CODE, "solitary"),
    ("status=in_cust%25", "status", CODE, "in_custody"),
    ("sex=female'%20--", "sex", CODE, "female"),
    ("held_on=1899-12-31", "held_on", YEARS, None),
    ("held_on=2201-01-01", "held_on", YEARS, None),
    ("held_on=0000-00-00", "held_on", "there is no such day", None),
    ("held_on=2023-09-26T00:00", "held_on", DAY, None),
    ("held_on=%32%30%32%33%2D09%2D2%2536", "held_on", DAY, None),
    ("held_on=%D9%A2%D9%A0%D9%A2%D9%A3-09-26", "held_on", DAY, None),
    (f"held_on=2023-09-26{RIGHT_TO_LEFT}", "held_on", DAY, None),
    ("held_on=2023-09-26%00", "held_on", DAY, None),
    ("held_on=2023", "held_on", DAY, None),
    ("detained_from=1899-12-31", "detained_from", YEARS, None),
    ("ends_to=2201-01-01", "ends_to", YEARS, None),
    ("released_from=2023-02-01&released_to=2023-01-31", "released_to", "it lies before released_from", None),
    ("ends_from=2023-02-01&ends_to=1999-01-31", "ends_to", "it lies before ends_from", None),
    ("updated_since=2023-01-01T00:00:00%2B99:99", "updated_since", "there is no such moment", None),
    ("updated_since=2023-13-01T00:00:00Z", "updated_since", "there is no such moment", None),
    ("updated_since=1899-12-31T00:00:00Z", "updated_since", MOMENT, None),
    ("updated_since=now()", "updated_since", MOMENT, None),
    ("silent_for=-1", "silent_for", "a whole number from 0 to 100000", None),
    ("silent_for=100001", "silent_for", "a whole number from 0 to 100000", None),
    ("silent_for=1e3", "silent_for", "a whole number from 0 to 100000", None),
    ("limit=0", "limit", LIMIT, None),
    ("limit=1e9", "limit", LIMIT, None),
    ("limit=1000000000", "limit", LIMIT, None),
    ("limit=99999999999999999999", "limit", LIMIT, None),
    ("limit=%D9%A1", "limit", LIMIT, None),
    ("limit=0x10", "limit", LIMIT, None),
    ("order=-detained;%20DROP", "order", CODE, "-detained"),
    ("order=case_id", "order", CODE, None),
    ("order=-detained%00", "order", CODE, "-detained"),
    ("certainty=certainly", "certainty", CODE, "certain"),
    ("view=body", "view", CODE, None),
    ("count=1", "count", CODE, None),
    ("name=a%00b", "name", "Null characters are not allowed.", None),
    ("charge=a%00b", "charge", "Null characters are not allowed.", None),
    ("cursor=%00", "cursor", CURSOR, None),
    (f"cursor={LONE_SURROGATE}", "cursor", CURSOR, None),
    ("helds_on=2023-09-26", "helds_on", STRAY, "held_on"),
    ("facilty=a&facilty=b", "facilty", STRAY, "facility"),
    ("Held%5FOn=2023-09-26", "Held_On", STRAY, "held_on"),
    ("held%255Fon=2023-09-26", "held%5Fon", STRAY, "held_on"),
    ("=x", "", STRAY, None),
    ("q%00=x", "q\x00", STRAY, "q"),
    *[(f"{name}=a&{name}=b", name, ONCE, None) for name in ("q", "held_on", "certainty", "order", "cursor", "view")],
]


@pytest.fixture
def one_case(publish_case):
    return publish_case(detentions=[{"facility": factories.make_facility()}], charges=[{"articles": ["234.4.3"]}])


def refusal(answer) -> list[dict[str, str]]:
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    return answer.json()["errors"]


def ask(client, query: str):
    """The answer to an address as somebody typed it."""
    return client.get("/api/v1/cases/", QUERY_STRING=query)


def test_each_is_refused_with_its_name_its_reason_and_the_nearest(one_case, partner):
    said = {query: refusal(ask(partner, query)) for query, *_ in REFUSED}
    expected = {
        query: [{"parameter": name, "reason": reason, **({"nearest": nearest} if nearest else {})}]
        for query, name, reason, nearest in REFUSED
    }
    assert said == expected


@pytest.mark.parametrize("path", ["/api/v1/cases/", "/cases/"])
def test_every_parameter_refuses_or_survives_every_kind_of_nonsense(one_case, partner, researcher, signed_in, path):
    nonsense = ["%00", LONE_SURROGATE, RIGHT_TO_LEFT, "%25%5F*.'\"\\;--", "[1,NaN]", "9" * 400, "-1"]
    client = partner if path.startswith("/api") else signed_in(researcher)
    answers = {
        (name, text): client.get(path, QUERY_STRING=f"{name}={text}").status_code
        for name in CaseFilter.base_fields
        for text in nonsense
    }
    assert {asked: status for asked, status in answers.items() if status not in (200, 400)} == {}


@pytest.mark.parametrize(
    ("query", "name", "reason"),
    [
        ("&".join(["article=234"] * 10_000), "article", TOO_MANY),
        ("&".join(f"article={n}" for n in range(10_000)), "article", TOO_MANY),
        ("&".join(["article=234"] * 1_000), "article", "it may stand 100 times at most"),
        ("&".join(["held_on=2023-09-26"] * 1_000), "held_on", ONCE),
        ("&".join(f"a{n}=1" for n in range(1_000)), "a0", STRAY),
        ("&".join(f"a{n}=1" for n in range(10_000)), "a0", TOO_MANY),
        ("&" * 1_000_000 + "nonsense=1", "", TOO_MANY),
        ("x" * 1_000_000, "x" * 100, STRAY),
        (f"order={'x' * 1_000_000}", "order", CODE),
        (f"cursor={'x' * 1_000_000}", "cursor", CURSOR),
        (f"limit={'9' * 1_000_000}", "limit", LIMIT),
        (f"held_on={'9' * 1_000_000}", "held_on", DAY),
        (f"facility={'x' * 1_000_000}", "facility", NO_TEXT),
        (f"name={'%2525' * 200_000}", "name", "it is longer than 500 characters"),
    ],
    ids=lambda value: value[:20],
)
def test_much_costs_little(one_case, partner, query, name, reason):
    """No question to the documents, and a short answer."""
    ask(partner, "")
    with CaptureQueriesContext(connection) as asked:
        answer = ask(partner, query)
    said = refusal(answer)
    assert (said[0]["parameter"], said[0]["reason"]) == (name, reason)
    assert len(said) <= MOST_PROBLEMS
    assert len(answer.content) < 3000
    assert [q["sql"] for q in asked if "cases_" in q["sql"]] == []


@pytest.mark.parametrize("name", ["article", "facility"])
def test_many_codes_that_nobody_has_are_looked_up_a_bounded_number_of_times(one_case, partner, name):
    ask(partner, "")
    with CaptureQueriesContext(connection) as asked:
        said = refusal(ask(partner, "&".join(f"{name}={n}" for n in range(100, 200))))
    assert len(said) == MOST_PROBLEMS
    assert len(asked) <= 3 * MOST_PROBLEMS + 3


@pytest.fixture
def walk(publish_case, partner):
    """A cursor as the list gave it, of three cases."""
    for _ in range(3):
        publish_case()
    return partner.json("cases/", limit=1)["next"].split("cursor=")[1].split("&")[0]


def test_cursor_with_any_sign_altered_is_refused(walk, partner):
    altered = [walk[:n] + ("A" if walk[n] != "A" else "B") + walk[n + 1 :] for n in range(len(walk))]
    altered += [walk[:-1], walk + "A", walk[1:], walk * 2, walk.swapcase()]
    for cursor in altered:
        assert refusal(ask(partner, f"limit=1&cursor={quote(cursor)}")) == [{"parameter": "cursor", "reason": CURSOR}]


@pytest.mark.parametrize(
    "content",
    [
        '["-detained",null,99999999999999999999999]',
        '["-detained","2023-09-20",NaN]',
        '["-detained",Infinity,1]',
        '["-detained",{"a":[1]},1]',
        "[" * 300,
        '["-detained"]',
        "null",
        "{}",
        '["-detained","2023-09-20",1]',
        '["-detained","9999999-01-01",1]',
        "\udc80",
    ],
)
def test_cursor_made_by_hand_is_refused(walk, partner, content):
    cursor = base64.urlsafe_b64encode(content.encode("utf-8", "surrogatepass")).decode()
    for made in (cursor, cursor.rstrip("=")):
        assert refusal(ask(partner, f"cursor={quote(made)}")) == [{"parameter": "cursor", "reason": CURSOR}]


def test_cursor_of_the_longest_name_leads_on(publish_case, partner):
    for _ in range(2):
        publish_case(person=factories.make_person("Ə" * 200))
    page = partner.json("cases/", order="name", limit=1)
    assert len(partner.json(page["next"].split("/api/v1/")[1])["results"]) == 1


# The page: what was typed stays, and the reason stands beside it.


@pytest.mark.parametrize(
    ("query", "name", "typed", "reason"),
    [
        ("held_on=1899-12-31", "held_on", "1899-12-31", YEARS),
        ("held_on=%E2%80%8F26.9.2023", "held_on", "\u200f26.9.2023", DAY),
        ("article=.*%22%3E%3Cscript%3E", "article", '.*"><script>', FORM),
        ("article=9999", "article", "9999", "no charge here names this article"),
        ("limit=1e9", "limit", "1e9", LIMIT),
        ("silent_for=-1", "silent_for", "-1", "a whole number from 0 to 100000"),
        (f"q={'x' * 501}", "q", "x" * 501, "it is longer than 500 characters"),
        ("ends_from=2023-02-01&ends_to=2023-01-01", "ends_to", "2023-01-01", "it lies before ends_from"),
        ("updated_since=yesterday", "updated_since", "yesterday", MOMENT),
    ],
)
def test_page_keeps_what_was_typed_and_says_why_beside_it(one_case, researcher, signed_in, query, name, typed, reason):
    answer = signed_in(researcher).get("/cases/", QUERY_STRING=query)
    page = answer.content.decode()
    assert answer.status_code == 400
    box = re.search(rf'<input [^>]*name="{name}" value="([^"]*)"[^>]*aria-invalid="true"', page)
    assert unescape(box[1]) == typed
    beside = re.search(rf'id="{name}-problem">(.*?)</p>', page, re.DOTALL)
    assert reason in beside[1]


@pytest.mark.parametrize(
    ("query", "name", "code", "nearest"),
    [
        ("order=-detained;%20DROP", "order", "-detained; DROP", "-detained"),
        ("status=in_custdy", "status", "in_custdy", "in_custody"),
        ("facility=facility_b", "facility", "facility_b", "facility-b"),
    ],
)
def test_page_keeps_a_code_that_it_does_not_know(one_case, researcher, signed_in, query, name, code, nearest):
    answer = signed_in(researcher).get("/cases/", QUERY_STRING=query)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'<option value="{code}" selected>' in page
    assert f"did you mean {nearest}?" in re.search(rf'id="{name}-problem">(.*?)</p>', page, re.DOTALL)[1]


def test_page_names_parameters_that_it_has_no_field_for(one_case, researcher, signed_in):
    client = signed_in(researcher)
    assert "did you mean facility?" in client.get("/cases/?facilty=x").content.decode()
    script = client.get("/cases/", QUERY_STRING="%3Cscript%3E=1")
    assert (script.status_code, b"<code>&lt;script&gt;</code>" in script.content) == (400, True)


@pytest.mark.parametrize("query", ["&".join(["article=234"] * 10_000), "&".join(f"a{n}=1" for n in range(10_000))])
def test_page_refuses_more_than_it_reads(one_case, researcher, signed_in, query):
    answer = signed_in(researcher).get("/cases/", QUERY_STRING=query)
    assert answer.status_code == 400
    assert len(answer.content) < 20_000


# A question that takes too long.


@pytest.fixture
def slow(monkeypatch):
    """Every list waits in PostgreSQL for longer than a statement may take."""
    matches = CaseFilter.matches

    def wait(self, without=""):
        return matches(self, without).extra(where=["pg_sleep(2) IS NOT NULL"])

    monkeypatch.setattr(CaseFilter, "matches", wait)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'")
    yield monkeypatch
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")


@pytest.mark.django_db(transaction=True)
def test_question_that_takes_too_long_is_503_and_the_next_is_answered(one_case, slow, partner, researcher, signed_in):
    member = signed_in(researcher)
    answer = partner.get("/api/v1/cases/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["detail"] == "The question took too long: narrow it."
    assert answer["Retry-After"] == "5"
    page = member.get("/cases/")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "This took too long" in page.content.decode()
    slow.undo()
    assert partner.refs() == [one_case.ref]
    assert member.get("/cases/").status_code == 200


def test_database_that_is_away_is_503_on_pages_too(researcher, signed_in, monkeypatch):
    def fail(self, without=""):
        raise OperationalError("the server closed the connection")

    member = signed_in(researcher)
    monkeypatch.setattr(CaseFilter, "matches", fail)
    page = member.get("/cases/")
    assert (page.status_code, "can't be reached just now" in page.content.decode()) == (503, True)
