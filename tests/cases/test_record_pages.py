"""Records entered in the browser: what a form asks, offers, reads and refuses."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cases.models import (
    Charge,
    Citation,
    CitationLink,
    Detention,
    Hearing,
    Source,
    Statement,
)
from cases.records import RECORD_TYPES
from tests import factories
from tests.cases.record_forms import WORDS, add, edit, rows, text_of

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("code", list(RECORD_TYPES))
def test_record_of_which_nothing_is_said_is_refused_and_leaves_the_case_as_it_was(writer, case, code):
    path = f"/cases/{case.ref}/add/{code}/"
    form = writer.get(path).context["entry"].form
    opened = {f.name: f.value() for f in form if f.value() not in (None, False)}
    revision = case.revision
    answer = writer.post(path, {**opened, "attribution": "His lawyer", "why": "typed"})
    assert answer.status_code == 422
    assert 'value="His lawyer"' in text_of(answer)
    assert not RECORD_TYPES[code].model.objects.exists()
    case.refresh_from_db()
    assert case.revision == revision


def test_refusal_of_an_empty_record_says_what_to_do_and_one_word_is_enough(writer, case):
    refused = text_of(add(writer, case, "hearing", kind="unknown"))
    assert "Nothing is said here yet: fill in a field of the hearing, or the words of a source." in refused
    assert add(writer, case, "hearing", kind="trial").status_code == 302
    assert add(writer, case, "hearing", kind="unknown", **WORDS).status_code == 302
    assert Hearing.objects.count() == 2
    empty = rows("items", {"qualifier": "unknown", "certainty": "stated"})
    assert add(writer, case, "search", **empty).status_code == 422
    taken = rows("items", {"item": "a phone", "qualifier": "unknown", "certainty": "stated"})
    assert add(writer, case, "search", **taken).status_code == 302


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
    assert 'aria-describedby="id_began_helptext id_began_error"' in page
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


def test_dates_have_an_example_and_hints_are_plain(writer, case):
    page = text_of(writer.get(f"/cases/{case.ref}/add/detention/"))
    began = page.split('for="id_began"')[1].split("<input")[0]
    assert "26 Sep 2023, March 2024, before 3 May 2024, about 2019" in began
    assert "the last day on which, as the source says, the person was still held there" in page
    for machine_word in ("a ref, or a name", "coded value", "Claim status", ">Whereabouts<", "still there on this day"):
        assert machine_word not in page


def test_request_of_ten_megabytes_is_refused(writer, case):
    answer = add(writer, case, clarification="x" * 10_000_000)
    assert answer.status_code == 413
    assert "A form may hold 2.5 MB of text. Nothing was saved" in answer.content.decode()


def test_form_sent_twice_makes_one_record(writer, case):
    typed = {"text": "drug offences", "filed": "2023-09", **WORDS}
    factories.make_article("234.4.3")
    first = add(writer, case, "charge", articles="234.4.3", **typed)
    second = add(writer, case, "charge", articles="234.4.3", **typed)
    assert first["Location"] == second["Location"]
    assert (Charge.objects.count(), Citation.objects.count(), CitationLink.objects.count()) == (1, 1, 1)
    add(writer, case, "charge", articles="", **typed)
    assert Charge.objects.count() == 2


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


def test_fields_of_a_detention_stand_in_groups_and_none_is_left_out(writer, case):
    page = text_of(writer.get(f"/cases/{case.ref}/add/detention/"))
    assert re.findall(r"<legend>([^<]*)</legend>", page)[:6] == [
        "Where",
        "Beginning",
        "End, as a claim of its own",
        "How it was done",
        "What is known of the person since",
        "Who says so",
    ]
    names = re.findall(r'name="(\w+)"', page.partition("Who says so")[0])
    assert names[names.index("facility") :] == [
        "facility",
        "place",
        "facility_new",
        "custody_type",
        "custody_inferred",
        "authority",
        "authority_text",
        "authority_new",
        "began",
        "began_words",
        "known_on",
        "duration_days",
        "ended",
        "ended_words",
        "end_kind",
        "end_basis",
        "end_certainty",
        "end_attribution",
        "end_clarification",
        "manner",
        "pretext",
        "force_used",
        "warrant_shown",
        "acknowledged",
        "whereabouts",
        "family_contact",
        "counsel_contact",
    ]
