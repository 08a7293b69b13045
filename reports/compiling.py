"""From the ledger to an issue: which cases have news since the last one, told in paragraphs with their evidence.

A claimed issue is compiled in one transaction. A worker that dies leaves it claimed; the next tick compiles it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from django.db import transaction
from django.utils import timezone

from cases.choices import PublicationKind
from cases.models import LedgerCounter, Publication
from reports.choices import EntryKind, EntryState, Fills, IssueState
from reports.models import Entry, Issue, Passage, Section, Told
from reports.news import News, news_of
from reports.saying.book import Book, book_of
from reports.saying.paragraph import tell
from tracker.audiences import Audience
from tracker.history import writing


@dataclass
class Chosen:
    """One entry in the making: the news of a case, or of the cases that one event struck, the lead first."""

    news: list[News]
    publications: list[Publication]

    @property
    def order(self) -> tuple[int, int]:
        return min(one.order for one in self.news)


def compile_claimed(issue_id: int) -> bool:
    """Compiles a claimed issue and makes it a draft; whether this call did it. Nothing is half compiled."""
    with transaction.atomic(), writing(by=None, why="compiled", door="compiler"):
        claimed = Issue.objects.select_for_update(skip_locked=True, of=("self",)).select_related("series")
        issue = claimed.filter(pk=issue_id, state=IssueState.CLAIMED).first()
        if issue is None:
            return False
        issue.seq_to = LedgerCounter.objects.get(pk=1).last
        _write(issue, choose(issue), book_of(issue.series.language))
        issue.state = IssueState.DRAFT
        issue.compiled_at = timezone.now()
        issue.save()
        return True


def choose(issue: Issue) -> list[Chosen]:
    """The cases with news in the issue's range of the ledger, joined by events, the most urgent first."""
    rows = changed_publications(issue)
    before = told_before(issue, rows)
    chosen: list[Chosen] = []
    for row in rows:
        news = news_of(orjson.loads(row.body), before.get(row.ref))
        if news is not None:
            chosen.append(Chosen([news], [row]))
    return sorted(_joined_by_event(chosen), key=lambda c: (c.order, c.publications[0].seq))


def changed_publications(issue: Issue) -> list[Publication]:
    """Of each case published in the range, or held back in the last issue, the newest version up to the issue's end."""
    rows = Publication.objects.for_audience(Audience(issue.series.audience)).filter(seq__lte=issue.seq_to)
    in_range = rows.filter(seq__gt=issue.seq_from).order_by("seq")
    newest = {row.ref: row for row in in_range}
    held = Told.objects.filter(entry__state=EntryState.HELD, entry__section__issue__in=Issue.objects.before(issue)[:1])
    refs = set(held.values_list("publication__ref", flat=True)) - set(newest)
    for row in rows.filter(ref__in=refs).order_by("seq"):
        newest[row.ref] = row
    return [row for row in newest.values() if row.kind != PublicationKind.WITHDRAWN and row.body]


def told_before(issue: Issue, rows: Iterable[Publication]) -> dict[str, dict]:
    """The body of the version that the last issue of the series told, by ref; a case never told is not in it."""
    told = Told.objects.filter(
        entry__section__issue__in=Issue.objects.before(issue),
        entry__state=EntryState.INCLUDED,
        publication__ref__in=[row.ref for row in rows],
    )
    bodies = {
        t.publication.ref: t.publication.body for t in told.select_related("publication").order_by("publication__seq")
    }
    return {ref: orjson.loads(body) for ref, body in bodies.items() if body}


def _joined_by_event(chosen: list[Chosen]) -> list[Chosen]:
    """Cases that one event struck, and that are told for the first time together, as one entry."""
    by_event: dict[str, Chosen] = {}
    joined: list[Chosen] = []
    for one in chosen:
        events = [] if one.news[0].told.is_follow_up else one.news[0].events
        host = next((by_event[key] for key in events if key in by_event), None)
        if host is None:
            joined.append(one)
            by_event.update(dict.fromkeys(events, one))
            continue
        host.news += one.news
        host.publications += one.publications
    return joined


def _write(issue: Issue, chosen: list[Chosen], book: Book) -> None:
    """The entries, in the first section that the series fills with cases."""
    section = _section_for_cases(issue)
    entries, told, passages = [], [], []
    for position, one in enumerate(chosen):
        why = "; ".join(news.why for news in one.news)[:200]
        entry = Entry(section=section, kind=EntryKind.CASE, position=position, why=why)
        entries.append(entry)
        told += [
            Told(entry=entry, case_id=row.case_id, publication=row, position=place)
            for place, row in enumerate(one.publications)
        ]
        sentences = tell([news.told for news in one.news], book, issue.dated)
        passages += [
            Passage(entry=entry, position=place, text=s.text, compiled_text=s.text, records=s.records)
            for place, s in enumerate(sentences)
        ]
    Entry.objects.bulk_create(entries)
    Told.objects.bulk_create(told)
    Passage.objects.bulk_create(passages)


def _section_for_cases(issue: Issue) -> Section:
    filled = issue.series.sections.filter(fills=Fills.CASES).first()
    heading = filled.heading if filled else issue.series.name
    section = issue.sections.filter(heading=heading).first()
    return section or Section.objects.create(issue=issue, heading=heading, position=0)
