"""Eight invented weeks, compiled one after the other: nothing is told twice, nothing contradicts, and each text stays as
it was read. `TRACKER_REWRITE_SNAPSHOTS=1` writes the texts anew."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from reports import desk
from reports.compiling import compile_claimed
from reports.choices import FormKind
from reports.models import Issue, Series, SeriesSection
from reports.rendering import render_form
from tests.reports.weeks import WEEKS, Weeks
from tracker.audiences import Audience

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"

pytestmark = pytest.mark.django_db


@pytest.fixture
def issues(researcher, reviewer, editor):
    series = Series.objects.create(slug="weekly", name="Weekly", masthead="Invented Weekly", audience=Audience.PARTNER)
    SeriesSection.objects.create(series=series, heading="Human Rights", position=0)
    weeks = Weeks(researcher, reviewer)
    made = {}
    for day, acts in WEEKS.items():
        weeks.play(day, acts)
        dated = date.fromisoformat(day)
        issue = desk.claim_issue(series=series, dated=dated, window_to=dated, by=editor)
        assert compile_claimed(issue.pk)
        made[day] = Issue.objects.for_reading().get(pk=issue.pk)
    return made


def test_each_text_is_the_one_that_was_read(issues):
    for day, issue in issues.items():
        text, path = render_form(issue, FormKind.TEXT).decode(), EXAMPLES / f"{day}.txt"
        if os.environ.get("TRACKER_REWRITE_SNAPSHOTS"):
            path.write_text(f"{text}\n", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == f"{text}\n"
