"""The sections of a series as rows: heading, place, what goes in, of which cases. Their value is a text of lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import ChargeGroup, CustodyType, HealthCategory, RecognitionTerm, Status, Violation
from cases.listing import code_counts
from cases.models import Document, Facility
from people.choices import Category
from reports.choices import Fills
from tracker.models import User

EMPTY_ROWS = 2
MOST_SECTIONS = 38
MOST_ROWS = MOST_SECTIONS + EMPTY_ROWS
# The parameters of the case list that have a control of their own.
ASKED = {
    "category": (gettext_lazy("Known as"), Category),
    "status": (gettext_lazy("Status"), Status),
    "charge_group": (gettext_lazy("Charges"), ChargeGroup),
    "custody_type": (gettext_lazy("Custody"), CustodyType),
    "treatment": (gettext_lazy("Treatment"), Violation),
    "health": (gettext_lazy("Health"), HealthCategory),
    "recognition": (gettext_lazy("Called by a body or a list"), RecognitionTerm),
}


@dataclass
class SectionRow:
    """A section as its row says it; `asks` are the parameters with a control, `more` the other ones as an address has
    them."""

    heading: str = ""
    fills: str = Fills.CASES
    asks: dict[str, str] = field(default_factory=dict)
    more: str = ""

    @classmethod
    def of_line(cls, line: str) -> SectionRow:
        heading, fills, rule = parts_of(line)
        said = QueryDict(rule, mutable=True)
        asks = {name: said.pop(name)[0] for name in [*ASKED, "facility"] if _has_control(name, said.getlist(name))}
        return cls(heading, fills, asks, said.urlencode() if asks else rule)

    def line(self) -> str:
        rule = "&".join(filter(None, [_query(self.asks), self.more.rpartition("?")[2].replace("|", "%7C")]))
        heading = f"* {self.heading}" if self.fills == Fills.CASES else self.heading
        return f"{heading} | {rule}" if rule or "|" in heading else heading


def parts_of(line: str) -> tuple[str, Fills, str]:
    """The heading, what fills it, and the rule. The last bar divides them: a heading may have one of its own."""
    heading, rule = (part.strip() for part in line.rsplit("|", 1)) if "|" in line else (line.strip(), "")
    fills = Fills.CASES if heading.startswith("*") else Fills.NOTHING
    return heading.lstrip("* "), fills, rule


def _has_control(name: str, values: list[str]) -> bool:
    """Whether one control can show these: of several values it can't, nor of one that it does not offer."""
    if len(values) != 1:
        return False
    return name == "facility" or values[0] in ASKED[name][1].values


def _query(asks: Mapping[str, str]) -> str:
    said = QueryDict(mutable=True)
    said.update({name: value for name, value in asks.items() if value})
    return said.urlencode()


class SectionsBox(forms.Widget):
    """Rows of controls, and two empty ones to add with. It takes and gives the text of lines: * before a heading that
    is filled with cases, | and the rule after it."""

    use_fieldset = False

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = [SectionRow.of_line(line) for line in (value or "").splitlines() if line.strip()]
        rows += [SectionRow(fills=Fills.CASES if not rows else Fills.NOTHING) for _more in range(EMPTY_ROWS)]
        # A place that only hidden cases name is not offered.
        told = code_counts(Document.objects.visible_to(self.user), "facility")
        known = Facility.objects.filter(slug__in=told, merged_into=None).order_by("name")
        places = list(known.values_list("slug", "name"))
        shown = [_controls(f"{name}-{number}", row, number, places) for number, row in enumerate(rows, 1)]
        return render_to_string("reports/section_rows.html", {"name": name, "rows": shown, "many": len(rows)})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return data[name]
        many = _number(data.get(f"{name}-many"), MOST_ROWS)
        rows = [_sent(data, f"{name}-{number}", number) for number in range(1, many + 1)]
        return "\n".join(row.line() for _place, row in sorted(filter(None, rows), key=lambda one: one[0]))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-many" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-1-heading"


def _number(text: Any, most: int) -> int:
    return min(int(text), most) if str(text or "").isdecimal() and len(str(text)) < 9 else 0


def _sent(data: Any, prefix: str, number: int) -> tuple[float, SectionRow] | None:
    """The row with what it is sorted by; None for one that is empty or ticked away."""
    # A star in front is how lines say what fills a section, not a part of its heading.
    heading = " ".join(data.get(f"{prefix}-heading", "").split()).lstrip("* ")
    asks = {name: data.get(f"{prefix}-{name}", "") for name in [*ASKED, "facility"]}
    row = SectionRow(heading, data.get(f"{prefix}-fills", ""), asks, data.get(f"{prefix}-more", "").strip())
    if f"{prefix}-gone" in data or not (heading or any(asks.values()) or row.more):
        return None
    place = _number(data.get(f"{prefix}-place"), 1000) or number
    # One that is moved passes whoever stands at that place.
    return place + (place > number) / 2 - (place < number) / 2, row


def _controls(prefix: str, row: SectionRow, number: int, places: list[tuple[str, str]]) -> dict[str, Any]:
    """What the row's template needs, each control a name, a label, a value and what it offers."""
    asked = [_choice(prefix, name, label, row.asks, codes.choices) for name, (label, codes) in ASKED.items()]
    chosen = row.asks.get("facility")
    if chosen and chosen not in dict(places):
        places = [*places, (chosen, chosen)]
    asked.append(_choice(prefix, "facility", _("Facility"), row.asks, places))
    is_new = not (row.heading or row.asks or row.more)
    return {"prefix": prefix, "number": number, "row": row, "asked": asked, "is_new": is_new, "fills": Fills.choices}


def _choice(
    prefix: str, name: str, label: Any, asks: Mapping[str, str], offered: Iterable[tuple[Any, Any]]
) -> dict[str, Any]:
    return {"name": f"{prefix}-{name}", "label": label, "value": asks.get(name, ""), "choices": list(offered)}
