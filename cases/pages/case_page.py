"""The case page, from the body that this reader may see and the day it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import orjson
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.choices import CaseAccess, Connection, Reliability, SourceKind
from cases.missing import TIE, lacks_of
from cases.models import Case, Document, Publication, Source
from cases.pages.custody_bar import CustodyBar, custody_bar
from cases.pages.deadlines import ShownDeadline, deadlines_of_case
from cases.pages.headlines import place_in_words
from cases.pages.records import (
    Quote,
    ShownRecord,
    anchor_of,
    facility_address,
    names_of,
    quote_of,
    show_records,
    shown_records,
    source_titles,
)
from cases.pages.rows import ShownStatus, show_status
from cases.pages.values import (
    Said,
    affiliation_in_words,
    date_in_words,
    field_label,
    how_long_ago,
    label_of,
    narrower_mark,
    person_address,
    person_in_words,
    value_in_words,
)
from cases.records import RECORD_TYPES, RecordType
from people.choices import Category, NameKind, RelationshipKind, Sex
from people.groups import count_beside_name, is_nameless_group, name_in_words
from people.models import Person
from tracker.audiences import Audience
from tracker.models import User

Body = dict[str, Any]


@dataclass(frozen=True)
class Clash:
    """Two claims that do not fit each other, and in what."""

    note: str
    first: ShownRecord
    second: ShownRecord


@dataclass(frozen=True)
class ShownEvent:
    """`others` are the cases that it struck too: name and ref."""

    text: str
    mark: str
    others: list[Said]


@dataclass(frozen=True)
class CasePage:
    """What the template asks of a body, by name; nothing is worked out twice."""

    body: Body
    today: date
    struck_with: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return str(self.body["ref"])

    @property
    def person(self) -> Body:
        person: Body = self.body["person"]
        return person

    @property
    def name(self) -> str:
        """Empty where it is withheld; a group without a name is called by its count."""
        return name_in_words(self.person)

    @property
    def name_mark(self) -> str:
        """The code of the audience that sees the name, where not everyone does."""
        exposure = self.person.get("name_exposure", "")
        return "" if exposure == Audience.PUBLIC.code or is_nameless_group(self.person) else exposure

    @property
    def other_names(self) -> list[Said]:
        """Every name but the main one, its label the kind of name."""
        names = [name for name in self.person.get("names", [])[1:] if "text" in name]
        return [Said(label_of(NameKind, n.get("kind", "")), n["text"], _mark(n)) for n in names]

    @property
    def introduction(self) -> str:
        """“satirical poet, Salyan”; of a group with a name “at least 12 people, Salyan”."""
        said = [self.person[part] for part in ("occupation", "residence") if part in self.person]
        return ", ".join(filter(None, [count_beside_name(self.person), *said]))

    @cached_property
    def about(self) -> list[Said]:
        """What is known of the person beside name, occupation and residence."""
        person = self.person
        said = [Said("", affiliation_in_words(a), _mark(a)) for a in person.get("affiliations", [])]
        said += [
            Said(
                label_of(RelationshipKind, tie["kind"]),
                person_in_words(tie["other"]),
                _mark(tie),
                target=person_address(tie["other"]),
            )
            for tie in person.get("relationships", [])
        ]
        if "sex" in person:
            said.append(Said(field_label(Person, "sex"), label_of(Sex, person["sex"])))
        if "categories" in person:
            said.append(Said(_("Known as"), ", ".join(label_of(Category, code) for code in person["categories"])))
        for name in ("region", "born", "died", "citizenship"):
            if name in person:
                text = value_in_words(Person._meta.get_field(name), person[name])  # type: ignore[arg-type]
                said.append(Said(field_label(Person, name), text, narrower_mark(Person.exposure.shows, name, "")))
        return said

    @cached_property
    def about_quotes(self) -> list[Quote]:
        """The words that say who the person is."""
        person = self.person
        cited = [person, *person.get("names", []), *person.get("affiliations", []), *person.get("relationships", [])]
        quotes = [quote_of(c, self.source_titles) for thing in cited for c in thing.get("citations", [])]
        return list(dict.fromkeys(quotes))

    @cached_property
    def source_titles(self) -> dict[str, str]:
        return source_titles(self.body)

    @cached_property
    def status(self) -> ShownStatus:
        return show_status(self.body["status"])

    @property
    def status_on(self) -> str:
        return date_in_words(self.body["status"].get("on"))

    @property
    def status_age(self) -> str:
        on = self.body["status"].get("on")
        return how_long_ago(date.fromisoformat(on), self.today) if on else ""

    @property
    def because(self) -> list[Said]:
        """The records that set the status, each with the anchor it stands at."""
        return self._led_to(self.body["status"].get("because", []))

    def _led_to(self, keys: list[str]) -> list[Said]:
        return [Said("", self.names.get(key, _("date of death")), target=anchor_of(key)) for key in keys]

    @cached_property
    def _deciding_detention(self) -> Body:
        because = set(self.body["status"].get("because", []))
        return next((d for d in self.body.get("detentions", []) if d["key"] in because), {})

    @property
    def since(self) -> str:
        """Since when the status holds: the end of a detention for the released, its beginning for the others."""
        if self.status.meaning == "released":
            return date_in_words(self._deciding_detention.get("ended"))
        return date_in_words(self._deciding_detention.get("began"))

    @property
    def where(self) -> str:
        return "" if self.status.meaning == "released" else place_in_words(self._deciding_detention)

    @property
    def where_address(self) -> str:
        """The page of the facility; empty where none is named."""
        return facility_address(self._deciding_detention)

    @property
    def ends(self) -> str:
        """The projected end in words; “start unknown” where a term runs from a day that nobody gave."""
        ends = self.body.get("ends")
        if not ends:
            return ""
        return _("start unknown") if ends.get("start_unknown") else date_in_words(ends)

    @property
    def ends_clash(self) -> bool:
        """Whether only unsure or contradictory records speak of a term."""
        return bool(self.body.get("ends", {}).get("clash"))

    @property
    def ends_because(self) -> list[Said]:
        return self._led_to(self.body.get("ends", {}).get("because", []))

    @cached_property
    def deadlines(self) -> list[ShownDeadline]:
        return deadlines_of_case(self.body, self.names, self.today)

    @cached_property
    def names(self) -> dict[str, str]:
        return names_of(self.body)

    @cached_property
    def records(self) -> list[ShownRecord]:
        return shown_records(self.body)

    @property
    def addable(self) -> list[RecordType]:
        """The types of records that a case may have."""
        return list(RECORD_TYPES.values())

    @cached_property
    def bar(self) -> CustodyBar | None:
        return custody_bar(self.body, self.names, self.today)

    @cached_property
    def missing(self) -> list[Said]:
        """What the case lacks, each with the address of the form where it is said."""
        return [Said("", lack.text, target=self._address_of(lack.where)) for lack in lacks_of(self.body)]

    def _address_of(self, where: str) -> str:
        """Of a type of records the first that the case has, else a new one."""
        if where == TIE:
            return ""
        code, _colon, pk = where.partition(":")
        own = [record for record in self.records if record.code == code and record.counts != "no"]
        if pk or own:
            return reverse("cases:record-edit", args=[self.ref, code, pk or own[0].pk])
        return reverse("cases:record-add", args=[self.ref, code])

    @cached_property
    def clashes(self) -> list[Clash]:
        by_key = {record.key: record for record in self.records}
        return [
            Clash(conflict.get("note", ""), *[by_key[key] for key in conflict["records"]])
            for conflict in self.body.get("conflicts", [])
        ]

    @property
    def events(self) -> list[ShownEvent]:
        """The happenings that struck this case with others, with those others that the reader may see."""
        shown = []
        for event in self.body.get("events", []):
            facts = [event.get("title"), event.get("place"), date_in_words(event.get("happened"))]
            text = ", ".join(fact for fact in facts if fact)
            shown.append(ShownEvent(text, _mark(event), self.struck_with.get(event["key"], [])))
        return shown

    @cached_property
    def background(self) -> list[Said]:
        """What is said of the case as a whole, each with its mark where the public does not see it."""
        shown = [name for name in ("title", "background") if name in self.body]
        said = [
            Said(field_label(Case, name), self.body[name], narrower_mark(Case.exposure.shows, name, ""))
            for name in shown
        ]
        for number in self.body.get("numbers", []):
            by, text = number.get("issued_by"), number.get("number", "")
            said.append(Said(_("Official number"), f"{text} ({by})" if by else text))
        return said

    @property
    def members_only(self) -> bool:
        return bool(self.body.get("access") == CaseAccess.MEMBERS)

    @cached_property
    def sources(self) -> list[ShownSource]:
        return [show_source(source) for source in self.body.get("sources", [])]


@dataclass(frozen=True)
class ShownSource:
    """`facts` are kind, publisher, author and day; `judged` is the team's own judgement of it."""

    ref: str
    title: str
    url: str
    facts: str
    judged: str


def show_source(source: Body) -> ShownSource:
    facts = [label_of(SourceKind, source.get("kind", "")), source.get("author"), source.get("publisher")]
    facts.append(date_in_words(source.get("published")))
    judged = [label_of(Reliability, source.get("reliability", "")), label_of(Connection, source.get("connection", ""))]
    return ShownSource(
        ref=source["ref"],
        title=source.get("title") or source["ref"],
        url=source.get("url", ""),
        facts=" · ".join(fact for fact in facts if fact),
        judged=" · ".join(fact for fact in judged if fact),
    )


def _mark(thing: Body) -> str:
    visibility = thing.get("visibility", "")
    return "" if visibility == Audience.PUBLIC.code else visibility


def restricted_records(records: list[Body]) -> list[ShownRecord]:
    """Restricted records as a page shows them, with the titles of the sources that carry them."""
    refs = {citation["source"] for record in records for citation in record.get("citations", [])}
    titles = dict(Source.objects.filter(ref__in=refs).values_list("ref", "title"))
    return show_records(records, titles)


def read_in_words(what: str, shown: list[ShownRecord]) -> str:
    """What a line of the read log says was read: these records by their names, one that is not among them any more by
    its kind. A trial is said as it was noted."""
    if what.startswith("withheld"):
        return what
    names = {record.key: record.name for record in shown}
    kinds = {code: str(kind.label) for code, kind in RECORD_TYPES.items()}
    said = [names.get(key) or kinds.get(key.partition(":")[0], "") for key in what.split(", ")]
    return capfirst(", ".join(filter(None, said))) or _("No record: there was none")


def restricted_count(case: Case) -> int:
    """How many restricted records a case has; tell only those who may read them."""
    found = [
        kind.model._default_manager.filter(case=case, visibility=Audience.RESTRICTED) for kind in RECORD_TYPES.values()
    ]
    keys = [records.values("pk") for records in found]
    return int(keys[0].union(*keys[1:], all=True).count())


def struck_with(case: Case, user: User) -> dict[str, list[Said]]:
    """By event key the other cases of each event of a case that this user may see, each with its ref as target."""
    others = Document.objects.visible_to(user).filter(case__happenings__in=case.happenings.all()).exclude(case=case)
    found: dict[str, list[Said]] = {}
    for event, ref, card in others.order_by("case__happenings", "ref").values_list("case__happenings", "ref", "card"):
        name = name_in_words(orjson.loads(card)["person"]) or _("Name withheld")
        found.setdefault(f"event:{event}", []).append(Said("", name, target=ref))
    return found


def standing_versions(case: Case) -> list[str]:
    """“public version 3”, for each audience that the case is published to."""
    rows = Publication.objects.filter(ref=case.ref).standing().order_by("audience")
    return [
        _("%(audience)s version %(version)s") % {"audience": Audience(row.audience).label, "version": row.version}
        for row in rows.only("audience", "version")
    ]
