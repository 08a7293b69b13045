"""What an editor keeps on purpose although its case changed, what is taken out of a note, and where an epigraph is from."""

from __future__ import annotations

import re

import pytest

from cases.choices import WithdrawalReason
from cases.models import Charge
from cases.publishing import approve, publish, withdraw
from reports import desk
from reports.choices import EntryKind
from reports.compiling import compile_claimed
from reports.models import Entry, Told
from tests import factories
from tests.reports.desk.pages import DESK, compile_again, entries, page_of, seen_of, texts
from tracker.audiences import Audience
from tracker.history import event_rows

pytestmark = pytest.mark.django_db

BECAUSE = "The hearing comes after print."


@pytest.fixture
def change(cases, researcher, reviewer):
    """Adds a charge to the first case and publishes it."""

    def make(text: str) -> None:
        factories.add(cases[0], Charge, by=researcher, text=text)
        factories.approve_and_publish(cases[0], by=reviewer)

    return make


def keep(client, entry: Entry, because: str = BECAUSE, **more):
    path = f"{DESK}entries/{entry.pk}/keep/"
    return client.post(path, {"seen": seen_of(client, path), "because": because, **more})


def test_entry_whose_case_changed_is_kept_with_a_reason_until_it_changes_again(at_desk, issue, cases, change):
    entry = entries(issue)[0]
    assert at_desk.get(f"{DESK}entries/{entry.pk}/keep/").status_code == 404
    change("smuggling")
    assert "Its case changed: keep it as it is told …" in page_of(at_desk)
    assert "1 finding keeps it from being frozen." in page_of(at_desk)
    asked = page_of(at_desk, f"{DESK}entries/{entry.pk}/keep/")
    assert "Rauf Samadov was apprehended on 21 September." in asked
    assert "smuggling" in asked
    refused = keep(at_desk, entry, because=" ")
    assert refused.status_code == 422
    assert "Say why, so that whoever freezes the issue can judge it." in refused.content.decode()
    answer = keep(at_desk, entry)
    assert (answer.status_code, answer["Location"]) == (302, f"{DESK}#entry-{entry.pk}")
    page = page_of(at_desk)
    assert "Nothing in it keeps it from being frozen." in page
    assert f"what is told is kept on purpose: {BECAUSE}" in page
    change("tax evasion")
    assert "1 finding keeps it from being frozen." in page_of(at_desk)
    assert keep(at_desk, entry, because="Still after print.").status_code == 302
    assert "Nothing in it keeps it from being frozen." in page_of(at_desk)


def test_reason_is_read_by_whoever_freezes_and_stays_in_history(
    at_desk, issue, cases, change, editor, reviewer, signed_in
):
    change("smuggling")
    keep(at_desk, entries(issue)[0])
    second = signed_in(reviewer)
    path = "/bulletins/weekly/2023-09-26/freeze/"
    assert f"kept on purpose: {BECAUSE}" in page_of(second, path)
    assert second.post(path, {"seen": seen_of(second, path)}).status_code == 302
    rows = event_rows(Told).filter(kept_because=BECAUSE).select_related("pgh_context")
    assert [row.pgh_context.metadata["user"] for row in rows] == [editor.pk]
    assert "smuggling" not in " ".join(texts(issue))
    later = desk.claim_issue(series=issue.series, dated=issue.dated.replace(day=27), window_to=issue.dated, by=editor)
    assert compile_claimed(later.pk)
    assert "smuggling" in " ".join(texts(later))


def test_second_change_while_the_reason_is_written_is_shown_first(at_desk, issue, change):
    entry = entries(issue)[0]
    change("smuggling")
    path = f"{DESK}entries/{entry.pk}/keep/"
    seen = seen_of(at_desk, path)
    change("tax evasion")
    answer = at_desk.post(path, {"seen": seen, "because": BECAUSE})
    assert answer.status_code == 409
    assert BECAUSE in answer.content.decode()
    assert not Told.objects.exclude(kept_because="").exists()


def test_what_is_withdrawn_cannot_be_kept(at_desk, issue, cases, change, reviewer, editor):
    entry = entries(issue)[0]
    change("smuggling")
    keep(at_desk, entry)
    withdraw(cases=[cases[0]], audience=Audience.PARTNER, reason=WithdrawalReason.ERROR, by=reviewer)
    assert at_desk.get(f"{DESK}entries/{entry.pk}/keep/").status_code == 404
    page = page_of(at_desk)
    assert "was withdrawn: drop the entry." in page
    assert "keep it as it is told" not in page
    with pytest.raises(ValueError, match="What was taken back is not told"):
        desk.keep_as_told(entry=entry, against=cases[0].publications.filter(kind="withdrawn"), because="No", by=editor)


def test_what_a_leak_took_back_cannot_be_kept_and_blocks_what_was_kept_before(
    at_desk, issue, cases, change, researcher, reviewer, editor
):
    entry = entries(issue)[0]
    change("smuggling")
    keep(at_desk, entry)
    assert "Nothing in it keeps it from being frozen." in page_of(at_desk)
    factories.add(cases[0], Charge, by=researcher, text="tax evasion")
    cases[0].refresh_from_db()
    approve(case=cases[0], by=reviewer)
    publish(cases=[cases[0]], audience=Audience.PARTNER, by=reviewer, leak=True)
    assert at_desk.get(f"{DESK}entries/{entry.pk}/keep/").status_code == 404
    page = page_of(at_desk)
    assert "was taken back: compile the issue again, or drop the entry." in page
    assert "keep it as it is told" not in page
    newest = cases[0].publications.order_by("seq").last()
    with pytest.raises(ValueError, match="What was taken back is not told"):
        desk.keep_as_told(entry=entry, against=[newest], because="No", by=editor)
    # Even what was kept against the very version that took it back.
    entry.told.update(kept_against=newest, kept_because=BECAUSE)
    with pytest.raises(desk.CannotFreeze) as refused:
        desk.freeze_issue(issue=issue, by=reviewer)
    assert [finding.code for finding in refused.value.findings] == ["taken_back"]
    compile_again(at_desk, issue)
    assert "Nothing in it keeps it from being frozen." in page_of(at_desk)


def test_one_passage_of_a_note_is_taken_out_and_its_last_one_only_with_the_note(at_desk, issue, editor):
    section = issue.sections.get(heading="Notes")
    note = desk.add_note(section=section, passages=[("It rained.", []), ("It poured.", [])], by=editor)
    first, last = note.passages.all()
    path = f"{DESK}passages/{last.pk}/delete/"
    assert f'href="{path}"' in page_of(at_desk)
    assert "Take out this passage?" in page_of(at_desk, path)
    assert at_desk.post(path, {"seen": seen_of(at_desk, path), "text": ""}).status_code == 302
    assert [passage.text for passage in note.passages.all()] == ["It rained."]
    assert at_desk.get(f"{DESK}passages/{first.pk}/delete/").status_code == 404
    assert "Take out" not in page_of(at_desk)
    compiled = Entry.objects.filter(kind=EntryKind.CASE).first().passages.get()
    assert at_desk.get(f"{DESK}passages/{compiled.pk}/delete/").status_code == 404


@pytest.mark.parametrize(
    ("text", "is_linked"),
    [
        ("“He was taken away.”", True),
        ("“He was … away …”", True),
        ("“Away.”", False),
        ("“He was taken home.”", False),
        ("", False),
    ],
)
def test_epigraph_leads_to_the_record_whose_source_says_it(at_desk, issue, cases, text, is_linked):
    path = f"{DESK}epigraph/"
    assert at_desk.post(path, {"seen": seen_of(at_desk, path), "text": text}).status_code == 302
    issue.refresh_from_db()
    assert bool(re.fullmatch(r"detention:\d+@1", issue.epigraph_record)) == is_linked
    page = page_of(at_desk)
    assert ("What stands behind the epigraph" in page) == is_linked
    behind = re.search(r'class="behind">(.*?)</details>', page)
    assert bool(behind and re.search(rf'href="/cases/{cases[0].ref}/#detention-\d+"', behind[1])) == is_linked


def test_last_issue_is_read_beside_the_desk(at_desk, issue, editor, publish_case):
    later = issue.dated.replace(day=27)
    assert "The issue before" not in page_of(at_desk)
    claimed = desk.claim_issue(series=issue.series, dated=later, window_to=later, by=editor)
    assert compile_claimed(claimed.pk)
    page = page_of(at_desk, "/bulletins/weekly/2023-09-27/edit/")
    beside = page[page.index('class="last-issue"') :]
    assert "<summary>26 September 2023</summary>" in beside
    assert "Rauf Samadov was apprehended on 21 September." in beside
