"""Nobody learns a withheld name by trying: what is refused for it says nothing, is noted, and has an end."""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache

from cases.models import CaseMember, Citation, Source, Statement
from cases.prospects import prospects
from cases.publishing import PublicationRefused, approve, publish
from cases.writing import cite, editing_case, editing_shared
from people.models import Consent, Name, Relationship
from tests import factories
from tests.cases.record_forms import WORDS, add, text_of
from tests.cases.test_unfinished import sheet_of
from tracker.audiences import Audience
from tracker.guesses import is_spent, note_guess
from tracker.models import ReadLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(researcher):
    """A case that only its one member knows."""
    person = factories.make_person("Aynur Rustamova", exposure=Audience.TEAM, consent=None)
    case = factories.make_case(by=researcher, person=person, access="members")
    CaseMember.objects.create(case=case, user=researcher)
    return case


@pytest.fixture
def case(researcher, reviewer):
    """An approved one whose text holds the closed one's name in another spelling."""
    case = factories.make_case(by=researcher)
    factories.add(case, Statement, by=researcher, kind="context", text="his neighbour Айнур Рустамова saw it")
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    case.refresh_from_db()
    return case


@pytest.fixture
def writer(advocate, signed_in):
    """A researcher who is a member of no case."""
    advocate.role = "researcher"
    advocate.save()
    return signed_in(advocate)


def refusal(case, by, **more):
    with pytest.raises(PublicationRefused) as refused:
        publish(cases=[case], audience=Audience.PARTNER, by=by, **more)
    return refused.value.reasons


def test_refusal_says_neither_the_name_nor_whose_it_is_and_is_noted_for_those_who_know(closed, case, reviewer):
    _team, (_public, partner) = prospects(case=case, by=reviewer)
    assert partner.reasons == []
    (reason,) = refusal(case, reviewer, cleared="a namesake")
    assert (reason.code, reason.blocks, reason.quote) == ("hidden", True, "")
    assert "Рустамова" not in reason.text
    assert closed.person.ref not in reason.text
    line = ReadLog.objects.get()
    assert (line.user, line.case_ref, line.what) == (reviewer, closed.ref, "withheld name in a publication")


def test_after_five_refusals_no_answer_depends_on_the_text(closed, case, reviewer, researcher):
    harmless = factories.make_case(by=researcher)
    approve(case=harmless, by=reviewer)
    for _trial in range(5):
        assert [reason.code for reason in refusal(case, reviewer)] == ["hidden"]
    assert [reason.code for reason in refusal(case, reviewer)] == ["spent"]
    assert [reason.code for reason in refusal(harmless, reviewer)] == ["spent"]
    assert ReadLog.objects.count() == 5


def test_miss_and_hit_look_alike_and_are_not_noted_while_something_else_blocks(closed, case, reviewer, researcher):
    miss = factories.make_case(by=researcher)
    factories.add(case, Statement, by=researcher, kind="context", text="Not approved.")
    for draft in (miss, case):
        assert [reason.code for reason in refusal(draft, reviewer, cleared="a namesake")] == ["not_approved"]
    assert not ReadLog.objects.exists()


def test_one_trial_at_names_of_two_cases_is_one_line_in_each_and_counts_once(closed, case, researcher, reviewer):
    person = factories.make_person("Tural Huseynli", exposure=Audience.TEAM, consent=None)
    other = factories.make_case(by=researcher, person=person, access="members")
    factories.add(case, Statement, by=researcher, kind="context", text="so did Tural Huseynli")
    case.refresh_from_db()
    approve(case=case, by=reviewer)
    for _trial in range(4):
        (reason,) = refusal(case, reviewer)
        assert reason.hides == tuple(sorted([closed.ref, other.ref]))
    assert ReadLog.objects.count() == 8
    assert not is_spent(reviewer)


def test_trials_are_counted_where_every_process_sees_them_and_for_an_hour(reviewer):
    with time_machine.travel("2023-10-02T12:00:00+00:00", tick=False) as clock:
        for _trial in range(5):
            note_guess(by=reviewer, cases=["AAA", "BBB"], door="edit", what="withheld name written, 1")
            cache.clear()
            clock.shift(1)
        assert is_spent(reviewer)
        clock.shift(3600)
        assert not is_spent(reviewer)


def test_who_saves_first_after_a_name_was_withheld_has_not_tried_it(writer, advocate, reviewer):
    case = factories.make_case(by=reviewer, person=factories.make_person("Leyla Karimli", consent=None))
    for number in range(6):
        factories.add(case, Statement, by=reviewer, kind="context", text=f"Sevda Quliyeva, {number}.")
    Name.objects.create(person=case.person, text="Sevda Quliyeva", visibility=Audience.RESTRICTED)
    add(writer, case, "statement", kind="context", text="She was seen at the market.")
    assert not ReadLog.objects.exists()
    add(writer, case, "statement", kind="context", text="Sevda Quliyeva was seen there.")
    assert [line.user for line in ReadLog.objects.all()] == [advocate]


def test_who_withholds_a_name_has_not_tried_it(writer, advocate, reviewer):
    case = factories.make_case(by=reviewer, person=factories.make_person("Leyla Karimli", consent=None))
    name = Name.objects.create(person=case.person, text="Sevda Quliyeva", visibility=Audience.TEAM)
    factories.add(case, Statement, by=reviewer, kind="context", text="Sevda Quliyeva is her name by birth.")
    with editing_shared(case.person, by=advocate):
        name.visibility = Audience.RESTRICTED
        name.save()
    assert not ReadLog.objects.exists()


def test_texts_written_beforehand_are_trials_once_somebody_is_named(writer, advocate, reviewer):
    hidden = factories.make_person("Aynur Rustamova", exposure=Audience.RESTRICTED, consent=None)
    case = factories.make_case(by=reviewer, person=factories.make_person("Leyla Karimli", consent=None))
    for name in ("Sevda Quliyeva", "Aynur Rustamova"):
        add(writer, case, "statement", kind="context", text=f"{name} saw it.")
    assert not ReadLog.objects.exists()
    with editing_shared(case.person, by=advocate):
        Relationship.objects.create(person=case.person, other=hidden, kind="colleague", visibility=Audience.TEAM)
    assert [line.user for line in ReadLog.objects.all()] == [advocate]


def test_reviewer_who_may_know_the_name_is_told_it_and_decides(closed, case, reviewer):
    CaseMember.objects.create(case=closed, user=reviewer)
    (reason,) = refusal(case, reviewer)
    assert (reason.code, reason.blocks, reason.quote) == ("withheld_name", False, "Айнур Рустамова")
    assert publish(cases=[case], audience=Audience.PARTNER, by=reviewer, cleared="another woman of that name")


def test_review_page_after_the_refusal_tells_no_more(closed, case, reviewer, signed_in):
    sent = {"revision": case.revision, "audience": "partner"}
    page = text_of(signed_in(reviewer).post(f"/cases/{case.ref}/publish/", sent))
    assert page.count("Words stand in the text that its readers may not see.") == 1
    assert closed.ref not in page


def test_text_with_a_name_withheld_from_its_writer_is_noted_once_for_the_members(writer, advocate, reviewer, signed_in):
    case = factories.make_case(by=reviewer, person=factories.make_person("Leyla Karimli", consent=None))
    Name.objects.create(person=case.person, text="Sevda Quliyeva", visibility=Audience.RESTRICTED)
    add(writer, case, "statement", kind="context", text="Sevda Quliyeva is her name by birth.")
    add(writer, case, "statement", kind="context", text="She was seen at the market.")
    line = ReadLog.objects.get()
    assert (line.user, line.case_ref) == (advocate, case.ref)
    assert line.what.startswith("withheld name written, ")
    page = text_of(signed_in(reviewer).get(f"/cases/{case.ref}/restricted/"))
    assert line.what in page
    assert "Quliyeva" not in line.what


def test_text_of_somebody_who_may_know_the_name_is_no_trial(reviewer, signed_in):
    case = factories.make_case(by=reviewer, person=factories.make_person("Leyla Karimli", consent=None))
    Name.objects.create(person=case.person, text="Sevda Quliyeva", visibility=Audience.RESTRICTED)
    for number in range(6):
        add(signed_in(reviewer), case, "statement", kind="context", text=f"Sevda Quliyeva, {number}.")
    assert not is_spent(reviewer)
    assert not ReadLog.objects.filter(audience=Audience.RESTRICTED).exists()


def test_after_five_trials_what_is_typed_is_kept_and_not_read(writer, advocate, reviewer):
    case = factories.make_case(by=reviewer, person=factories.make_person("Leyla Karimli", consent=None))
    Name.objects.create(person=case.person, text="Sevda Quliyeva", visibility=Audience.RESTRICTED)
    path = f"/cases/{case.ref}/add/statement/"
    for number in range(5):
        add(writer, case, "statement", kind="context", text=f"Sevda Quliyeva, {number}.")
    assert is_spent(advocate)
    typed = {"kind": "context", "text": "Nothing at all.", "sheet": sheet_of(writer, path)}
    page = text_of(writer.post(path, {"certainty": "stated", "visibility": "1", **typed}, follow=True))
    assert "Not saved, but kept" in page
    assert "Nothing at all." in page
    assert Statement.objects.count() == 5


@pytest.mark.parametrize("more", ["", " x" * 100_001])
def test_what_cannot_be_kept_for_later_is_given_back(writer, advocate, reviewer, more):
    case = factories.make_case(by=reviewer)
    path = f"/cases/{case.ref}/add/statement/"
    sheet = {"sheet": sheet_of(writer, path)} if more else {}
    for _trial in range(5):
        note_guess(by=advocate, cases=[case.ref], door="edit", what="withheld name written, 1")
    answer = writer.post(path, {"kind": "context", "text": f"Nothing <b>at all</b>.{more}", **sheet})
    assert answer.status_code == 403
    assert "Not saved, and not kept" in text_of(answer)
    assert "Nothing &lt;b&gt;at all&lt;/b&gt;." in text_of(answer)
    assert not sheet or sheet["sheet"] not in text_of(answer)
    assert not Statement.objects.exists()


def test_who_gave_a_consent_is_not_confirmed_by_noting_it_again(writer, reviewer):
    person = factories.make_case(by=reviewer, person=factories.make_person("Leyla Karimli", consent=None)).person
    said = {"audience": "1", "subjects": ["name"], "basis": "family", "given_on": "2023-09-20"}
    Consent.objects.create(person=person, given_by="her sister", **{**said, "audience": 1})
    path = f"/people/{person.ref}/consent/"
    sent = {**said, "given_by": "her sister", "sheet": sheet_of(writer, path)}
    assert [writer.post(path, sent).status_code for _twice in range(2)] == [302, 302]
    assert Consent.objects.count() == 2


def test_source_of_a_restricted_record_is_not_found_by_describing_it(writer, case, researcher):
    source = factories.make_source(url="https://example.org/a", published="", author="A nurse")
    note = factories.add(case, Statement, by=researcher, kind="context", text="known", visibility=Audience.RESTRICTED)
    with editing_case(case, by=researcher):
        cite(note, [factories.make_citation("He was taken at dawn.", source)])
    add(writer, case, "statement", kind="context", text="seen", **{**WORDS, "cite-locator": "", "cite-stated": ""})
    assert Source.objects.filter(title="Invented Gazette", author="", url="https://example.org/a").count() == 1
    assert Citation.objects.filter(quote="He was taken at dawn.", source__author="A nurse").count() == 1
