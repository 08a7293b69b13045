"""Writing through the one door: locks, revisions, stale documents, restricted readings, constraints."""

from __future__ import annotations

import threading
from datetime import date

import orjson
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.models import Case, Charge, Detention, Document, Event, HealthNote, Statement
from cases.publishing import PublicationRefused, approve
from cases.restricted import read_restricted
from cases.tasks import rebuild_stale_documents
from cases.writing import add_record, editing_case, editing_shared, note_conflict
from people.models import Name
from tests import factories
from tracker.audiences import Audience
from tracker.models import ReadLog

pytestmark = pytest.mark.django_db


def team_body(case: Case) -> dict:
    return orjson.loads(Document.objects.get(case=case, audience=Audience.TEAM).body)


def test_record_is_in_the_teams_document_at_once(researcher):
    case = factories.make_case(by=researcher)
    factories.add_charge(case, by=researcher, text="tax evasion", articles=["213.1"])
    (charge,) = team_body(case)["charges"]
    assert charge["text"] == "tax evasion"
    assert charge["articles"] == [{"code": "CC", "number": "213.1"}]


def test_document_keeps_its_row_when_it_is_rewritten(researcher):
    case = factories.make_case(by=researcher)
    before = Document.objects.get(case=case).pk
    factories.add_charge(case, by=researcher)
    assert Document.objects.get(case=case).pk == before


def test_event_is_in_the_documents_of_whoever_may_see_it_and_a_change_reaches_them(researcher, reviewer):
    case = factories.make_case(by=researcher)
    raid = Event.objects.create(title="A raid", visibility=Audience.PARTNER)
    kept = Event.objects.create(title="A meeting", visibility=Audience.RESTRICTED)
    with editing_case(case, by=researcher) as locked:
        locked.happenings.add(raid, kept)
    factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)
    said = {d.audience: orjson.loads(d.body).get("events", []) for d in Document.objects.filter(case=case)}
    assert said[Audience.PUBLIC] == []
    assert said[Audience.PARTNER] == [{"key": f"event:{raid.pk}", "title": "A raid"}]
    assert said[Audience.TEAM] == [{"key": f"event:{raid.pk}", "title": "A raid", "visibility": "partner"}]
    with editing_shared(raid, by=researcher):
        raid.title = "A raid at dawn"
        raid.save()
    rebuild_stale_documents()
    assert team_body(case)["events"][0]["title"] == "A raid at dawn"


def test_group_is_told_by_its_count_in_body_and_card(researcher):
    group = factories.make_person("X", kind="group", group_size=12, group_qualifier="at_least", consent=None)
    group.names.all().delete()
    case = factories.make_case(by=researcher, person=group)
    document = Document.objects.get(case=case)
    counted = {"kind": "group", "group_size": 12, "group_qualifier": "at_least"}
    assert orjson.loads(document.card)["person"] == {
        "ref": group.ref,
        "name": "at least 12 unnamed people",
        "occupation": "",
        **counted,
    }
    said = orjson.loads(document.body)["person"]
    assert {name: said[name] for name in counted} == counted
    assert not {"name", "name_withheld"} & set(said)


def test_restricted_record_is_in_no_document(researcher):
    case = factories.make_case(by=researcher)
    factories.add(case, HealthNote, by=researcher, category="cardiac", condition="weak", visibility=Audience.RESTRICTED)
    assert "health_notes" not in team_body(case)
    assert [c for c in Document.objects.get(case=case).codes if c.startswith("health:")] == []


def test_reading_a_restricted_record_is_logged_and_shown_to_the_next_reader(researcher, reviewer):
    case = factories.make_case(by=researcher)
    note = factories.add(
        case, HealthNote, by=researcher, category="cardiac", condition="weak heart", visibility=Audience.RESTRICTED
    )
    records, readings = read_restricted(case=case, by=reviewer, door="/cases/X/restricted/")
    assert [record["condition"] for record in records] == ["weak heart"]
    row = ReadLog.objects.get()
    assert (row.user, row.what, row.case_ref, row.door) == (reviewer, note.key, case.ref, "/cases/X/restricted/")
    assert [reading.pk for reading in readings] == [row.pk]


def test_editing_counts_the_version_of_a_record_even_in_bulk(researcher):
    case = factories.make_case(by=researcher)
    charge = factories.add_charge(case, by=researcher)
    with editing_case(case, by=researcher):
        Charge.objects.filter(pk=charge.pk).update(text="other")
    charge.refresh_from_db()
    assert charge.version == 2
    charge.text = "third"
    with editing_case(case, by=researcher):
        charge.save()
    assert charge.version == 3
    assert team_body(case)["charges"][0]["version"] == 3


def test_shared_change_marks_documents_stale_and_the_job_rebuilds_them(researcher):
    facility = factories.make_facility()
    case = factories.make_case(by=researcher, detentions=[{"began": "2023-01-01", "facility": facility}])
    other = factories.make_case(by=researcher)
    with editing_shared(facility, by=researcher, why="new name"):
        facility.name = "Facility B, new wing"
        facility.save()
    assert list(Document.objects.filter(stale=True).values_list("case", flat=True)) == [case.pk]
    assert rebuild_stale_documents() == 1
    assert team_body(case)["detentions"][0]["facility"]["name"] == "Facility B, new wing"
    assert Document.objects.filter(stale=True).count() == 0
    assert Document.objects.filter(case=other).count() == 1


def test_new_name_of_a_person_is_in_the_document_at_once_and_ends_the_approval(researcher, reviewer):
    person = factories.make_person("Leyla Karimli")
    case = factories.make_case(by=researcher, person=person)
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    with editing_shared(person, by=researcher):
        Name.objects.create(person=person, text="Leyla Kerimli", kind="spelling")
    case.refresh_from_db()
    assert case.stage == "draft"
    assert [name["text"] for name in team_body(case)["person"]["names"]] == ["Leyla Karimli", "Leyla Kerimli"]


def test_new_name_of_somebody_whom_an_approved_case_names_ends_its_approval(researcher, reviewer):
    lawyer = factories.make_person("Aynur Safarli")
    case, other = factories.make_case(by=researcher), factories.make_case(by=researcher)
    factories.add(case, Statement, by=researcher, kind="concern", text="no visits", speaker=lawyer)
    for each in (case, other):
        each.refresh_from_db()
        approve(case=each, by=reviewer)
    with editing_shared(lawyer, by=reviewer):
        Name.objects.create(person=lawyer, text="Ainur Safarli", kind="spelling")
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.stage, other.stage) == ("draft", "approved")
    with pytest.raises(PublicationRefused) as refused:
        approve(case=case, by=reviewer)
    assert [reason.code for reason in refused.value.reasons] == ["four_eyes"]
    assert rebuild_stale_documents() == 1
    assert team_body(case)["statements"][0]["speaker"]["ref"] == lawyer.ref


def test_conflict_stands_on_both_records(researcher):
    case = factories.make_case(by=researcher)
    charge = factories.add_charge(case, by=researcher)
    statement = factories.add(case, Statement, by=researcher, kind="denial", text="the charge")
    with editing_case(case, by=researcher):
        note_conflict(charge, statement, "they do not fit")
    body = team_body(case)
    assert body["charges"][0]["conflicts_with"] == [statement.key]
    assert body["conflicts"] == [{"records": [charge.key, statement.key], "note": "they do not fit"}]


def test_conflict_with_a_record_that_is_hidden_is_hidden_too(researcher, reviewer, publish_case, partner):
    case = publish_case(charges=[{"text": "drug offences"}])
    charge = Charge.objects.get()
    hidden = factories.add(
        case, Statement, by=researcher, kind="context", text="for the team", visibility=Audience.TEAM
    )
    with editing_case(case, by=researcher):
        note_conflict(charge, hidden, "they do not fit")
    factories.approve_and_publish(case, by=reviewer)
    body = partner.json(f"cases/{case.ref}/")
    assert "conflicts" not in body
    assert "conflicts_with" not in body["charges"][0]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"began": "2023-05-01", "ended": "2023-04-01", "end_kind": "bail"}, "ended"),
        ({"began": "2023-05-01", "known_on": date(2023, 4, 1)}, "known_on"),
        ({"ended": "2023-04-01"}, "end_kind"),
        ({"began": "2023-02-30"}, "began"),
        ({"began": "yesterday"}, "began"),
        ({"began": "9999-01-01"}, "began"),
        ({"custody_type": "dungeon"}, "custody_type"),
    ],
)
def test_impossible_detention_is_refused_by_field_and_nothing_is_saved(researcher, values, field):
    case = factories.make_case(by=researcher, detentions=[])
    with pytest.raises(ValidationError) as refused:
        factories.add(case, Detention, by=researcher, **values)
    assert field in refused.value.message_dict
    assert Detention.objects.count() == 0


def test_detention_that_ends_before_it_began_is_refused_by_the_database_too(researcher):
    case = factories.make_case(by=researcher, detentions=[])
    with pytest.raises(IntegrityError, match="detention_ends_after_it_began"), transaction.atomic():
        Detention.objects.bulk_create([Detention(case=case, began="2023-05-01", ended="2023-04-01", end_kind="bail")])


def test_charge_of_another_cases_detention_is_refused(researcher):
    one, other = factories.make_case(by=researcher), factories.make_case(by=researcher)
    with pytest.raises(ValidationError) as refused:
        factories.add_charge(one, by=researcher, detention=other.detention_records.get())
    assert set(refused.value.message_dict) == {"detention"}


@pytest.mark.django_db(transaction=True)
def test_two_savers_of_one_case_lose_no_record(researcher):
    case = factories.make_case(by=researcher, detentions=[])
    started = threading.Barrier(2, timeout=10)

    def save(text: str) -> None:
        started.wait()
        factories.add(case, Statement, by=researcher, kind="concern", text=text)
        connection.close()

    threads = [threading.Thread(target=save, args=[text]) for text in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(s["text"] for s in team_body(case)["statements"]) == ["one", "two"]
    case.refresh_from_db()
    assert case.revision == 3


def test_corrected_source_marks_the_documents_that_cite_it(researcher):
    source = factories.make_source("Invented Gazzete")
    case = factories.make_case(by=researcher, detentions=[])
    with editing_case(case, by=researcher) as locked:
        record = Statement(case=locked, kind="concern", text="deep concern")
        add_record(record, citations=[factories.make_citation(source=source)])
    with editing_shared(source, by=researcher, why="spelling"):
        source.title = "Invented Gazette"
        source.save()
    assert rebuild_stale_documents() == 1
    assert [s["title"] for s in team_body(case)["sources"]] == ["Invented Gazette"]
