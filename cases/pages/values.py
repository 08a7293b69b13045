"""One value of a body in words: codes by their labels, dates as people say them, people with their roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.groups import count_beside_name, name_in_words
from tracker.audiences import Audience
from tracker.dates import PartialDate, PartialDateField

Body = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A field as a page says it. `mark` is the audience's code where the field is narrower than what it stands in;
    `target` is the key of a record that it leads to; `edtf` the date as stored."""

    label: str
    text: str
    mark: str = ""
    target: str = ""
    edtf: str = ""


def day_in_words(day: date | str | None) -> str:
    """A day, or its ISO text, as “26 September 2023”; empty for none."""
    return PartialDate(str(day)).in_words() if day else ""


def date_in_words(value: Any) -> str:
    """The date of a body, `{"edtf": …}`, or of a card, EDTF alone, as people say it; empty for none."""
    if not value:
        return ""
    return PartialDate(value["edtf"] if isinstance(value, dict) else value).in_words()


def how_long_ago(day: date | None, today: date) -> str:
    """“1,155 days old”, “today”; empty for no day or one to come."""
    if day is None or day > today:
        return ""
    days = (today - day).days
    if not days:
        return _("today")
    return ngettext("%(days)s day old", "%(days)s days old", days) % {"days": count_in_words(days)}


def count_in_words(number: int) -> str:
    """With its thousands set apart: 1,155."""
    return number_format(number, force_grouping=True)


def label_of(choices: type[models.TextChoices], code: str) -> str:
    """The label of a code; a code that the list no longer has stays as it is."""
    return str(choices(code).label) if code in choices.values else code


def person_in_words(person: Body) -> str:
    """“Agil Layij, lawyer”; “Name withheld” with the ref where this reader may not see the name."""
    name = name_in_words(person)
    if not name:
        return _("Name withheld (%(ref)s)") % {"ref": person["ref"]}
    roles = [a["role"] for a in person.get("affiliations", []) if a.get("role")]
    return ", ".join(filter(None, [name, count_beside_name(person), *roles[:1]]))


def person_address(person: Body) -> str:
    """The page of somebody whom a body names; empty where the name is withheld."""
    return reverse("cases:person", args=[person["ref"]]) if name_in_words(person) else ""


def organisation_in_words(organisation: Body) -> str:
    name, short = organisation.get("name", ""), organisation.get("abbreviation")
    return f"{name} ({short})" if short and name else name or short or ""


def affiliation_in_words(affiliation: Body) -> str:
    """“member, Branch B, Party P (PP)”, with since and until where they are known."""
    organisation = affiliation.get("organisation")
    parts = [
        affiliation.get("role"),
        affiliation.get("branch"),
        organisation_in_words(organisation) if organisation else "",
    ]
    for name, word in (("since", _("since")), ("until", _("until"))):
        if name in affiliation:
            parts.append(f"{word} {date_in_words(affiliation[name])}")
    return ", ".join(part for part in parts if part)


def article_in_words(article: Body) -> str:
    title = article.get("title")
    return f"{article['code']} {article['number']}" + (f" ({title})" if title else "")


def value_in_words(column: models.Field, value: Any) -> str:
    """The value of a model's field in a body, by what kind of field it is."""
    if isinstance(column, PartialDateField):
        return date_in_words(value)
    if isinstance(column, models.DateField):
        return day_in_words(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return _related_in_words(value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return count_in_words(value) if isinstance(value, int) else str(value)


def _related_in_words(value: Body) -> str:
    if "slug" in value or "ref" not in value:
        return organisation_in_words(value)
    return person_in_words(value)


def field_label(model: type[models.Model], name: str) -> str:
    """The field's own name for readers, in their language."""
    try:
        said = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        said = name.replace("_", " ")
    return capfirst(_(str(said)))


def narrower_mark(shows: Callable[[str, Audience], bool], name: str, within: str) -> str:
    """The code of the lowest audience that sees the field; empty where what it stands in is as narrow."""
    outer = Audience.from_code(within) if within else Audience.PUBLIC
    lowest = next((audience for audience in Audience if shows(name, audience)), Audience.RESTRICTED)
    return lowest.code if lowest > outer else ""
