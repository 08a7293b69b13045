"""Nobody learns a withheld name by trying: what is refused for it says nothing, is noted, and has an end."""

from __future__ import annotations

import pytest

from cases.models import CaseMember, Citation, Source, Statement
from cases.prospects import prospects
from cases.publishing import PublicationRefused, approve, publish
from cases.writing import cite, editing_case
from people.models import Consent, Name
from tests import factories
from tests.cases.record_forms import WORDS, add, text_of
from tests.cases.test_unfinished import sheet_of
from tracker.audiences import Audience
from tracker.guesses import is_spent
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
