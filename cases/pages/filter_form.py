"""`CaseFilter` as people fill it in: labels, choices by name, the useful parameters first, a fault beside its field."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from cases.codes import facets
from cases.fields import Day, Repeated, Whole
from cases.filters import CaseFilter
from cases.listing import code_counts
from cases.models import Facility

MOST_FACILITIES = 300
# What a page has other means for: links to the next page, and forms that only the API has.
NOT_ASKED = {"cursor", "view", "count", "facets", "fields"}

FIRST = ["q", "name", "facility", "held_on", "certainty", "status"]
FURTHER = [
    (_("Charge"), ["charge", "article", "charge_group"]),
    (
        _("Custody"),
        ["custody_type", "detained_from", "detained_to", "released_from", "released_to", "ends_from", "ends_to"],
    ),
    (_("Person"), ["category", "sex", "region", "recognition"]),
    (_("Health and treatment"), ["health", "treatment"]),
    (_("News and order"), ["deadline_within", "silent_for", "updated_since", "order", "limit"]),
]
LABELS = {
    "q": _("Words"),
    "name": _("Name"),
    "facility": _("Held at"),
    "held_on": _("Held on"),
    "certainty": _("Dates hold"),
    "status": _("Status"),
    "charge": _("Words of the charge"),
    "article": _("Article"),
    "charge_group": _("Kind of charge"),
    "custody_type": _("Custody"),
    "detained_from": _("Detained from"),
    "detained_to": _("Detained until"),
    "released_from": _("Released from"),
    "released_to": _("Released until"),
    "ends_from": _("Term ends from"),
    "ends_to": _("Term ends until"),
    "category": _("Known as"),
    "sex": _("Sex"),
    "region": _("Region of residence"),
    "health": _("Health"),
    "treatment": _("Treatment"),
    "deadline_within": _("Deadline within (days)"),
    "recognition": _("Recognised as"),
    "silent_for": _("No news for (days)"),
    "updated_since": _("Changed since"),
    "order": _("Order"),
    "limit": _("Lines on a page"),
}
HINTS = {
    "q": _("anywhere"),
    "name": _("in any spelling"),
    "article": _("such as 234.4.3"),
    "updated_since": _("2026-06-01T00:00Z"),
}
ORDERS = {
    "-detained": _("newest detention first"),
    "detained": _("oldest detention first"),
    "-updated": _("latest change first"),
    "updated": _("oldest change first"),
    "name": _("name, A to Z"),
    "-name": _("name, Z to A"),
    "ends": _("term ends soonest"),
    "-ends": _("term ends last"),
}
CERTAINTY = {"possible": _("possibly"), "certain": _("certainly")}
# What an empty parameter means, where it has a name of its own.
DEFAULTS = {"certainty": "possible"}
EMPTY = {"order": _("best name first, else newest detention")}


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    """One box to fill in. A parameter that may stand several times has one for each value given, and an empty one."""

    value: str
    options: list[Option]


@dataclass(frozen=True)
class FilterField:
    name: str
    label: str
    kind: str
    hint: str
    controls: list[Control]
    problems: list[dict[str, str]]

    @property
    def is_set(self) -> bool:
        return any(control.value not in ("", DEFAULTS.get(self.name)) for control in self.controls)

    @property
    def empty(self) -> str:
        """The label of the choice that asks nothing; empty where there is none."""
        return "" if self.name in DEFAULTS else str(EMPTY.get(self.name, _("any")))

    @property
    def described_by(self) -> str:
        """The ids of its hint and its faults, for `aria-describedby`."""
        said = [f"{self.name}-hint"] if self.hint else []
        return " ".join([*said, f"{self.name}-problem"] if self.problems else said)


@dataclass(frozen=True)
class FilterForm:
    """`stray` are faults of parameters that the form has no field for."""

    first: list[FilterField]
    further: list[tuple[str, list[FilterField]]]
    problems: list[dict[str, str]] = field(default_factory=list)
    facilities: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> list[FilterField]:
        return [*self.first, *(f for _heading, fields in self.further for f in fields)]

    @property
    def stray(self) -> list[dict[str, str]]:
        return [problem for problem in self.problems if problem["parameter"] not in LABELS]

    @property
    def further_is_open(self) -> bool:
        return any(f.is_set or f.problems for _heading, fields in self.further for f in fields)

    @property
    def further_set(self) -> int:
        """How many of the further fields ask for something."""
        return sum(f.is_set for _heading, fields in self.further for f in fields)


def filter_form(
    asked: CaseFilter, problems: Iterable[dict[str, str]] = (), counted: dict[str, int] | None = None
) -> FilterForm:
    """The form of a filter with what was asked in it, and each fault beside its field. Facilities are those of the
    codes counted for the list, or of every document where the filter has none."""
    problems = list(problems)
    slugs = code_counts(asked.documents, "facility") if counted is None else facets(counted, ["facility"])["facility"]
    facilities = _facilities({*slugs, *asked.data.getlist("facility")} if counted is not None else slugs)
    return FilterForm(
        first=[_field(asked, name, problems, facilities) for name in FIRST],
        further=[
            (str(heading), [_field(asked, name, problems, facilities) for name in names]) for heading, names in FURTHER
        ],
        problems=problems,
        facilities=facilities,
    )


def _facilities(slugs: Collection[str]) -> dict[str, str]:
    """Name by slug of these facilities, the first of them by name."""
    found = Facility.objects.filter(slug__in=slugs, merged_into=None).order_by("name")
    return dict(found.values_list("slug", "name")[:MOST_FACILITIES])


def _field(asked: CaseFilter, name: str, problems: list[dict[str, str]], facilities: dict[str, str]) -> FilterField:
    given = [text for text in asked.data.getlist(name) if text] or [DEFAULTS.get(name, "")]
    values = [*filter(None, given), ""] if isinstance(asked.fields[name], Repeated) else given[:1]
    choices = _choices(asked, name, facilities)
    return FilterField(
        name=name,
        label=str(LABELS[name]),
        kind=_kind(asked, name, choices),
        hint=str(HINTS.get(name, "")),
        controls=[Control(value, _options(choices, value)) for value in values],
        problems=[problem for problem in problems if problem["parameter"] == name],
    )


def _kind(asked: CaseFilter, name: str, choices: dict[str, str]) -> str:
    if choices:
        return "choice"
    column = asked.fields[name]
    # What could not be read must be shown as it was typed, which a date box would not do.
    if isinstance(column, Day):
        return "text" if name in asked.errors else "date"
    return "number" if isinstance(column, Whole) and name not in asked.errors else "text"


def _choices(asked: CaseFilter, name: str, facilities: dict[str, str]) -> dict[str, str]:
    if name == "facility":
        return facilities
    if name == "order":
        return {code: str(label) for code, label in ORDERS.items()}
    if name == "certainty":
        return {code: str(label) for code, label in CERTAINTY.items()}
    return {str(code): str(label) for code, label in getattr(asked.fields[name], "choices", ())}


def _options(choices: dict[str, str], value: str) -> list[Option]:
    known = choices if value in choices or not value or not choices else {value: value, **choices}
    return [Option(code, label, code == value) for code, label in known.items()]
