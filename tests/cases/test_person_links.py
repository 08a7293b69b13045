"""People whom records name, linked in the records' forms: by ref, or made new after those of a like name were shown."""

from __future__ import annotations

import pytest

from cases.models import Statement, TreatmentNote
from people.models import Organisation, Person
from tests import factories
from tests.cases.record_forms import add, edit, text_of
from tests.cases.test_entry import hidden
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

SAID = {"kind": "context", "text": "he is ill"}


@pytest.fixture
def case(researcher):
    return factories.make_case(by=researcher, detentions=[])


@pytest.fixture
def writer(researcher, signed_in):
    return signed_in(researcher)


@pytest.fixture
def lawyer(researcher):
    """Known to the team because another case names him."""
    lawyer = factories.make_person("Agil Layij", consent=None, exposure=Audience.TEAM)
    other = factories.make_case(by=researcher, detentions=[])
    factories.add(other, Statement, by=researcher, kind="context", text="as told", speaker=lawyer)
    return lawyer


def test_speaker_is_linked_by_ref_and_shown_by_name_in_the_form(writer, case, lawyer):
    assert add(writer, case, "statement", **SAID, speaker=lawyer.ref.lower()).status_code == 302
    record = Statement.objects.get(case=case)
    assert record.speaker == lawyer
    page = text_of(writer.get(f"/cases/{case.ref}/records/statement/{record.pk}/"))
    assert f'value="Agil Layij ({lawyer.ref})"' in page
    assert edit(writer, record, **SAID, speaker=f"Agil Layij ({lawyer.ref})").status_code == 302
    record.refresh_from_db()
    assert record.speaker == lawyer
    assert edit(writer, record, **SAID, version=str(record.version), speaker="").status_code == 302
    record.refresh_from_db()
    assert record.speaker is None


def test_name_alone_never_links_and_those_of_a_like_name_are_shown(writer, case, lawyer):
    for tick in ({}, {"speaker_new": "on"}):
        refused = add(writer, case, "statement", **SAID, speaker="Agil Lajic", **tick)
        page = text_of(refused)
        assert refused.status_code == 422
        assert f"People of a name like this are known: Agil Layij ({lawyer.ref}), " in page
        assert 'value="Agil Lajic"' in page
        assert hidden(page, "speaker_asked") == lawyer.ref
    assert not Statement.objects.filter(case=case).exists()
    sent = {"speaker": "Agil Lajic", "speaker_new": "on", "speaker_asked": lawyer.ref}
    assert add(writer, case, "statement", **SAID, **sent).status_code == 302
    speaker = Statement.objects.get(case=case).speaker
    assert speaker != lawyer
    assert (speaker.main_name, speaker.name_exposure, speaker.cases.count()) == ("Agil Lajic", Audience.TEAM, 0)


def test_speaker_whom_nobody_knows_stays_as_words(writer, case):
    assert add(writer, case, "statement", **SAID, speaker="activists of the town").status_code == 302
    record = Statement.objects.get(case=case)
    assert (record.speaker, record.speaker_text) == (None, "activists of the town")
    assert Person.objects.count() == 1


def test_perpetrator_and_the_voice_are_linked(writer, case, lawyer):
    Organisation.objects.create(name="Police of District B")
    sent = {"violation": "beating", "text": "he was beaten", "visibility": "3", "perpetrator": lawyer.ref}
    voice = {"attributed_person": lawyer.ref, "attributed_organisation": "Police of District B"}
    assert add(writer, case, "treatmentnote", **sent, **voice).status_code == 302
    note = TreatmentNote.objects.get()
    assert (note.perpetrator, note.attributed_person) == (lawyer, lawyer)
    assert note.attributed_organisation.name == "Police of District B"


def test_person_whose_name_is_withheld_is_neither_found_nor_linked(writer, case, researcher):
    friend = factories.make_person("Vaqif Orujlu", exposure=Audience.RESTRICTED)
    other = factories.make_case(by=researcher, detentions=[])
    factories.add(other, Statement, by=researcher, kind="context", text="as told", speaker=friend)
    refused = add(writer, case, "statement", **SAID, speaker=f"Vaqif Orujlu ({friend.ref})")
    assert refused.status_code == 422
    assert f"No person with the ref {friend.ref} is known to you." in text_of(refused)
    refused = add(writer, case, "statement", **SAID, attributed_person="Vaqif Orujlu")
    assert "Nothing is known by this name." in text_of(refused)
    assert friend.ref not in text_of(refused)


def test_link_to_a_withheld_person_is_kept_and_not_shown(writer, case, researcher):
    friend = factories.make_person("Vaqif Orujlu", exposure=Audience.RESTRICTED)
    record = factories.add(case, Statement, by=researcher, **SAID, speaker=friend)
    page = text_of(writer.get(f"/cases/{case.ref}/records/statement/{record.pk}/"))
    assert friend.ref not in page
    assert "they hold a name that is withheld: speaker" in page
    assert edit(writer, record, **SAID, attribution="a neighbour").status_code == 302
    record.refresh_from_db()
    assert (record.speaker, record.attribution) == (friend, "a neighbour")


def test_person_of_a_closed_case_is_unknown_to_others(writer, case, reviewer):
    closed = factories.make_case(by=reviewer, person=factories.make_person("Kamal Orujov"), access="members")
    refused = add(writer, case, "statement", **SAID, attributed_person=closed.person.ref)
    assert refused.status_code == 422
    assert "Kamal" not in text_of(refused)
