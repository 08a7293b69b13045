"""What editors do to an issue: claim it, order it, rewrite passages, add notes, freeze it. One function an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.models import Citation
from cases.publishing import require
from reports.checks import Finding, check_forms, check_issue
from reports.choices import EntryKind, EntryState, FormKind, IssueState, Voice
from reports.keeping import keep_forms
from reports.models import Entry, Issue, Passage, Section, Series
from reports.rendering import render_form
from tracker.history import writing
from tracker.models import User
from tracker.permissions import Permission


class IssueFrozen(Exception):
    """A frozen issue keeps its bytes; what came after is told by a correction."""


class CannotFreeze(Exception):
    """The findings that block, all at once."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(" ".join(finding.text for finding in findings))


class IssueExists(Exception):
    """The series has an issue of that date already."""


def claim_issue(
    *, series: Series, dated: date, window_to: date, window_from: date | None = None, by: User | None
) -> Issue:
    """A new issue with the series' sections, waiting for a worker to compile it. Raises `IssueExists`.

    It covers the ledger after the last issue's end; the first issue of a series starts at 0.
    """
    if by is not None:
        require(by, Permission.BULLETIN_EDIT)
    with transaction.atomic(), writing(by=by, why="claimed"):
        last = series.issues.exclude(seq_to=None).aggregate(end=Max("seq_to"))["end"]
        issue, made = Issue.objects.get_or_create(
            series=series,
            dated=dated,
            defaults={
                "window_from": window_from,
                "window_to": window_to,
                "seq_from": last or 0,
                "masthead": series.masthead,
            },
        )
        if not made:
            raise IssueExists(f"{series.name} has an issue dated {dated} already.")
        sections = series.sections.all()
        Section.objects.bulk_create(Section(issue=issue, heading=s.heading, position=s.position) for s in sections)
        return issue


def _editable(issue: Issue, by: User) -> Issue:
    """The issue, locked and remembered as edited by that user. Raises `NotAllowed` or `IssueFrozen`."""
    require(by, Permission.BULLETIN_EDIT)
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.is_frozen:
        raise IssueFrozen(f"{locked} is frozen.")
    locked.edited_by = by
    locked.save(update_fields=["edited_by"])
    return locked


@transaction.atomic
def set_epigraph(*, issue: Issue, text: str, by: User) -> None:
    """The editor's own choice of a sentence; empty takes it away."""
    locked = _editable(issue, by)
    locked.epigraph = text.strip()
    with writing(by=by):
        locked.save(update_fields=["epigraph"])


@transaction.atomic
def order_entries(*, issue: Issue, refs: list[str], by: User) -> None:
    """Puts the entries that tell these cases in this order; the others follow as they were."""
    locked = _editable(issue, by)
    place = {ref: number for number, ref in enumerate(refs)}
    with writing(by=by):
        for section in locked.sections.all():
            entries = section.entries.prefetch_related("told__publication")
            ordered = sorted(
                entries,
                key=lambda e: min((place.get(t.publication.ref, len(refs)) for t in e.told.all()), default=len(refs)),
            )
            for position, entry in enumerate(ordered):
                Entry.objects.filter(pk=entry.pk).update(position=position)


@transaction.atomic
def set_entry_state(*, entry: Entry, state: EntryState, by: User) -> None:
    """Includes an entry, holds it back for the next issue, or drops it."""
    _editable(entry.section.issue, by)
    with writing(by=by):
        Entry.objects.filter(pk=entry.pk).update(state=state)


@transaction.atomic
def add_note(*, section: Section, passages: Iterable[tuple[str, Iterable[Citation]]], by: User) -> Entry:
    """A note that belongs to no case: passages with the citations that carry them, if any."""
    _editable(section.issue, by)
    with writing(by=by):
        last = section.entries.aggregate(last=Max("position"))["last"]
        entry = Entry.objects.create(section=section, kind=EntryKind.NOTE, position=0 if last is None else last + 1)
        for position, (text, citations) in enumerate(passages):
            cited = list(citations)
            voice = Voice.RECORD if cited else Voice.EDITOR
            passage = Passage.objects.create(entry=entry, position=position, text=text, voice=voice)
            passage.citations.set(cited)
        return entry


@transaction.atomic
def rewrite_passage(*, passage: Passage, text: str, by: User, voice: Voice | None = None) -> Passage:
    """Another wording with the same links. What the compiler said stays beside it."""
    _editable(passage.entry.section.issue, by)
    passage.text = text.strip()
    if voice is not None:
        passage.voice = voice
    with writing(by=by):
        passage.save(update_fields=["text", "voice"])
    return passage


def freeze_issue(*, issue: Issue, by: User) -> Issue:
    """Stores the issue's bytes in every form with their SHA-256. Raises `NotAllowed`, `IssueFrozen`, or `CannotFreeze`
    with everything that blocks; a series that needs a second approver refuses the last editor."""
    with transaction.atomic():
        locked = Issue.objects.select_for_update().get(pk=issue.pk)
        if locked.series.needs_second_approver:
            if locked.edited_by_id == by.pk:
                text = "You edited this issue last: a second person freezes it."
                raise CannotFreeze([Finding("second_person", text, "issue", blocks=True)])
            if not by.may(Permission.CASE_APPROVE):
                require(by, Permission.BULLETIN_FREEZE)
        else:
            require(by, Permission.BULLETIN_FREEZE)
        if locked.is_frozen:
            raise IssueFrozen(f"{locked} is frozen.")
        read = Issue.objects.for_reading().get(pk=issue.pk)
        blocking = [finding for finding in check_issue(read) if finding.blocks]
        if blocking:
            raise CannotFreeze(blocking)
        forms = {kind: render_form(read, kind) for kind in FormKind}
        blocking = check_forms(read, forms)
        if blocking:
            raise CannotFreeze(blocking)
        with writing(by=by, why="frozen"):
            locked.state = IssueState.FROZEN
            locked.frozen_at = timezone.now()
            locked.frozen_by = by
            locked.save()
        keep_forms(locked, forms)
        return locked
