"""What a form of a case's records may offer: the records, citations and sources that its writer may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from cases.documents import Builder
from cases.material import Material, load
from cases.models import Case, CaseRecord, Citation, CitationLink, Detention, LegalCode, Source
from cases.pages.records import shown_records
from cases.status import held_days
from people.models import Person
from tracker.audiences import Audience
from tracker.dates import PartialDate
from tracker.models import User

# A list to pick from; whoever is not in it is typed.
MOST_NAMES = 500


@dataclass(frozen=True)
class Desk:
    """A case as the writer of one record reads it.

    `audience` is the team, or restricted for a restricted record. What is offered is always what the team reads: a form
    must not tell that a restricted record, or a sealed source, exists.
    """

    material: Material
    audience: Audience
    writer: User

    @classmethod
    def of(cls, case: Case, audience: Audience, writer: User) -> Desk:
        return cls(load([case])[0], audience, writer)

    @property
    def case(self) -> Case:
        return self.material.case

    @cached_property
    def _own(self) -> Builder:
        return Builder(self.material, self.audience)

    @cached_property
    def _team(self) -> Builder:
        return Builder(self.material, Audience.TEAM)

    def withholds(self, text: str) -> bool:
        """Whether the text holds a name that its writer may not read."""
        return self._own.text(text) != text

    @cached_property
    def names(self) -> dict[str, str]:
        """What pages call each record that the team reads: “Detention 2: Facility B, remand”, by key."""
        return {shown.key: f"{shown.name}: {shown.title}" for shown in shown_records(self._team.body())}

    def team_records(self) -> list[CaseRecord]:
        return [record for record in self.material.all_records() if record.visibility <= Audience.TEAM]

    @property
    def people(self) -> list[Person]:
        """The case's person and those whom records name that the team reads."""
        named = {
            getattr(record, column.attname): None
            for record in self.team_records()
            for column in record._meta.fields
            if column.related_model is Person
        }
        return [self.material.people[pk] for pk in {self.case.person_id: None, **named} if pk in self.material.people]

    def team_facts(self) -> list[models.Model]:
        """The names and ties of the case's person that the team reads."""
        person = self.material.person
        ties: list[Any] = [*person.affiliations.all(), *self.material.ties]
        return [*person.names_for(Audience.TEAM), *(tie for tie in ties if tie.visibility <= Audience.TEAM)]

    def links_of(self, record: models.Model) -> list[CitationLink]:
        """The citations of a record or a fact of a person, but for those of sealed sources."""
        return [link for link in self.material.links_of(record) if not link.citation.source.is_sealed]

    @cached_property
    def citations(self) -> dict[int, Citation]:
        """The citations that carry what the team reads, by their number."""
        links = [link for claim in [*self.team_records(), *self.team_facts()] for link in self.links_of(claim)]
        return {link.citation_id: link.citation for link in links}

    @property
    def sources(self) -> dict[str, Source]:
        """The sources of those citations, by ref."""
        return {citation.source.ref: citation.source for citation in self.citations.values()}

    def named_before(self, column: models.ForeignKey) -> list[str]:
        """The names that this field has in records that the writer may read, of whatever case."""
        records = column.model._default_manager.filter(
            **{column.name: OuterRef("pk")},
            visibility__lte=Audience.TEAM,
            case__in=Case.objects.visible_to(self.writer),
        )
        named = column.related_model._default_manager.filter(Exists(records)).order_by("name")
        return list(named.values_list("name", flat=True)[:MOST_NAMES])

    def laws(self) -> list[str]:
        """The titles of the codes of law of the case's country."""
        return list(
            LegalCode.objects.filter(country=self.case.country).order_by("title").values_list("title", flat=True)
        )

    def source_in_words(self, source: Source) -> str:
        return self._team.text(source.title) or source.ref

    def citation_in_words(self, citation: Citation) -> str:
        quote = self._team.text(citation.quote)
        shown = f"“{quote[:160]}{'…' if len(quote) > 160 else ''}”" if quote else ""
        return " · ".join(filter(None, [self.source_in_words(citation.source), citation.locator, shown]))

    def overlapping(self, record: CaseRecord) -> list[Detention]:
        """Detentions of the case that would certainly hold the person on the same days; one shared day is none."""
        if not isinstance(record, Detention):
            return []
        others = [d for d in self.team_records() if isinstance(d, Detention) and d.pk != record.pk]
        return [other for other in others if _overlap(_certain_days(record), _certain_days(other))]


Days = tuple[date, date] | None


def _certain_days(detention: Detention) -> Days:
    said = {
        "counts": detention.counts,
        "began": _said(detention.began),
        "ended": _said(detention.ended),
        "end_certainty": detention.end_certainty,
        "known_on": detention.known_on.isoformat() if detention.known_on else None,
    }
    if detention.end_kind:
        said["end_kind"] = detention.end_kind
    return held_days(said).certain


def _said(when: PartialDate | None) -> dict[str, str | None] | None:
    return when.as_json() if when else None


def _overlap(one: Days, other: Days) -> bool:
    return bool(one and other and one[0] < other[1] and other[0] < one[1])
