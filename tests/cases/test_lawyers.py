"""A person's lawyer: noted from either side, told on the pages of both, cited, and withheld with the name."""

from __future__ import annotations

import html
import re

import pytest

from cases.documents import build_body
from cases.gate import consent_reasons
from cases.material import load
from cases.models import CitationLink, Statement
from people.models import Relationship
from tests import factories
from tests.cases.record_forms import WORDS, rows, text_of
from tests.cases.test_entry import hidden
from tracker.audiences import Audience
from tracker.dates import PartialDate

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(researcher):
    return factories.make_case(by=researcher, person=factories.make_person("Rashad Velizade"))


@pytest.fixture
def lawyer(case, researcher):
    """Named in the case of the man by a record, and without a case of his own."""
    lawyer = factories.make_person("Samir Nagiyev", consent=None, exposure=Audience.TEAM)
    factories.add(case, Statement, by=researcher, kind="context", text="as told", speaker=lawyer)
    return lawyer


@pytest.fixture
def client(researcher, signed_in):
    return signed_in(researcher)


def words(answer) -> str:
    body = text_of(answer).partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def send(client, person, *typed):
    path = f"/people/{person.ref}/relationships/"
    return client.post(path, {"seen": hidden(text_of(client.get(path)), "seen"), **rows("relationships", *typed)})


def test_lawyer_is_noted_at_the_man_and_stored_as_the_lawyer_s(client, case, lawyer):
    man = case.person
    assert f'<a href="/people/{man.ref}/relationships/">lawyer</a>' in text_of(client.get(f"/cases/{case.ref}/"))
    assert "has as lawyer" in text_of(client.get(f"/people/{man.ref}/relationships/"))
    typed = {"kind": "client", "other": lawyer.ref, "visibility": "1"}
    assert send(client, man, typed).status_code == 302
    tie = Relationship.objects.get()
    assert (tie.person, tie.kind, tie.other, tie.visibility) == (lawyer, "lawyer", man, Audience.PARTNER)
    for path in (f"/cases/{case.ref}/", f"/people/{man.ref}/"):
        page = client.get(path)
        assert "Has as lawyer Samir Nagiyev" in words(page), path
        assert f'<a href="/people/{lawyer.ref}/"><bdi>Samir Nagiyev' in text_of(page), path
    assert "Lawyer of Rashad Velizade" in words(client.get(f"/people/{lawyer.ref}/"))
    assert "term, lawyer" not in words(client.get(f"/cases/{case.ref}/"))
    # The same page sent once more, and the same said from the other side, make no second one.
    assert send(client, man, typed).status_code == 302
    assert send(client, lawyer, {"kind": "lawyer", "other": man.ref, "visibility": "1"}).status_code == 302
    assert Relationship.objects.get() == tie


def test_tie_is_changed_and_taken_away_from_both_sides(client, case, lawyer):
    man = case.person
    assert send(client, lawyer, {"kind": "lawyer", "other": man.ref, "visibility": "2"}).status_code == 302
    tie = Relationship.objects.get()
    case.refresh_from_db()
    assert "Has as lawyer Samir Nagiyev" in words(client.get(f"/cases/{case.ref}/"))
    typed = {"row": tie.pk, "kind": "client", "other": lawyer.ref, "visibility": "1"}
    assert send(client, man, typed).status_code == 302
    tie.refresh_from_db()
    assert (tie.person, tie.kind, tie.other, tie.visibility) == (lawyer, "lawyer", man, Audience.PARTNER)
    assert send(client, man, {**typed, "DELETE": "on"}).status_code == 302
    assert not Relationship.objects.exists()
    assert "Samir Nagiyev" not in words(client.get(f"/people/{man.ref}/"))
    send(client, man, {"kind": "client", "other": lawyer.ref, "visibility": "1"})
    back = {"row": Relationship.objects.get().pk, "kind": "lawyer", "other": man.ref, "visibility": "1"}
    assert send(client, lawyer, {**back, "DELETE": "on"}).status_code == 302
    assert not Relationship.objects.exists()
    assert "Has as lawyer" not in words(client.get(f"/cases/{case.ref}/"))


def test_tie_noted_at_the_lawyer_makes_the_man_s_case_a_draft_again(client, case, lawyer, reviewer):
    factories.approve_and_publish(case, by=reviewer)
    case.refresh_from_db()
    assert case.stage == "approved"
    send(client, lawyer, {"kind": "lawyer", "other": case.person.ref, "visibility": "1"})
    case.refresh_from_db()
    assert case.stage == "draft"


def test_colleague_is_told_once_of_both_and_family_of_one_alone(client, case, lawyer):
    man = case.person
    for person, other in ((man, lawyer), (lawyer, man)):
        Relationship.objects.create(person=person, other=other, kind="colleague", visibility=Audience.TEAM)
    Relationship.objects.create(person=lawyer, other=man, kind="sibling", visibility=Audience.PUBLIC)
    told = build_body(load([case])[0], Audience.TEAM)["person"]["relationships"]
    assert [(tie["kind"], tie["other"]["name"]) for tie in told] == [("colleague", "Samir Nagiyev")]


def test_tie_of_somebody_withheld_or_restricted_is_in_no_document(case, lawyer):
    man = case.person
    tie = Relationship.objects.create(person=lawyer, other=man, kind="lawyer", visibility=Audience.PARTNER)

    def told(audience):
        ties = build_body(load([case])[0], audience)["person"].get("relationships", [])
        return [(tie["kind"], tie["other"].get("name")) for tie in ties]

    assert [told(audience) for audience in (Audience.TEAM, Audience.PARTNER)] == [[("client", "Samir Nagiyev")], []]
    lawyer.name_exposure = Audience.PUBLIC
    lawyer.save()
    assert [told(audience) for audience in (Audience.PARTNER, Audience.PUBLIC)] == [[("client", "Samir Nagiyev")], []]
    tie.visibility = Audience.RESTRICTED
    tie.save()
    assert told(Audience.TEAM) == []
    Relationship.objects.update(visibility=Audience.PARTNER)
    lawyer.name_exposure = Audience.RESTRICTED
    lawyer.save()
    assert told(Audience.TEAM) == []


def test_lawyer_named_by_a_tie_needs_consent_or_a_public_role(case, lawyer):
    Relationship.objects.create(person=lawyer, other=case.person, kind="lawyer", visibility=Audience.PARTNER)
    lawyer.name_exposure = Audience.PARTNER
    lawyer.save()
    day = PartialDate("2026-11-30").earliest
    Statement.objects.all().delete()

    def named():
        return [reason.where for reason in consent_reasons(load([case])[0], Audience.PARTNER, day)]

    assert named() == [f"person:{lawyer.ref}"]
    lawyer.is_public_role = True
    lawyer.save()
    assert named() == []


def test_review_says_that_the_tie_is_withheld_and_why(client, case, lawyer, signed_in, reviewer):
    send(client, case.person, {"kind": "client", "other": lawyer.ref, "visibility": "1"})
    answer = signed_in(reviewer).get(f"/cases/{case.ref}/review/")
    partner, _heading, public = words(answer).partition("For the audience “public”")
    said = (
        "Samir Nagiyev is not named to these readers: their own setting keeps the name from them."
        " Texts that hold the name are withheld too."
    )
    assert f"{said} So is the tie “has as lawyer”." in partner
    assert "Has as lawyer: Samir Nagiyev" in partner[partner.index("What would be withheld") :]
    assert "So is the tie" not in public
    assert f'href="/people/{lawyer.ref}/edit/#id_name_exposure">Samir Nagiyev is not named' in text_of(answer)


def test_page_of_somebody_without_a_case_marks_who_sees_the_name(client, lawyer):
    page = words(client.get(f"/people/{lawyer.ref}/"))
    assert "Samir Nagiyev team only" in page
    assert words(client.get(f"/people/{lawyer.ref}/names/")).count("The names are seen by the team only") == 2


def test_tie_of_somebody_without_a_case_gets_a_source(client, case, lawyer):
    send(client, lawyer, {"kind": "lawyer", "other": case.person.ref, "visibility": "1"})
    tie = Relationship.objects.get()
    path = f"/people/{lawyer.ref}/citations/"
    assert "lawyer of Rashad Velizade" in words(client.get(path))
    assert client.post(path, {**WORDS, "cite-fact": f"relationship:{tie.pk}"}).status_code == 302
    assert CitationLink.objects.get(content_type__model="relationship").object_id == tie.pk
    for place in (path, f"/people/{lawyer.ref}/", f"/cases/{case.ref}/", f"/people/{case.person.ref}/citations/"):
        assert "He was taken at dawn." in text_of(client.get(place)), place


def test_person_made_for_a_tie_is_told_with_their_page(client, case):
    typed = {"kind": "client", "other": "Samir Nagiyev", "other_new": "on", "visibility": "2"}
    assert send(client, case.person, typed).status_code == 302
    made = Relationship.objects.get().person
    page = text_of(client.get(f"/people/{case.person.ref}/"))
    assert f'A new person was made: <a href="/people/{made.ref}/">Samir Nagiyev ({made.ref})</a>.' in page
    assert client.get(f"/people/{made.ref}/").status_code == 200


def test_person_known_from_the_cases_of_others_looks_alike(client, lawyer):
    page = words_of_fragment(client.post("/cases/new/alike/", {"name": "Samir Nagiyev"}))
    assert "This person: Samir Nagiyev" in page
    assert "named in cases of others" in page


def test_person_named_in_a_case_that_its_reader_may_not_see_does_not_look_alike(client, reviewer):
    lawyer = factories.make_person("Samir Nagiyev", exposure=Audience.TEAM)
    closed = factories.make_case(by=reviewer, access="members")
    factories.add(closed, Statement, by=reviewer, kind="context", text="as told", speaker=lawyer)
    assert "Nagiyev" not in text_of(client.post("/cases/new/alike/", {"name": "Samir Nagiyev"}))


def words_of_fragment(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text_of(answer))).split())
