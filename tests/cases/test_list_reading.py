"""The case list as it reads: the filter in words, beside each box what is wrong with it, a case a line."""

from __future__ import annotations

import re
from typing import Any

import orjson
from django.db import connection
from django.http import QueryDict

from cases.filters import CaseFilter
from cases.models import Case, Document
from cases.pages import filter_form
from cases.paging import write_cursor
from tests import factories
from tests.reading import SignIn, problem_of, text_of
from tracker.audiences import Audience
from tracker.models import User


def test_list_tells_each_case_on_a_line_in_words(
    signed_in: SignIn, advocate: User, samadov: Case, time_machine_at: Any
) -> None:
    with time_machine_at("2023-10-06"):
        page = signed_in(advocate).get("/cases/")
    said = text_of(page)
    assert (
        "Rauf Samadov satirical poet In custody, under investigation on or before 26 September 2023 Facility B "
        "drug offences (234.4.3) 10 days old"
    ) in said
    assert f'<a href="/cases/{samadov.ref}/"><bdi>Rauf Samadov</bdi></a>' in page.content.decode()
    assert page.content.decode().count(f"/cases/{samadov.ref}/") == 1


def test_list_says_the_filter_in_a_sentence(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?facility=facility-b&held_on=2023-09-26&article=234&certainty=certain")
    assert "1 case · certainly held at Facility B on 26 September 2023, charged under 234" in text_of(page)


def test_list_shows_what_was_asked_in_its_form(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?q=poet&facility=facility-b&article=234&article=12").content.decode()
    assert 'name="q" value="poet"' in page
    assert '<option value="facility-b" selected>Facility B</option>' in page
    # Two articles were given: one box for each, and an empty one for another.
    assert page.count('name="article"') == 3
    assert "<details open>" in page


def test_list_without_conditions_keeps_the_rest_of_the_form_folded(signed_in: SignIn, advocate: User) -> None:
    assert "<details>" in signed_in(advocate).get("/cases/").content.decode()


def test_list_with_empty_boxes_is_the_whole_list(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?q=&name=&facility=&held_on=&certainty=possible&status=&order=&limit=")
    assert "1 case Name" in text_of(page)


def test_list_with_a_bad_day_says_so_beside_the_box_and_keeps_what_was_typed(
    signed_in: SignIn, advocate: User, samadov: Case
) -> None:
    page = signed_in(advocate).get("/cases/?held_on=2023-02-31")
    assert page.status_code == 400
    assert problem_of(page, "held_on") == "there is no such day"
    assert 'value="2023-02-31"' in page.content.decode()
    assert 'aria-describedby="held_on-problem"' in page.content.decode()
    assert 'href="#held_on"' in page.content.decode()
    assert "Samadov" not in text_of(page)


def test_list_with_a_misspelt_code_names_the_nearest(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    page = signed_in(advocate).get("/cases/?charge_group=drug")
    assert problem_of(page, "charge_group") == "it is none of the choices · did you mean drugs?"
    assert "<details open>" in page.content.decode()


def test_list_with_an_unknown_parameter_names_it_and_the_nearest(signed_in: SignIn, advocate: User) -> None:
    page = signed_in(advocate).get("/cases/?facilty=facility-b")
    assert page.status_code == 400
    assert "facilty: there is no such parameter · did you mean facility?" in text_of(page)


def test_list_escapes_what_was_asked(signed_in: SignIn, advocate: User) -> None:
    page = signed_in(advocate).get("/cases/", {"q": '"><script>x</script>', "<b>": "1"}).content.decode()
    assert "<script>" not in page
    assert "<b>" not in page


def test_list_with_no_match_says_what_to_do(signed_in: SignIn, advocate: User, samadov: Case) -> None:
    said = text_of(signed_in(advocate).get("/cases/?q=nowhere"))
    assert "0 cases · with the words “nowhere” No case fits all of this." in said
    assert "Show all cases" in said


def test_list_without_any_case_says_so(signed_in: SignIn, advocate: User) -> None:
    assert "No case has been entered yet that you may see." in text_of(signed_in(advocate).get("/cases/"))


def test_list_pages_by_cursor_and_drops_empty_boxes_from_the_address(
    signed_in: SignIn, advocate: User, researcher: User
) -> None:
    for name in ("Aydin Bandaliyev", "Rena Calalova", "Vusal Demirli"):
        factories.make_case(by=researcher, person=factories.make_person(name))
    client = signed_in(advocate)
    first = client.get("/cases/?order=name&limit=2&q=")
    assert "3 cases" in text_of(first)
    following = re.search(r'rel="next" href="(.*?)"', first.content.decode())
    assert following is not None
    assert "q=" not in following[1]
    second = client.get("/cases/" + following[1].replace("&amp;", "&"))
    assert "Vusal Demirli" in text_of(second)
    assert "Rena Calalova" not in text_of(second)
    assert 'rel="next"' not in second.content.decode()


def test_narrowed_list_walks_in_order_whatever_the_plan(advocate: User, researcher: User) -> None:
    names = ["Aydin Bandaliyev", "Rena Calalova", "Vusal Demirli", "Lale Eminli", "Ceyhun Fazil"]
    for name in names:
        factories.make_case(by=researcher, person=factories.make_person(name, region="Lake"))
    walked, cursor = [], ""
    with connection.cursor() as database:
        # As the planner chooses for many rows: it reads the page in the order of the table.
        database.execute("ANALYZE cases_document; SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")
    while True:
        query = QueryDict(f"region=Lake&order=-name&limit=2&count=true{cursor}")
        asked = CaseFilter(query, Document.objects.visible_to(advocate)).check()
        (rows, last), counts = asked.page_and_counts()
        assert (counts.cases, counts.people) == (5, 5)
        walked += [orjson.loads(row.text)["person"]["name"] for row in rows]
        if last is None:
            break
        cursor = f"&cursor={write_cursor(asked.sorting, last)}"
    assert walked == ["Vusal Demirli", "Rena Calalova", "Lale Eminli", "Ceyhun Fazil", "Aydin Bandaliyev"]


def test_list_shows_a_withheld_name_as_withheld(signed_in: SignIn, advocate: User, researcher: User) -> None:
    person = factories.make_person("Rauf Samadov", exposure=Audience.RESTRICTED)
    case = factories.make_case(by=researcher, person=person)
    said = text_of(signed_in(advocate).get("/cases/"))
    assert f"Name withheld {case.ref}" in said
    assert "Samadov" not in said


def test_list_offers_only_facilities_that_the_reader_s_cases_name(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case
) -> None:
    secret = factories.make_facility("facility-s", "Facility S")
    hidden = factories.make_case(by=researcher, access="members", detentions=[{"began": "2023-09", "facility": secret}])
    hidden.memberships.create(user=researcher)
    assert "Facility S" in text_of(signed_in(researcher).get("/cases/"))
    assert "Facility S" not in text_of(signed_in(advocate).get("/cases/"))


def test_list_for_an_outsider_is_empty(signed_in: SignIn, outsider: User, samadov: Case) -> None:
    said = text_of(signed_in(outsider).get("/cases/"))
    assert "0 cases" in said
    assert "Samadov" not in said
    assert "Facility B" not in said


def test_filter_form_has_a_place_for_every_parameter() -> None:
    placed = {*filter_form.FIRST, *(name for _heading, names in filter_form.FURTHER for name in names)}
    assert placed == set(CaseFilter.base_fields) - {"cursor", "view", "count", "facets", "fields"}
    assert placed == set(filter_form.LABELS)


def test_list_costs_the_same_queries_for_one_case_and_for_five(
    signed_in: SignIn, advocate: User, researcher: User, samadov: Case, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(advocate)
    with django_assert_max_num_queries(12) as one:
        client.get("/cases/")
    for _ in range(4):
        factories.make_case(by=researcher, charges=[{}])
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/cases/")
