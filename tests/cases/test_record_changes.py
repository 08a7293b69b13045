"""Records edited, deleted and brought back in the browser, and who may."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import (
    CaseMember,
    Charge,
    CitationLink,
    Conflict,
    Detention,
    HealthNote,
    Statement,
)
from cases.writing import cite, editing_case, note_conflict
from tests import factories
from tests.cases.record_forms import WORDS, add, edit, rows, text_of
from tracker.audiences import Audience
from tracker.models import ReadLog, User
from tracker.permissions import Role

pytestmark = pytest.mark.django_db


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


def test_record_deleted_while_it_was_edited_keeps_what_was_typed_to_be_added_anew(
    writer, signed_in, reviewer, case, researcher
):
    charge = factories.add_charge(case, by=researcher)
    path = f"/cases/{case.ref}/records/charge/{charge.pk}"
    signed_in(reviewer).post(f"{path}/delete/")
    sent = {"text": "worded anew", "attribution": "a neighbour", **WORDS, **rows("statuses", {"state": "dropped"})}
    gone = edit(writer, charge, **sent)
    page = text_of(gone)
    assert gone.status_code == 410
    assert "Somebody deleted this record while you were editing it." in page
    assert f'action="/cases/{case.ref}/add/charge/"' in page
    assert "Add it as a new record" in page
    assert "worded anew</textarea>" in page
    assert 'value="a neighbour"' in page
    assert "He was taken at dawn.</textarea>" in page
    assert '<option value="dropped" selected>' in page
    assert (Charge.objects.count(), writer.get(f"{path}/").status_code) == (0, 404)
    assert add(writer, case, "charge", version=str(charge.version), **sent).status_code == 302
    assert Charge.objects.get().statuses.get().state == "dropped"


def test_deleted_restricted_record_stays_missing_for_those_who_might_not_read_it(
    writer, signed_in, reviewer, case, secret
):
    signed_in(reviewer).post(f"/cases/{case.ref}/records/healthnote/{secret.pk}/delete/")
    assert edit(writer, secret, category="cardiac").status_code == 404
    assert edit(signed_in(reviewer), secret, category="cardiac").status_code == 410
