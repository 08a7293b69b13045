"""From the ledger to an issue: which cases have news since the last one, told in paragraphs with their evidence.

A claimed issue is compiled in one transaction. A worker that dies leaves it claimed; the next tick compiles it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import orjson
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.choices import PublicationKind
from cases.models import LedgerCounter, Publication
from cases.querysets import PublicationQuerySet
from reports.choices import EntryKind, EntryState, IssueState
from reports.models import Entry, Issue, Passage, Told
from reports.news import Correction, News, Printed, ToldBefore, news_of, tell_corrections
from reports.placing import Sections
from reports.telling.book import PhraseBook, phrase_book
from reports.telling.paragraph import Sentence, tell
from reports.totals import count_totals
from reports.withdrawals import tell_withdrawal, withdrawn_since
from tracker.audiences import Audience
from tracker.history import writing


@dataclass
class Chosen:
    """One entry in the making: the news of a case, or of the cases that one event struck, the lead first."""

    news: list[News]
    publications: list[Publication]

    @property
    def events(self) -> tuple[str, ...]:
        """The keys of the events that all of them share."""
        shared = frozenset.intersection(*(one.began_together for one in self.news))
        return tuple(sorted(shared)) if len(self.news) > 1 else ()

    @property
    def order(self) -> tuple[int, int]:
        return min(one.order for one in self.news)


def compile_claimed(issue_id: int) -> bool:
    """Compiles a claimed issue and makes it a draft; whether this call did it. Nothing is half compiled."""
    with transaction.atomic(), writing(by=None, why="compiled", door="compiler"):
        claimed = Issue.objects.select_for_update(skip_locked=True, of=("self",)).select_related("series")
        issue = claimed.filter(pk=issue_id, state=IssueState.CLAIMED, compiled_at=None).first()
        if issue is None:
            return False
        issue.seq_to = LedgerCounter.objects.get(pk=1).last
        book = phrase_book(issue.series.language)
        write_entries(issue, draft_entries(issue, choose(issue, book), book))
        issue.totals = count_totals(issue) if issue.series.has_totals else None
        issue.state = IssueState.DRAFT
        issue.compiled_at = timezone.now()
        issue.save()
        return True


def choose(issue: Issue, book: PhraseBook, refs: set[str] | None = None) -> list[Chosen]:
    """The cases with news in the issue's range of the ledger, or of these refs alone, joined by events, the most urgent
    first."""
    refs = changed_refs(issue) if refs is None else refs
    before = told_before(issue, refs)
    chosen: list[Chosen] = []
    for row in newest_publications(issue, refs):
        news = news_of(orjson.loads(row.body), before.get(row.ref), book, issue.dated)
        if news is not None:
            chosen.append(Chosen([news], [row]))
    return sorted(_joined_by_event(chosen), key=lambda c: (c.order, c.publications[0].seq))


def _ledger(issue: Issue) -> PublicationQuerySet:
    return Publication.objects.for_audience(Audience(issue.series.audience)).filter(seq__lte=issue.seq_to)


def changed_refs(issue: Issue) -> set[str]:
    """The refs of the cases published in the range, or held back in the last issue."""
    refs = set(_ledger(issue).filter(seq__gt=issue.seq_from).values_list("ref", flat=True))
    last = Issue.objects.before(issue).exclude(seq_to=None)[:1]
    held = Told.objects.filter(entry__state=EntryState.HELD, entry__section__issue__in=last)
    return refs | set(held.values_list("publication__ref", flat=True))


def newest_publications(issue: Issue, refs: set[str]) -> Iterator[Publication]:
    """Of each ref the newest version up to the issue's end, in the ledger's order; no tombstones, no emptied ones."""
    newest = _ledger(issue).filter(ref__in=refs).values("ref").annotate(last=Max("seq")).values_list("last", flat=True)
    rows = Publication.objects.filter(seq__in=list(newest)).exclude(kind=PublicationKind.WITHDRAWN).exclude(body="")
    return rows.order_by("seq").iterator(chunk_size=500)


def told_before(issue: Issue, refs: set[str]) -> dict[str, ToldBefore]:
    """What the last issue of the series that told them told of these cases; a case never told, or whose withdrawal was
    told last, is not in it."""
    earlier = Issue.objects.before(issue)
    told = Told.objects.filter(entry__section__issue__in=earlier, entry__state=EntryState.INCLUDED)
    told = told.filter(publication__ref__in=refs)
    newest = told.order_by().values("publication__ref").annotate(last=Max("publication__seq"))
    rows = Publication.objects.filter(seq__in=list(newest.values_list("last", flat=True)))
    rows = rows.exclude(kind=PublicationKind.WITHDRAWN)
    before = {}
    emptied = set()
    for ref, body in rows.values_list("ref", "body").iterator(chunk_size=500):
        before[ref] = ToldBefore(orjson.loads(body) if body else None)
        if not body:
            emptied.add(ref)
    if emptied:
        # Of a version whose text was taken out of the ledger only the passages say what readers were told.
        keys: dict[str, set[str]] = {ref: set() for ref in emptied}
        passages = told.filter(publication__ref__in=emptied).values_list("publication__ref", "entry__passages__records")
        for ref, records in passages:
            keys[ref] |= {key.split("@")[0] for key in records or []}
        before.update({ref: ToldBefore(None, frozenset(known)) for ref, known in keys.items()})
    return before


def _joined_by_event(chosen: list[Chosen]) -> list[Chosen]:
    """Cases that one event struck, and that are told of it for the first time, as one entry."""
    by_event: dict[str, Chosen] = {}
    joined: list[Chosen] = []
    for one in chosen:
        events = one.news[0].began_together
        host = next((by_event[key] for key in sorted(events) if key in by_event), None)
        if host is None:
            joined.append(one)
            by_event.update(dict.fromkeys(events, one))
            continue
        host.news += one.news
        host.publications += one.publications
    return joined


@dataclass
class Drafted:
    """What the compiler would write of one choice."""

    kind: EntryKind
    why: str
    publications: list[Publication]
    sentences: list[Sentence]

    @property
    def tells(self) -> set[tuple[str, bool]]:
        """The refs, each with whether it is the withdrawal that is told."""
        return {(row.ref, row.kind == PublicationKind.WITHDRAWN) for row in self.publications}


def draft_entries(issue: Issue, chosen: list[Chosen], book: PhraseBook) -> list[Drafted]:
    """The entries in order, unsaved; a choice of which there is nothing to say is left out."""
    printed = _printed(issue, [correction for one in chosen for news in one.news for correction in news.corrections])
    drafted = []
    for one in chosen:
        corrections = _told_corrections(one, printed, book, issue)
        sentences = tell([news.case for news in one.news], book, issue.dated, one.events) + corrections
        if not sentences:
            continue
        kind = EntryKind.CASE if any(news.case.claims for news in one.news) else EntryKind.CORRECTION
        why = "; ".join(news.why for news in one.news)[:200]
        drafted.append(Drafted(kind, why, one.publications, sentences))
    for tombstone, day in withdrawn_since(issue, _ledger(issue)):
        said = tell_withdrawal(tombstone, day, book)
        drafted.append(Drafted(EntryKind.CORRECTION, said.records[0], [tombstone], [said]))
    return drafted


def write_entries(issue: Issue, drafted: list[Drafted]) -> None:
    """The entries, each in its section after those that stand there."""
    sections = Sections(issue, {row.ref for one in drafted for row in one.publications})
    lasts = issue.sections.annotate(last=Max("entries__position")).values_list("pk", "last")
    following = {pk: 0 if last is None else last + 1 for pk, last in lasts}
    entries: list[Entry] = []
    told: list[Told] = []
    passages: list[Passage] = []
    for one in drafted:
        section, fits_none = sections.of([row.ref for row in one.publications])
        place = following[section.pk]
        following[section.pk] += 1
        entry = Entry(section=section, kind=one.kind, position=place, why=one.why, fits_none=fits_none)
        entries.append(entry)
        told += told_rows(entry, one.publications)
        passages += [
            Passage(entry=entry, position=place, text=s.text, compiled_text=s.text, records=s.records)
            for place, s in enumerate(one.sentences)
        ]
    Entry.objects.bulk_create(entries)
    Told.objects.bulk_create(told)
    Passage.objects.bulk_create(passages)


def told_rows(entry: Entry, publications: list[Publication]) -> list[Told]:
    """What the entry tells; a withdrawal without its case, of which it says nothing."""
    return [
        Told(
            entry=entry,
            case_id=None if row.kind == PublicationKind.WITHDRAWN else row.case_id,
            publication=row,
            position=place,
        )
        for place, row in enumerate(publications)
    ]


def _printed(issue: Issue, corrections: list[Correction]) -> dict[str, Printed]:
    """Where each record version that is corrected now was told first, by its key; later passages only recall it. One
    that no passage told, since no sentence shows its change, stands for the version that was told before it."""
    wanted = {correction.before.record for correction in corrections}
    if not wanted:
        return {}
    versions = {record: _versions_up_to(record) for record in wanted}
    keys = [key for every in versions.values() for key in every]
    rows = Passage.objects.filter(
        entry__section__issue__in=Issue.objects.before(issue), entry__state=EntryState.INCLUDED, records__overlap=keys
    )
    first = {}
    for records, text, dated in rows.order_by("-entry__section__issue__dated", "-position").values_list(
        "records", "text", "entry__section__issue__dated"
    ):
        keys_told = frozenset(key.partition("@")[0] for key in records)
        first.update({key: Printed(key, dated, text, keys_told) for key in records})
    told = {record: next((key for key in every if key in first), None) for record, every in versions.items()}
    return {record: first[key] for record, key in told.items() if key is not None}


def _versions_up_to(record: str) -> list[str]:
    """The keys of a record's versions from that one back to the first; a fact of a person has none but its own."""
    key, _, version = record.partition("@")
    return [f"{key}@{number}" for number in range(int(version), 0, -1)] if version else [key]


def _told_corrections(one: Chosen, printed: dict[str, Printed], book: PhraseBook, issue: Issue) -> list[Sentence]:
    """The corrections of what was printed; a change of what was not is news like any other."""
    sentences = []
    for news in one.news:
        by_passage: dict[tuple[date, str], list[tuple[Correction, Printed]]] = {}
        for correction in news.corrections:
            was = printed.get(correction.before.record)
            beside = tuple(claim for claim in correction.beside if was and claim.key in was.keys)
            # What the passage did not tell is no part of its correction: news, where it is none that was told.
            left = [claim for claim in correction.beside if claim not in (*beside, *news.case.told_before)]
            if was:
                by_passage.setdefault((was.dated, was.text), []).append((replace(correction, beside=beside), was))
            elif correction.after is not None:
                left.append(correction.after)
            news.case.claims += [claim for claim in left if claim not in news.case.claims]
        sentences += [tell_corrections(news, quoted, book, issue.dated) for quoted in by_passage.values()]
    return sentences
