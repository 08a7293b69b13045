"""Eight invented weeks, compiled one after the other: nothing is told twice, nothing contradicts, and each text stays as
it was read. `TRACKER_REWRITE_SNAPSHOTS=1` writes the texts anew."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import orjson
import pytest

from reports import desk
from reports.choices import EntryKind, FormKind
from reports.compiling import compile_claimed
from reports.models import Entry, Issue, Passage, Series, SeriesSection
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


def news(issue: Issue) -> Iterator[tuple[Entry, Passage]]:
    """What is told as new: neither corrections nor what is only recalled."""
    for section in issue.sections.all():
        for entry in section.entries.all():
            for passage in entry.passages.all():
                if entry.kind == EntryKind.CASE and not passage.text.startswith(("Recall that", "In our issue of")):
                    yield entry, passage


def test_no_news_is_told_twice(issues):
    told: dict[str, str] = {}
    for day, issue in issues.items():
        keys = {key for _, passage in news(issue) for key in passage.records if "@" in key}
        assert {key: told[key] for key in keys & set(told)} == {}
        told |= dict.fromkeys(keys, day)
    assert len(told) == 42


def test_nobody_who_is_free_or_dead_is_told_as_held(issues):
    ended = []
    for issue in issues.values():
        for entry, passage in news(issue):
            statuses = {orjson.loads(told.publication.body)["status"]["code"] for told in entry.told.all()}
            if all(code.startswith(("released", "deceased")) for code in statuses):
                ended.append(passage.text)
    assert len(ended) == 10
    assert [text for text in ended if re.search(r"\b(?:is|are) (?:held|serving)\b|whereabouts", text)] == []
