"""Affiliations and relationships of a person, changed in the browser."""

from __future__ import annotations

import pytest

from cases.models import Citation, CitationLink
from cases.writing import cite
from people.models import Affiliation, Organisation, Person, Relationship
from tests import factories
from tests.cases.record_forms import WORDS, rows, text_of
from tests.cases.test_entry import hidden
from tracker.audiences import Audience
from tracker.models import ReadLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(researcher):
    return factories.make_case(by=researcher, person=factories.make_person("Leyla Karimli", consent=None)).person


@pytest.fixture
def sister(researcher):
    return factories.make_case(by=researcher, person=factories.make_person("Aynur Safarli", consent=None)).person


@pytest.fixture
def client(researcher, signed_in):
    return signed_in(researcher)


def send(client, path, name, *typed):
    return client.post(path, {"seen": hidden(text_of(client.get(path)), "seen"), **rows(name, *typed)})


def test_affiliation_is_entered_changed_and_taken_away_with_history(client, person):
    path = f"/people/{person.ref}/affiliations/"
    typed = {
        "organisation": "Bar of District B",
        "branch": "Town B",
        "role": "member",
        "since": "2019",
        "visibility": "2",
    }
    refused = send(client, path, "affiliations", typed)
    assert refused.status_code == 422
    assert 'id="id_affiliations-0-organisation_error">Nothing is known by this name.' in text_of(refused)
    assert 'value="Town B"' in text_of(refused)
    assert not Organisation.objects.exists()
    answer = send(client, path, "affiliations", {**typed, "organisation_new": "on"})
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{person.ref}/")
    tie = Affiliation.objects.get()
    assert (tie.organisation.name, tie.branch, tie.role, tie.since.edtf) == (
        "Bar of District B",
        "Town B",
        "member",
        "2019",
    )
    assert "Bar of District B" in text_of(client.get(f"/people/{person.ref}/"))
    send(client, path, "affiliations", {**typed, "row": tie.pk, "until": "2024"})
    send(client, path, "affiliations", {**typed, "row": tie.pk, "until": "2024", "DELETE": "on"})
    assert not Affiliation.objects.exists()
    events = Affiliation.pgh_event_models["update"].objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "delete"]


def test_affiliation_says_something(client, person):
    typed = {"branch": "Town B", "visibility": "2"}
    refused = send(client, f"/people/{person.ref}/affiliations/", "affiliations", typed)
    assert (refused.status_code, Affiliation.objects.count()) == (422, 0)
    assert "Name an organisation or a role." in text_of(refused)


def test_second_editor_sees_both_texts_and_loses_none(client, signed_in, reviewer, person):
    path = f"/people/{person.ref}/affiliations/"
    seen = hidden(text_of(client.get(path)), "seen")
    send(signed_in(reviewer), path, "affiliations", {"role": "poet", "visibility": "2"})
    sent = rows("affiliations", {"role": "editor", "visibility": "2"})
    refused = client.post(path, {"seen": seen, **sent})
    assert refused.status_code == 409
    assert "poet" in text_of(refused)
    assert 'value="editor"' in text_of(refused)
    assert client.post(path, {"seen": hidden(text_of(refused), "seen"), **sent}).status_code == 302
    assert sorted(Affiliation.objects.values_list("role", flat=True)) == ["editor", "poet"]


def test_page_sent_twice_adds_once(client, person):
    path = f"/people/{person.ref}/affiliations/"
    sent = {
        "seen": hidden(text_of(client.get(path)), "seen"),
        **rows("affiliations", {"role": "poet", "visibility": "2"}),
    }
    assert [client.post(path, sent).status_code for _ in range(2)] == [302, 302]
    assert Affiliation.objects.count() == 1


def test_lawyer_is_linked_by_ref_and_family_needs_consent(client, person, sister):
    path = f"/people/{person.ref}/relationships/"
    refused = send(client, path, "relationships", {"kind": "sibling", "other": sister.ref, "visibility": "2"})
    assert refused.status_code == 422
    assert "“family” lets this be less than restricted." in text_of(refused)
    colleague = {"kind": "colleague", "other": sister.ref, "visibility": "2"}
    assert send(client, path, "relationships", colleague).status_code == 302
    tie = Relationship.objects.get()
    assert (tie.person, tie.other, tie.kind, tie.visibility) == (person, sister, "colleague", Audience.TEAM)
    changed = send(client, path, "relationships", {**colleague, "row": tie.pk, "kind": "sibling"})
    assert changed.status_code == 422


def test_name_alone_links_nobody_and_a_person_is_not_their_own_relative(client, person, sister):
    path = f"/people/{person.ref}/relationships/"
    refused = send(client, path, "relationships", {"kind": "colleague", "other": "Aynur Safarly", "visibility": "2"})
    page = text_of(refused)
    assert refused.status_code == 422
    assert f"Aynur Safarli ({sister.ref})" in page
    assert hidden(page, "relationships-0-other_asked") == sister.ref
    refused = send(client, path, "relationships", {"kind": "colleague", "other": person.ref, "visibility": "2"})
    assert "This is the person of this page" in text_of(refused)
    assert (Relationship.objects.count(), Person.objects.count()) == (0, 2)


def test_restricted_tie_is_shown_to_those_who_read_what_is_restricted_and_logged(
    client, signed_in, reviewer, person, sister
):
    path = f"/people/{person.ref}/relationships/"
    assert (
        send(client, path, "relationships", {"kind": "sibling", "other": sister.ref, "visibility": "3"}).status_code
        == 302
    )
    tie = Relationship.objects.get()
    assert sister.ref not in text_of(client.get(path))
    assert not ReadLog.objects.exists()
    assert sister.ref in text_of(signed_in(reviewer).get(path))
    assert ReadLog.objects.get().what == f"relationship:{tie.pk}"
    # The same once more tells nobody that it is there, and makes no second one.
    assert (
        send(client, path, "relationships", {"kind": "sibling", "other": sister.ref, "visibility": "3"}).status_code
        == 302
    )
    assert Relationship.objects.get() == tie


def test_tie_changed_into_the_same_as_a_hidden_one_is_saved_beside_it(client, person, sister):
    hidden_one = Relationship.objects.create(person=person, other=sister, kind="lawyer")
    tie = Relationship.objects.create(person=person, other=sister, kind="colleague", visibility=Audience.TEAM)
    path = f"/people/{person.ref}/relationships/"
    typed = {"row": tie.pk, "kind": "lawyer", "other": sister.ref}
    assert send(client, path, "relationships", {**typed, "visibility": "2"}).status_code == 302
    tie.refresh_from_db()
    assert (tie.kind, tie.visibility) == ("lawyer", Audience.TEAM)
    assert Relationship.objects.count() == 2
    # For the same readers it is the hidden one, which takes over what was cited.
    cite(tie, [factories.make_citation("She defends him.")])
    assert send(client, path, "relationships", {**typed, "visibility": "3"}).status_code == 302
    assert Relationship.objects.get() == hidden_one
    assert CitationLink.objects.get(content_type__model="relationship").object_id == hidden_one.pk


def ties_with(person, sister, *kinds):
    """Ties for the team, each with words cited for it that name its kind."""
    for kind in kinds:
        tie = Relationship.objects.create(person=person, other=sister, kind=kind, visibility=Audience.TEAM)
        cite(tie, [factories.make_citation(f"She is his {kind}.")])
        yield tie, {"row": tie.pk, "kind": kind, "other": sister.ref, "visibility": "2"}


def cited():
    """The words that carry each tie, by its kind."""
    ties = {tie.pk: tie.kind for tie in Relationship.objects.all()}
    links = CitationLink.objects.filter(content_type__model="relationship").select_related("citation")
    return sorted((ties[link.object_id], link.citation.quote) for link in links)


@pytest.mark.parametrize("order", [1, -1])
def test_tie_corrected_to_one_that_is_taken_away_at_once_stays_with_its_words(client, person, sister, order):
    (_first, wrong), (_second, doubled) = ties_with(person, sister, "colleague", "lawyer")
    typed = [{**wrong, "kind": "lawyer"}, {**doubled, "DELETE": "on"}][::order]
    assert send(client, f"/people/{person.ref}/relationships/", "relationships", *typed).status_code == 302
    assert cited() == [("lawyer", "She is his colleague.")]


def test_ties_that_change_places_stay_both_each_with_its_words(client, person, sister):
    (first, one), (second, other) = ties_with(person, sister, "colleague", "lawyer")
    typed = [{**one, "kind": "lawyer"}, {**other, "kind": "colleague"}]
    assert send(client, f"/people/{person.ref}/relationships/", "relationships", *typed).status_code == 302
    assert dict(Relationship.objects.values_list("pk", "kind")) == {first.pk: "lawyer", second.pk: "colleague"}
    assert cited() == [("colleague", "She is his lawyer."), ("lawyer", "She is his colleague.")]


def test_tie_that_takes_the_place_of_one_that_moves_on_is_not_taken_for_it(client, person, sister):
    (first, one), (second, other) = ties_with(person, sister, "colleague", "lawyer")
    typed = [{**one, "kind": "lawyer"}, {**other, "kind": "co_accused"}]
    assert send(client, f"/people/{person.ref}/relationships/", "relationships", *typed).status_code == 302
    assert dict(Relationship.objects.values_list("pk", "kind")) == {first.pk: "lawyer", second.pk: "co_accused"}
    assert cited() == [("co_accused", "She is his lawyer."), ("lawyer", "She is his colleague.")]


def test_ties_that_become_one_keep_words_cited_for_both_once(client, person, sister):
    (first, one), (second, other) = ties_with(person, sister, "colleague", "lawyer")
    cite(second, [link.citation for link in CitationLink.objects.filter(object_id=first.pk)])
    typed = [{**one, "kind": "lawyer"}, other]
    assert send(client, f"/people/{person.ref}/relationships/", "relationships", *typed).status_code == 302
    assert Relationship.objects.get() == second
    assert cited() == [("lawyer", "She is his colleague."), ("lawyer", "She is his lawyer.")]


def test_name_and_tie_cite_the_words_that_carry_them(client, person):
    tie = Affiliation.objects.create(person=person, role="poet", visibility=Audience.TEAM)
    path = f"/people/{person.ref}/citations/"
    refused = client.post(path, WORDS)
    assert refused.status_code == 422
    assert "Say which name or tie the words carry." in text_of(refused)
    assert 'value="Invented Gazette"' in text_of(refused)
    name = person.names.get()
    assert client.post(path, {**WORDS, "cite-fact": f"name:{name.pk}"}).status_code == 302
    citation = Citation.objects.get(quote="He was taken at dawn.")
    assert (citation.source.title, citation.locator) == ("Invented Gazette", "page 2")
    # The same words carry a second fact, and stand once.
    assert client.post(path, {"cite-fact": f"affiliation:{tie.pk}", "cite-use": [citation.pk]}).status_code == 302
    linked = {(link.content_type.model, link.object_id) for link in citation.links.all()}
    assert linked == {("name", name.pk), ("affiliation", tie.pk)}
    page = text_of(client.get(f"/people/{person.ref}/"))
    assert page.count("He was taken at dawn.") == 1
    drop = citation.links.get(content_type__model="name")
    assert client.post(path, {"cite-drop": [drop.pk]}).status_code == 302
    assert [link.object_id for link in citation.links.all()] == [tie.pk]


def test_restricted_tie_is_cited_by_those_who_read_it_alone(client, signed_in, reviewer, person, sister):
    tie = Relationship.objects.create(person=person, other=sister, kind="sibling")
    path = f"/people/{person.ref}/citations/"
    sent = {**WORDS, "cite-fact": f"relationship:{tie.pk}"}
    assert (sister.ref in text_of(client.get(path)), client.post(path, sent).status_code) == (False, 422)
    desk = signed_in(reviewer)
    assert "Aynur Safarli" in text_of(desk.get(path))
    assert ReadLog.objects.get().what == f"relationship:{tie.pk}"
    assert desk.post(path, sent).status_code == 302
    assert CitationLink.objects.get(content_type__model="relationship").object_id == tie.pk
    assert "He was taken at dawn." not in text_of(client.get(f"/people/{person.ref}/"))
