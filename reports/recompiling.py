"""An issue compiled again: what editors wrote, ordered or left out stays theirs, the rest follows the ledger."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone

from cases.choices import PublicationKind
from cases.models import LedgerCounter, Publication
from reports.choices import EntryKind, EntryState, IssueState, Voice
from reports.compiling import Drafted, choose, draft_entries, told_rows, write_entries
from reports.desk import editing_issue
from reports.models import Entry, Issue, Passage, Told
from reports.telling.book import phrase_book
from reports.telling.paragraph import Sentence
from reports.totals import count_totals
from tracker.audiences import Audience
from tracker.history import writing
from tracker.models import User

logger = logging.getLogger(__name__)


@dataclass
class Recompiled:
    """What came of compiling again: refs of cases, and how many passages an editor's words were kept in."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    kept: int = 0


def is_rewritten(passage: Passage) -> bool:
    """Whether an editor put other words, or another voice, in the place of the compiler's."""
    return bool(passage.compiled_text) and (passage.is_edited or passage.voice == Voice.EDITOR)


def ask_recompiling(*, issue: Issue, by: User) -> bool:
    """Has a worker bring a draft up to the ledger's end; until it has, nobody edits it. Raises `NotAllowed` or
    `IssueFrozen`. An old issue is left as it is: whether it was asked for."""
    with editing_issue(issue, by=by, why="compiled again") as locked:
        if locked.is_old:
            return False
        locked.state = IssueState.CLAIMED
        locked.save(update_fields=["state"])
        return True


def recompile_claimed(issue_id: int) -> bool:
    """Compiles an issue again for which that was asked, and makes it a draft; whether this call did it. What came of it
    stands in the issue. One that can't be compiled is a draft again, as it was, and says so."""
    with transaction.atomic():
        claimed = Issue.objects.select_for_update(skip_locked=True, of=("self",)).select_related("series", "edited_by")
        issue = claimed.filter(pk=issue_id, state=IssueState.CLAIMED).exclude(compiled_at=None).first()
        if issue is None:
            return False
        with writing(by=issue.edited_by, why="compiled again", door="compiler"):
            try:
                with transaction.atomic():
                    issue.recompiled = asdict(_bring_up_to_date(issue))
            except Exception:
                logger.exception("%s can't be compiled again", issue)
                issue = claimed.get(pk=issue_id)
                issue.recompiled = {"failed": True}
            issue.state = IssueState.DRAFT
            issue.save()
        return True


def _bring_up_to_date(issue: Issue) -> Recompiled:
    """Notes, states, order and rewritten passages stay; beside a rewritten one stands what the compiler says now. An
    entry of which there is nothing to tell any more is dropped."""
    issue.seq_to = LedgerCounter.objects.get(pk=1).last
    issue.compiled_at = timezone.now()
    issue.totals = count_totals(issue) if issue.series.has_totals else None
    book = phrase_book(issue.series.language)
    drafted = draft_entries(issue, choose(issue, book), book)
    done = Recompiled()
    for entry in _compiled_entries(issue):
        fresh = _matching(entry, drafted)
        if fresh is not None:
            drafted.remove(fresh)
            _renew(entry, fresh, done)
        elif entry.state != EntryState.DROPPED:
            _drop(entry, issue, done)
    write_entries(issue, drafted)
    done.added = [row.ref for one in drafted for row in one.publications]
    return done


def present_wordings(issue: Issue, entries: Iterable[Entry]) -> dict[int, str]:
    """What the compiler would say now, from the newest publications, in the place of each passage of these entries; a
    passage of which it would say nothing is not in it. Entries are read with their passages and what they tell."""
    said: dict[int, str] = {}
    for entry, fresh in _drafted_now(issue, entries):
        pairs = _pairs(list(entry.passages.all()), fresh.sentences)
        said |= {passage.pk: sentence.text for passage, sentence in pairs}
    return said


def present_paragraph(issue: Issue, entry: Entry) -> str:
    """What the compiler would say now in the place of the whole entry; empty when it would say nothing."""
    return " ".join(one.text for _entry, fresh in _drafted_now(issue, [entry]) for one in fresh.sentences)


def _drafted_now(issue: Issue, entries: Iterable[Entry]) -> list[tuple[Entry, Drafted]]:
    entries = [entry for entry in entries if entry.kind != EntryKind.NOTE]
    if not entries:
        return []
    now = copy.copy(issue)
    now.seq_to = LedgerCounter.objects.get(pk=1).last
    book = phrase_book(issue.series.language)
    refs = {told.publication.ref for entry in entries for told in entry.told.all()}
    drafted = draft_entries(now, choose(now, book, refs), book)
    matched = [(entry, _matching(entry, drafted)) for entry in entries]
    return [(entry, fresh) for entry, fresh in matched if fresh is not None]


def _compiled_entries(issue: Issue) -> list[Entry]:
    entries = Entry.objects.filter(section__issue=issue).exclude(kind=EntryKind.NOTE)
    return list(entries.prefetch_related("told__publication", "passages").order_by("section__position", "position"))


def _matching(entry: Entry, drafted: list[Drafted]) -> Drafted | None:
    """The new telling that shares the most cases with an entry; a withdrawal is told by a notice alone."""
    tells = {(row.publication.ref, row.publication.kind == PublicationKind.WITHDRAWN) for row in entry.told.all()}
    best = max(drafted, key=lambda one: len(one.tells & tells), default=None)
    return best if best and best.tells & tells else None


def _pairs(passages: list[Passage], sentences: list[Sentence]) -> list[tuple[Passage, Sentence]]:
    """Each passage with the sentence that says the same, else with the one that tells the most of its records."""
    left = list(sentences)
    pairs = []
    for passage in passages:
        same = next((one for one in left if one.text == passage.compiled_text), None)
        if same is not None:
            left.remove(same)
            pairs.append((passage, same))
    paired = {passage.pk for passage, _sentence in pairs}
    for passage in (one for one in passages if one.pk not in paired):
        keys = _keys(passage.records)
        best = max(left, key=lambda one: len(_keys(one.records) & keys), default=None)
        if best is not None and _keys(best.records) & keys:
            left.remove(best)
            pairs.append((passage, best))
    return pairs


def _keys(records: Iterable[str]) -> set[str]:
    return {told.partition("@")[0] for told in records}


def _renew(entry: Entry, fresh: Drafted, done: Recompiled) -> None:
    """The entry as the compiler tells it now, but for what an editor rewrote."""
    passages = list(entry.passages.all())
    said = [(passage.compiled_text, passage.records) for passage in passages]
    if said != [(sentence.text, sentence.records) for sentence in fresh.sentences]:
        done.changed += [row.ref for row in fresh.publications]
    own = [passage for passage in passages if is_rewritten(passage)]
    done.kept += len(own)
    answers = {id(sentence): passage for passage, sentence in _pairs(passages, fresh.sentences)}
    orphans = [passage for passage in own if passage not in answers.values()]
    standing: list[Passage] = []
    for sentence in fresh.sentences:
        passage = answers.get(id(sentence)) or Passage(entry=entry)
        if passage not in own:
            passage.text, passage.voice = sentence.text, Voice.RECORD
        passage.compiled_text, passage.records = sentence.text, sentence.records
        standing.append(passage)
    for passage in orphans:
        # What it was put in the place of is gone; its words and its links are the editor's to keep.
        standing.insert(min(passage.position, len(standing)), passage)
    gone = {passage.pk for passage in passages} - {passage.pk for passage in standing}
    entry.passages.filter(pk__in=gone).delete()
    for position, passage in enumerate(standing):
        passage.position = position
        passage.save()
    Entry.objects.filter(pk=entry.pk).update(kind=fresh.kind, why=fresh.why)
    told_now = [row.ref for row in fresh.publications]
    # Of whom an editor's words may still speak stays: the checks then stop what is withdrawn.
    (entry.told.filter(publication__ref__in=told_now) if own else entry.told.all()).delete()
    Told.objects.bulk_create(told_rows(entry, fresh.publications))


def _drop(entry: Entry, issue: Issue, done: Recompiled) -> None:
    """Nothing is left to tell: the entry is dropped, with what it told up to date, so that it may be taken in again."""
    told = {row.publication.ref: row for row in entry.told.all()}
    newest = Publication.objects.for_audience(Audience(issue.series.audience)).filter(ref__in=told).newest()
    for publication in newest:
        if publication.kind != PublicationKind.WITHDRAWN:
            Told.objects.filter(pk=told[publication.ref].pk).update(publication=publication)
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.DROPPED)
    done.dropped += list(told)
