"""People and what they allow, in the browser."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from cases.models import Case, CitationLink, Document, Publication
from cases.writing import editing_case
from people.models import Consent, Name, Person, Relationship
from tests import factories
from tests.cases.test_entry import hidden
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(researcher, signed_in) -> Client:
    return signed_in(researcher)


@pytest.fixture
def case(researcher) -> Case:
    person = factories.make_person(
        "Leyla Karimli", names=["Leyla Kərimli"], occupation="poet", born="1988", consent=None, exposure=Audience.TEAM
    )
    case = factories.make_case(by=researcher, person=person)
    case.refresh_from_db()
    return case


@pytest.fixture
def person(case) -> Person:
    return case.person


def fields_of(page: str) -> dict[str, object]:
    """What a browser would send of a page's main form as it stands."""
    form = page.split('class="writing"')[1]
    sent: dict[str, object] = {}
    for control in re.findall(r"<input [^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', control))
        if said["type"] in ("radio", "checkbox"):
            if " checked" in control:
                sent[said["name"]] = said.get("value", "on")
        else:
            sent[said["name"]] = said.get("value", "")
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="(\w*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def send(client: Client, path: str, **typed: object):
    """Opens the page, types over what it holds and sends it."""
    page = client.get(path).content.decode()
    return client.post(path, {**fields_of(page), **typed})


# The page


def test_person_page_tells_who_it_is_and_their_cases_that_the_reader_sees(advocate, signed_in, case, person, reviewer):
    closed = factories.make_case(by=reviewer, person=person, access="members")
    page = signed_in(advocate).get(f"/people/{person.ref}/").content.decode()
    assert "<h1><bdi>Leyla Karimli</bdi>" in page
    assert "Leyla Kərimli" in page
    assert "poet" in page
    assert f'href="/cases/{case.ref}/"' in page
    assert closed.ref not in page
    assert f"/people/{person.ref}/edit/" not in page
    assert "Consents" not in page


def test_person_of_a_hidden_case_is_not_found(client, reviewer):
    unseen = factories.make_case(by=reviewer, access="members").person
    paths = ["", "edit/", "names/", "consent/", "consent/1/withdraw/"]
    assert [client.get(f"/people/{unseen.ref}/{path}").status_code for path in paths] == [404] * 5


def test_person_whose_own_cases_are_hidden_is_seen_where_named_and_not_edited(
    client, case, person, reviewer, researcher
):
    lawyer = factories.make_person("Agil Layij")
    factories.add_charge(case, by=researcher, attributed_person=lawyer)
    assert client.get(f"/people/{lawyer.ref}/edit/").status_code == 200
    factories.make_case(by=reviewer, person=lawyer, access="members")
    assert client.get(f"/people/{lawyer.ref}/").status_code == 200
    assert client.get(f"/people/{lawyer.ref}/edit/").status_code == 403


# Who it is


def test_edited_person_is_told_by_their_cases_at_once_which_are_drafts_again(client, case, person):
    answer = send(client, f"/people/{person.ref}/edit/", occupation="satirical poet", born="March 1989")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{person.ref}/")
    person.refresh_from_db()
    assert (person.occupation, str(person.born)) == ("satirical poet", "1989-03")
    assert Case.objects.get(pk=case.pk).revision == case.revision + 1
    assert "satirical poet" in client.get(f"/cases/{case.ref}/").content.decode()


def test_saving_a_person_without_a_change_is_no_edit(client, case, person):
    assert send(client, f"/people/{person.ref}/edit/").status_code == 302
    assert Case.objects.get(pk=case.pk).revision == case.revision


def test_bad_birth_date_of_a_person_is_kept_and_said(client, case, person):
    answer = send(client, f"/people/{person.ref}/edit/", born="1954-02-29")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_born">' in page
    assert 'value="1954-02-29"' in page
    assert Case.objects.get(pk=case.pk).revision == case.revision


def test_stale_page_of_a_person_saves_nothing_and_shows_both_texts(client, person):
    path = f"/people/{person.ref}/edit/"
    old = fields_of(client.get(path).content.decode())
    send(client, path, occupation="satirical poet")
    answer = client.post(path, {**old, "occupation": "novelist", "sex": "female"})
    text = answer.content.decode()
    assert (answer.status_code, Person.objects.get().occupation) == (422, "satirical poet")
    assert "<bdi>satirical poet</bdi>" in text
    assert "<bdi>novelist</bdi>" in text
    assert "<bdi>female</bdi>" in text
    assert client.post(path, fields_of(text)).status_code == 302
    assert (Person.objects.get().occupation, Person.objects.get().sex) == ("novelist", "female")


def test_published_name_is_withheld_by_a_reviewer_alone_and_the_case_withdrawn(
    client, reviewer, signed_in, publish_case
):
    case = publish_case()
    path = f"/people/{case.person.ref}/edit/"
    refused = send(client, path, name_exposure="2")
    assert refused.status_code == 422
    assert "a reviewer withholds it" in refused.content.decode()
    assert Document.objects.filter(case=case, audience=Audience.PARTNER).exists()
    done = send(signed_in(reviewer), path, name_exposure="2")
    withheld = Person.objects.get(pk=case.person_id)
    assert (done.status_code, done["Location"]) == (302, f"/people/{withheld.ref}/")
    assert (withheld.name_exposure, withheld.ref != case.person.ref) == (Audience.TEAM, True)
    assert not Document.objects.filter(case=case, audience=Audience.PARTNER).exists()
    assert signed_in(reviewer).get(done["Location"]).status_code == 200


def test_name_withheld_from_the_team_is_opened_by_a_reviewer_alone(client, reviewer, signed_in, researcher):
    person = factories.make_person("Leyla Karimli", exposure=Audience.RESTRICTED, consent=None)
    factories.make_case(by=researcher, person=person)
    path = f"/people/{person.ref}/edit/"
    assert client.post(path, {"name_exposure": "2"}).status_code == 403
    assert send(signed_in(reviewer), path, name_exposure="2").status_code == 302
    assert "Karimli" in client.get(f"/people/{person.ref}/").content.decode()


# Names


def test_names_are_added_changed_taken_away_and_another_made_main(client, case, person):
    first, second = person.names.order_by("pk")
    answer = send(
        client,
        f"/people/{person.ref}/names/",
        **{
            f"text_{second.pk}": "Leyla Kerimli",
            "main": "new1",
            "text_new1": "Лейла  Керимли\u200f",
            "script_new1": "cyrillic",
            "kind_new1": "legal",
            f"gone_{first.pk}": "on",
        },
    )
    assert answer.status_code == 302
    assert [(n.text, n.kind, n.script, n.is_main) for n in person.names.order_by("pk")] == [
        ("Leyla Kerimli", "legal", "latin", False),
        ("Лейла Керимли", "legal", "cyrillic", True),
    ]
    assert "<h1><bdi>Лейла Керимли</bdi>" in client.get(f"/cases/{case.ref}/").content.decode()
    assert client.get("/cases/", {"name": "Kerimli"}).content.decode().count(f"/cases/{case.ref}/") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text_new1": "Leyla Karimli"}, "This name stands in another row already."),
        ({"text_new1": "12"}, "A name needs at least one letter."),
        ({"text_new1": "x\x00y"}, "Null characters are not allowed."),
        ({"text_new1": "x" * 201}, "at most 200 characters"),
        ({"kind_new1": "nonsense", "text_new1": "Leyla K."}, "nonsense is not one of the available choices"),
    ],
)
def test_bad_name_saves_nothing_and_says_why(client, person, typed, said):
    answer = send(client, f"/people/{person.ref}/names/", **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Name.objects.count() == 2


def test_person_with_a_name_withheld_from_the_team_is_changed_by_a_reviewer_alone(client, signed_in, reviewer, person):
    """To others the page of names would tell whether a guess is right."""
    Name.objects.create(person=person, text="Sealed Karimli", visibility=Audience.RESTRICTED)
    for page in ("names", "edit", "consent"):
        assert client.get(f"/people/{person.ref}/{page}/").status_code == 403, page
    path = f"/people/{person.ref}/names/"
    assert "Sealed" not in signed_in(reviewer).get(path).content.decode()
    send(signed_in(reviewer), path, text_new1="Leyla K.")
    assert set(person.names.values_list("text", flat=True)) >= {"Sealed Karimli", "Leyla K."}


def test_main_name_that_is_withheld_stays_main(signed_in, reviewer, person):
    person.names.update(is_main=False)
    Name.objects.create(person=person, text="Sealed Karimli", visibility=Audience.RESTRICTED, is_main=True)
    answer = send(signed_in(reviewer), f"/people/{person.ref}/names/", text_new1="Leyla K.")
    assert answer.status_code == 302
    assert list(person.names.filter(is_main=True).values_list("text", flat=True)) == ["Sealed Karimli"]
    assert person.names.filter(text="Leyla K.").exists()


def test_form_of_a_case_leaves_out_what_holds_a_withheld_name(client, signed_in, reviewer, case, researcher):
    other = factories.make_person("Kamal Orujov", exposure=Audience.RESTRICTED, consent=None)
    with editing_case(case, by=researcher) as locked:
        locked.background, locked.title = "Orujov Kamal saw it.", "A plain title"
        locked.save()
        Relationship.objects.create(person=locked.person, other=other, kind="colleague", visibility=Audience.TEAM)
    page = client.get(f"/cases/{case.ref}/edit/").content.decode()
    assert "Orujov" not in page
    assert "A plain title" in page
    assert send(client, f"/cases/{case.ref}/edit/", title="Another").status_code == 302
    case.refresh_from_db()
    assert (case.title, case.background) == ("Another", "Orujov Kamal saw it.")


def test_person_keeps_a_name(client, person):
    gone = {f"gone_{name.pk}": "on" for name in person.names.all()}
    assert send(client, f"/people/{person.ref}/names/", **gone).status_code == 422
    assert person.names.count() == 2


def test_stale_page_of_names_saves_nothing_and_keeps_what_was_typed_over_a_name_now_gone(client, person):
    path = f"/people/{person.ref}/names/"
    second = person.names.order_by("pk")[1]
    old = fields_of(client.get(path).content.decode())
    send(client, path, **{f"gone_{second.pk}": "on"})
    answer = client.post(path, {**old, f"text_{second.pk}": "Leyla Kerimova"})
    assert answer.status_code == 422
    assert "<bdi>Leyla Kerimova</bdi>" in answer.content.decode()
    assert [name.text for name in person.names.all()] == ["Leyla Karimli"]


def test_published_name_is_not_made_narrower_by_itself(client, publish_case):
    case = publish_case()
    (name,) = case.person.names.all()
    answer = send(client, f"/people/{case.person.ref}/names/", **{f"visibility_{name.pk}": "2"})
    assert answer.status_code == 422
    assert "may have been published" in answer.content.decode()
    assert Name.objects.get(pk=name.pk).visibility == Audience.PUBLIC


# Consents

GIVEN = {
    "audience": "1",
    "subjects": ["name", "health"],
    "basis": "lawyer",
    "given_by": "Sealed Giver",
    "given_on": "2023-09-20",
    "note": "Sealed note",
}


def test_consent_is_noted_and_shown_without_who_gave_it(client, case, person):
    answer = client.post(f"/people/{person.ref}/consent/", GIVEN)
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{person.ref}/")
    consent = Consent.objects.get()
    assert (consent.audience, consent.subjects, consent.basis) == (Audience.PARTNER, ["name", "health"], "lawyer")
    assert (consent.given_by, consent.given_on, consent.note) == ("Sealed Giver", date(2023, 9, 20), "Sealed note")
    for path in (f"/people/{person.ref}/", f"/cases/{case.ref}/"):
        page = client.get(path).content.decode()
        assert "<strong>name, health</strong> · for partner · given by the lawyer · valid" in page
        assert "given on 20 September 2023" in page
        assert "Sealed" not in page
    assert Case.objects.get(pk=case.pk).revision == case.revision + 1


def test_consent_shows_the_name_in_the_same_step(client, case, person):
    path = f"/people/{person.ref}/consent/"
    opened = client.get(path).content.decode()
    assert "Note a consent of <bdi>Leyla Karimli</bdi>" in opened
    assert "“Who sees the name” is set to “team” now; without this tick it stays so." in opened
    kept = client.post(path, GIVEN, follow=True).content.decode()
    assert "The consent is noted. “Who sees the name” is still set to “team”" in kept
    assert f'<a href="/people/{person.ref}/edit/#id_name_exposure">set who sees the name</a>' in kept
    said = client.post(path, {**GIVEN, "shows_name": "on", "note": "again"}, follow=True).content.decode()
    assert "The consent is noted." in said
    assert "still set to" not in said
    person.refresh_from_db()
    assert person.name_exposure == Audience.PARTNER
    case.refresh_from_db()
    assert case.stage == "draft"


def test_consent_on_something_else_shows_no_name(client, person):
    path = f"/people/{person.ref}/consent/"
    answer = client.post(path, {**GIVEN, "subjects": ["health"], "shows_name": "on"})
    assert answer.status_code == 422
    assert "Only a consent on the name lets the name be shown" in answer.content.decode()
    assert not Consent.objects.exists()


def test_pages_call_the_person_by_name_and_explain_who_sees_it(client, person):
    page = client.get(f"/people/{person.ref}/edit/").content.decode()
    assert "Edit the person: <bdi>Leyla Karimli</bdi>" in page
    assert "public: everybody, once it is published; partner: partners and the team; team: the team alone;" in page
    assert "Names of <bdi>Leyla Karimli</bdi>" in client.get(f"/people/{person.ref}/names/").content.decode()


def test_consent_sent_twice_is_one(client, person):
    path = f"/people/{person.ref}/consent/"
    sent = {**GIVEN, "sheet": hidden(client.get(path).content.decode(), "sheet")}
    for _ in range(2):
        assert client.post(path, sent).status_code == 302
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"subjects": []}, "subjects", "This field is required."),
        ({"given_on": "last week"}, "given_on", "Enter a valid date."),
        ({"audience": "3"}, "audience", "not one of the available choices"),
        ({"basis": "already_public"}, "source_title", "must cite where"),
        ({"given_by": "a\x00b"}, "given_by", "Null characters are not allowed."),
    ],
)
def test_bad_consent_is_refused_beside_its_field(client, person, typed, field, said):
    answer = client.post(f"/people/{person.ref}/consent/", {**GIVEN, **typed})
    page = answer.content.decode()
    assert (answer.status_code, Consent.objects.count()) == (422, 0)
    assert f'<a href="#id_{field}">' in page
    assert said in re.search(rf'id="id_{field}_error">(.*?)</p>', page, re.S)[1]


def test_consent_expires_no_earlier_than_it_was_given(client, person):
    answer = client.post(f"/people/{person.ref}/consent/", {**GIVEN, "expires_on": "2023-09-19"})
    assert answer.status_code == 422
    assert "expire before it was given" in answer.content.decode()


def test_consent_already_public_cites_where(client, person):
    public = {**GIVEN, "basis": "already_public", "source_title": "Invented Gazette", "quote": "I, Leyla Karimli, say"}
    assert client.post(f"/people/{person.ref}/consent/", public).status_code == 302
    link = CitationLink.objects.get(object_id=Consent.objects.get().pk, content_type__model="consent")
    assert (link.citation.source.title, link.citation.quote) == ("Invented Gazette", "I, Leyla Karimli, say")


def test_withdrawing_a_consent_asks_first_and_then_withdraws_what_was_published(client, publish_case):
    case = publish_case(audience=Audience.PUBLIC)
    path = f"/people/{case.person.ref}/consent/1/withdraw/"
    asked = client.get(path).content.decode()
    assert "every case of this person that is published is withdrawn" in asked
    assert f'href="/cases/{case.ref}/"' in asked
    assert Document.objects.filter(case=case).count() == 3
    assert client.post(path).status_code == 302
    assert Consent.objects.get(person=case.person).withdrawn_on is not None
    assert list(Document.objects.filter(case=case).values_list("audience", flat=True)) == [Audience.TEAM]
    tombstones = Publication.objects.filter(case=case, kind="withdrawn", reason="consent")
    assert sorted(tombstones.values_list("audience", flat=True)) == [Audience.PUBLIC, Audience.PARTNER]
    client.post(path)
    assert tombstones.count() == 2
    assert "withdrawn on" in client.get(f"/people/{case.person.ref}/").content.decode()


def test_consent_that_is_not_there_can_not_be_withdrawn(client, person):
    path = f"/people/{person.ref}/consent/{{}}/withdraw/"
    assert [client.post(path.format(number)).status_code for number in (0, 1, 99999999999999999999)] == [404, 404, 404]


def test_readers_are_neither_shown_nor_given_consents(case, person, advocate, signed_in):
    factories.give_consent(person)
    reading = signed_in(advocate)
    assert "Consents" not in reading.get(f"/cases/{case.ref}/").content.decode()
    paths = [f"/people/{person.ref}/{path}" for path in ("edit/", "names/", "consent/", "consent/1/withdraw/")]
    assert [reading.post(path, GIVEN).status_code for path in paths] == [403, 403, 403, 403]


def test_names_page_says_who_sees_the_names_now(client, person):
    page = client.get(f"/people/{person.ref}/names/").content.decode()
    assert "The names are seen by the team only (" in page
    assert f'<a href="/people/{person.ref}/edit/#id_name_exposure">the person' in page
    assert 'id="id_name_exposure"' in client.get(f"/people/{person.ref}/edit/").content.decode()
