"""Two withdrawals of one issue, the second while its forms are being made without the first."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection

from cases.choices import WithdrawalReason
from cases.publishing import withdraw
from reports import desk, redaction
from reports.choices import FormKind
from reports.compiling import compile_claimed
from reports.models import Issue, Series, SeriesSection
from reports.tasks import render_redacted_issues
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def apart(work) -> None:
    try:
        work()
    finally:
        connection.close()


def test_forms_that_were_being_made_do_not_keep_who_was_withdrawn_meanwhile(
    publish_case, editor, reviewer, monkeypatch
):
    leyla, rauf = (
        publish_case(person=factories.make_person(name), audience=Audience.PUBLIC, detentions=[{"began": began}])
        for name, began in (("Leyla Karimli", "2023-09-20"), ("Rauf Samadov", "2023-09-19"))
    )
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Weekly", audience=Audience.PUBLIC)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    issue = desk.claim_issue(series=series, dated=date(2023, 9, 26), window_to=date(2023, 9, 26), by=editor)
    compile_claimed(issue.pk)
    desk.freeze_issue(issue=issue, by=reviewer)
    gone = {"audience": Audience.PARTNER, "by": reviewer, "reason": WithdrawalReason.CONSENT}
    withdraw(cases=[leyla], **gone)

    reads, goes_on = Event(), Event()
    render_form = redaction.render_form

    def render_slowly(read: Issue, kind: FormKind) -> bytes:
        reads.set()
        assert goes_on.wait(30)
        return render_form(read, kind)

    monkeypatch.setattr(redaction, "render_form", render_slowly)
    with ThreadPoolExecutor(2) as pool:
        made = pool.submit(apart, lambda: redaction.render_again(issue))
        assert reads.wait(30)
        withdrawn = pool.submit(apart, lambda: withdraw(cases=[rauf], **gone))
        ends = time.monotonic() + 30
        while not waits_for_a_lock() and not withdrawn.done() and time.monotonic() < ends:
            time.sleep(0.01)
        goes_on.set()
        made.result()
        withdrawn.result()
    render_redacted_issues()
    text = bytes(issue.forms.get(kind=FormKind.TEXT).content).decode()
    assert "Samadov" not in text
    assert text.count("The report that stood here was withdrawn on") == 2
