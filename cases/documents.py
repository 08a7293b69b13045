"""A case as one audience may see it: the body, made of what `Exposure` shows; rewritten whenever a record changes.

`build_body` is the only place where records become what readers see. Everything else about a document, its card and its
filter columns, is worked out from the body (`cases/indexing.py`), so a withheld value is in none of them.
A body holds nothing that depends on today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import models

from cases.clocks import Clock, open_clocks
from cases.material import Material
from cases.models import Article, Case, CaseRecord, CitationLink, Facility
from cases.records import RECORD_TYPES
from cases.status import read_date, status_of
from people import naming
from people.choices import PersonKind
from people.groups import GROUP_FIELDS, is_group
from people.models import Organisation, Person, Relationship
from tracker.audiences import Audience
from tracker.dates import PartialDate, PartialDateField

Body = dict[str, Any]

# Said in another form below, or the team's own bookkeeping, which history tells.
_RECORD_PARTS = frozenset(
    {
        "version",
        "citations",
        "conflicts_with",
        "articles",
        "statuses",
        "items",
        "recorded_by",
        "recorded_at",
    }
)
# A deadline says its rule; how the rule counts is in its citation.
RULE_PARTS = frozenset(
    {
        "starts_with",
        "length",
        "unit",
        "first_day_counts",
        "stopped_by",
        "country",
        "checked_by",
        "checked_on",
    }
)
_CASE_PARTS = frozenset(
    {"person", "numbers", "members", "lead", "updated_at", "revision", "approved_revision", "in_review"}
)

# What a body holds beside the case's own fields and its records.
_BODY_PARTS = {"person", "numbers", "events", "conflicts", "sources", "status", "ends", "version", "updated"}


def body_fields() -> set[str]:
    """The top-level fields that outsiders' bodies may have."""
    plurals = {kind.plural for kind in RECORD_TYPES.values()}
    return (set(Case.exposure.fields_for(Audience.PARTNER)) - _CASE_PARTS) | _BODY_PARTS | plurals


def build_body(material: Material, audience: Audience) -> Body:
    """The case's content for that audience, as JSON-ready values; empty values are left out."""
    return Builder(material, audience).body()


class Builder:
    def __init__(self, material: Material, audience: Audience) -> None:
        self.material = material
        self.audience = audience
        self.sources: dict[str, Body] = {}
        # The texts that were left out for the sake of one of these names.
        self.left_out: set[str] = set()
        self.withheld_names = [
            name for person in material.people.values() for name in person.names_withheld_from(audience)
        ]

    def body(self) -> Body:
        case = self.material.case
        body = self.fields(case, skip=_CASE_PARTS)
        body["person"] = self.person(self.material.person)
        body["numbers"] = [self.fields(n) for n in self.material.numbers if n.visibility <= self.audience]
        body["events"] = [
            {"key": f"event:{e.pk}", **self.fields(e, skip=frozenset({"cases"}))}
            for e in self.material.events
            if e.visibility <= self.audience
        ]
        shown: set[str] = set()
        for code, kind in RECORD_TYPES.items():
            records = [r for r in self.material.records[code] if r.visibility <= self.audience]
            shown.update(record.key for record in records)
            body[kind.plural] = records
        for kind in RECORD_TYPES.values():
            body[kind.plural] = [self.record(record, shown) for record in body[kind.plural]]
        body["conflicts"] = [
            {"records": sorted(c.record_keys), "note": self.text(c.note)}
            for c in self.material.conflicts
            if shown.issuperset(c.record_keys)
        ]
        body["sources"] = [self.sources[ref] for ref in sorted(self.sources)]
        body["status"] = status_of(body)
        body["ends"] = self.projected_end(shown)
        body["deadlines"] = [self.deadline(clock) for clock in open_clocks(body, self.material.rules)]
        return without_empty(body)

    def deadline(self, clock: Clock) -> Body:
        rule = self.fields(clock.rule, skip=RULE_PARTS)
        return {"rule": rule.pop("code"), **rule, **clock.as_json()}

    def projected_end(self, shown: set[str]) -> Any:
        """The end of the newest shown term; `{"start_unknown": true}` where the term has no start.

        As with the status, a term that counts only possibly stands where nothing else is left, and is marked `clash`.
        """
        sentences: list[Any] = self.material.records["sentence"]
        counted = {s.pk: s for s in sentences if s.key in shown and s.counts != "no"}
        # A replacement that this audience may not see replaces nothing here: else an end left out would betray it.
        terms = [s for s in counted.values() if s.has_term and not s.suspended and s.replaced_by_id not in counted]
        if not terms:
            return None
        running = [s for s in terms if s.counts == "fully"] or terms
        newest = max(running, key=lambda s: ((s.imposed and s.imposed.latest) or date.min, s.pk))
        end = newest.projected_end
        said = end.as_json() if end else {"start_unknown": True}
        clash = {} if newest.counts == "fully" else {"clash": True}
        return {**said, "because": [newest.key], **clash}

    def person(self, person: Person) -> Body:
        """The person the case is about, with names, ties and affiliations that this audience may see."""
        said = self.fields(person)
        names = person.names_for(self.audience)
        said["name"] = names[0].text if names else None
        if not names and not is_group(said):
            said["name_withheld"] = True
        said["names"] = [self.fact(name) for name in names]
        said["affiliations"] = self.affiliations(person)
        said["relationships"] = [self.fact(tie) for tie in self.ties()]
        said["citations"] = self.citations(person)
        return said

    def ties(self) -> Iterator[Relationship]:
        """Those that this audience may see. One that somebody else has with the person is told with that one's name or
        not at all, and not beside the same of the person's own."""
        told = set()
        own = {tie.pk for tie in self.material.person.relationships.all()}
        for tie in self.material.ties:
            named = tie.pk in own or self.material.people[tie.other_id].names_for(self.audience)
            if tie.visibility <= self.audience and named and (tie.pk in own or (tie.kind, tie.other_id) not in told):
                told.add((tie.kind, tie.other_id))
                yield tie

    def affiliations(self, person: Person) -> list[Body]:
        return [self.fact(a) for a in _by_pk(person.affiliations) if a.visibility <= self.audience]

    def fact(self, thing: models.Model) -> Body:
        """A cited fact of a person, with a key that passages can name."""
        return {"key": f"{thing._meta.model_name}:{thing.pk}", **self.fields(thing), "citations": self.citations(thing)}

    def record(self, record: CaseRecord, shown: set[str]) -> Body:
        said: Body = {"key": record.key, "version": record.version, "counts": record.counts}
        said.update(self.fields(record, skip=_RECORD_PARTS))
        for name in ("detention", "superseded_by", "replaced_by"):
            # A link to a record that this audience may not see is not even a key.
            if said.get(name) not in shown:
                said.pop(name, None)
        for name in ("articles", "statuses", "items"):
            if name in type(record).exposure and type(record).exposure.shows(name, self.audience):
                said[name] = [self.value(child) for child in _by_pk(getattr(record, name))]
        said["citations"] = self.citations(record)
        said["conflicts_with"] = sorted(
            other
            for conflict in self.material.conflicts
            if record.key in conflict.record_keys
            for other in conflict.record_keys
            if other != record.key and other in shown
        )
        return said

    def citations(self, thing: models.Model) -> list[Body]:
        """The citations of a claim. A sealed source's are in no document: others do not learn that they exist."""
        return [self.citation(link) for link in self.material.links_of(thing) if not link.citation.source.is_sealed]

    def citation(self, link: CitationLink) -> Body:
        citation = link.citation
        said = self.fields(citation, skip=frozenset({"redacted_quote", "source"}))
        if "quote" not in said and citation.redacted_quote:
            said["quote"] = self.text(citation.redacted_quote)
        said["source"] = citation.source.ref
        self.sources.setdefault(citation.source.ref, self.fields(citation.source))
        if link.for_end:
            said["for_end"] = True
        return said

    def fields(self, thing: models.Model, skip: frozenset[str] = frozenset()) -> Body:
        """The fields of a row that this audience may see, with their values as JSON says them."""
        said = {}
        for name, read in _readers(type(thing), self.audience):
            if name not in skip:
                value = read(self, thing)
                if value not in (None, "", [], {}):
                    said[name] = value
        return said

    def key_of(self, column: models.ForeignKey, thing: models.Model) -> str | None:
        pk = getattr(thing, column.attname)
        return f"{column.related_model._meta.model_name}:{pk}" if pk else None

    def person_of(self, column: models.ForeignKey, thing: models.Model) -> Body | None:
        pk = getattr(thing, column.attname)
        return self.third_person(self.material.people[pk]) if pk else None

    def third_person(self, person: Person) -> Body:
        """Someone named in the case, with the roles they are named in; the ref alone where the name is withheld."""
        names = person.names_for(self.audience)
        if person.kind == PersonKind.GROUP:
            said = {name: value for name, value in self.fields(person).items() if name in GROUP_FIELDS}
            said |= {"name": names[0].text} if names else {}
            return {"ref": person.ref, **said, "affiliations": self.affiliations(person)}
        if not names:
            return {"ref": person.ref, "name_withheld": True}
        return {"ref": person.ref, "name": names[0].text, "affiliations": self.affiliations(person)}

    def text(self, text: str) -> str:
        """Free text, or nothing where it holds the full name of somebody whose name this audience may not see."""
        if self.withheld_names and any(found.whole for found in naming.find_names(text, self.withheld_names)):
            self.left_out.add(text)
            return ""
        return text

    def value(self, value: Any) -> Any:
        match value:
            case PartialDate():
                return value.as_json()
            case date() | datetime():
                return value.isoformat()
            case Decimal():
                return str(value.normalize()) if value % 1 else str(int(value))
            case Facility():
                place = value.current
                return {
                    "slug": place.slug,
                    **self.fields(place, skip=frozenset({"slug", "operator", "parent", "merged_into"})),
                }
            case Organisation():
                return self.fields(value, skip=frozenset({"parent"}))
            case Article():
                said = {"code": value.code.slug, "number": value.number}
                return {**said, **without_empty({"title": self.text(value.title)})}
            case dict():
                return {
                    name: self.text(item) if isinstance(item, str) else self.value(item) for name, item in value.items()
                }
            case models.Model():
                return self.fields(value)
            case _:
                return value


Read = Callable[[Builder, Any], Any]


@lru_cache(maxsize=1000)
def _readers(model: type[models.Model], audience: Audience) -> list[tuple[str, Read]]:
    """How each column that the audience may see is read; what the exposure names besides columns is said elsewhere."""
    columns = {column.name: column for column in model._meta.concrete_fields}
    shown = model.exposure.fields_for(audience)  # type: ignore[attr-defined]
    return [(name, _reader(columns[name])) for name in shown if name in columns]


def _reader(column: Any) -> Read:
    name = column.name
    if isinstance(column, models.ForeignKey) and column.related_model is Person:
        return lambda builder, thing: builder.person_of(column, thing)
    if isinstance(column, models.ForeignKey) and issubclass(column.related_model, CaseRecord):
        return lambda builder, thing: builder.key_of(column, thing)
    if name in ("visibility", "name_exposure"):
        return lambda builder, thing: Audience(getattr(thing, name)).code
    if isinstance(column, PartialDateField):
        return lambda builder, thing: builder.value(getattr(thing, name))
    if isinstance(column, models.CharField | models.TextField):
        if column.choices:
            return lambda builder, thing: getattr(thing, name)
        return lambda builder, thing: builder.text(getattr(thing, name))
    return lambda builder, thing: builder.value(getattr(thing, name))


def _by_pk(rows: models.Manager) -> list[Any]:
    return sorted(rows.all(), key=lambda row: row.pk)


def without_empty(value: Any) -> Any:
    """The value without keys that say nothing; `false` and 0 stay."""
    if isinstance(value, dict):
        cleaned = {name: without_empty(item) for name, item in value.items()}
        return {name: item for name, item in cleaned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    return value


def records_of(body: Body) -> Iterator[tuple[str, Body]]:
    """Every record of a body with its type code, in reading order."""
    for code, kind in RECORD_TYPES.items():
        for record in body.get(kind.plural, []):
            yield code, record


def news_days(body: Body) -> Iterator[date]:
    """The latest possible day of every dated record: what “no news for N days” counts from."""
    for code, record in records_of(body):
        for name in RECORD_TYPES[code].dated:
            when = read_date(record.get(name))
            if when and when.latest:
                yield when.latest
        if record.get("known_on"):
            yield date.fromisoformat(record["known_on"])
