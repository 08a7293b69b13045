"""The page of a facility: who is there on a day, who came and left when, and what was done to people there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.choices import FacilityKind, Violation
from cases.codes import code
from cases.filters import CaseFilter
from cases.listing import read_page
from cases.merges import merged_slugs
from cases.models import Facility
from cases.months import months_at
from cases.pages.lines import CaseLine, case_line, list_address, query_of
from cases.pages.month_chart import MonthChart, month_chart
from cases.pages.records import ShownRecord, shown_records
from cases.pages.values import date_in_words, label_of
from cases.paging import ORDERS
from cases.querysets import DocumentQuerySet
from cases.told import Told
from tracker.api import BadParameters
from tracker.audiences import Audience

MOST_LINES = 100
MOST_TREATED = 50


@dataclass(frozen=True)
class FacilityLine:
    slug: str
    name: str
    kind: str
    place: str
    cases: int


def facility_lines(told: list[Told]) -> list[FacilityLine]:
    return [
        FacilityLine(one["slug"], one["name"], _kind(one["kind"]), one.get("place", ""), one["cases"]) for one in told
    ]


def _kind(code: str) -> str:
    return "" if code == FacilityKind.UNKNOWN else label_of(FacilityKind, code)


@dataclass(frozen=True)
class Inmates:
    """The first of those there on the day, by name, and the address of all; `more` says how many follow."""

    lines: list[CaseLine]
    more: int
    address: str

    @property
    def count(self) -> int:
        return len(self.lines) + self.more


@dataclass(frozen=True)
class Treated:
    """A case with its records of what was done to the person there."""

    line: CaseLine
    records: list[ShownRecord]


@dataclass(frozen=True)
class FacilityPage:
    """`on` is the day asked for as it was typed, `problem` what is wrong with it. Without a day that can be read
    `certainly` and `possibly` are None; `possibly` leaves out who is certainly there."""

    facility: Facility
    kind: str
    aliases: list[str]
    parent: Facility | None
    parts: list[Facility]
    on: str
    day: date | None
    problem: str
    certainly: Inmates | None
    possibly: Inmates | None
    charts: list[MonthChart]
    treated: list[Treated]
    more_treated: bool
    all_address: str


class FacilityReader:
    """What the documents of one reader tell of a facility. `facility` is one that no other was put in the place of."""

    def __init__(self, facility: Facility, documents: DocumentQuerySet, audience: Audience, today: date) -> None:
        self.facility = facility
        self.documents = documents
        self.audience = audience
        self.today = today
        self.slugs = merged_slugs(facility.slug)
        self.parts = list(facility.parts.order_by("name"))
        near = [*self.parts, *([facility.parent] if facility.parent else [])]
        keys = [f"facility:{slug}" for slug in [*self.slugs, *(other.slug for other in near)]]
        self.named = {key.removeprefix("facility:") for key in documents.naming(keys)}

    @property
    def is_named(self) -> bool:
        """Whether any of these documents names the facility, by any of the slugs that were merged."""
        return not self.named.isdisjoint(self.slugs)

    def page(self, on: str) -> FacilityPage:
        """The page for the day asked for, today where none is."""
        facility = self.facility
        possible, certain = self._asked(on, "possible"), self._asked(on, "certain")
        problem = _problem_of(possible)
        day = None if problem else possible.cleaned_data["held_on"]
        months = months_at(self.slugs, self.documents, self.audience, until=day if on else None, today=self.today)
        charts = [
            month_chart("detained", months, lambda month: month.arrived, possible, self.audience, facility),
            month_chart("released", months, lambda month: month.released, possible, self.audience, facility),
        ]
        sure = certain.check_parameters().matches() if not problem else self.documents.none()
        treated = list(self._treated())
        return FacilityPage(
            facility=facility,
            kind=_kind(facility.kind),
            aliases=[alias.text for alias in facility.aliases.all() if alias.text != facility.name],
            parent=facility.parent if facility.parent and facility.parent.slug in self.named else None,
            parts=[part for part in self.parts if part.slug in self.named],
            on=on or self.today.isoformat(),
            day=day,
            problem=problem,
            certainly=None if problem else self._inmates(sure, certain),
            possibly=None
            if problem
            else self._inmates(possible.matches().filter(~Exists(sure.filter(pk=OuterRef("pk")))), possible),
            charts=[chart for chart in charts if chart],
            treated=treated[:MOST_TREATED],
            more_treated=len(treated) > MOST_TREATED,
            all_address=self._all_address(),
        )

    def _all_address(self) -> str:
        """The list of all that were ever held here; empty where no counted detention names the place."""
        if not self.documents.telling([code("facility", self.facility.slug)]):
            return ""
        return list_address(query_of(facility=self.facility.slug), self.audience)

    def _asked(self, on: str, certainty: str) -> CaseFilter:
        query = query_of(facility=self.facility.slug, held_on=on or self.today.isoformat(), certainty=certainty)
        return CaseFilter(query, self.documents, places=[code("facility", slug) for slug in self.slugs])

    def _inmates(self, found: DocumentQuerySet, asked: CaseFilter) -> Inmates:
        rows = read_page(found, ORDERS["name"], "card", MOST_LINES + 1, by_spell=False)
        cards = [orjson.loads(row.text) for row in rows[:MOST_LINES]]
        more = found.count() - MOST_LINES if len(rows) > MOST_LINES else 0
        lines = [case_line(card, self.audience, "; ".join(self._spells(card))) for card in cards]
        return Inmates(lines, more, list_address(asked.data, self.audience))

    def _spells(self, card: dict[str, Any]) -> Iterator[str]:
        """The days that a card gives of each detention here, in words."""
        for detention in card["detentions"]:
            if detention["facility"] and detention["facility"]["slug"] in self.slugs:
                began = date_in_words(detention["began"]) or _("on a day not known")
                ended = date_in_words(detention["ended"])
                detained = _("detained %(day)s") % {"day": began}
                yield _("%(detained)s, ended %(day)s") % {"detained": detained, "day": ended} if ended else detained

    def _treated(self) -> Iterator[Treated]:
        """The cases with counted records of treatment here, the latest change first, one more than a page shows."""
        keys = [f"facility:{slug}" for slug in self.slugs]
        noted = [code("treatment", violation) for violation in Violation.values]
        found = self.documents.filter(mentions__overlap=keys, codes__overlap=noted).order_by("-updated_at", "-case_id")
        for body, card in found.values_list("body", "card")[: MOST_TREATED + 1]:
            told = orjson.loads(body)
            here = {
                note["key"]
                for note in told.get("treatment_notes", [])
                if note["counts"] != "no" and note.get("facility", {}).get("slug") in self.slugs
            }
            if here:
                records = [record for record in shown_records(told) if record.key in here]
                yield Treated(case_line(orjson.loads(card), self.audience), records)


def _problem_of(asked: CaseFilter) -> str:
    """What is wrong with the day; empty for one that can be read."""
    try:
        asked.check_parameters()
    except BadParameters as fault:
        return str(fault.problems[0]["reason"])
    return ""
