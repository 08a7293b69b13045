"""A worker that is killed at any point of compiling or rendering, and started again: one issue, all its forms whole."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from cases.choices import WithdrawalReason
from cases.models import LedgerCounter
from cases.publishing import withdraw
from reports import desk
from reports.choices import FormKind
from reports.compiling import compile_claimed
from reports.freezing import ask_freezing
from reports.models import Entry, Issue, Passage, Series, SeriesSection, Told
from reports.rendering import fingerprint, render_form
from reports.tasks import compile_due_issues, render_awaited_forms, render_redacted_issues
from tests import factories
from tests.reports.worker import Workers
from tracker.audiences import Audience

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

# The cases are chosen; entries are drafted, with what they tell; all is written, before the issue is saved.
COMPILING = ["reports.compiling:choose:1", "reports.compiling:told_rows:2", "reports.compiling:write_entries:1"]
# A form is made, and kept; the issue frozen, before its transaction closes.
FREEZING = ["reports.freezing:render_form:1", "reports.freezing:_keep:1", "reports.freezing:freeze_issue:1"]
# Forms made again and kept, before the transaction closes.
REDACTING = ["reports.redaction:keep_forms:1"]


@pytest.fixture
def issue(publish_case, editor) -> Issue:
    LedgerCounter.objects.get_or_create(pk=1)
    series = Series.objects.create(
        slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PARTNER, has_totals=True
    )
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    for name in ("Rauf Samadov", "Leyla Karimli"):
        publish_case(person=factories.make_person(name))
    return desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)


def test_issue_is_compiled_once_wherever_its_worker_is_killed(issue):
    workers = Workers(compile_due_issues)
    for point in COMPILING:
        workers.killed_after(point)
        assert (Issue.objects.get().state, Entry.objects.count()) == ("claimed", 0), point
    # The worker's last breath, after everything was stored.
    workers.killed_after("reports.tasks:compile_claimed:1")
    before = list(Passage.objects.order_by("pk").values_list("pk", "text"))
    # A task that is delivered twice.
    assert not compile_claimed(issue.pk)
    compiled = Issue.objects.get()
    assert (compiled.state, compiled.totals["held"]) == ("draft", 2)
    assert sorted(Entry.objects.values_list("position", flat=True)) == [0, 1]
    assert Told.objects.count() == 2
    assert list(Passage.objects.order_by("pk").values_list("pk", "text")) == before


def test_issue_is_frozen_whole_wherever_a_worker_is_killed(issue, reviewer):
    assert compile_claimed(issue.pk)
    read = Issue.objects.for_reading().get()
    ask_freezing(issue=issue, seen=fingerprint(read), by=reviewer)
    workers = Workers(render_awaited_forms)
    for point in FREEZING:
        workers.killed_after(point)
        assert (Issue.objects.get().state, issue.forms.kept().count()) == ("draft", 0), point
    workers.until(lambda: Issue.objects.get().is_frozen)
    assert Issue.objects.get().frozen_by == reviewer
    kept = {form.kind: bytes(form.content) for form in issue.forms.kept()}
    assert kept == {kind: render_form(read, kind) for kind in FormKind}
    _check_forms_after_withdrawal(issue, reviewer)


def _check_forms_after_withdrawal(issue, reviewer):
    before = dict(issue.forms.values_list("kind", "sha256"))
    case = Told.objects.order_by("pk").first().case
    withdraw(cases=[case], audience=Audience.PARTNER, reason=WithdrawalReason.ERROR, by=reviewer)
    workers = Workers(render_redacted_issues)
    for point in REDACTING:
        workers.killed_after(point)
        assert [len(form.content) for form in issue.forms.all()] == [0] * 6, point
    workers.until(lambda: not issue.forms.taken_away().exists())
    forms = list(issue.forms.all())
    assert sorted(form.kind for form in forms) == ["docx", "eml", "html", "json", "pdf", "txt"]
    for form in forms:
        assert hashlib.sha256(bytes(form.content)).hexdigest() == form.sha256
        assert form.former_sha256 == [before[form.kind]]
        assert b"Samadov" not in bytes(form.content)
