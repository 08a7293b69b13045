"""What a list can be narrowed down to: the values that its cases tell, each with its count and its address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from cases.choices import CustodyType, Status
from cases.codes import facets
from cases.filters import CaseFilter
from cases.pages.values import label_of
from people.choices import Category

MOST_VALUES = 8
LABELS = {
    "status": _("Status"),
    "facility": _("Facility"),
    "article": _("Article"),
    "custody_type": _("Custody"),
    "category": _("Known as"),
}
_PAGES = {"facility": "cases:facilities", "article": "cases:articles"}
_CHOICES: dict[str, type[TextChoices]] = {"status": Status, "custody_type": CustodyType, "category": Category}


@dataclass(frozen=True)
class FacetValue:
    """`address` asks for this value too, or no longer where it is chosen; `anchor` is its link's id, which stays."""

    anchor: str
    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """`more` says how many further values are told; `address` is a page of all of them, where there is one."""

    label: str
    address: str
    values: list[FacetValue]
    more: int


def shown_facets(asked: CaseFilter, codes: dict[str, int], facilities: dict[str, str]) -> list[Facet]:
    """The facets of a checked filter that have a choice to offer; `facilities` are names by slug."""
    told = facets(codes, LABELS)
    found = [_facet(asked, name, told[name], facilities) for name in LABELS]
    return [facet for facet in found if len(facet.values) > 1 or any(value.chosen for value in facet.values)]


def _facet(asked: CaseFilter, name: str, counts: dict[str, int], facilities: dict[str, str]) -> Facet:
    chosen = asked.cleaned_data[name]
    values = [value for value in counts if _is_offered(name, value, chosen)]
    # A value that was asked for stays on the page even where nothing is left of it, to be taken away.
    values = [*chosen, *(value for value in values if value not in chosen)]
    shown = values[: max(MOST_VALUES, len(chosen))]
    offered = [
        FacetValue(
            f"{name}-{slugify(value.replace('.', '-'))}",
            _label(name, value, facilities),
            counts.get(value, 0),
            _address(asked.data, name, value),
            value in chosen,
        )
        for value in shown
    ]
    address = reverse(_PAGES[name]) if name in _PAGES else ""
    return Facet(str(LABELS[name]), address, offered, len(values) - len(shown))


def _is_offered(name: str, value: str, chosen: list[str]) -> bool:
    """Paragraphs of an article are offered once the article is asked for: before, they repeat its count."""
    if name != "article" or "." not in value:
        return True
    return any(value.startswith(f"{article}.") for article in chosen)


def _label(name: str, value: str, facilities: dict[str, str]) -> str:
    if name in _CHOICES:
        return str(capfirst(label_of(_CHOICES[name], value)))
    return facilities.get(value, value)


def _address(data: QueryDict, name: str, value: str) -> str:
    """The list with that value asked for, or no longer, from its first page."""
    query = data.copy()
    query.pop("cursor", None)
    given = [text for text in query.getlist(name) if text]
    query.setlist(name, [text for text in given if text != value] if value in given else [*given, value])
    for empty in [each for each, values in query.lists() if not any(values)]:
        del query[empty]
    return f"?{query.urlencode()}"
