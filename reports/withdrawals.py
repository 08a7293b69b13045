"""What the next issue says of a case that was told and then taken back: that a report was withdrawn, never of whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.choices import PublicationKind, WithdrawalReason
from cases.models import Publication
from cases.querysets import PublicationQuerySet
from reports.choices import EntryState
from reports.models import Issue, Told
from reports.telling.book import PhraseBook
from reports.telling.paragraph import Sentence


def key_of(tombstone: Publication) -> str:
    """What carries the notice: the tombstone's number in the ledger."""
    return f"withdrawal:{tombstone.seq}"


def withdrawn_since(issue: Issue, ledger: PublicationQuerySet) -> Iterator[tuple[Publication, date]]:
    """The tombstones of the issue's range, each with the day of the last issue that told its case.

    A case whose name was withheld has none: it goes on under another ref, and a notice beside its news would join them.
    """
    tombstones = ledger.newest().filter(seq__gt=issue.seq_from, kind=PublicationKind.WITHDRAWN)
    rows = {row.ref: row for row in tombstones.exclude(reason=WithdrawalReason.NAME_WITHHELD).order_by("seq")}
    told = Told.objects.filter(
        entry__section__issue__in=Issue.objects.before(issue),
        entry__state=EntryState.INCLUDED,
        publication__ref__in=rows,
    )
    days = told.order_by("publication__seq").values_list(
        "publication__ref", "publication__kind", "entry__section__issue__dated"
    )
    last = {ref: (kind, dated) for ref, kind, dated in days}
    for ref, row in rows.items():
        kind, dated = last.get(ref, (PublicationKind.WITHDRAWN, None))
        if kind != PublicationKind.WITHDRAWN and dated is not None:
            yield row, dated


def tell_withdrawal(tombstone: Publication, dated: date, book: PhraseBook) -> Sentence:
    """“A report in our issue of … has been withdrawn.”"""
    return Sentence(book.say("withdrawal", day=book.day(dated)), [key_of(tombstone)])
