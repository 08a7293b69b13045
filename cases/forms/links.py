"""Boxes for facilities and organisations: what is typed is matched with what is known, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from cases.models import Facility, FacilityAlias
from people import place_names
from people.models import Organisation
from tracker.refs import new_ref

LONGEST_NAME = 200
SHORTEST_LIKENESS = 4
MOST_LIKE = 3
# “Kurdakhani prison” has one word of two of what is known as Kurdakhani detention facility.
_LIKE_ENOUGH = 70
# Marks that turn the direction of text, unseen: copied along with a name they would make another name of it.
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Unknown:
    """A name that nothing is known by."""

    text: str


def typed_line(value: Any, longest: int = LONGEST_NAME) -> str:
    """What was typed, on one line and without unseen marks. Raises `ValidationError`."""
    text = str(value or "")
    if len(text) > longest:
        raise ValidationError(_("This is longer than %(longest)s characters.") % {"longest": longest})
    ProhibitNullCharactersValidator()(text)
    return " ".join(_UNSEEN.sub("", text).split())


class NamedThing(forms.Field):
    """The facility or organisation of that name, None for nothing typed, `Unknown` for a name that is not known."""

    widget = forms.TextInput

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model = model

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": str(LONGEST_NAME), "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        text = typed_line(value)
        if not text:
            return None
        found = facilities_named(text) if self.model is Facility else organisations_named(text)
        if len(found) > 1:
            names = ", ".join(str(thing) for thing in found)
            raise ValidationError(
                _("Several are known by this name: %(names)s. Write one of them in full."), params={"names": names}
            )
        return found[0] if found else Unknown(text)


def facilities_named(text: str) -> list[models.Model]:
    """By slug, name or alias as it sounds; one that was merged stands for what it was merged into."""
    key = place_names.place_key(text)
    known = Q(slug=text.lower()) | Q(name__iexact=text)
    rows = Facility.objects.filter(known | Q(aliases__key=key) if key else known).select_related("merged_into")
    found = {row.current.pk: row.current for row in rows.order_by("name")}
    exact = [place for place in found.values() if place.slug == text.lower() or place.name.lower() == text.lower()]
    return list(exact or found.values())


def organisations_named(text: str) -> list[models.Model]:
    """By name, else by abbreviation or alias."""
    exact = list(Organisation.objects.filter(name__iexact=text))
    other = Q(abbreviation__iexact=text) | Q(aliases__text__iexact=text)
    return list(exact or Organisation.objects.filter(other).distinct().order_by("name"))


def make_named(model: type[models.Model], name: str) -> models.Model:
    """A new facility or organisation of that name. Raises `ValidationError`."""
    if model is not Facility:
        organisation = Organisation(name=name)
        organisation.full_clean()
        organisation.save()
        return organisation
    slug = slugify(name)[:60] or "place"
    if Facility.objects.filter(slug=slug).exists():
        slug = f"{slug}-{new_ref().lower()}"
    facility = Facility(slug=slug, name=name)
    facility.full_clean()
    facility.save()
    FacilityAlias.objects.create(facility=facility, text=name)
    return facility


def names_like(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that may be meant, the likest first."""
    typed = place_names.place_key(text)
    if len(typed) < SHORTEST_LIKENESS:
        return []
    keyed = [(name, place_names.place_key(name)) for name in names]
    scored = [(max(fuzz.partial_ratio(typed, key), fuzz.token_set_ratio(typed, key)), name) for name, key in keyed]
    found = sorted((one for one in scored if one[0] >= _LIKE_ENOUGH), key=lambda one: (-one[0], one[1]))
    return [name for _score, name in found[:MOST_LIKE]]


KEEP_WORDS = gettext_lazy("Keep it as the source's words: no filter finds the case by it")
MAKE_NEW = {
    "Facility": gettext_lazy("If it is not known: make this a new facility"),
    "Organisation": gettext_lazy("If it is not known: make this a new organisation"),
    "Article": gettext_lazy("If one is not known, or its code: add it"),
    "Person": gettext_lazy("If it is nobody known: make this a new person"),
}
