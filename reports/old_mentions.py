"""People in paragraphs that no case carries: old issues, and notes. A withdrawal finds them there by their name.

A paragraph with a full name that only this person bears becomes a notice like any other. An editor is asked to look
where somebody else is called so, or where a lone word of the name stands in an issue that has it whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pgtrigger
from django.db.models import Prefetch, QuerySet

from cases.choices import WithdrawalReason
from people import naming
from people.models import Name, Person
from reports.choices import EntryKind, IssueState
from reports.models import Entry, Issue, Mention, Told
from tracker.audiences import Audience
from tracker.history import event_rows


@dataclass(frozen=True)
class Gone:
    """Somebody who is no longer told of to this audience and wider ones; `key` is what carries the notice."""

    person: Person
    audience: Audience
    reason: WithdrawalReason | None
    key: str = ""


@dataclass(frozen=True)
class Hit:
    entry: Entry
    gone: Gone
    certain: bool


def find_gone(people: list[Gone]) -> Iterator[Hit]:
    """Each paragraph of frozen issues that may speak of one of them, once; certain ones first within an issue."""
    named: dict[str, list[Gone]] = defaultdict(list)
    names = Name.objects.filter(person__in={one.person.pk for one in people})
    for name in names:
        named[name.text] += [one for one in people if one.person.pk == name.person_id]
    shared = _shared(names)
    told_in = set(
        Told.objects.filter(case__person__in=[one.person for one in people]).values_list(
            "entry__section__issue", "case__person"
        )
    )
    for issue in _issues_before(people):
        entries = [entry for section in issue.sections.all() for entry in section.entries.all()]
        found = {entry: naming.find_names(_text_of(entry), named) for entry in entries}
        wholly = {hit.name for hits in found.values() for hit in hits if hit.whole}
        # Whoever a paragraph with a case tells of stands there with the full name.
        persons = {one.person for name in wholly for one in named[name]}
        persons |= {one.person for one in people if (issue.pk, one.person.pk) in told_in}
        for entry, hits in found.items():
            told = [
                Hit(entry, gone, hit.whole and hit.name not in shared)
                for hit in hits
                for gone in named[hit.name]
                if issue.series.audience <= gone.audience and gone.person in persons
            ]
            yield from sorted(told, key=lambda one: not one.certain)[:1]


def empty_epigraphs(people: list[Gone]) -> list[Issue]:
    """Takes away the epigraphs of frozen issues that have the full name of one of them, out of their history too."""
    audience = {one.person.pk: one.audience for one in sorted(people, key=lambda one: one.audience)}
    bearers = list(Name.objects.filter(person__in=audience).values_list("text", "person"))
    emptied = []
    for issue in _issues_before(people):
        names = {text for text, person in bearers if issue.series.audience <= audience[person]}
        if any(hit.whole for hit in naming.find_names(issue.epigraph, names)):
            issue.epigraph = issue.epigraph_record = ""
            issue.save(update_fields=["epigraph", "epigraph_record"])
            events = event_rows(Issue).filter(pgh_obj=issue)
            with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
                events.update(epigraph="")
            emptied.append(issue)
    return emptied


def ask_to_look(entry: Entry) -> None:
    """An editor says whether the paragraph speaks of somebody who is gone; asked again, whatever was said before."""
    Mention.objects.update_or_create(entry=entry, defaults={"looked_by": None, "looked_at": None})


def _issues_before(people: Iterable[Gone]) -> QuerySet[Issue]:
    """Frozen issues, with the paragraphs that no case carries, for the readers who lose somebody."""
    widest = max(one.audience for one in people)
    frozen = Issue.objects.filter(state=IssueState.FROZEN, series__audience__lte=widest).select_related("series")
    notes = Entry.objects.filter(kind=EntryKind.NOTE, redacted_on=None).prefetch_related("passages")
    return frozen.prefetch_related(Prefetch("sections__entries", notes)).order_by("pk")


def _text_of(entry: Entry) -> str:
    return "\n".join(passage.text for passage in entry.passages.all())


def _shared(names: Iterable[Name]) -> set[str]:
    """Those of these names that somebody else bears too, alone or with more words."""
    rows = [row for row in names if row.keys]
    others = Name.objects.exclude(person__in={row.person_id for row in rows})
    return {row.text for row in rows if others.filter(keys__contains=row.keys).exists()}
