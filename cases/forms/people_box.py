"""The box for a person whom a record names: a ref links, a name alone never does."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.forms.links import LONGEST_NAME, Unknown, typed_line
from cases.lookalikes import look_alikes
from cases.models import Document
from people.choices import PersonKind
from people.forms import NameField, script_of
from people.models import Name, Person
from tracker.audiences import Audience
from tracker.models import User

# “P8Q1ABCD”, or the ref behind a name as boxes offer it: “Agil Layij (P8Q1ABCD)”.
_REF = re.compile(r"(?:^|\()([0-9A-Za-z]{4,12})\)?$")


class PersonBox(forms.Field):
    """The person of a ref that its writer may read, None for nothing typed, `Unknown` for a name."""

    widget = forms.TextInput
    user: User

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": str(LONGEST_NAME), "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        text = typed_line(value)
        if not text:
            return None
        ref = _REF.search(text)
        if ref and (person := person_of_ref(ref[1].upper(), self.user)):
            return person
        if ref and text.endswith(")"):
            raise ValidationError(_("No person with the ref %(ref)s is known to you."), params={"ref": ref[1]})
        return Unknown(text)


def person_of_ref(ref: str, user: User) -> Person | None:
    """The person as documents show them to that user; None too for one whose name is withheld from the team, of whom a
    link would tell whether a guess is right."""
    person = Person.objects.filter(ref=ref).prefetch_related("names").first()
    if person is None or not Document.objects.visible_to(user).mentioning(person).exists():
        return None
    return person if person.kind == PersonKind.GROUP or person.names_for(Audience.TEAM) else None


def call(person: Person, audience: Audience = Audience.TEAM) -> str:
    """The person as a box says them: “Agil Layij (P8Q1ABCD)”; empty where the name is withheld."""
    names = person.names_for(audience)
    if names:
        return f"{names[0].text} ({person.ref})"
    return person.ref if person.kind == PersonKind.GROUP and person.name_exposure <= audience else ""


def people_alike(text: str, user: User) -> dict[str, str]:
    """By ref, why each person known to that user may be the one of this name."""
    return {one.ref: f"{one.name} ({one.ref}), {one.reason}, {one.told}" for one in look_alikes([text], None, user)}


def make_person(text: str) -> Person:
    """A new person of that name, which the team alone sees until somebody widens it. Raises `ValidationError`."""
    name = NameField().clean(text)
    person = Person()
    person.full_clean()
    person.save()
    Name.objects.create(person=person, text=name, script=script_of(name), is_main=True)
    return person
