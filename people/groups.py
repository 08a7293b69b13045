"""What a group of people is called where it has no name: by its count, meant as the source means it."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from people.choices import PersonKind, Qualifier

# What a document says of a group beside its ref.
GROUP_FIELDS = ("kind", "group_size", "group_qualifier")


def is_group(person: dict[str, Any]) -> bool:
    """Whether a document's person is a group."""
    return bool(person.get("kind") == PersonKind.GROUP)


def name_in_words(person: dict[str, Any]) -> str:
    """How a page calls the person of a body or a card, in the reader's language: the name; of a group without one “At
    least 12 unnamed people”; empty where the name is withheld."""
    return capfirst(_count(person, named=False)) if is_nameless_group(person) else str(person.get("name") or "")


def count_beside_name(person: dict[str, Any]) -> str:
    """“at least 12 people”, for a group that has a name; else empty."""
    return _count(person, named=True) if is_group(person) and not is_nameless_group(person) else ""


def stored_name(person: dict[str, Any]) -> str | None:
    """What a card calls the person: the name; of a group without one its count, in English as all codes are; None where
    the name is withheld."""
    return person.get("name") or (_stored_count(person) if is_group(person) else None)


def is_nameless_group(person: dict[str, Any]) -> bool:
    """Whether it is a group whose name is not told: in a body it has none, in a card its count stands there."""
    return is_group(person) and person.get("name") in (None, "", _stored_count(person))


def _stored_count(person: dict[str, Any]) -> str:
    with override(None):
        return _count(person, named=False)


def _count(person: dict[str, Any], *, named: bool) -> str:
    """“at least 12 unnamed people”; a number that nobody gave is said to be unknown."""
    size = person.get("group_size")
    if not size:
        return _("people, number not known") if named else _("unnamed people, number not known")
    if named:
        people = ngettext("%(n)s person", "%(n)s people", size)
    else:
        people = ngettext("%(n)s unnamed person", "%(n)s unnamed people", size)
    framed = {
        Qualifier.AT_LEAST: _("at least %(people)s"),
        Qualifier.AT_MOST: _("at most %(people)s"),
        Qualifier.APPROXIMATELY: _("about %(people)s"),
    }.get(person.get("group_qualifier", ""), "%(people)s")
    return framed % {"people": people % {"n": f"{size:,}"}}
