"""Old bulletins as issues of the archive: what was printed then, in the editor's voice, byte for byte as text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.publishing import require
from reports.choices import EntryKind, IssueState, Voice
from reports.desk import IssueExists, freeze_issue
from reports.models import Entry, Issue, Passage, Section, Series
from tracker.history import writing
from tracker.models import User
from tracker.permissions import Permission


def import_issue(*, series: Series, said: dict[str, Any], by: User) -> Issue:
    """What `parse_bulletin` read, as a frozen issue of that day; a draft where a second person must freeze it.

    Raises `NotAllowed`, `IssueExists`, or `CannotFreeze` with what may no longer be said, such as a withheld name.
    """
    require(by, Permission.BULLETIN_EDIT)
    dated = date.fromisoformat(said["dated"])
    with transaction.atomic(), writing(by=by, why="imported"):
        issue, made = Issue.objects.get_or_create(
            series=series,
            dated=dated,
            defaults={
                "window_to": dated,
                "state": IssueState.DRAFT,
                "masthead": said["masthead"],
                "epigraph": said["epigraph"],
                "dateline": said["dateline"],
                "layout": said.get("layout"),
                "edited_by": by,
                "editors": [by.pk],
            },
        )
        if not made:
            raise IssueExists(_("%(name)s has an issue dated %(day)s already.") % {"name": series.name, "day": dated})
        for place, section in enumerate(said["sections"]):
            _add_section(issue, place, section)
        return issue if series.needs_second_approver else freeze_issue(issue=issue, by=by)


def _add_section(issue: Issue, place: int, said: dict[str, Any]) -> None:
    section = Section.objects.create(issue=issue, heading=said["heading"], position=place)
    entries = Entry.objects.bulk_create(
        Entry(section=section, kind=EntryKind.NOTE, position=position) for position in range(len(said["entries"]))
    )
    Passage.objects.bulk_create(
        Passage(entry=entry, position=position, text=passage["text"], voice=Voice.EDITOR)
        for entry, read in zip(entries, said["entries"], strict=True)
        for position, passage in enumerate(read["passages"])
    )
