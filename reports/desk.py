"""What editors do to an issue: claim it, order it, rewrite passages, add notes, freeze it. One function an act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.gate import spent_reason, told_beforehand, told_when_refused
from cases.models import Citation, LedgerCounter, Publication
from cases.publishing import require
from reports.checks import Finding, check_forms, check_issue, is_taken_back
from reports.choices import EntryKind, EntryState, FormKind, IssueState, Voice
from reports.keeping import keep_forms
from reports.models import Entry, Issue, Passage, Section, Series
from reports.rendering import issue_json, render_form
from tracker.guesses import Refused, is_spent, noting_guesses
from tracker.history import writing
from tracker.models import User
from tracker.permissions import Permission

# The finding about whoever looks, not about the issue.
SECOND_PERSON = "second_person"
EMPTY = "empty"


class IssueFrozen(Exception):
    """A frozen issue keeps its bytes; what came after is told by a correction."""


class CannotFreeze(Refused):
    """The findings that block, all at once."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(findings)


def noting_freezing(by: User, *, door: str) -> AbstractContextManager[None]:
    """Around the transaction that freezes an issue: a refusal for something hidden stays noted."""
    return noting_guesses(by, door=door, what="withheld words in an issue")


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


@contextmanager
def editing_issue(issue: Issue, *, by: User, why: str = "") -> Iterator[Issue]:
    """Yields the issue, freshly read and locked, with that user among its editors: what a form was shown is compared
    with what no one else changes meanwhile. Raises `NotAllowed` or `IssueFrozen`."""
    require(by, Permission.BULLETIN_EDIT)
    with transaction.atomic(), writing(by=by, why=why):
        locked = Issue.objects.select_for_update().get(pk=issue.pk)
        if locked.is_frozen:
            raise IssueFrozen(f"{locked} is frozen.")
        locked.edited_by = by
        locked.editors = sorted({*locked.editors, by.pk})
        locked.save(update_fields=["edited_by", "editors"])
        yield locked


def set_epigraph(*, issue: Issue, text: str, record: str = "", by: User) -> None:
    """The editor's own choice of a sentence, with the record whose source says it, if one does; empty takes it away."""
    with editing_issue(issue, by=by) as locked:
        locked.epigraph, locked.epigraph_record = text.strip(), record
        locked.save(update_fields=["epigraph", "epigraph_record"])


def keep_as_told(*, entry: Entry, against: Iterable[Publication], because: str, by: User) -> None:
    """The entry stays as it is told although these newer versions of its cases tell otherwise; the next issue tells
    them. A still newer one blocks again. What was taken back can't be kept: raises `ValueError`."""
    with editing_issue(entry.section.issue, by=by, why="kept on purpose"):
        for newer in against:
            told = entry.told.filter(publication__ref=newer.ref)
            if any(is_taken_back(one, newer) for one in told.select_related("publication")):
                raise ValueError("What was taken back is not told.")
            told.update(kept_against=newer, kept_because=because)


def place_entry(*, entry: Entry, section: Section, place: int, state: EntryState, by: User) -> None:
    """Puts an entry into that state and at that place of a section of its issue, from 1; beyond the last it is last."""
    with editing_issue(entry.section.issue, by=by):
        others = list(section.entries.exclude(pk=entry.pk))
        others.insert(max(place - 1, 0), entry)
        Entry.objects.filter(pk=entry.pk).update(section=section, state=state)
        for position, other in enumerate(others):
            if other.position != position or other.pk == entry.pk:
                Entry.objects.filter(pk=other.pk).update(position=position)


def arrange_sections(*, issue: Issue, headings: dict[int, str], added: str = "", by: User) -> None:
    """Gives the issue's sections these headings in this order, by id, and one more after them, if it has a heading."""
    with editing_issue(issue, by=by) as locked:
        for position, (pk, heading) in enumerate(headings.items()):
            locked.sections.filter(pk=pk).update(heading=heading, position=position)
        if added:
            Section.objects.create(issue=locked, heading=added, position=len(headings))


def add_note(*, section: Section, passages: Iterable[tuple[str, Iterable[Citation]]], by: User) -> Entry:
    """A note that belongs to no case: passages with the citations that carry them, if any."""
    with editing_issue(section.issue, by=by):
        last = section.entries.aggregate(last=Max("position"))["last"]
        entry = Entry.objects.create(section=section, kind=EntryKind.NOTE, position=0 if last is None else last + 1)
        for position, (text, citations) in enumerate(passages):
            cited = list(citations)
            voice = Voice.RECORD if cited else Voice.EDITOR
            passage = Passage.objects.create(entry=entry, position=position, text=text, voice=voice)
            passage.citations.set(cited)
        return entry


def add_to_note(*, note: Entry, text: str, by: User) -> Passage:
    """One more passage at the end of a note, in the editor's voice until something is cited for it."""
    with editing_issue(note.section.issue, by=by):
        last = note.passages.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        return Passage.objects.create(entry=note, position=position, text=text, voice=Voice.EDITOR)


def delete_note(*, note: Entry, by: User) -> None:
    """A note and its passages are gone, but for their history; what they cite stays. Entries of cases are dropped."""
    if note.kind != EntryKind.NOTE:
        raise ValueError("Only notes are deleted.")
    with editing_issue(note.section.issue, by=by, why="note deleted"):
        note.delete()


def take_out(*, passage: Passage, by: User) -> None:
    """One passage of a note that has others is gone, but for its history."""
    if passage.entry.kind != EntryKind.NOTE or passage.entry.passages.count() < 2:
        raise ValueError("Only one of several passages of a note is taken out.")
    with editing_issue(passage.entry.section.issue, by=by, why="passage taken out"):
        passage.delete()


def rewrite_passage(*, passage: Passage, text: str, by: User, voice: Voice | None = None) -> Passage:
    """Another wording with the same links. What the compiler said stays beside it."""
    with editing_issue(passage.entry.section.issue, by=by):
        passage.text = text.strip()
        if voice is not None:
            passage.voice = voice
        passage.save(update_fields=["text", "voice"])
        return passage


def take_back(*, passage: Passage, by: User) -> Passage:
    """The compiler's words again, in the record's voice. A note has none: it stays."""
    if not passage.compiled_text:
        return passage
    return rewrite_passage(passage=passage, text=passage.compiled_text, by=by, voice=Voice.RECORD)


def may_freeze(user: User, issue: Issue) -> bool:
    """Whether the user's role may freeze issues of the series, whoever edited this one."""
    second = issue.series.needs_second_approver and user.may(Permission.CASE_APPROVE)
    return second or user.may(Permission.BULLETIN_FREEZE)


def may_keep_series(user: User) -> bool:
    """Whether the user's role may change a series: those who edit its issues, and those who approve them."""
    return user.may(Permission.BULLETIN_EDIT) or user.may(Permission.CASE_APPROVE)


def findings_for(issue: Issue, by: User, *, even_empty: bool = False) -> list[Finding]:
    """Everything found in an issue read with `for_reading()`, and what keeps this very user from freezing it."""
    findings = []
    if issue.series.needs_second_approver and by.pk in issue.editors:
        text = _("You have edited this issue: a reviewer or editor who did not edit it freezes it.")
        findings.append(Finding(SECOND_PERSON, text, "issue", blocks=True))
    if not even_empty and not issue_json(issue)["sections"]:
        text = _("Nothing stands in this issue. If it is meant to appear empty, say so.")
        findings.append(Finding(EMPTY, text, "issue", blocks=True))
    found = check_issue(issue, by)
    if is_spent(by):
        spent = spent_reason()
        found = [Finding(spent.code, spent.text, "issue", blocks=True), *told_beforehand(found)]
    return findings + found


def refuse_what_blocks(issue: Issue, by: User, *, even_empty: bool) -> Issue:
    """The issue, read with `for_reading()`. Raises `NotAllowed`, `IssueFrozen`, or `CannotFreeze` with everything that
    blocks."""
    read = Issue.objects.for_reading().get(pk=issue.pk)
    if not may_freeze(by, read):
        require(by, Permission.BULLETIN_FREEZE)
    if read.is_frozen:
        raise IssueFrozen(f"{read} is frozen.")
    if read.state == IssueState.CLAIMED:
        raise CannotFreeze([Finding("claimed", _("This issue is being compiled: wait for it."), "issue", True)])
    blocking = [finding for finding in findings_for(read, by, even_empty=even_empty) if finding.blocks]
    if blocking:
        raise CannotFreeze(told_when_refused(blocking))
    return read


def freeze_issue(
    *, issue: Issue, by: User, even_empty: bool = False, forms: dict[FormKind, bytes] | None = None
) -> Issue:
    """Stores the issue's bytes in every form, or those that were made of it as it stands, with their SHA-256. Raises
    `NotAllowed`, `IssueFrozen`, or `CannotFreeze` with everything that blocks; a series that needs a second approver
    refuses whoever edited it."""
    with transaction.atomic():
        # What is withdrawn meanwhile waits until the bytes are kept, and then finds them.
        LedgerCounter.objects.select_for_update().get(pk=1)
        locked = Issue.objects.select_for_update().get(pk=issue.pk)
        read = refuse_what_blocks(locked, by, even_empty=even_empty)
        forms = forms or {kind: render_form(read, kind) for kind in FormKind}
        blocking = check_forms(read, forms, by)
        if blocking:
            raise CannotFreeze(told_when_refused(blocking))
        with writing(by=by, why="frozen"):
            locked.state = IssueState.FROZEN
            locked.frozen_at = timezone.now()
            locked.frozen_by = by
            locked.save()
        locked.forms.all().delete()
        keep_forms(locked, forms)
        return locked
