"""Opening a case and changing it in the browser."""

from __future__ import annotations

import re
import time
from threading import Barrier, Thread

import pytest
from django.core import signing
from django.db import connections
from django.test import Client

from cases.models import Case, CaseMember, OfficialNumber
from cases.writing import editing_case
from people.models import Person
from tests import factories
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db

TYPED = {
    "kind": "individual",
    "name": "Leyla Karimli",
    "name_kind": "legal",
    "name_script": "latin",
    "spellings": "Leyla Kərimli\nЛейла Керимли",
    "name_exposure": "2",
    "sex": "female",
    "born": "March 1988",
    "occupation": "journalist at an invented paper",
    "categories": ["journalist", "activist"],
    "citizenship": "Azerbaijan",
    "residence": "Town B",
    "region": "Region B",
    "country": "az",
    "title": "The case of the invented paper",
    "background": "She wrote about a quarry.",
}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}"(?: value="([^"]*)")?', page)
    assert found, name
    return found[1] or ""


def send(client: Client, path: str, **typed: object):
    """Opens the page, types into it and sends it."""
    page = client.get(path).content.decode()
    return client.post(path, {"page": hidden(page, "page"), **typed})


@pytest.fixture
def client(researcher, signed_in) -> Client:
    return signed_in(researcher)


def test_new_case_holds_its_person_with_names_and_leads_to_its_page(client, researcher):
    answer = send(client, "/cases/new/", **TYPED)
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.ref}/")
    person = case.person
    assert [(n.text, n.kind, n.script, n.is_main) for n in person.names.order_by("pk")] == [
        ("Leyla Karimli", "legal", "latin", True),
        ("Leyla Kərimli", "spelling", "latin", False),
        ("Лейла Керимли", "spelling", "cyrillic", False),
    ]
    assert (str(person.born), person.sex, person.categories) == ("1988-03", "female", ["journalist", "activist"])
    assert (person.occupation, person.name_exposure) == ("journalist at an invented paper", Audience.TEAM)
    assert (case.country, case.title, case.lead) == ("AZ", "The case of the invented paper", researcher)
    assert (list(case.members.all()), case.editors) == ([researcher], [researcher.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Leyla Karimli" in page
    assert "She wrote about a quarry." in page


def test_group_has_a_count_and_may_have_no_name(client):
    group = {**TYPED, "kind": "group", "name": "", "spellings": "", "born": "", "sex": ""}
    answer = send(client, "/cases/new/", **group, group_size="12", group_qualifier="at_least")
    person = Case.objects.get().person
    assert (answer.status_code, person.kind, person.group_size, person.group_qualifier) == (
        302,
        "group",
        12,
        "at_least",
    )
    assert "At least 12 unnamed people" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": ""}, "name", "A person needs a name or a pseudonym"),
        ({"name": "4 - 7"}, "name", "A name needs at least one letter."),
        ({"name": "Leyla\x00Karimli"}, "name", "Null characters are not allowed."),
        ({"name": "L" * 201}, "name", "at most 200 characters"),
        ({"spellings": "Leyla\n77"}, "spellings", "A name needs at least one letter."),
        ({"born": "31 February 1988"}, "born", "1988"),
        ({"born": "when the snow fell"}, "born", "when the snow fell"),
        ({"kind": "individual", "group_size": "3"}, "group_size", "Only a group has a count."),
        ({"country": "Azerbaijan"}, "country", "at most 2 characters"),
        ({"country": "4%"}, "country", "A country is two letters, such as AZ."),
        ({"background": "x" * 20_001}, "background", "at most 20000 characters"),
        ({"name_exposure": "9"}, "name_exposure", "not one of the available choices"),
    ],
)
def test_bad_input_saves_nothing_says_why_beside_the_field_and_keeps_what_was_typed(client, typed, field, said):
    answer = send(client, "/cases/new/", **{**TYPED, **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (Case.objects.count(), Person.objects.count()) == (0, 0)
    assert f'<a href="#id_{field}">' in page
    assert said in re.search(rf'<p class="problem" id="id_{field}_error">(.*?)</p>', page, re.S)[1]
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', page)
    assert "journalist at an invented paper" in page
    assert 'value="journalist" id="id_categories_0" checked' in page


def test_page_older_than_a_day_keeps_what_was_typed_and_is_sent_again(client, monkeypatch):
    page = hidden(client.get("/cases/new/").content.decode(), "page")
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 25 * 3600)
    refused = client.post("/cases/new/", {"page": page, **TYPED})
    again = refused.content.decode()
    assert (refused.status_code, Case.objects.count()) == (422, 0)
    assert "Look it over and send it again." in again
    assert "journalist at an invented paper" in again
    fresh = hidden(again, "page")
    assert fresh != page
    assert client.post("/cases/new/", {"page": fresh, **TYPED}).status_code == 302


def test_page_whose_case_got_another_ref_opens_none_under_the_former_one(client, researcher):
    page = hidden(client.get("/cases/new/").content.decode(), "page")
    assert client.post("/cases/new/", {"page": page, **TYPED}).status_code == 302
    case = Case.objects.get()
    former = case.ref
    with editing_case(case, by=researcher) as locked:
        locked.ref = "NEWREF22"
    refused = client.post("/cases/new/", {"page": page, **TYPED})
    assert (refused.status_code, Case.objects.get().ref) == (422, "NEWREF22")
    assert "Leyla Karimli" in refused.content.decode()
    token = hidden(refused.content.decode(), "page")
    assert former not in signing.loads(token, salt="cases:new")


def test_a_field_of_ten_megabytes_is_refused(client):
    assert client.post("/cases/new/", {**TYPED, "background": "x" * 10_000_000}).status_code == 413
    assert Case.objects.count() == 0


def test_signs_of_direction_and_double_spaces_are_left_out_of_names(client):
    send(client, "/cases/new/", **{**TYPED, "name": " Leyla\u200f \u202eKarimli\u202c ", "spellings": ""})
    assert Person.objects.get().main_name == "Leyla Karimli"


@pytest.fixture
def known(researcher) -> Person:
    person = factories.make_person("Leyla Karimli", born="1988", occupation="poet", exposure=Audience.TEAM)
    factories.make_case(by=researcher, person=person)
    return person


def test_look_alikes_stop_the_saving_until_somebody_decides(client, known):
    answer = send(client, "/cases/new/", **{**TYPED, "name": "Лейла Керимли", "spellings": "", "born": "1988-03-04"})
    page = answer.content.decode()
    assert (answer.status_code, Person.objects.count(), Case.objects.count()) == (422, 1, 1)
    assert f'name="same_as" value="{known.ref}"' in page
    assert "same sound, other spelling, same birth year" in page
    assert "poet, born 1988, 1 case" in page
    assert 'name="same_as" value="different"' in page
    assert hidden(page, "asked") == known.ref


def test_this_person_opens_the_case_for_them_as_they_are(client, known):
    send(client, "/cases/new/", **TYPED, same_as=known.ref)
    assert Person.objects.count() == 1
    assert Case.objects.filter(person=known).count() == 2
    assert [name.text for name in known.names.all()] == ["Leyla Karimli"]


def test_a_different_person_is_made_once_the_page_has_asked(client, known):
    unasked = send(client, "/cases/new/", **TYPED, same_as="different")
    assert (unasked.status_code, Person.objects.count()) == (422, 1)
    page = unasked.content.decode()
    answer = client.post(
        "/cases/new/",
        {**TYPED, "same_as": "different", "page": hidden(page, "page"), "asked": hidden(page, "asked")},
    )
    assert (answer.status_code, Person.objects.count()) == (302, 2)


def test_a_bare_surname_links_nobody_by_itself(client, researcher):
    factories.make_case(by=researcher, person=factories.make_person("Farid Aliyev"))
    factories.make_case(by=researcher, person=factories.make_person("Vugar Aliyev"))
    page = send(client, "/cases/new/", **{**TYPED, "name": "Aliyev", "spellings": ""}).content.decode()
    assert Case.objects.count() == 2
    assert page.count("same spelling, part of the name") == 2
    assert 'name="same_as" value="different" checked' not in page
    assert len(re.findall(r'name="same_as"[^>]* checked', page)) == 0


def test_people_of_one_surname_are_no_look_alikes(client, researcher):
    factories.make_case(by=researcher, person=factories.make_person("Farid Aliyev"))
    answer = send(client, "/cases/new/", **{**TYPED, "name": "Imran Aliyev", "spellings": ""})
    assert answer.status_code == 302


def test_people_whom_the_reader_may_not_see_are_not_told(client, reviewer):
    hidden_case = factories.make_person("Leyla Karimli", exposure=Audience.TEAM)
    factories.make_case(by=reviewer, person=hidden_case, access="members")
    withheld = factories.make_person("Leyla Kerimli", exposure=Audience.RESTRICTED)
    factories.make_case(by=reviewer, person=withheld)
    assert send(client, "/cases/new/", **TYPED).status_code == 302
    assert Case.objects.count() == 3


def test_somebody_hidden_can_not_be_chosen_by_their_ref(client, reviewer):
    unseen = factories.make_person("Imran Aliyev")
    factories.make_case(by=reviewer, person=unseen, access="members")
    send(client, "/cases/new/", **TYPED, same_as=unseen.ref)
    assert Case.objects.filter(person=unseen).count() == 1


def test_sending_a_page_twice_makes_one_case(client):
    page = hidden(client.get("/cases/new/").content.decode(), "page")
    first = client.post("/cases/new/", {**TYPED, "page": page})
    asked = client.post("/cases/new/", {**TYPED, "page": page})
    again = client.post("/cases/new/", {**TYPED, "page": page, "same_as": Person.objects.get().ref})
    assert (first.status_code, asked.status_code, again.status_code) == (302, 302, 302)
    assert first["Location"] == asked["Location"] == again["Location"]
    assert (Case.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_page_sent_twice_at_the_same_moment_makes_one_case(client):
    page = hidden(client.get("/cases/new/").content.decode(), "page")
    together, codes = Barrier(2), []

    def post() -> None:
        other = Client()
        other.cookies = client.cookies
        together.wait()
        codes.append(other.post("/cases/new/", {**TYPED, "page": page}).status_code)
        connections.close_all()

    threads = [Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302, 302]
    assert (Case.objects.count(), Person.objects.count()) == (1, 1)


def test_page_of_somebody_else_is_refused_and_renewed(client, reviewer, signed_in):
    theirs = hidden(signed_in(reviewer).get("/cases/new/").content.decode(), "page")
    answer = client.post("/cases/new/", {**TYPED, "page": theirs})
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    renewed = hidden(answer.content.decode(), "page")
    assert client.post("/cases/new/", {**TYPED, "page": renewed}).status_code == 302


def test_only_those_who_edit_cases_are_offered_and_given_the_page(client, advocate, signed_in):
    assert 'href="/cases/new/"' in client.get("/cases/").content.decode()
    reading = signed_in(advocate)
    assert 'href="/cases/new/"' not in reading.get("/cases/").content.decode()
    assert reading.get("/cases/new/").status_code == 403
    assert reading.post("/cases/new/", TYPED).status_code == 403


# What is said of the case as a whole


@pytest.fixture
def case(researcher) -> Case:
    case = factories.make_case(by=researcher, title="First title")
    OfficialNumber.objects.create(case=case, number="12-34/2023", issued_by="Court B", visibility=Audience.PUBLIC)
    OfficialNumber.objects.create(case=case, number="sealed-9", visibility=Audience.RESTRICTED)
    case.refresh_from_db()
    return case


def edit(client: Client, case: Case, **typed: object):
    path = f"/cases/{case.ref}/edit/"
    page = client.get(path).content.decode()
    kept = {"title": "First title", "country": "AZ", "lead": str(case.lead_id), "numbers": "12-34/2023 | Court B"}
    return client.post(path, {**kept, "seen": hidden(page, "seen"), **typed})


def test_edited_case_is_a_new_revision_and_its_document_says_it(client, researcher, case):
    answer = edit(client, case, title="Second title", numbers="12-34/2023 | Court B\n99-1")
    changed = Case.objects.get(pk=case.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.ref}/")
    assert (changed.title, changed.revision, changed.editors) == ("Second title", case.revision + 1, [researcher.pk])
    assert [(n.number, n.issued_by, n.visibility) for n in changed.numbers.order_by("pk")] == [
        ("12-34/2023", "Court B", Audience.PUBLIC),
        ("sealed-9", "", Audience.RESTRICTED),
        ("99-1", "", Audience.PARTNER),
    ]
    page = client.get(answer["Location"]).content.decode()
    assert "Second title" in page
    assert "99-1" in page


def test_saving_without_a_change_is_no_edit(client, case):
    assert edit(client, case).status_code == 302
    assert Case.objects.get(pk=case.pk).revision == case.revision


def test_restricted_number_is_not_on_the_page(client, case):
    assert "sealed-9" not in client.get(f"/cases/{case.ref}/edit/").content.decode()


def test_stale_page_saves_nothing_and_shows_both_texts(client, case):
    page = client.get(f"/cases/{case.ref}/edit/").content.decode()
    edit(client, case, title="Second title")
    mine = {"title": "Third title", "country": "AZ", "lead": str(case.lead_id), "numbers": "12-34/2023 | Court B"}
    answer = client.post(f"/cases/{case.ref}/edit/", {**mine, "seen": hidden(page, "seen")})
    text = answer.content.decode()
    assert (answer.status_code, Case.objects.get(pk=case.pk).title) == (422, "Second title")
    assert "<bdi>Second title</bdi>" in text
    assert "<bdi>Third title</bdi>" in text
    assert 'value="Third title"' in text
    again = client.post(f"/cases/{case.ref}/edit/", {**mine, "seen": hidden(text, "seen")})
    assert (again.status_code, Case.objects.get(pk=case.pk).title) == (302, "Third title")


def test_only_members_and_reviewers_name_members(client, case, researcher, reviewer, signed_in):
    """Members read restricted records: nobody makes themselves one."""
    page = client.get(f"/cases/{case.ref}/edit/").content.decode()
    assert 'name="members"' not in page
    edit(client, case, members=[str(researcher.pk)], access="members")
    assert (Case.objects.get(pk=case.pk).access, CaseMember.objects.count()) == ("team", 0)
    reviewing = signed_in(reviewer)
    edit(reviewing, case, access="members", members=[str(researcher.pk), str(reviewer.pk)])
    assert Case.objects.get(pk=case.pk).access == "members"
    assert set(CaseMember.objects.values_list("user", flat=True)) == {researcher.pk, reviewer.pk}
    other = User.objects.create_user("other", role=Role.RESEARCHER)
    assert signed_in(other).get(f"/cases/{case.ref}/").status_code == 404
    assert client.get(f"/cases/{case.ref}/").status_code == 200


def test_nobody_shuts_themselves_out(case, reviewer, researcher, signed_in):
    answer = edit(signed_in(reviewer), case, access="members", members=[str(researcher.pk)])
    assert answer.status_code == 422
    assert "Stay among the members" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).access == "team"


def test_nobody_shuts_out_the_lead(case, reviewer, researcher, signed_in):
    reviewing = signed_in(reviewer)
    answer = edit(reviewing, case, access="members", members=[str(reviewer.pk)], lead=str(researcher.pk))
    assert answer.status_code == 422
    assert "Researcher leads this case and would no longer see it" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).access == "team"
    both = [str(reviewer.pk), str(researcher.pk)]
    assert edit(reviewing, case, access="members", members=both, lead=str(researcher.pk)).status_code == 302


def test_case_is_edited_by_those_who_may(case, advocate, admin, signed_in):
    path = f"/cases/{case.ref}/edit/"
    assert [signed_in(user).post(path).status_code for user in (advocate, admin)] == [403, 404]
    assert f'href="{path}"' not in signed_in(advocate).get(f"/cases/{case.ref}/").content.decode()


def test_country_of_a_case_can_not_be_nonsense(client, case):
    answer = edit(client, case, country="4%", title="Kept title")
    assert answer.status_code == 422
    assert 'value="Kept title"' in answer.content.decode()
    assert Case.objects.get(pk=case.pk).country == "AZ"
