"""A case that is withdrawn after its issue was frozen: the words go everywhere at once, the bytes are made again."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from cases.choices import WithdrawalReason
from cases.models import HealthNote, Statement
from cases.publishing import approve, publish, withdraw, withdraw_consent
from cases.writing import editing_case
from reports import desk
from reports.checks import check_issue
from reports.choices import FormKind
from reports.compiling import compile_claimed
from reports.mailing.queueing import queue_issue
from reports.models import Entry, Issue, IssueForm, Passage, Series, SeriesSection
from reports.tasks import render_redacted_issues
from tests import factories
from tests.reading import recompile
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

NOTICE = "The report that stood here was withdrawn on 2 October 2023, as consent to it had ended."


@pytest.fixture
def karimli():
    return factories.make_person("Leyla Karimli", sex="female")


@pytest.fixture
def frozen(publish_case, karimli, researcher, editor, reviewer):
    """A public issue that tells two cases, frozen."""
    case = publish_case(person=karimli, audience=Audience.PUBLIC, detentions=[{"began": "2023-09-20"}])
    publish_case(
        person=factories.make_person("Rauf Samadov", sex="male"),
        audience=Audience.PUBLIC,
        detentions=[{"began": "2023-09-19"}],
    )
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PUBLIC)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    dated = date(2023, 9, 26)
    issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
    assert compile_claimed(issue.pk)
    desk.freeze_issue(issue=issue, by=reviewer)
    return case


def fetch(client, kind: str):
    return client.get(f"/bulletins/weekly/2023-09-26.{kind}")


def test_words_are_gone_at_once_and_the_forms_come_again_with_a_notice(frozen, karimli, researcher, visitor):
    before = {form.kind: form.sha256 for form in IssueForm.objects.all()}
    assert b"Karimli" in fetch(visitor, "txt").content
    with time_machine.travel("2023-10-02T12:00:00+00:00", tick=False):
        withdraw_consent(consent=karimli.consents.get(), by=researcher)
        assert {fetch(visitor, kind).status_code for kind in FormKind} == {404}
        assert visitor.get("/bulletins/weekly/feed.atom").status_code == 404
        page = visitor.get("/bulletins/weekly/2023-09-26/").content.decode()
        assert ("Karimli" in page, NOTICE in page) == (False, True)
        assert "6 forms are being made again after a withdrawal: look again in a minute." in page
        assert "weekly" not in visitor.get("/bulletins/?q=Karimli").content.decode().lower().split("<main")[1]
        assert render_redacted_issues() == 1
        assert render_redacted_issues() == 0
    said = {kind: fetch(visitor, kind) for kind in FormKind}
    assert {answer.status_code for answer in said.values()} == {200}
    text = said[FormKind.TEXT].content.decode()
    assert text.split("\n\n")[-3:] == [
        NOTICE,
        "Rauf Samadov was apprehended on 19 September.",
        "September 26, 2023",
    ]
    for form in IssueForm.objects.all():
        assert form.former_sha256 == [before[form.kind]]
        assert form.sha256 == hashlib.sha256(bytes(form.content)).hexdigest() != before[form.kind]
    page = visitor.get("/bulletins/weekly/2023-09-26/").content.decode()
    assert (before["pdf"] in page, "being made again" in page) == (True, False)


def test_issue_that_is_being_sent_stops(frozen, karimli, researcher, editor):
    series = Series.objects.get()
    for number in range(2):
        series.subscribers.create(address=f"{number}@mail.example", confirmed_at=timezone.now())
    issue = Issue.objects.get()
    assert queue_issue(issue=issue, by=editor) == 2
    gone = issue.deliveries.first()
    issue.deliveries.filter(pk=gone.pk).update(state="sent")
    withdraw_consent(consent=karimli.consents.get(), by=researcher)
    assert list(issue.deliveries.order_by("pk").values_list("state", flat=True)) == ["sent", "stopped"]


def test_nothing_of_the_words_stays_in_the_history(frozen, karimli, researcher):
    events = Passage.pgh_event_model.objects
    assert events.filter(text__contains="Karimli").exists()
    withdraw_consent(consent=karimli.consents.get(), by=researcher)
    assert not events.filter(text__contains="Karimli").exists()
    assert events.filter(text__contains="Samadov").exists()


def test_reason_that_would_tell_something_is_not_told(frozen, reviewer):
    with time_machine.travel("2023-10-02T12:00:00+00:00", tick=False):
        withdraw(cases=[frozen], audience=Audience.PUBLIC, by=reviewer, reason=WithdrawalReason.SAFETY)
    notice = Passage.objects.get(text__startswith="The report that stood here")
    assert notice.text == "The report that stood here was withdrawn on 2 October 2023."
    assert Entry.objects.get(redacted_on=date(2023, 10, 2)).passages.get() == notice


def test_leak_that_was_corrected_is_taken_out_of_the_issue_too(frozen, researcher, reviewer):
    factories.add(frozen, Statement, by=researcher, kind="denial", text="the charge")
    frozen.refresh_from_db()
    approve(case=frozen, by=reviewer)
    publish(cases=[frozen], audience=Audience.PUBLIC, by=reviewer, leak=True)
    assert Passage.objects.filter(text__contains="Karimli").count() == 0


def test_withdrawal_from_the_public_leaves_what_partners_were_told(frozen, reviewer, editor):
    series = Series.objects.create(slug="inside", name="Inside", masthead="Inside", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    dated = date(2023, 9, 26)
    issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
    assert compile_claimed(issue.pk)
    desk.freeze_issue(issue=issue, by=reviewer)
    withdraw(cases=[frozen], audience=Audience.PUBLIC, by=reviewer, reason=WithdrawalReason.ERROR)
    told = Passage.objects.filter(text__contains="Karimli")
    assert {passage.entry.section.issue.series.slug for passage in told} == {"inside"}
    assert Issue.objects.filter(forms__content=b"").distinct().get().series.slug == "weekly"


def test_issue_waits_for_somebody_who_did_not_edit_it(publish_case, editor, reviewer):
    publish_case(person=factories.make_person("Rauf Samadov", sex="male"), audience=Audience.PARTNER)
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    dated = date(2023, 9, 26)
    issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
    assert compile_claimed(issue.pk)
    desk.set_epigraph(issue=issue, text="“Mine…”", by=editor)
    other = type(editor).objects.create_user("second-editor", role=editor.role)
    desk.set_epigraph(issue=issue, text="“Theirs…”", by=other)
    with pytest.raises(desk.CannotFreeze) as refused:
        desk.freeze_issue(issue=issue, by=editor)
    assert [finding.code for finding in refused.value.findings] == ["second_person"]
    assert desk.freeze_issue(issue=issue, by=reviewer).is_frozen


@pytest.fixture
def draft(publish_case, karimli, researcher, reviewer, editor):
    """A draft for partners that tells an arrest and a weak heart, of which an editor has written."""
    case = publish_case(person=karimli, audience=Audience.PARTNER, detentions=[{"began": "2023-09-20"}])
    note = {"category": "cardiac", "condition": "weak heart", "visibility": Audience.PARTNER}
    factories.add(case, HealthNote, by=researcher, **note)
    factories.approve_and_publish(case, by=reviewer)
    series = Series.objects.create(slug="inside", name="Inside", masthead="Inside", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    dated = date(2023, 9, 26)
    issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
    assert compile_claimed(issue.pk)
    desk.rewrite_passage(passage=Passage.objects.get(text__contains="heart"), text="Her heart is weak.", by=editor)
    return issue


def blocking(issue: Issue) -> set[str]:
    return {one.code for one in check_issue(Issue.objects.for_reading().get(pk=issue.pk)) if one.blocks}


def test_editors_words_of_what_is_no_longer_published_keep_the_issue_open(draft, researcher, reviewer, editor):
    note = HealthNote.objects.get()
    with editing_case(note.case, by=researcher):
        note.visibility = Audience.RESTRICTED
        note.save()
    factories.approve_and_publish(note.case, by=reviewer)
    recompile(issue=draft, by=editor)
    assert Passage.objects.filter(text="Her heart is weak.").exists()
    assert "no_longer_told" in blocking(draft)


def test_entry_of_a_withdrawn_case_is_dropped_and_no_notice_stands_in_it(draft, reviewer, editor):
    case = HealthNote.objects.get().case
    withdraw(cases=[case], audience=Audience.PARTNER, by=reviewer, reason=WithdrawalReason.SAFETY)
    recompile(issue=draft, by=editor)
    assert [(entry.state, entry.passages.count()) for entry in Entry.objects.all()] == [("dropped", 2)]
