"""Several servers tick at once: an issue is claimed once and compiled once, and one that nobody compiled is found again."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from cases.models import LedgerCounter
from reports.choices import IssueState
from reports.compiling import compile_claimed
from reports.models import Issue, Series, SeriesSection
from reports.scheduling import claim_due_issues, uncompiled_issues

MONDAY = datetime(2023, 9, 25, 7, tzinfo=UTC)


@pytest.fixture
def series():
    # Tests that commit empty every table before the next one, this one row included.
    LedgerCounter.objects.get_or_create(pk=1)
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Weekly", weekdays=[0], hour=6)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    return series


def at_once(action, times: int) -> list:
    """What each of so many threads got, each over a connection of its own."""
    gate, got = threading.Barrier(times), []

    def run() -> None:
        gate.wait()
        try:
            got.append(action())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.mark.django_db(transaction=True)
def test_issue_claimed_by_several_at_once_is_one(series):
    claimed = at_once(lambda: claim_due_issues(now=MONDAY), 4)
    assert sum(len(issues) for issues in claimed) == 1
    assert Issue.objects.count() == 1
    assert Issue.objects.get().sections.count() == 1


@pytest.mark.django_db(transaction=True)
def test_issue_compiled_by_several_at_once_is_compiled_by_one(series):
    (issue,) = claim_due_issues(now=MONDAY)
    assert sorted(at_once(lambda: compile_claimed(issue.pk), 4)) == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_issue_whose_worker_died_is_found_and_compiled_again(series):
    (issue,) = claim_due_issues(now=MONDAY)

    def die_before_the_end() -> None:
        with transaction.atomic():
            assert compile_claimed(issue.pk)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die_before_the_end()
    assert Issue.objects.get().state == IssueState.CLAIMED
    assert list(uncompiled_issues()) == [issue.pk]
    assert compile_claimed(issue.pk)
    assert list(uncompiled_issues()) == []
