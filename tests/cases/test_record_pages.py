"""Records entered, edited, deleted and brought back in the browser."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import (
    CaseMember,
    Charge,
    Citation,
    CitationLink,
    Conflict,
    Detention,
    Facility,
    HealthNote,
    Hearing,
    Source,
    Statement,
)
from cases.records import RECORD_TYPES
from cases.writing import cite, editing_case, note_conflict
from tests import factories
from tracker.audiences import Audience
from tracker.models import ReadLog, User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(researcher):
    return factories.make_case(by=researcher, detentions=[])


@pytest.fixture
def writer(researcher, signed_in):
    return signed_in(researcher)


# What every form of a record carries as it is opened.
CLAIM = {"certainty": "stated", "claim_status": "accepted", "visibility": "1"}
HELD = {**CLAIM, "custody_type": "pretrial_remand"}
WORDS = {
    "cite-kind": "article",
    "cite-title": "Invented Gazette",
    "cite-url": "https://example.org/a",
    "cite-quote": "He was taken at dawn.",
    "cite-locator": "page 2",
    "cite-stated": "21 Sep 2023",
}


def add(writer, case, code="detention", **typed):
    return writer.post(f"/cases/{case.ref}/add/{code}/", {**(HELD if code == "detention" else CLAIM), **typed})


def edit(writer, record, **typed):
    path = f"/cases/{record.case.ref}/records/{record._meta.model_name}/{record.pk}/"
    held = HELD if isinstance(record, Detention) else CLAIM
    return writer.post(path, {**held, "version": str(record.version), **typed})


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("code", list(RECORD_TYPES))
def test_form_of_every_type_opens_and_offers_its_parts(writer, case, code):
    page = text_of(writer.get(f"/cases/{case.ref}/add/{code}/"))
    for part in ("Who says so", "Who may see it", 'name="attribution"', 'name="visibility"', 'name="cite-quote"'):
        assert part in page
    assert "sentence_forms" not in page


@pytest.mark.parametrize("code", list(RECORD_TYPES))
def test_record_of_every_type_can_be_saved_again_without_a_change(reviewer, signed_in, case, researcher, code):
    factories.add_every_type(case, by=researcher)
    writer = signed_in(reviewer)
    record = RECORD_TYPES[code].model.objects.get(case=case)
    before = type(record).objects.values().get(pk=record.pk)
    path = f"/cases/{case.ref}/records/{code}/{record.pk}/"
    form = writer.get(path).context["entry"].form
    typed = {f.name: f.value() for f in form if f.value() is not None and f.value() is not False}
    typed = {name: value.isoformat() if isinstance(value, date) else value for name, value in typed.items()}
    answer = writer.post(path, {**typed, "version": str(record.version)})
    assert answer.status_code == 302, answer.context["entry"].form.errors
    after = type(record).objects.values().get(pk=record.pk)
    assert after.pop("version") == before.pop("version") + 1
    assert after == before


def test_unknown_type_is_missing(writer, case):
    assert writer.get(f"/cases/{case.ref}/add/rumour/").status_code == 404


def test_detention_is_entered_with_the_words_that_carry_it(writer, case):
    answer = add(writer, case, began="19 or 20 Sep 2023", attribution="Lawyer Agil Layij", **WORDS)
    (made,) = Detention.objects.filter(case=case)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.ref}/#detention-{made.pk}")
    assert (made.began.edtf, made.attribution, made.recorded_by.username, made.visibility) == (
        "2023-09-19/2023-09-20",
        "Lawyer Agil Layij",
        "researcher",
        1,
    )
    (link,) = CitationLink.objects.filter(case=case)
    citation = link.citation
    assert (citation.quote, citation.locator, citation.stated.edtf) == (
        "He was taken at dawn.",
        "page 2",
        "2023-09-21",
    )
    assert (citation.source.title, citation.source.url) == ("Invented Gazette", "https://example.org/a")
    page = text_of(writer.get(answer["Location"]))
    assert "19 or 20 Sep" in page
    assert "He was taken at dawn." in page
    assert f"/cases/{case.ref}/add/detention/?source={citation.source.ref}" in page
    case.refresh_from_db()
    assert case.revision == 2


def test_source_of_the_last_record_is_chosen_for_the_next(writer, case):
    add(writer, case, began="2023-09-20", **WORDS)
    source = Source.objects.get()
    page = text_of(writer.get(f"/cases/{case.ref}/add/charge/?source={source.ref}"))
    assert f'<option value="{source.ref}" selected>Invented Gazette</option>' in page


def test_one_citation_carries_several_records(writer, case):
    add(writer, case, began="2023-09-20", **WORDS)
    citation = Citation.objects.get()
    add(writer, case, "statement", kind="context", text="it was dawn", **{"cite-use": [str(citation.pk)]})
    assert Citation.objects.count() == 1
    assert sorted(link.content_type.model for link in citation.links.all()) == ["detention", "statement"]


def test_citation_is_added_and_taken_away_when_a_record_is_edited(writer, case, researcher):
    record = factories.add(case, Statement, by=researcher, kind="context", text="it was dawn")
    (link,) = record.citation_links.all()
    assert "He was taken away." in text_of(writer.get(f"/cases/{case.ref}/records/statement/{record.pk}/"))
    answer = edit(writer, record, kind="context", text="it was dawn", **WORDS, **{"cite-drop": [str(link.pk)]})
    assert answer.status_code == 302
    assert [link.citation.quote for link in record.citation_links.all()] == ["He was taken at dawn."]


def test_date_that_cannot_be_read_is_kept_as_typed_and_says_why(writer, case):
    answer = add(writer, case, began="31 Feb 2023", ended="2023-10", end_kind="bail", attribution="his \u200flawyer")
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'value="31 Feb 2023"' in page
    assert '<a href="#id_began">Began</a>' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_began_error"' in page
    assert "understood as: October 2023" in page
    assert "his \u200flawyer" in page
    assert not Detention.objects.exists()
    case.refresh_from_db()
    assert case.revision == 1


def test_day_must_be_one_day(writer, case):
    page = text_of(add(writer, case, known_on="Sep 2023"))
    assert "This must be one day" in page
    add(writer, case, known_on="26 September 2023")
    assert Detention.objects.get().known_on == date(2023, 9, 26)


@pytest.mark.parametrize("typed", [{"place": "a\x00b"}, {"clarification": "x" * 20_001}, {"facility": "x" * 201}])
def test_absurd_text_is_refused(writer, case, typed):
    assert add(writer, case, began="2023", **typed).status_code == 422
    assert not Detention.objects.exists()


def test_reason_with_a_nul_byte_is_refused(writer, case):
    assert add(writer, case, began="2023", why="a\x00b").status_code == 422


def test_request_of_ten_megabytes_is_refused(writer, case):
    assert add(writer, case, clarification="x" * 10_000_000).status_code == 400


def test_form_sent_twice_makes_one_record(writer, case):
    typed = {"text": "drug offences", "filed": "2023-09", **WORDS}
    factories.make_article("234.4.3")
    first = add(writer, case, "charge", articles="234.4.3", **typed)
    second = add(writer, case, "charge", articles="234.4.3", **typed)
    assert first["Location"] == second["Location"]
    assert (Charge.objects.count(), Citation.objects.count(), CitationLink.objects.count()) == (1, 1, 1)
    add(writer, case, "charge", articles="", **typed)
    assert Charge.objects.count() == 2


def test_facility_is_found_by_name_alias_or_slug(writer, case):
    facility = factories.make_facility("prison-7", "Prison №7")
    for typed in ("prison №7", "Prison No. 7", "prison-7", "\u200fPrison №7\u200e"):
        Detention.objects.all().delete()
        add(writer, case, facility=typed)
        assert Detention.objects.get().facility == facility, typed


def test_unknown_facility_stays_as_words_or_is_made_new(writer, case):
    add(writer, case, facility="Camp Z")
    kept = Detention.objects.get()
    assert (kept.facility, kept.place) == (None, "Camp Z")
    edit(writer, kept, facility="Camp Z", facility_new="on")
    kept.refresh_from_db()
    assert (kept.facility.name, kept.facility.slug) == ("Camp Z", "camp-z")
    assert [alias.text for alias in kept.facility.aliases.all()] == ["Camp Z"]


def test_facility_of_a_refused_form_is_not_made(writer, case):
    assert add(writer, case, facility="Camp Z", facility_new="on", began="nonsense").status_code == 422
    assert not Facility.objects.exists()


def test_facility_of_a_form_that_came_second_is_not_made(writer, case, researcher):
    record = factories.add(case, Detention, by=researcher, began="2023-09-20")
    answer = edit(writer, record, version="0", facility="Camp Z", facility_new="on")
    assert (answer.status_code, Facility.objects.count()) == (409, 0)


def test_court_that_is_not_known_is_made_only_when_asked(writer, case):
    typed = {"kind": "trial", "held": "2023-09-22", "court": "Court of District Q"}
    refused = add(writer, case, "hearing", **typed)
    assert "Nothing is known by this name" in text_of(refused)
    add(writer, case, "hearing", **typed, court_new="on")
    assert Hearing.objects.get().court.name == "Court of District Q"


def test_articles_are_read_and_unknown_ones_named(writer, case):
    factories.make_article("234.4.3")
    refused = add(writer, case, "charge", text="drugs", articles="234.4.3, 228")
    assert refused.status_code == 422
    assert "“228” is not known" in text_of(refused)
    assert 'value="234.4.3, 228"' in text_of(refused)
    add(writer, case, "charge", text="drugs", articles="234.4.3, 228", articles_new="on")
    assert sorted(str(a) for a in Charge.objects.get().articles.all()) == ["CC:228", "CC:234.4.3"]


def test_article_in_several_codes_asks_for_its_code(writer, case):
    factories.make_article("510")
    factories.make_article("510", "CAO")
    assert "stands in several codes" in text_of(add(writer, case, "charge", text="x", articles="510"))
    add(writer, case, "charge", text="x", articles="CAO:510")
    assert [str(a) for a in Charge.objects.get().articles.all()] == ["CAO:510"]


def test_second_editor_sees_both_texts_and_loses_none(writer, signed_in, reviewer, case, researcher):
    record = factories.add(case, Statement, by=researcher, kind="context", text="at first")
    opened = {"kind": "context", "version": str(record.version), "visibility": "0"}
    assert edit(signed_in(reviewer), record, **opened, text="theirs").status_code == 302
    refused = edit(writer, record, **opened, text="yours", attribution="a neighbour")
    page = text_of(refused)
    assert refused.status_code == 409
    assert refused.context["stale"] == [("Text", "theirs", "yours"), ("Attribution", "", "a neighbour")]
    assert '<input type="hidden" name="version" value="2">' in page
    record.refresh_from_db()
    assert record.text == "theirs"
    again = edit(writer, record, **{**opened, "version": "2"}, text="yours and theirs")
    record.refresh_from_db()
    assert (again.status_code, record.text, record.version) == (302, "yours and theirs", 3)


def test_edit_sent_twice_is_no_clash(writer, case, researcher):
    record = factories.add(case, Statement, by=researcher, kind="context", text="at first")
    for _ in range(2):
        assert edit(writer, record, kind="context", text="better").status_code == 302


def test_reason_is_kept_in_the_history(writer, case, researcher):
    record = factories.add(case, Statement, by=researcher, kind="context", text="at first")
    edit(writer, record, kind="context", text="better", why="a misprint")
    event = record.events.order_by("-pgh_id").first()
    assert (event.pgh_context.metadata["why"], event.pgh_context.metadata["user"]) == ("a misprint", researcher.pk)


def test_certain_overlap_warns_with_a_link_and_is_saved_with_a_reason(writer, case, researcher):
    first = factories.add(case, Detention, by=researcher, began="2023-09-01", ended="2023-09-10", end_kind="transfer")
    typed = {"began": "2023-09-05", "known_on": "2023-09-20"}
    refused = add(writer, case, **typed)
    assert refused.status_code == 422
    assert f'<a href="/cases/{case.ref}/#detention-{first.pk}">' in text_of(refused)
    assert add(writer, case, **typed, why="held in two places by turns").status_code == 302


def test_transfer_on_the_same_day_and_unsure_claims_are_no_overlap(writer, case, researcher):
    factories.add(case, Detention, by=researcher, began="2023-09-01", ended="2023-09-10", end_kind="transfer")
    assert add(writer, case, began="2023-09-10", known_on="2023-09-20").status_code == 302
    assert add(writer, case, began="2023-09-05", known_on="2023-09-08", claim_status="conflict").status_code == 302


def test_deleted_record_comes_back_with_all_that_hung_on_it(writer, case, researcher):
    detention = factories.add(case, Detention, by=researcher, began="2023-09-20")
    charge = factories.add_charge(case, by=researcher, articles=["234.4.3"], detention=detention)
    charge.statuses.create(state="pending", since="2023-09")
    with editing_case(case, by=researcher) as locked:
        cite(charge, [factories.make_citation("And again.")])
        note_conflict(detention, charge, "which day")
        locked.refresh_from_db()
    for record in (charge, detention):
        path = f"/cases/{case.ref}/records/{record._meta.model_name}/{record.pk}"
        assert "Delete this" in text_of(writer.get(f"{path}/delete/"))
        answer = writer.post(f"{path}/delete/", {"why": "entered twice"}, follow=True)
        assert f'action="{path}/undo/"' in text_of(answer)
        assert f'id="{record._meta.model_name}-{record.pk}"' not in text_of(answer)
    assert (Charge.objects.count(), Detention.objects.count(), CitationLink.objects.count()) == (0, 0, 0)
    for record in (detention, charge):
        path = f"/cases/{case.ref}/records/{record._meta.model_name}/{record.pk}"
        for _ in range(2):
            answer = writer.post(f"{path}/undo/")
            assert answer["Location"] == f"/cases/{case.ref}/#{record._meta.model_name}-{record.pk}"
    back = Charge.objects.get(pk=charge.pk)
    assert (back.text, back.version, back.recorded_by) == ("drug offences", charge.version + 1, researcher)
    assert [str(a) for a in back.articles.all()] == ["CC:234.4.3"]
    assert [str(s.since.edtf) for s in back.statuses.all()] == ["2023-09"]
    assert sorted(link.citation.quote for link in back.citation_links.all()) == ["And again.", "He was taken away."]
    assert Detention.objects.get(pk=detention.pk).began.edtf == "2023-09-20"
    assert "And again." in text_of(writer.get(f"/cases/{case.ref}/"))


def test_links_to_a_deleted_record_come_back_with_it(writer, case, researcher):
    detention = factories.add(case, Detention, by=researcher, began="2023-09-20")
    charge = factories.add_charge(case, by=researcher, detention=detention)
    with editing_case(case, by=researcher):
        note_conflict(detention, charge, "which day")
    path = f"/cases/{case.ref}/records/detention/{detention.pk}"
    writer.post(f"{path}/delete/")
    charge.refresh_from_db()
    assert (charge.detention, Conflict.objects.count()) == (None, 0)
    writer.post(f"{path}/undo/")
    charge.refresh_from_db()
    assert (charge.detention, Conflict.objects.get().note) == (detention, "which day")


def test_nothing_is_brought_back_into_another_case(writer, case, researcher):
    record = factories.add(case, Statement, by=researcher, kind="context", text="mine")
    other = factories.make_case(by=researcher)
    writer.post(f"/cases/{case.ref}/records/statement/{record.pk}/delete/")
    assert writer.post(f"/cases/{other.ref}/records/statement/{record.pk}/undo/").status_code == 404
    assert not Statement.objects.exists()


@pytest.fixture
def secret(case, researcher):
    source = factories.make_source("A clinic's letter")
    record = factories.add(
        case, HealthNote, by=researcher, cited=False, condition="a weak heart", visibility=Audience.RESTRICTED
    )
    with editing_case(case, by=researcher):
        cite(record, [factories.make_citation("weak heart, they wrote", source=source)])
    return record


def test_restricted_record_is_missing_for_those_who_may_not_read_it(writer, case, secret):
    path = f"/cases/{case.ref}/records/healthnote/{secret.pk}/"
    assert [writer.get(path).status_code, writer.get(f"{path}delete/").status_code] == [404, 404]
    assert writer.post(f"{path}delete/").status_code == 404
    assert edit(writer, secret, category="cardiac").status_code == 404
    page = text_of(writer.get(f"/cases/{case.ref}/add/statement/"))
    assert "clinic" not in page
    assert "weak heart" not in page
    assert not ReadLog.objects.exists()


def test_undo_does_not_bring_back_what_a_withdrawn_consent_allowed(writer, case, researcher):
    note = factories.add(case, HealthNote, by=researcher, condition="a weak heart", visibility=Audience.TEAM)
    path = f"/cases/{case.ref}/records/healthnote/{note.pk}"
    writer.post(f"{path}/delete/")
    case.person.consents.update(withdrawn_on=date(2024, 1, 1))
    answer = writer.post(f"{path}/undo/")
    assert answer.url == f"/cases/{case.ref}/"
    assert HealthNote.objects.get().visibility == Audience.RESTRICTED
    assert "weak heart" not in writer.get(f"/cases/{case.ref}/").content.decode()


def test_undo_of_a_restricted_record_is_for_those_who_may_read_it(writer, signed_in, reviewer, case, secret):
    path = f"/cases/{case.ref}/records/healthnote/{secret.pk}"
    signed_in(reviewer).post(f"{path}/delete/")
    assert writer.post(f"{path}/undo/").status_code == 404
    answer = signed_in(reviewer).post(f"{path}/undo/")
    assert answer["Location"] == f"/cases/{case.ref}/restricted/#healthnote-{secret.pk}"


def test_opening_a_restricted_record_to_edit_it_is_logged(signed_in, case, secret):
    member = User.objects.create_user("member", role=Role.RESEARCHER)
    CaseMember.objects.create(case=case, user=member)
    client = signed_in(member)
    path = f"/cases/{case.ref}/records/healthnote/{secret.pk}/"
    assert f'href="{path}"' in text_of(client.get(f"/cases/{case.ref}/restricted/"))
    ReadLog.objects.all().delete()
    page = text_of(client.get(path))
    assert "a weak heart" in page
    assert "weak heart, they wrote" in page
    (line,) = ReadLog.objects.all()
    assert (line.user, line.door, line.what, line.case_ref) == (member, path, f"healthnote:{secret.pk}", case.ref)


def test_health_note_is_restricted_unless_the_person_consents(writer, researcher, case):
    typed = {"category": "cardiac", "condition": "a weak heart", "visibility": "2"}
    assert add(writer, case, "healthnote", **typed).status_code == 302
    silent = factories.make_case(by=researcher, person=factories.make_person(consent=None), detentions=[])
    refused = add(writer, silent, "healthnote", **typed)
    assert refused.status_code == 422
    assert "lets this be less than restricted" in text_of(refused)
    answer = add(writer, silent, "healthnote", **{**typed, "visibility": "3"})
    assert answer["Location"] == f"/cases/{silent.ref}/"
    assert "It is restricted" in text_of(writer.get(answer["Location"]))


def test_text_with_a_withheld_name_is_neither_shown_nor_changed(writer, case, researcher):
    factories.make_person("Kamal Orujov", exposure=Audience.RESTRICTED)
    friend = factories.make_person("Vaqif Orujlu", exposure=Audience.RESTRICTED)
    record = factories.add(case, Statement, by=researcher, kind="context", text="Vaqif Orujlu saw it", speaker=friend)
    page = text_of(writer.get(f"/cases/{case.ref}/records/statement/{record.pk}/"))
    assert "Orujlu" not in page
    assert "Not shown, and kept as they are" in page
    assert edit(writer, record, kind="own_words").status_code == 302
    record.refresh_from_db()
    assert (record.text, record.kind) == ("Vaqif Orujlu saw it", "own_words")


def test_case_page_offers_to_add_and_edit_to_those_who_may(writer, signed_in, advocate, case, researcher):
    record = factories.add(case, Statement, by=researcher, kind="context", text="it was dawn")
    links = [f"/cases/{case.ref}/add/charge/", f"/cases/{case.ref}/records/statement/{record.pk}/"]
    page, others = (text_of(c.get(f"/cases/{case.ref}/")) for c in (writer, signed_in(advocate)))
    assert all(f'href="{link}"' in page for link in links)
    assert not any(f'href="{link}"' in others for link in links)
    assert [signed_in(advocate).get(link).status_code for link in links] == [403, 403]


def test_texts_are_escaped(writer, case):
    page = text_of(add(writer, case, began="<b>", place="<script>alert(1)</script>"))
    assert "<script>" not in page
    assert "&lt;b&gt;" in page
