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
from cases.publishing import require
from people.models import Person
from reports.choices import FormKind, IssueState
from reports.keeping import keep_forms
from reports.mailing.queueing import call_off
from reports.models import Entry, Issue, IssueForm, Mention, Passage, Told
from reports.old_mentions import Gone, ask_to_look, empty_epigraphs, find_gone
from reports.rendering import render_form
from reports.telling.book import phrase_book
from reports.withdrawals import key_of
from tracker.audiences import Audience
from tracker.history import event_rows, writing
from tracker.models import User
from tracker.permissions import Permission

# What may be said of why; another reason would itself say something of somebody.
_SAID = {WithdrawalReason.CONSENT, WithdrawalReason.ERROR}


def redact_issues(tombstones: Iterable[Publication], people_too: bool) -> None:
    """Replaces by a notice each paragraph of a frozen issue that told one of these cases to these readers or wider
    ones or, with `people_too`, names their people where no case carries it. Takes the issue's forms away, those too
    that a draft waits with to be frozen. In the transaction of the withdrawal."""
    gone = []
    for tombstone in tombstones:
        told = Told.objects.filter(publication__ref=tombstone.ref, publication__audience=tombstone.audience)
        told = told.exclude(publication__kind=PublicationKind.WITHDRAWN).filter(publication__seq__lt=tombstone.seq)
        waiting = IssueForm.objects.filter(issue__sections__entries__told__in=told)
        waiting.exclude(issue__state=IssueState.FROZEN).delete()
        entries = Entry.objects.filter(told__in=told, section__issue__state=IssueState.FROZEN, redacted_on=None)
        reason = WithdrawalReason(tombstone.reason) if tombstone.reason else None
        for entry in entries.select_related("section__issue__series").distinct().order_by("pk"):
            redact(entry, reason, key_of(tombstone))
        if people_too and tombstone.kind == PublicationKind.WITHDRAWN and tombstone.case:
            gone.append(Gone(tombstone.case.person, Audience(tombstone.audience), reason, key_of(tombstone)))
    leave_out(gone)


def redact_person(person: Person, audience: Audience, reason: WithdrawalReason) -> None:
    """The same of somebody whose name these readers lose, whether a case of theirs was published or not."""
    leave_out([Gone(person, audience, reason)])


def leave_out(people: list[Gone]) -> None:
    """Takes these people out of old issues and notes; of what may speak of them an editor is asked."""
    if not people:
        return
    for hit in list(find_gone(people)):
        if hit.certain:
            redact(hit.entry, hit.gone.reason, hit.gone.key)
        else:
            ask_to_look(hit.entry)
    for issue in empty_epigraphs(people):
        _take_forms_away(issue)


@transaction.atomic
def redact(entry: Entry, reason: WithdrawalReason | None, key: str = "") -> None:
    """A notice in the paragraph's place; `key` of what carries it, if anything does."""
    # Whoever makes its forms at this moment is waited for: what they read before would stand in them for good.
    issue = Issue.objects.select_for_update(of=("self",)).select_related("series").get(pk=entry.section.issue_id)
    today = timezone.localdate()
    book = phrase_book(issue.series.language)
    notice = book.say("withdrawn-here", day=book.day(today), reason=reason if reason in _SAID else None)
    events = event_rows(Passage).filter(entry=entry)
    entry.passages.all().delete()
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        events.delete()
    records = [key] if key else []
    Passage.objects.create(entry=entry, position=0, text=notice, compiled_text=notice, records=records)
    entry.redacted_on, entry.why = today, ""
    entry.save()
    Mention.objects.filter(entry=entry).delete()
    _take_forms_away(issue)


def look_at(mention: Mention, *, is_them: bool, by: User) -> None:
    """What an editor says of a paragraph: that it speaks of whoever was withdrawn, and goes, or of somebody else."""
    require(by, Permission.BULLETIN_EDIT)
    with writing(by=by, why="paragraph taken out of a frozen issue" if is_them else "paragraph looked at"):
        if is_them:
            return redact(mention.entry, None)
        mention.looked_by, mention.looked_at = by, timezone.now()
        return mention.save()


def _take_forms_away(issue: Issue) -> None:
    issue.forms.update(content=b"", words=None)
    # Whoever sends it decides whether the others get it with the notice.
    call_off(issue)


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
