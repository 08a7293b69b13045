"""What a withdrawal does to issues that are frozen: the paragraph becomes a notice and every form is rendered anew.

The words go in the transaction of the withdrawal itself, out of passages, their history and the kept forms; a job makes
the forms again (design: bulletin, "Forms and sending"). Drafts are left to their editors, whom the checks stop.
"""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases.choices import PublicationKind, WithdrawalReason
from cases.models import Publication
from reports.choices import FormKind, IssueState
from reports.keeping import keep_forms
from reports.mailing.queueing import call_off
from reports.models import Entry, Issue, IssueForm, Passage, Told
from reports.rendering import render_form
from reports.telling.book import phrase_book
from reports.withdrawals import key_of
from tracker.history import event_rows, writing

# What may be said of why; another reason would itself say something of somebody.
_SAID = {WithdrawalReason.CONSENT, WithdrawalReason.ERROR}


def redact_issues(tombstones: Iterable[Publication]) -> None:
    """Replaces by a notice each paragraph of a frozen issue that told one of these cases to these readers or wider
    ones, and takes the issue's forms away, those too that a draft waits with to be frozen. In the transaction of the
    withdrawal."""
    for tombstone in tombstones:
        told = Told.objects.filter(publication__ref=tombstone.ref, publication__audience=tombstone.audience)
        told = told.exclude(publication__kind=PublicationKind.WITHDRAWN).filter(publication__seq__lt=tombstone.seq)
        waiting = IssueForm.objects.filter(issue__sections__entries__told__in=told)
        waiting.exclude(issue__state=IssueState.FROZEN).delete()
        entries = Entry.objects.filter(told__in=told, section__issue__state=IssueState.FROZEN, redacted_on=None)
        for entry in entries.select_related("section__issue__series").distinct().order_by("pk"):
            _redact(entry, tombstone)


def _redact(entry: Entry, tombstone: Publication) -> None:
    today = timezone.localdate()
    book = phrase_book(entry.section.issue.series.language)
    reason = tombstone.reason if tombstone.reason in _SAID else None
    notice = book.say("withdrawn-here", day=book.dateline(today), reason=reason)
    events = event_rows(Passage).filter(entry=entry)
    entry.passages.all().delete()
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        events.delete()
    Passage.objects.create(entry=entry, position=0, text=notice, compiled_text=notice, records=[key_of(tombstone)])
    entry.redacted_on, entry.why = today, ""
    entry.save()
    entry.section.issue.forms.update(content=b"", words=None)
    # Whoever sends it decides whether the others get it with the notice.
    call_off(entry.section.issue)


def awaiting_forms() -> QuerySet[Issue]:
    """Frozen issues whose forms were taken away and not made again."""
    return Issue.objects.filter(Exists(IssueForm.objects.filter(issue=OuterRef("pk"), content=b"")))


def render_again(issue: Issue) -> bool:
    """Makes the forms of an issue again, each with the SHA-256 of the bytes that are gone; whether this call did it."""
    with transaction.atomic(), writing(by=None, why="forms made again after a withdrawal", door="job"):
        if not Issue.objects.select_for_update(skip_locked=True).filter(pk=issue.pk).exists():
            return False
        gone = {form.kind: [*form.former_sha256, form.sha256] for form in issue.forms.filter(content=b"")}
        read = Issue.objects.for_reading().get(pk=issue.pk)
        issue.forms.filter(kind__in=gone).delete()
        keep_forms(read, {FormKind(kind): render_form(read, FormKind(kind)) for kind in gone}, former=gone)
        return bool(gone)
