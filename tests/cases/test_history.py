"""What was changed in a case, as its readers may see it."""

from __future__ import annotations

import re

import pytest

from cases.changes import TOLD
from cases.models import Case, CaseMember, Event, HealthNote, Statement
from cases.pages.history import thing_label
from cases.publishing import approve, send_to_review, withdraw_consent
from cases.undoing import delete_record
from cases.writing import editing_case, editing_shared
from people.models import Name
from tests import factories
from tests.cases.record_forms import text_of
from tracker.audiences import Audience
from tracker.models import ReadLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(researcher):
    return factories.make_case(by=researcher, person=factories.make_person("Rauf Samadov"), detentions=[])


@pytest.fixture
def statement(case, researcher):
    return factories.add(
        case, Statement, by=researcher, kind="context", text="first words", visibility=Audience.PARTNER
    )


@pytest.fixture
def reader(signed_in, advocate):
    return signed_in(advocate)


def rewrite(record, text, *, by, why="", **fields):
    with editing_case(record.case, by=by, why=why):
        record.refresh_from_db()
        record.text = text
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()


def told(answer) -> list[tuple]:
    """(who, why, thing, what, {label: (was, now)}) of every thing that was changed."""
    return [
        (change.by, change.why, thing.name, thing.what, {f.label: (f.was, f.now) for f in thing.fields})
        for change in answer.context["changes"]
        for thing in change.things
    ]


def page_of(client, case):
    return client.get(f"/cases/{case.ref}/history/")


def test_change_says_who_what_from_what_to_what_and_why(case, statement, reader, reviewer):
    rewrite(statement, "second words", by=reviewer, why="a better source")
    answer = page_of(reader, case)
    changed = ("Reviewer", "a better source", "Statement", "changed", {"Text": ("first words", "second words")})
    assert changed in told(answer)
    added = [line for line in told(answer) if line[2:4] == ("Statement", "added")]
    assert added == [
        ("Researcher", "", "Statement", "added", {"Kind": ("", "context"), "Text": ("", "first words")}),
    ]
    assert f'href="/cases/{case.ref}/#statement-{statement.pk}"' in text_of(answer)


def test_case_and_person_are_told_with_their_records(case, reader, researcher):
    with editing_case(case, by=researcher) as locked:
        locked.background = "Known for his verses."
    with editing_shared(case.person, by=researcher, why="person edited"):
        case.person.occupation = "poet"
        case.person.save()
        Name.objects.create(person=case.person, text="Rauf Samedov", kind="spelling")
    lines = [line[2:] for line in told(page_of(reader, case))]
    assert ("Case", "changed", {"Background": ("", "Known for his verses.")}) in lines
    assert ("Person", "changed", {"Occupation": ("", "poet")}) in lines
    assert ("Name", "added", {"Text": ("", "Rauf Samedov"), "Kind": ("", "spelling")}) in lines


def test_restricted_record_leaves_no_trace_but_on_its_own_page_for_those_whom_it_is_for(
    case, statement, reader, signed_in, reviewer, researcher
):
    before = [len(page_of(client, case).context["changes"]) for client in (reader, signed_in(reviewer))]
    note = factories.add(
        case, HealthNote, by=researcher, category="cardiac", condition="weak heart", visibility=Audience.RESTRICTED
    )
    for client in (reader, signed_in(reviewer)):
        page = page_of(client, case)
        assert "weak heart" not in text_of(page)
        assert "ealth note" not in text_of(page)
    after = [len(page_of(client, case).context["changes"]) for client in (reader, signed_in(reviewer))]
    assert before == after
    address = f"/cases/{case.ref}/records/healthnote/{note.pk}/history/"
    assert reader.get(address).status_code == 404
    ReadLog.objects.all().delete()
    assert "weak heart" in text_of(signed_in(reviewer).get(address))
    assert ReadLog.objects.get().what == f"healthnote:{note.pk}"


def test_record_restricted_since_takes_its_former_texts_and_reasons_along(case, statement, reader, researcher):
    rewrite(statement, "second words", by=researcher, why="he was ill")
    rewrite(statement, "second words", by=researcher, why="too private", visibility=Audience.RESTRICTED)
    page = text_of(page_of(reader, case))
    assert [words for words in ("first words", "second words", "he was ill", "too private") if words in page] == []


def test_record_opened_since_shows_nothing_of_what_it_said_before(case, statement, reader, researcher):
    rewrite(statement, "not for many", by=researcher, visibility=Audience.RESTRICTED)
    rewrite(statement, "for the team", by=researcher, visibility=Audience.PARTNER)
    answer = page_of(reader, case)
    opened = {"Kind": ("", "context"), "Text": ("", "for the team")}
    assert ("Statement", "opened to more readers", opened) in [line[2:] for line in told(answer)]
    assert "not for many" not in text_of(answer)


def test_deleted_record_can_be_brought_back_from_its_history(case, statement, reader, signed_in, researcher):
    page = f"/cases/{case.ref}/records/statement/{statement.pk}/"
    undo = f"{page}undo/"
    with editing_case(case, by=researcher, why="entered twice"):
        delete_record(statement)
    gone = ("Researcher", "entered twice", "Statement", "deleted")
    assert gone in [line[:4] for line in told(page_of(reader, case))]
    assert undo not in text_of(page_of(reader, case))
    writer = signed_in(researcher)
    own = writer.get(f"{page}history/")
    assert undo in text_of(own)
    assert writer.post(undo).status_code == 302
    assert Statement.objects.get().text == "first words"
    assert undo not in text_of(page_of(writer, case))


def test_name_withheld_from_the_team_is_in_no_line_and_no_text(case, statement, reader, researcher):
    witness = factories.make_person("Vaqif Nəzərli", exposure=Audience.RESTRICTED, consent=None)
    rewrite(statement, "Vagif Nazarli saw it", by=researcher, why="says Vagif Nazarli", speaker=witness)
    rewrite(statement, "somebody saw it", by=researcher)
    page = text_of(page_of(reader, case)).lower()
    assert "nazarli" not in page
    assert "nəzərli" not in page
    assert f"name withheld ({witness.ref})".lower() in page


def test_name_that_was_withheld_once_stays_out_after_it_was_deleted(case, reader, researcher):
    person = case.person
    for exposure in (Audience.RESTRICTED, Audience.TEAM):
        with editing_shared(person, by=researcher):
            person.name_exposure = exposure
            person.save()
            Name.objects.filter(person=person, text="Vaqif Nəzərli").delete()
            if exposure == Audience.RESTRICTED:
                Name.objects.create(person=person, text="Vaqif Nəzərli")
    with editing_case(case, by=researcher, why="not Vagif Nazarli") as locked:
        locked.background = "once called Vagif Nazarli"
    page = text_of(page_of(reader, case))
    assert [name for name in ("Nəzərli", "Nazarli") if name in page] == []


def test_history_is_read_in_pages_from_the_newest_on(case, statement, reader, researcher, monkeypatch):
    monkeypatch.setattr("cases.pages.history.CHANGES_ON_A_PAGE", 2)
    for number in range(3):
        rewrite(statement, f"words {number}", by=researcher)
    seen, address = [], f"/cases/{case.ref}/history/"
    while address:
        answer = reader.get(address)
        seen.append(len(answer.context["changes"]))
        after = answer.context["next"]
        address = f"/cases/{case.ref}/history/?before={after}" if after else ""
    assert sum(seen) == len({*range(sum(seen))})
    assert max(seen) == 2
    assert reader.get(f"/cases/{case.ref}/history/?before=nonsense").status_code == 404


def test_history_of_a_members_case_is_for_its_members(case, reader, signed_in, advocate, reviewer):
    Case.objects.filter(pk=case.pk).update(access="members")
    with editing_case(case, by=None):
        CaseMember.objects.create(case=case, user=advocate)
    assert page_of(reader, case).status_code == 200
    assert page_of(signed_in(reviewer), case).status_code == 404


def test_articles_of_a_charge_are_told_as_they_come_and_go(case, reader, researcher):
    charge = factories.add_charge(case, by=researcher, articles=["234.4.3"])
    with editing_case(case, by=researcher, why="another article"):
        charge.articles.set([factories.make_article("228")])
    article = "Article · Charge"
    # All in one transaction here, so that their order says nothing.
    lines = [line for line in told(page_of(reader, case)) if line[2].startswith(article)]
    assert sorted((line[0], line[3], line[4]["Article"]) for line in lines) == [
        ("Researcher", "added", ("", "CC:228")),
        ("Researcher", "added", ("", "CC:234.4.3")),
        ("Researcher", "deleted", ("CC:234.4.3", "")),
    ]
    with editing_case(case, by=researcher):
        charge.visibility = Audience.RESTRICTED
        charge.save()
    assert not [line for line in told(page_of(reader, case)) if line[2].startswith(article)]


def test_events_of_a_case_are_told_as_they_come_and_go_but_restricted_ones_are_not(case, reader, researcher):
    raid = Event.objects.create(title="Raid on the market")
    hidden_one = Event.objects.create(title="Raid on the clinic", visibility=Audience.RESTRICTED)
    with editing_case(case, by=researcher):
        case.happenings.add(raid, hidden_one)
    with editing_case(case, by=researcher):
        case.happenings.remove(raid, hidden_one)
    answer = page_of(reader, case)
    lines = [(line[3], line[4]["Event"]) for line in told(answer) if "Event" in line[4]]
    assert sorted(lines) == [("added", ("", "Raid on the market")), ("deleted", ("Raid on the market", ""))]
    assert "clinic" not in text_of(answer)


def test_consents_are_told_to_those_who_may_change_the_person(case, reader, researcher, signed_in):
    with editing_shared(case.person, by=researcher, why="consent added"):
        consent = factories.give_consent(
            case.person, audience=Audience.PARTNER, subjects=["name"], given_by="her sister"
        )
    withdraw_consent(consent=consent, by=researcher)
    answer = page_of(signed_in(researcher), case)
    lines = {line[3]: line[4] for line in told(answer) if line[2] == "Consent" and line[0] == "Researcher"}
    assert (set(lines), list(lines["changed"])) == ({"added", "changed"}, ["Withdrawn on"])
    assert lines["added"]["What may be said"] == ("", "name")
    assert "her sister" not in text_of(answer)
    assert "Consent" not in [line[2] for line in told(page_of(reader, case))]


# Names of columns that are words as they stand.
WORDS = {
    "closed_on",
    "issued_by",
    "given_on",
    "expires_on",
    "withdrawn_on",
    "given_by",
    "claim_status",
    "attributed_person",
    "superseded_by",
    "attributed_organisation",
    "custody_type",
    "force_used",
    "warrant_shown",
    "charge_group",
    "replaced_by",
    "next_date",
    "disability_group",
    "others_affected",
    "medical_evidence",
    "perpetrator_organisation",
    "sent_by",
    "decided_by",
    "accessed_on",
    "recorded_by",
    "recorded_at",
    "sent_at",
    "decided_at",
    "reviewed_on",
}
# What the history never tells: kept for machines, or said by the line itself.
BOOKKEEPING = {"sentence_forms", "in_review", "approved_revision", "updated_at"}


@pytest.mark.parametrize("model", TOLD, ids=lambda model: model.__name__)
def test_every_column_that_history_tells_has_a_name_for_readers(model):
    columns = {column.name: column for column in model._meta.concrete_fields}
    told_ones = {*columns}.intersection(model.exposure.fields_for(Audience.RESTRICTED)) - WORDS - BOOKKEEPING
    made = [n for n in told_ones if "_" in n and str(columns[n].verbose_name) == n.replace("_", " ")]
    assert made == []
    assert "_" not in thing_label(model)


def test_history_of_every_type_holds_no_word_of_machines(case, researcher, reviewer, signed_in):
    factories.add_every_type(case, by=researcher)
    lawyer = factories.make_person("Agil Layij")
    factories.add(case, Statement, by=researcher, kind="denial", text="plain", speaker=lawyer)
    with editing_shared(case.person, by=researcher):
        case.person.name_exposure = Audience.PARTNER
        case.person.categories = ["writer"]
        case.person.save()
        Name.objects.create(person=case.person, text="Rauf Səmədov", kind="spelling", language="az")
    CaseMember.objects.create(case=case, user=reviewer)
    case.refresh_from_db()
    send_to_review(case=case, by=researcher)
    approve(case=case, by=reviewer)
    reader, changes, page = signed_in(reviewer), [], "?"
    while page:
        answer = reader.get(f"/cases/{case.ref}/history/{page}")
        changes += [(thing.name, thing.what, thing.fields) for c in answer.context["changes"] for thing in c.things]
        page = answer.context["next"] and f"?before={answer.context['next']}"
    said = [text for name, what, fields in changes for text in (name, what, *(f"{f.label}: {f.now}" for f in fields))]
    assert [text for text in said if re.search(r"\w_\w|\b[a-z]+:\d", text)] == []
    reviews = [(what, [field.label for field in fields]) for name, what, fields in changes if name == "Review"]
    assert sorted(reviews) == [("decided", ["Decided by", "Outcome"]), ("sent", ["Sent by"])]
    assert "Who sees the name: partner" in said
