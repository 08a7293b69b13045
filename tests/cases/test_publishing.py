"""Approving, the gate, the ledger and what is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cases.choices import PublicationKind, Stage, WithdrawalReason
from cases.models import Charge, Citation, Document, HealthNote, Publication, Source, Statement
from cases.publishing import (
    NotAllowed,
    PublicationRefused,
    approve,
    check_gate,
    publish,
    send_to_review,
    withdraw,
    withdraw_consent,
    withhold_name,
)
from cases.writing import editing_case
from people.choices import ConsentSubject, RelationshipKind
from people.models import Name, Relationship
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[PublicationRefused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_publish_of_an_unapproved_case_is_refused(researcher, reviewer):
    case = factories.make_case(by=researcher)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert codes(refused) == {"not_approved"}
    assert Publication.objects.count() == 0


def test_gate_names_every_reason_at_once(researcher, reviewer):
    person = factories.make_person("Leyla Karimli", consent=None)
    case = factories.make_case(by=researcher, person=person, detentions=[])
    factories.add(case, HealthNote, by=researcher, category="cardiac", condition="weak heart", cited=False)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PUBLIC, by=reviewer)
    assert codes(refused) == {"not_approved", "no_citation", "no_consent"}
    texts = " ".join(reason.text for reason in refused.value.reasons)
    assert "A health note without a date has no citation." in texts
    assert "“name”" in texts
    assert "“health”" in texts


def test_approval_ends_with_the_next_edit_and_leaves_the_published_version(researcher, reviewer, publish_case, partner):
    case = publish_case(charges=[{"text": "drug offences"}])
    assert case.stage == Stage.APPROVED
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    case.refresh_from_db()
    assert case.stage == Stage.DRAFT
    published = partner.json(f"cases/{case.ref}/")
    assert published["version"] == 1
    assert "statements" not in published


def test_case_sent_to_review_waits_there_until_it_is_edited(researcher, reviewer):
    case = factories.make_case(by=researcher)
    send_to_review(case=case, by=researcher)
    case.refresh_from_db()
    assert case.stage == Stage.IN_REVIEW
    factories.add_charge(case, by=researcher)
    case.refresh_from_db()
    assert case.stage == Stage.DRAFT
    advocate = type(reviewer).objects.create_user("advocate", role="advocate")
    with pytest.raises(NotAllowed):
        send_to_review(case=case, by=advocate)


def test_author_of_the_edit_neither_approves_nor_publishes(researcher, reviewer, settings):
    case = factories.make_case(by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        approve(case=case, by=reviewer)
    assert codes(refused) == {"four_eyes"}
    settings.FOUR_EYES = False
    approve(case=case, by=reviewer)
    settings.FOUR_EYES = True
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert codes(refused) == {"four_eyes"}


def test_edit_after_an_approval_forgets_the_authors_before_it(researcher, reviewer):
    case = factories.make_case(by=reviewer)
    other = type(reviewer).objects.create_user("second", role="reviewer")
    approve(case=case, by=other)
    factories.add(case, Statement, by=researcher, kind="concern", text="deep concern")
    case.refresh_from_db()
    assert case.editors == [researcher.pk]
    approve(case=case, by=reviewer)


def test_researcher_may_not_publish(researcher, reviewer):
    case = factories.make_case(by=reviewer)
    with pytest.raises(NotAllowed):
        publish(cases=[case], audience=Audience.PARTNER, by=researcher)


def test_publishing_to_public_publishes_to_partners_too(publish_case, public, partner):
    case = publish_case(audience=Audience.PUBLIC)
    rows = Publication.objects.order_by("seq").values_list("audience", "version", "kind")
    assert list(rows) == [(0, 1, "published"), (1, 1, "published")]
    assert public.refs() == partner.refs() == [case.ref]


def test_publishing_to_partners_shows_the_public_nothing(publish_case, public, partner):
    case = publish_case(audience=Audience.PARTNER)
    assert partner.refs() == [case.ref]
    assert public.refs() == []


def test_publishing_unchanged_content_adds_no_version(publish_case, reviewer):
    case = publish_case()
    assert publish(cases=[case], audience=Audience.PARTNER, by=reviewer) == []
    assert Publication.objects.count() == 1


def test_added_record_is_published_and_a_changed_value_is_a_correction(publish_case, researcher, reviewer):
    case = publish_case(charges=[{"text": "drug offences"}])
    factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    factories.approve_and_publish(case, by=reviewer)
    with editing_case(case, by=researcher):
        charge = Charge.objects.get(case=case)
        charge.text = "possession of drugs"
        charge.save()
    factories.approve_and_publish(case, by=reviewer)
    kinds = Publication.objects.order_by("version").values_list("kind", flat=True)
    assert list(kinds) == [PublicationKind.PUBLISHED, PublicationKind.PUBLISHED, PublicationKind.CORRECTED]


def test_seq_is_one_count_for_all_cases_and_audiences(publish_case):
    publish_case(audience=Audience.PUBLIC)
    publish_case(audience=Audience.PARTNER)
    assert sorted(Publication.objects.values_list("seq", flat=True)) == [1, 2, 3]


def test_withdrawal_appends_a_tombstone_and_takes_the_document_away(publish_case, reviewer, partner):
    case = publish_case()
    withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    assert partner.refs() == []
    assert partner.get(f"/api/v1/cases/{case.ref}/").status_code == 404
    changes = partner.json("changes/", after=0)
    assert [(row["ref"], row["kind"], row["case"]) for row in changes["results"]] == [(case.ref, "withdrawn", None)]


def test_withdrawal_from_the_public_leaves_partners_their_version(publish_case, reviewer, public, partner):
    case = publish_case(audience=Audience.PUBLIC)
    withdraw(cases=[case], audience=Audience.PUBLIC, by=reviewer, reason=WithdrawalReason.ERROR)
    assert public.refs() == []
    assert partner.refs() == [case.ref]


def test_withdrawal_twice_makes_one_tombstone(publish_case, reviewer):
    case = publish_case()
    withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    assert withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR) == []


def test_republishing_after_a_withdrawal_goes_on_counting(publish_case, reviewer, partner):
    case = publish_case()
    withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.ERROR)
    publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert partner.json(f"cases/{case.ref}/")["version"] == 3


def test_withdrawn_consent_withdraws_blanks_and_restricts(publish_case, researcher, reviewer, partner):
    case = publish_case(audience=Audience.PUBLIC)
    note = factories.add(case, HealthNote, by=researcher, category="cardiac", condition="weak heart")
    factories.approve_and_publish(case, by=reviewer)
    withdraw_consent(consent=case.person.consents.get(), by=researcher)
    assert Document.objects.filter(audience__lt=Audience.TEAM).count() == 0
    assert set(Publication.objects.exclude(kind="withdrawn").values_list("body", flat=True)) == {""}
    assert all(
        len(digest) == 64 for digest in Publication.objects.exclude(kind="withdrawn").values_list("digest", flat=True)
    )
    note.refresh_from_db()
    assert note.visibility == Audience.RESTRICTED
    assert partner.get(f"/api/v1/cases/{case.ref}/versions/1/").status_code == 410


def test_expired_consent_refuses(researcher, reviewer):
    person = factories.make_person("Leyla Karimli", consent=None)
    factories.give_consent(person, expires_on=date(2021, 1, 1))
    case = factories.make_case(by=researcher, person=person)
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert codes(refused) == {"no_consent"}


def test_consent_for_partners_does_not_cover_the_public(researcher, reviewer):
    person = factories.make_person("Leyla Karimli", consent=Audience.PARTNER)
    case = factories.make_case(by=researcher, person=person)
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    case.refresh_from_db()
    assert {r.code for r in check_gate(case=case, audience=Audience.PUBLIC, by=reviewer)} == {"no_consent"}
    assert check_gate(case=case, audience=Audience.PARTNER, by=reviewer) == []


def test_withheld_name_needs_no_consent_and_is_not_published(researcher, reviewer, partner):
    person = factories.make_person("Leyla Karimli", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher, person=person)
    factories.approve_and_publish(case, by=reviewer)
    card = partner.json("cases/")["results"][0]
    assert card["person"] == {"ref": person.ref, "name": None, "occupation": ""}
    assert b"Karimli" not in partner.get(f"/api/v1/cases/{case.ref}/").content


def test_free_text_with_a_withheld_full_name_is_left_out(researcher, reviewer, partner):
    person = factories.make_person("Leyla Karimli", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher, person=person)
    factories.add(case, Statement, by=researcher, kind="concern", text="concern for Leyla Karimli")
    factories.approve_and_publish(case, by=reviewer)
    statement = partner.json(f"cases/{case.ref}/")["statements"][0]
    assert "text" not in statement


def test_lone_withheld_surname_warns_until_a_reviewer_gives_a_reason(researcher, reviewer):
    person = factories.make_person("Leyla Karimli", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher, person=person)
    factories.add(case, Statement, by=researcher, kind="concern", text="a bakery called Karimli was searched")
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert codes(refused) == {"withheld_name"}
    assert publish(cases=[case], audience=Audience.PARTNER, by=reviewer, cleared="another Karimli: a shop")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"url": "https://news.example/2023/09/24/karimli"}, "the web address of a source"),
        ({"url": "https://news.example/%D0%9A%D0%B0%D1%80%D0%B8%D0%BC%D0%BB%D0%B8"}, "the web address of a source"),
        ({"title": "Arrest of Karimli"}, "the title of a source"),
        ({"publisher": "karimli.example"}, "the publisher of a source"),
    ],
)
def test_lone_withheld_surname_of_a_source_is_refused_and_its_place_said(researcher, reviewer, said, place):
    person = factories.make_person("Leyla Karimli", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher, person=person)
    factories.add(case, Statement, by=researcher, kind="concern", text="she is ill")
    with editing_case(case, by=researcher):
        Source.objects.update(**said)
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    (reason,) = refused.value.reasons
    assert reason.code == "withheld_name"
    assert f" stands in {place}: the name of Leyla Karimli is withheld from partners." in reason.text


@pytest.mark.parametrize("name", ["locator", "archive_url"])
def test_lone_withheld_surname_in_the_address_of_a_quote_is_refused(researcher, reviewer, name):
    person = factories.make_person("Leyla Karimli", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher, person=person)
    factories.add(case, Statement, by=researcher, kind="concern", text="she is ill")
    address = {"locator": "scan_karimli_2.pdf", "archive_url": "https://archive.example/https://a.example/karimli"}
    with editing_case(case, by=researcher):
        Citation.objects.update(**{name: address[name]})
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert codes(refused) == {"withheld_name"}


def test_words_of_a_relative_warn_without_consent_on_family(researcher, reviewer):
    person = factories.make_person("Leyla Karimli", consent=None)
    consent = factories.give_consent(person, subjects=[ConsentSubject.NAME])
    case = factories.make_case(by=researcher, person=person)
    factories.add(case, Statement, by=researcher, kind="concern", text="she is ill", attribution="Her brother")
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert [(reason.code, reason.text) for reason in refused.value.reasons] == [
        ("family_voice", "“Her brother” speaks for the family: no valid consent on “family” for partners.")
    ]
    consent.subjects = [ConsentSubject.NAME, ConsentSubject.FAMILY]
    consent.save()
    assert publish(cases=[case], audience=Audience.PARTNER, by=reviewer)


def test_record_in_the_voice_of_a_relative_needs_consent_on_family(researcher, reviewer):
    person = factories.make_person("Leyla Karimli", consent=None)
    factories.give_consent(person, subjects=[ConsentSubject.NAME])
    brother = factories.make_person("Orkhan Karimli")
    Relationship.objects.create(person=person, other=brother, kind=RelationshipKind.SIBLING)
    case = factories.make_case(by=researcher, person=person)
    factories.add(case, Statement, by=researcher, kind="concern", text="she is ill", attributed_person=brother)
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer, cleared="a warning may pass, this may not")
    assert codes(refused) == {"no_consent"}
    assert "“family”" in refused.value.reasons[0].text


def test_text_of_a_team_record_repeated_in_a_public_one_blocks(researcher, reviewer):
    case = factories.make_case(by=researcher)
    secret = "the guard with the blue scarf told his sister"
    factories.add(case, Statement, by=researcher, kind="context", text=secret, visibility=Audience.TEAM)
    factories.add(case, Statement, by=researcher, kind="own_words", text=f"it is known that {secret} everything")
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    assert codes(refused) == {"withheld_text"}


def test_withholding_a_published_name_gives_new_refs_and_leaves_a_tombstone(publish_case, reviewer, partner):
    person = factories.make_person("Leyla Karimli")
    case = publish_case(person=person)
    old, old_person = case.ref, person.ref
    withhold_name(person=person, below=Audience.TEAM, by=reviewer)
    case.refresh_from_db()
    person.refresh_from_db()
    assert (case.ref != old, person.ref != old_person) == (True, True)
    other = type(reviewer).objects.create_user("second", role="reviewer")
    approve(case=case, by=other)
    publish(cases=[case], audience=Audience.PARTNER, by=other)
    changes = [(row["ref"], row["kind"]) for row in partner.json("changes/", after=0)["results"]]
    assert changes == [(old, "withdrawn"), (case.ref, "published")]
    assert partner.get(f"/api/v1/cases/{case.ref}/versions/").json()["results"][0]["version"] == 1
    assert b"Karimli" not in partner.get("/api/v1/changes/").content


def test_second_spelling_withheld_alone_stays_withheld(publish_case, partner):
    person = factories.make_person("Nurlan Dove")
    Name.objects.create(person=person, text="Nurlan Mammadzada", kind="legal", visibility=Audience.TEAM)
    case = publish_case(person=person)
    names = [name["text"] for name in partner.json(f"cases/{case.ref}/")["person"]["names"]]
    assert names == ["Nurlan Dove"]
    assert partner.refs(name="Mammadzada") == []


def test_leak_correction_empties_the_earlier_body_only(publish_case, researcher, reviewer):
    case = publish_case(charges=[{"text": "drug offences"}])
    with editing_case(case, by=researcher):
        charge = Charge.objects.get(case=case)
        charge.text = "an offence"
        charge.save()
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    publish(cases=[case], audience=Audience.PARTNER, by=reviewer, leak=True)
    bodies = dict(Publication.objects.values_list("version", "body"))
    assert bodies[1] == ""
    assert "an offence" in bodies[2]


def test_ledger_rows_can_be_neither_changed_nor_deleted(publish_case):
    publish_case()
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.update(digest="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all().delete()
    assert Publication.objects.count() == 1


def test_name_withheld_in_another_case_warns(researcher, reviewer):
    factories.make_person("Aynur Rustamova", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher)
    factories.add(case, Statement, by=researcher, kind="context", text="his neighbour Айнур Рустамова saw it")
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=reviewer)
    (reason,) = refused.value.reasons
    assert (reason.code, reason.blocks) == ("withheld_name", False)
    assert publish(cases=[case], audience=Audience.PARTNER, by=reviewer, cleared="another woman of that name")


def test_withholding_a_name_takes_it_out_of_the_cases_of_others_too(publish_case, researcher, reviewer, partner):
    other = factories.make_person("Aynur Rustamova")
    case = publish_case()
    factories.add(case, Statement, by=researcher, kind="concern", text="deep concern", speaker=other)
    factories.approve_and_publish(case, by=reviewer)
    old = case.ref
    withhold_name(person=other, below=Audience.TEAM, by=reviewer)
    case.refresh_from_db()
    assert case.ref != old
    assert [(row["ref"], row["kind"]) for row in partner.json("changes/")["results"]] == [(old, "withdrawn")]
    assert not Publication.objects.filter(body__contains="Rustamova").exists()
