"""Which frozen issues a later one corrected. Frozen bytes stay as they are: the pages, the feed and the list say it."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from reports.choices import EntryKind, EntryState
from reports.models import Issue, Passage
from reports.querysets import IssueQuerySet

# What is said of a record now, beside what was: no other passage holds two versions of one record.
_TWO_VERSIONS = """
    cardinality(reports_passage.records) >
    (SELECT count(DISTINCT split_part(told, '@', 1)) FROM unnest(reports_passage.records) AS told)
"""


class Corrected(NamedTuple):
    """An issue and a later one that tells a correction of it."""

    issue: Issue
    told_in: Issue


def corrections_among(issues: IssueQuerySet) -> list[Corrected]:
    """Each pair of these issues of which the later corrects what the earlier told first, by date."""
    frozen = {issue.pk: issue for issue in issues.exclude(frozen_at=None).select_related("series").order_by("dated")}
    passages = Passage.objects.filter(entry__section__issue__in=list(frozen), entry__state=EntryState.INCLUDED)
    two_versions = RawSQL(_TWO_VERSIONS, (), output_field=BooleanField())  # noqa: S611 (nobody's text is in it)
    correcting = passages.filter(Q(entry__kind=EntryKind.CORRECTION) | Q(two_versions), entry__redacted_on=None)
    told = correcting.values_list("entry__section__issue", "records")
    quoted = {(key, frozen[pk]) for pk, records in told for key in _quoted(records)}
    if not quoted:
        return []
    printed = passages.filter(records__overlap=list({key for key, _ in quoted}))
    first: dict[tuple[int, str], Issue] = {}
    for pk, records in printed.order_by("entry__section__issue__dated").values_list("entry__section__issue", "records"):
        for key in records:
            first.setdefault((frozen[pk].series_id, key), frozen[pk])
    pairs = {(first[later.series_id, key], later) for key, later in quoted if (later.series_id, key) in first}
    return sorted(
        (Corrected(before, later) for before, later in pairs if before.dated < later.dated),
        key=lambda one: (one.issue.dated, one.told_in.dated),
    )


def corrections_of(issue: Issue, issues: IssueQuerySet) -> tuple[list[Issue], list[Issue]]:
    """The issues among these that correct this one, and those that this one corrects."""
    pairs = corrections_among(issues.filter(series=issue.series_id))
    return [one.told_in for one in pairs if one.issue == issue], [one.issue for one in pairs if one.told_in == issue]


def _quoted(records: list[str]) -> set[str]:
    """Of the keys of a correction those that were printed: of a record in two versions the older, else all."""
    versions: dict[str, list[str]] = {}
    for key in sorted(records, key=lambda key: int(key.rpartition("@")[2]) if "@" in key else 0):
        versions.setdefault(key.partition("@")[0], []).append(key)
    twice = {keys[0] for keys in versions.values() if len(keys) > 1}
    return twice or set(records)
