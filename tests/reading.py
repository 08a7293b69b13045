"""Pages as somebody reads them, and an issue to read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

from reports.choices import IssueState
from reports.models import Entry, Issue, Passage, Section, Series
from reports.recompiling import ask_recompiling, recompile_claimed
from tracker.audiences import Audience
from tracker.models import User

SignIn = Callable[[User], Client]


def text_of(answer: Any) -> str:
    """What a page says, without its marks and with single spaces."""
    return " ".join(strip_tags(answer.content.decode()).replace("\xa0", " ").split())


def problem_of(answer: Any, name: str) -> str:
    """The fault that stands beside the field of that name."""
    found = re.search(rf'id="{name}-problem">(.*?)</p>', answer.content.decode(), re.DOTALL)
    return " ".join(strip_tags(found[1]).split()) if found else ""


def make_issue(
    *, state: str = IssueState.FROZEN, audience: Audience = Audience.PUBLIC, dated: str = "2023-09-26"
) -> Issue:
    series, _ = Series.objects.get_or_create(
        slug="digest", defaults={"name": "Digest", "masthead": "Centre for Invented Studies", "audience": audience}
    )
    frozen = {"frozen_at": f"{dated}T12:00:00Z"} if state == IssueState.FROZEN else {}
    issue = Issue.objects.create(
        series=series, dated=date.fromisoformat(dated), window_to=dated, masthead=series.masthead, state=state, **frozen
    )
    section = Section.objects.create(issue=issue, heading="Human rights", position=0)
    Section.objects.create(issue=issue, heading="Nothing happened here", position=1)
    entry = Entry.objects.create(section=section, kind="note", position=0)
    Passage.objects.create(entry=entry, position=0, text="Rauf Samadov was detained.", voice="record")
    Passage.objects.create(entry=entry, position=1, text="We ask for his release.", voice="editor")
    return issue


def recompile(*, issue: Issue, by: User) -> None:
    """As the desk's button and then a worker do."""
    assert ask_recompiling(issue=issue, by=by)
    assert recompile_claimed(issue.pk)
