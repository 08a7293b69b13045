"""The editor's desk through its pages: what stands where, who changes it, and two editors at once."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.choices import WithdrawalReason
from cases.models import Detention, HealthNote
from cases.publishing import withdraw
from cases.writing import editing_case
from reports import desk
from reports.choices import EntryState, Voice
from reports.models import Entry, Passage
from tests import factories
from tests.reports.desk.pages import DESK, compile_again, entries, hidden, page_of, rewrite, seen_of, texts
from tracker.audiences import Audience
from tracker.models import UnfinishedForm

pytestmark = pytest.mark.django_db


def test_desk_shows_candidates_with_reasons_passages_with_records_and_checks(at_desk, issue):
    page = page_of(at_desk)
    assert 'Candidates <span class="quiet">(2)</span>' in page
    assert re.search(
        r'<a href="#entry-\d+"><bdi>Rauf Samadov</bdi></a> <span class="quiet below">Detention</span>', page
    )
    assert "Rauf Samadov was apprehended on 21 September." in page
    assert "<summary>Detention · the person</summary>" in page
    assert "He was taken away." in page
    assert '<a href="#issue">The epigraph is empty.</a>' in page
    assert "Nothing keeps it from being frozen." in page
    assert "14 words" in page
    assert "2 passages" in page


def test_entry_goes_up_down_and_into_another_section(at_desk, issue):
    first, other = entries(issue)
    sent = hidden(at_desk, other)
    assert sent["place"] == "2"
    answer = at_desk.post(f"{DESK}entries/{other.pk}/", {**sent, "place": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{DESK}#entry-{other.pk}")
    assert [entry.pk for entry in entries(issue)] == [other.pk, first.pk]
    notes = issue.sections.get(heading="Notes")
    sent = hidden(at_desk, other)
    assert at_desk.post(f"{DESK}entries/{other.pk}/", {**sent, "place": "", "section": notes.pk}).status_code == 302
    assert [(entry.pk, entry.section.heading) for entry in entries(issue)] == [
        (first.pk, "Human Rights"),
        (other.pk, "Notes"),
    ]


def test_dropped_entry_leaves_the_issue_and_its_undo_brings_it_back(at_desk, issue):
    entry = entries(issue)[0]
    sent = hidden(at_desk, entry)
    answer = at_desk.post(f"{DESK}entries/{entry.pk}/", {**sent, "state": "dropped"}, follow=True)
    page = " ".join(answer.content.decode().split())
    assert "Rauf Samadov: dropped." in page
    assert texts(issue) == ["Leyla Karimli was apprehended on 20 September."]
    undo = re.search(r'class="undo">(.*?)</form>', page)[1]
    values = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', undo))
    assert at_desk.post(f"{DESK}entries/{entry.pk}/", values).status_code == 302
    assert texts(issue) == [
        "Rauf Samadov was apprehended on 21 September.",
        "Leyla Karimli was apprehended on 20 September.",
    ]


def test_second_editor_who_moves_an_entry_sees_what_the_first_did(at_desk, second, signed_in, issue):
    entry = entries(issue)[0]
    sent = hidden(at_desk, entry)
    at_desk.post(f"{DESK}entries/{entry.pk}/", {**sent, "state": "held"})
    answer = signed_in(second).post(f"{DESK}entries/{entry.pk}/", {**sent, "state": "dropped"})
    assert answer.status_code == 409
    assert [(one.label, one.stored, one.typed) for one in answer.context["form"].differing] == [
        ("State", "held back for the next issue", "dropped")
    ]
    entry.refresh_from_db()
    assert entry.state == EntryState.HELD


def begin_a_day_later(case, *, by, reviewer) -> None:
    with editing_case(case, by=by) as locked:
        detention = Detention.objects.get(case=locked)
        detention.began = {"2023-09-20": "2023-09-21", "2023-09-21": "2023-09-22"}[str(detention.began)]
        detention.save()
    factories.approve_and_publish(case, by=reviewer)


def test_rewritten_passage_keeps_its_links_beside_the_compilers_words_and_is_taken_back(at_desk, issue):
    passage = Passage.objects.order_by("pk").first()
    links = passage.records
    answer = rewrite(at_desk, passage, "Samadov is\nin custody.")
    assert (answer.status_code, answer["Location"]) == (302, f"{DESK}#passage-{passage.pk}")
    passage.refresh_from_db()
    assert (passage.text, passage.records) == ("Samadov is in custody.", links)
    page = page_of(at_desk)
    assert "As the records are now, it would read:" in page
    assert "Rauf Samadov was apprehended on 21 September." in page
    assert rewrite(at_desk, passage, "", take_back="1").status_code == 302
    passage.refresh_from_db()
    assert passage.text == "Rauf Samadov was apprehended on 21 September."
    assert "As the records are now, it would read:" not in page_of(at_desk)


def test_passage_page_says_what_the_newest_publication_would_read(at_desk, issue, cases, researcher, reviewer):
    passage = Passage.objects.order_by("pk").first()
    rewrite(at_desk, passage, "Samadov is in custody.")
    begin_a_day_later(cases[0], by=researcher, reviewer=reviewer)
    page = page_of(at_desk, f"{DESK}passages/{passage.pk}/")
    assert "Rauf Samadov was apprehended on 22 September." in page
    assert "When the issue was compiled it said:" in page
    assert "Rauf Samadov was apprehended on 21 September." in page


def test_passage_marked_as_the_editors_voice_says_so(at_desk, issue):
    passage = Passage.objects.order_by("pk").first()
    rewrite(at_desk, passage, "This is unjustified.", "editor")
    passage.refresh_from_db()
    assert passage.voice == Voice.EDITOR
    assert "the editor's own voice" in page_of(at_desk)


def test_empty_passage_is_refused_beside_its_field(at_desk, issue):
    passage = Passage.objects.order_by("pk").first()
    answer = rewrite(at_desk, passage, "  ")
    assert answer.status_code == 422
    assert "Write what is to stand there; to leave the whole entry out, drop it." in answer.content.decode()


def test_two_editors_of_one_passage_lose_neither_text(at_desk, second, signed_in, issue):
    passage = Passage.objects.order_by("pk").first()
    path = f"{DESK}passages/{passage.pk}/"
    opened = {"seen": seen_of(at_desk, path), "voice": "record"}
    assert at_desk.post(path, {**opened, "text": "Theirs."}).status_code == 302
    other = signed_in(second)
    answer = other.post(path, {**opened, "text": "Yours."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [(one.stored, one.typed) for one in answer.context["form"].differing] == [("Theirs.", "Yours.")]
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert other.post(path, {"seen": seen, "voice": "record", "text": "Theirs and yours."}).status_code == 302
    passage.refresh_from_db()
    assert passage.text == "Theirs and yours."


def test_text_sent_after_the_issue_was_frozen_is_given_back(at_desk, second, signed_in, issue):
    passage = Passage.objects.order_by("pk").first()
    path = f"{DESK}passages/{passage.pk}/"
    opened = {"seen": seen_of(at_desk, path), "voice": "record"}
    desk.freeze_issue(issue=issue, by=second)
    answer = at_desk.post(path, {**opened, "text": "An afterthought."})
    assert answer.status_code == 409
    assert "An afterthought." in answer.content.decode()
    assert (at_desk.get(DESK).status_code, at_desk.get(DESK)["Location"]) == (302, "/bulletins/weekly/2023-09-26/")


def test_withheld_name_that_the_editor_reads_is_pointed_out_without_saying_whose_it_is(at_desk, issue, researcher):
    hidden_one = factories.make_person("Aynur Rustamova", exposure=Audience.TEAM, consent=None)
    factories.make_case(by=researcher, person=hidden_one)
    rewrite(at_desk, Passage.objects.first(), "Aynur Rustamova saw it.")
    page = page_of(at_desk)
    assert "“Aynur Rustamova” stands in the issue, a name that its readers may not see." in page
    assert hidden_one.ref not in page


def test_epigraph_is_chosen_among_the_quotes_of_the_issue_or_written(at_desk, issue):
    path = f"{DESK}epigraph/"
    page = page_of(at_desk, path)
    assert '<input type="hidden" name="text" value="“He was taken away.”">' in page
    sent = {"seen": seen_of(at_desk, path), "text": "“He was taken away.”"}
    assert at_desk.post(path, sent).status_code == 302
    issue.refresh_from_db()
    assert issue.epigraph == "“He was taken away.”"
    assert at_desk.post(path, {"seen": seen_of(at_desk, path), "text": "“Silence …”"}).status_code == 302
    stale = at_desk.post(path, sent)
    assert stale.status_code == 409
    assert [(one.stored, one.typed) for one in stale.context["form"].differing] == [
        ("“Silence …”", "“He was taken away.”")
    ]


def test_quotes_to_choose_are_those_that_the_readers_may_see(at_desk, issue, cases, researcher):
    secret = factories.make_citation("A nurse of ward 7 saw it.")
    note = {"category": "cardiac", "condition": "weak heart", "visibility": Audience.RESTRICTED}
    factories.add(cases[0], HealthNote, by=researcher, cited=False, **note)
    for path in (DESK, f"{DESK}epigraph/"):
        page = page_of(at_desk, path)
        assert secret.quote not in page
        assert "weak heart" not in page


def test_compiling_again_keeps_words_order_and_states_and_tells_what_changed(
    at_desk, issue, cases, publish_case, researcher, reviewer
):
    first, other = entries(issue)
    rewrite(at_desk, first.passages.get(), "Samadov is in custody.")
    at_desk.post(f"{DESK}entries/{other.pk}/", {**hidden(at_desk, other), "place": "1"})
    at_desk.post(f"{DESK}entries/{other.pk}/", {**hidden(at_desk, other), "state": "held"})
    for case in cases:
        begin_a_day_later(case, by=researcher, reviewer=reviewer)
    new = publish_case(person=factories.make_person("Aysel Dadashova", sex="female"))
    answer = compile_again(at_desk, issue)
    said = f"Compiled again. New: {new.ref}; told otherwise now: {cases[1].ref}, {cases[0].ref}; 1 passage that you rewrote stays."
    assert said.lower() in answer.content.decode().lower()
    assert [(e.state, e.passages.get().text, e.passages.get().compiled_text) for e in entries(issue)] == [
        (
            "held",
            "Leyla Karimli was apprehended on 21 September.",
            "Leyla Karimli was apprehended on 21 September.",
        ),
        (
            "included",
            "Samadov is in custody.",
            "Rauf Samadov was apprehended on 22 September.",
        ),
        (
            "included",
            "Aysel Dadashova was apprehended on 20 September.",
            "Aysel Dadashova was apprehended on 20 September.",
        ),
    ]
    again = compile_again(at_desk, issue)
    assert "Compiled again. Nothing changed; 1 passage that you rewrote stays." in again.content.decode()


def test_withdrawn_case_is_dropped_by_compiling_again(at_desk, issue, cases, reviewer):
    withdraw(cases=[cases[0]], audience=Audience.PARTNER, reason=WithdrawalReason.ERROR, by=reviewer)
    page = page_of(at_desk)
    assert f"Case {cases[0].ref} was withdrawn: drop the entry." in page
    assert "1 finding keeps it from being frozen." in page
    compile_again(at_desk, issue)
    assert texts(issue) == ["Leyla Karimli was apprehended on 20 September."]
    assert "Nothing in it keeps it from being frozen." in page_of(at_desk)


def test_note_is_written_with_its_source_lengthened_edited_and_deleted(at_desk, issue):
    notes = issue.sections.get(heading="Notes")
    source = {"cite-title": "Invented Gazette", "cite-kind": "article", "cite-quote": "Rain fell."}
    path = f"{DESK}notes/"
    sent = {"section": notes.pk, "text": "It rained."}
    refused = at_desk.post(path, {**sent, "cite-quote": "Rain fell."})
    assert refused.status_code == 422
    assert "Choose a source above, or give the new one a title." in refused.content.decode()
    assert at_desk.post(path, {**sent, **source}).status_code == 302
    assert at_desk.post(path, {**sent, **source}).status_code == 302
    note = Entry.objects.get(section=notes)
    first = note.passages.get()
    assert (first.voice, [c.quote for c in first.citations.all()]) == ("record", ["Rain fell."])
    more = {"text": "The rain was welcome."}
    assert at_desk.post(f"{path}{note.pk}/", more).status_code == 302
    last = note.passages.last()
    assert (last.text, last.voice, last.citations.count()) == ("The rain was welcome.", "editor", 0)
    shared = {"cite-use": str(first.citations.get().pk)}
    assert rewrite(at_desk, last, "The rain was heavy.", "editor", **shared).status_code == 302
    last.refresh_from_db()
    assert (last.text, last.voice, last.citations.get()) == ("The rain was heavy.", "record", first.citations.get())
    assert "It rained. The rain was heavy." in " ".join(texts(issue))
    delete = f"{path}{note.pk}/delete/"
    seen = seen_of(at_desk, delete)
    rewrite(at_desk, last, "The rain was very heavy.", "record")
    assert at_desk.post(delete, {"seen": seen, "text": ""}).status_code == 409
    assert at_desk.post(delete, {"seen": seen_of(at_desk, delete), "text": ""}).status_code == 302
    assert not Entry.objects.filter(section=notes).exists()


def test_entry_of_a_case_is_no_note_to_be_deleted(at_desk, issue):
    assert at_desk.get(f"{DESK}notes/{entries(issue)[0].pk}/delete/").status_code == 404


def test_sections_get_other_headings_and_another_order_in_this_issue_alone(at_desk, issue, series, publish_case):
    first, second = issue.sections.all()
    path = f"{DESK}sections/"
    sent = {
        "seen": seen_of(at_desk, path),
        f"heading_{first.pk}": "Arrests",
        f"place_{first.pk}": "2",
        f"heading_{second.pk}": "Notes",
        f"place_{second.pk}": "1",
        "added": "Abroad",
    }
    assert at_desk.post(path, sent).status_code == 302
    assert [section.heading for section in issue.sections.all()] == ["Notes", "Arrests", "Abroad"]
    assert [section.heading for section in series.sections.all()] == ["Human Rights", "Notes"]
    assert at_desk.post(path, sent).status_code == 409
    publish_case(person=factories.make_person("Aysel Dadashova"))
    compile_again(at_desk, issue)
    assert [e.section.heading for e in entries(issue)] == ["Arrests", "Arrests", "Arrests"]


def test_desk_costs_the_same_for_two_entries_and_for_twelve(at_desk, issue, cases, publish_case, researcher, reviewer):
    def add_children(case) -> None:
        factories.add_every_type(case, by=researcher)
        factories.approve_and_publish(case, by=reviewer)

    def queries() -> int:
        compile_again(at_desk, issue)
        for passage in Passage.objects.all():
            Passage.objects.filter(pk=passage.pk).update(text=f"{passage.compiled_text} Rewritten.")
        page_of(at_desk)
        with CaptureQueriesContext(connection) as captured:
            page_of(at_desk)
        return len(captured)

    for case in cases:
        add_children(case)
    few = queries()
    for number in range(10):
        add_children(publish_case(person=factories.make_person(f"Person Nomer{number}")))
    assert queries() == few
    assert issue.sections.get(heading="Human Rights").entries.count() == 12


@pytest.mark.parametrize("page", ["epigraph/", "notes/", "sections/", "passages/{passage}/"])
def test_what_is_typed_at_the_desk_is_kept_and_taken_up(at_desk, issue, page):
    path = DESK + page.format(passage=Passage.objects.first().pk)
    sheet = re.search(r'name="sheet" value="([\w:-]+)"', at_desk.get(path).content.decode())[1]
    typed = {"text": "Typed and not saved.", "added": "Typed and not saved.", "cite-title": "Typed title"}
    at_desk.post("/unfinished/keep/", {**typed, "sheet": sheet})
    page = page_of(at_desk, f"{path}?unfinished={UnfinishedForm.objects.get().key}")
    assert "Typed and not saved." in page
    assert "form-problems" not in page
    assert "weekly, 2023-09-26" in page_of(at_desk, "/drafts/")


def test_text_that_reaches_the_desk_while_a_worker_has_the_issue_is_kept(at_desk, issue):
    path = f"{DESK}epigraph/"
    sheet = re.search(r'name="sheet" value="([\w:-]+)"', at_desk.get(path).content.decode())[1]
    type(issue).objects.filter(pk=issue.pk).update(state="claimed")
    answer = at_desk.post(path, {"text": "“Silence …”", "seen": "", "sheet": sheet})
    assert (answer.status_code, UnfinishedForm.objects.get().is_saved) == (302, False)


def test_words_for_a_passage_that_is_gone_are_given_back(at_desk, issue):
    passage = Passage.objects.first()
    address = f"{DESK}passages/{passage.pk}/"
    seen = seen_of(at_desk, address)
    passage.delete()
    answer = at_desk.post(address, {"seen": seen, "text": "A careful <sentence>.", "voice": "record"})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "The passage is not there any more" in page
    assert "A careful &lt;sentence&gt;." in page
    assert f'<a href="{DESK}">To the desk</a>' in page
    assert at_desk.get(address).status_code == 404
