"""The totals of an issue: which cases came in since the last one, which people were released and how, who is held now.

Counted from the ledger's versions for the series' readers, so nothing that they may not read is counted. A status that
only unsure or contradictory records say is not verified: it counts as nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import JSONField, Max, Q, QuerySet, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, NullIf

from cases.choices import PublicationKind, Status
from cases.codes import code
from cases.models import Document, Publication
from reports.models import Issue
from reports.telling.book import PhraseBook
from tracker.audiences import Audience

HELD = {
    Status.IN_CUSTODY,
    Status.IN_CUSTODY_INVESTIGATION,
    Status.IN_CUSTODY_TRIAL,
    Status.SERVING,
    Status.SERVING_ADMINISTRATIVE,
    Status.HELD_ARBITRARILY,
    Status.HOUSE_ARREST,
}
RELEASED = {status for status in Status if status.value.startswith("released")}
DIED = {Status.DECEASED, Status.DECEASED_IN_CUSTODY}
# Whoever a new case says was held, or was and is no more.
_COUNTED = HELD | RELEASED | {Status.DECEASED_IN_CUSTODY}


def count_totals(issue: Issue) -> dict[str, Any]:
    """All of them cases: `added` since the issue of the day `since` (null for a first one), `taken` (of the added those
    of people who were held), `before`, `again`, `released` (by status), `died`, `otherwise`, and `held`.

    `held` and `before` are counted on their own, not worked out: `adds_up` compares them with what changed.
    """
    changed = set(_ledger(issue).filter(seq__gt=issue.seq_from, seq__lte=issue.seq_to).values_list("ref", flat=True))
    was, now = _statuses(issue, issue.seq_from, changed), _statuses(issue, issue.seq_to, changed)
    new = {ref: status for ref, status in now.items() if ref not in was}
    left = [now.get(ref) for ref, status in was.items() if status in HELD and now.get(ref) not in HELD]
    gone = left + [status for status in new.values() if status in _COUNTED - HELD]
    last = issue.series.issues.filter(seq_to=issue.seq_from, dated__lt=issue.dated).order_by("-dated").first()
    released = Counter(status.value for status in gone if status in RELEASED)
    died = sum(status in DIED for status in gone)
    return {
        "since": last.dated.isoformat() if last else None,
        "added": len(new),
        "taken": sum(status in _COUNTED for status in new.values()),
        "before": _held_at(issue, issue.seq_from),
        "again": sum(now[ref] in HELD and was[ref] not in HELD for ref in now.keys() & was.keys()),
        "released": {status.value: released[status.value] for status in Status if released[status.value]},
        "died": died,
        "otherwise": len(gone) - released.total() - died,
        "held": _held_at(issue, issue.seq_to),
    }


def adds_up(totals: dict[str, Any]) -> bool:
    """Whether those held before, with who came and without who left, are those held now."""
    came = totals["before"] + totals["taken"] + totals["again"]
    return bool(came - sum(totals["released"].values()) - totals["died"] - totals["otherwise"] == totals["held"])


def tell_totals(totals: dict[str, Any], dated: date, book: PhraseBook) -> dict[str, Any]:
    """The numbers with `heading` and `text`, as an issue of that day says them."""
    released = sum(totals["released"].values())
    # In an order of our own, not the database's: what is said least of comes last.
    order = sorted(totals["released"], key=lambda kind: (kind == Status.RELEASED, list(Status).index(Status(kind))))
    kinds = [book.say("totals-kind", kind=kind, count=totals["released"][kind]) for kind in order]
    changes = {**totals, "released": released}
    names = [name for name in ("taken", "again", "released", "died", "otherwise") if changes[name]]
    sum_of = [book.say("totals-part", part=name, count=changes[name]) for name in ["before", *names] if names]
    since = book.day(date.fromisoformat(totals["since"])) if totals["since"] else None
    sentences = [
        book.say("totals-added", since=since, added=totals["added"]),
        book.say("totals-released", released=released, kinds=book.listed(kinds)),
        book.say("totals-held", day=book.day(dated), held=totals["held"], sum=book.listed(sum_of)),
        book.say("totals-verified"),
    ]
    return {**totals, "heading": book.say("totals-heading"), "text": " ".join(sentences)}


def _ledger(issue: Issue) -> QuerySet[Publication]:
    return Publication.objects.for_audience(_audience(issue))


def _audience(issue: Issue) -> Audience:
    return Audience(issue.series.audience)


def _standing(issue: Issue, seq: int | None, refs: Iterable[str] | QuerySet[Any]) -> QuerySet[Any]:
    """Of each of these cases its version at that number of the ledger, with what is `said`, but for those withdrawn or
    emptied."""
    told = _ledger(issue).filter(seq__lte=seq, ref__in=refs).order_by()
    newest = told.values("ref").annotate(last=Max("seq")).values("last")
    rows = Publication.objects.filter(seq__in=newest).exclude(kind=PublicationKind.WITHDRAWN).exclude(body="")
    return rows.annotate(said=Cast(NullIf("body", Value("")), JSONField()))


def _statuses(issue: Issue, seq: int | None, refs: Iterable[str]) -> dict[str, Status | None]:
    rows = _standing(issue, seq, refs).values_list("ref", KeyTransform("status", "said"))
    return {ref: None if said.get("clash") else Status(said["code"]) for ref, said in rows}


def _held_at(issue: Issue, seq: int | None) -> int:
    """Of the cases published since then by their versions; of all others by their documents, since to parse the bodies
    of 100,000 cases takes 20 seconds. One question, so that nothing is published in the midst of it."""
    changed = _ledger(issue).filter(seq__gt=seq).values("ref")
    firm = Q(said__status__clash__isnull=True)
    documents = Document.objects.for_audience(_audience(issue)).exclude(ref__in=changed)
    indexed = documents.filter(codes__overlap=[code("status", status) for status in HELD])
    # A card without that word need not be parsed; inside a text its quotation marks would be escaped.
    unchanged = indexed.annotate(said=Cast("card", JSONField())).filter(~Q(card__contains='"clash":') | firm)
    since = _standing(issue, seq, changed).filter(firm, said__status__code__in=HELD)
    return unchanged.values("ref").union(since.values("ref"), all=True).count()
