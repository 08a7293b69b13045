"""A worker that is killed at any point of compiling or rendering, and started again: one issue, all its forms whole."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date

import pytest
from django.db import connection

from cases.choices import WithdrawalReason
from cases.models import LedgerCounter
from cases.publishing import withdraw
from reports import desk
from reports.compiling import compile_claimed
from reports.models import Entry, Issue, Series, SeriesSection, Told
from tests import factories
from tests.tracker.starting import BASE_DIR
from tracker.audiences import Audience

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

# Compiling: the cases are chosen, the entries drafted, placed, written, their passages written, the issue saved.
COMPILING = [
    "reports.compiling:choose:1",
    "reports.compiling:draft_entries:1",
    "reports.compiling:Sections:1",
    "reports.compiling:told_rows:2",
    "reports.compiling:write_entries:1",
]
# Rendering: the first form, the third, the last; the forms kept; the issue done, its transaction closed.
RENDERING = [
    "reports.redaction:render_form:1",
    "reports.redaction:render_form:3",
    "reports.redaction:render_form:6",
    "reports.redaction:keep_forms:1",
    "reports.tasks:render_again:1",
]


def work(task: str, issue: Issue, point: str) -> int:
    """The exit code of a worker process of its own."""
    database = connection.settings_dict["NAME"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tracker.settings", "PYTHONPATH": str(BASE_DIR)}
    arguments = [sys.executable, "-m", "tests.reports.worker", database, task, str(issue.pk), point]
    done = subprocess.run(arguments, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, -9), done.stderr
    return done.returncode


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
    for point in COMPILING:
        assert work("compile", issue, point) == -9, point
        assert (Issue.objects.get().state, Entry.objects.count()) == ("claimed", 0), point
    assert work("compile", issue, "none") == 0
    # The worker's last breath, after everything was stored, and a task that is delivered twice.
    assert work("compile", issue, "reports.tasks:compile_claimed:1") == -9
    compiled = Issue.objects.get()
    assert (compiled.state, compiled.totals["held"]) == ("draft", 2)
    assert sorted(Entry.objects.values_list("position", flat=True)) == [0, 1]
    assert Told.objects.count() == 2


def test_forms_are_whole_wherever_the_worker_that_makes_them_is_killed(issue, reviewer):
    assert compile_claimed(issue.pk)
    desk.freeze_issue(issue=issue, by=reviewer)
    before = dict(issue.forms.values_list("kind", "sha256"))
    case = Told.objects.order_by("pk").first().case
    withdraw(cases=[case], audience=Audience.PARTNER, reason=WithdrawalReason.ERROR, by=reviewer)
    for point in RENDERING[:-1]:
        assert work("render", issue, point) == -9, point
        assert [len(form.content) for form in issue.forms.all()] == [0] * 6, point
    # Killed when everything was stored.
    assert work("render", issue, RENDERING[-1]) == -9
    assert work("render", issue, "none") == 0
    forms = list(issue.forms.all())
    assert sorted(form.kind for form in forms) == ["docx", "eml", "html", "json", "pdf", "txt"]
    for form in forms:
        assert hashlib.sha256(bytes(form.content)).hexdigest() == form.sha256
        assert form.former_sha256 == [before[form.kind]]
        assert b"Samadov" not in bytes(form.content)
