"""Everything that documents of some cases are made of, in a fixed number of queries however many cases there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from cases.models import Case, CaseRecord, CitationLink, ClockRule, Conflict, Event, Facility, OfficialNumber
from cases.records import RECORD_TYPES
from people.choices import FROM_THE_OTHER_SIDE
from people.models import Organisation, Person, Relationship
from tracker.audiences import Audience


@dataclass
class Material:
    """One case with its records by type code, what supports them, and the people they name."""

    case: Case
    people: dict[int, Person]
    records: dict[str, list[CaseRecord]] = field(default_factory=dict)
    links: dict[tuple[int, int], list[CitationLink]] = field(default_factory=lambda: defaultdict(list))
    person_links: dict[tuple[int, int], list[CitationLink]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    numbers: list[OfficialNumber] = field(default_factory=list)
    rules: list[ClockRule] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.people[self.case.person_id]

    @cached_property
    def ties(self) -> list[Relationship]:
        """The person's own ties, then those that others have with them, as the person has these."""
        own = sorted(self.person.relationships.all(), key=lambda tie: tie.pk)
        return own + [tie.turned() for tie in self.ties_of_others]

    @cached_property
    def ties_of_others(self) -> list[Relationship]:
        """In order of their numbers, as they are stored; those for the team or wider."""
        found = [
            tie
            for person in self.people.values()
            for tie in person.relationships.all()
            if tie.other_id == self.case.person_id and is_told_of_both(tie)
        ]
        return sorted(found, key=lambda tie: tie.pk)

    def all_records(self) -> list[CaseRecord]:
        return [record for records in self.records.values() for record in records]

    def restricted_count(self) -> int:
        return sum(record.visibility == Audience.RESTRICTED for record in self.all_records())

    def links_of(self, thing: models.Model) -> list[CitationLink]:
        """The citation links of a record, or of a fact of a person."""
        key = (ContentType.objects.get_for_model(thing).pk, thing.pk)
        return self.links.get(key) or self.person_links.get(key, [])

    def all_links(self) -> list[CitationLink]:
        """Every citation link of the case, and of its person."""
        facts = [*person_facts(self.person), *self.ties_of_others]
        own = [link for thing in facts for link in self.links_of(thing)]
        return [link for links in self.links.values() for link in links] + own


_CHILDREN = {"charge": ("articles__code", "statuses"), "search": ("items",)}


def load(cases: Iterable[Case]) -> list[Material]:
    """The material of these cases, in their order."""
    cases = list(cases)
    by_id = {case.pk: Material(case, people={}) for case in cases}
    named = {case.pk: {case.person_id} for case in cases}
    for code, kind in RECORD_TYPES.items():
        rows = (
            kind.model._default_manager.filter(case__in=by_id)
            .select_related(*_joined(kind.model))
            .prefetch_related(*_CHILDREN.get(code, ()))
        )
        person_fields = [f.attname for f in kind.model._meta.fields if f.related_model is Person]
        for material in by_id.values():
            material.records[code] = []
        for record in rows.order_by("pk"):
            by_id[record.case_id].records[code].append(record)
            named[record.case_id].update(filter(None, (getattr(record, name) for name in person_fields)))
    _attach_people(by_id, named)
    rules = list(ClockRule.objects.order_by("code")) if by_id else []
    for material in by_id.values():
        material.rules = rules
    _attach_links(by_id)
    _attach_by_case(by_id, "conflicts", Conflict.objects.select_related("first_type", "second_type"))
    _attach_by_case(by_id, "numbers", OfficialNumber.objects.all())
    for link in Event.cases.through.objects.filter(case__in=by_id).select_related("event").order_by("event_id"):
        by_id[link.case_id].events.append(link.event)
    return [by_id[case.pk] for case in cases]


def _joined(model: type[CaseRecord]) -> list[str]:
    """The related rows that a document says with a record, so that building it needs no further query."""
    names = {Organisation: "{}", Facility: "{}__merged_into"}
    return [names[f.related_model].format(f.name) for f in model._meta.fields if f.related_model in names]


def _attach_people(by_id: dict[int, Material], named: dict[int, set[int]]) -> None:
    """To each case the people whom it names and those whom they have ties with, or who have one with its person: what a
    document leaves out must not depend on the cases that happen to be read with it."""
    ids = set().union(*named.values())
    subjects = {material.case.person_id for material in by_id.values()}
    ties: dict[int, tuple[int, ...]] = dict.fromkeys(ids, ())
    turned: dict[int, tuple[int, ...]] = dict.fromkeys(subjects, ())
    for tie in Relationship.objects.filter(Q(person__in=ids) | Q(other__in=subjects)).order_by("pk"):
        if tie.person_id in ids:
            ties[tie.person_id] = (*ties[tie.person_id], tie.other_id)
        if tie.other_id in subjects and is_told_of_both(tie):
            turned[tie.other_id] = (*turned[tie.other_id], tie.person_id)
    wanted = ids.union(*ties.values(), *turned.values())
    people = {person.pk: person for person in Person.objects.filter(pk__in=wanted).for_detail()}
    for pk, material in by_id.items():
        own = named[pk].union(turned[material.case.person_id], *(ties[person] for person in named[pk]))
        material.people = {person: people[person] for person in sorted(own)}


def _attach_by_case(by_id: dict[int, Material], name: str, rows: Any) -> None:
    for row in rows.filter(case__in=by_id).order_by("pk"):
        getattr(by_id[row.case_id], name).append(row)


def _attach_links(by_id: dict[int, Material]) -> None:
    rows = CitationLink.objects.filter(case__in=by_id).select_related("citation__source").order_by("pk")
    for link in rows:
        by_id[link.case_id or 0].links[(link.content_type_id, link.object_id)].append(link)
    _attach_person_links(by_id)


def _attach_person_links(by_id: dict[int, Material]) -> None:
    """Citations of names, affiliations, ties and consents: facts of people, shared by the cases that name them."""
    materials = list(by_id.values())
    people = {pk: person for material in materials for pk, person in material.people.items()}
    wanted = {
        (ContentType.objects.get_for_model(thing).pk, thing.pk)
        for person in people.values()
        for thing in person_facts(person)
    }
    if not wanted:
        return
    shared: dict[tuple[int, int], list[CitationLink]] = defaultdict(list)
    rows = CitationLink.objects.filter(
        case=None, content_type__in={t for t, _ in wanted}, object_id__in={i for _, i in wanted}
    )
    for link in rows.select_related("citation__source").order_by("pk"):
        shared[(link.content_type_id, link.object_id)].append(link)
    for material in materials:
        material.person_links = shared


def is_told_of_both(tie: Relationship) -> bool:
    """Whether documents of the other person tell the tie: it is no family, and the team may read it."""
    return tie.kind in FROM_THE_OTHER_SIDE and tie.visibility <= Audience.TEAM


def person_facts(person: Person) -> list[models.Model]:
    """The rows about a person that carry citations of their own."""
    return [
        person,
        *person.names.all(),
        *person.affiliations.all(),
        *person.relationships.all(),
        *person.consents.all(),
    ]
