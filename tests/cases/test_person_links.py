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
        assert "People of a name like this are known: choose the one who is meant" in page
        assert f"Agil Layij ({lawyer.ref}), " in page
        assert 'value="Agil Lajic"' in page
        assert hidden(page, "speaker_asked") == lawyer.ref
    assert not Statement.objects.filter(case=case).exists()
    sent = {"speaker": "Agil Lajic", "speaker_new": "on", "speaker_asked": lawyer.ref}
    assert add(writer, case, "statement", **SAID, **sent).status_code == 302
    speaker = Statement.objects.get(case=case).speaker
    assert speaker != lawyer
    assert (speaker.main_name, speaker.name_exposure, speaker.cases.count()) == ("Agil Lajic", Audience.TEAM, 0)


def test_the_one_who_is_meant_is_chosen_by_a_button(writer, case, lawyer):
    page = text_of(add(writer, case, "statement", **SAID, speaker="Agil Lajic"))
    assert f'<input type="radio" name="speaker_meant" value="{lawyer.ref}"' in page
    assert add(writer, case, "statement", **SAID, speaker="Agil Lajic", speaker_meant=lawyer.ref).status_code == 302
    assert Statement.objects.get(case=case).speaker == lawyer


def test_nobody_but_those_alike_can_be_chosen(writer, case, lawyer):
    stranger = factories.make_person("Leyla Karimli", exposure=Audience.TEAM)
    refused = add(writer, case, "statement", **SAID, speaker="Agil Lajic", speaker_meant=stranger.ref)
    assert (refused.status_code, Statement.objects.filter(case=case).count()) == (422, 0)


def test_new_person_is_told_with_their_page_and_linked_where_the_case_names_them(writer, case):
    sent = {**SAID, "visibility": "2", "speaker": "Samir Nagiyev", "speaker_new": "on"}
    assert add(writer, case, "statement", **sent).status_code == 302
    made = Statement.objects.get(case=case).speaker
    page = text_of(writer.get(f"/cases/{case.ref}/"))
    link = f'<a href="/people/{made.ref}/">Samir Nagiyev'
    assert f"A new person was made: {link} ({made.ref})</a>." in page
    assert f"More on {link}</a>" in page
    assert writer.get(f"/people/{made.ref}/").status_code == 200


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
