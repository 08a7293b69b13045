"""Where in a document some words stand, as whoever mends them calls the place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents import Body
from cases.models import Case, Citation, Source
from cases.records import RECORD_TYPES
from people.models import Person

_FIELDS = {"url": gettext_lazy("web address"), "locator": gettext_lazy("place in the source")}


def places_of(body: Body, holds: Callable[[str], bool]) -> str:
    """The fields whose text holds it, each once: “the title of a source, the quote of a detention”. Where no field does
    alone, as with a name over two of them, the document."""
    found = [place for place, text in _texts(body) if holds(text)]
    return ", ".join(dict.fromkeys(found)) or _("the document")


def _texts(body: Body) -> Iterator[tuple[str, str]]:
    records = {kind.plural: kind for kind in RECORD_TYPES.values()}
    for name, said in body.items():
        if kind := records.get(name):
            yield from _within(said, name, kind.model, _("of a %(thing)s") % {"thing": kind.label})
        elif name == "sources":
            yield from _within(said, name, Source, _("of a source"))
        elif name == "person":
            yield from _within(said, name, Person, _("of the person"))
        elif name == "text":
            yield from ((_("the text"), text) for text in said)
        else:
            yield from _within(said, name, Case, _("of the case"))


def _within(said: Any, name: str, model: type[models.Model], owner: str) -> Iterator[tuple[str, str]]:
    if isinstance(said, str):
        yield _("the %(field)s %(owner)s") % {"field": _label(name, model), "owner": owner}, said
    elif isinstance(said, dict):
        for inner, value in said.items():
            yield from _within(value, inner, Citation if name == "citations" else model, owner)
    elif isinstance(said, list):
        for value in said:
            yield from _within(value, name, model, owner)


def _label(name: str, model: type[models.Model]) -> str:
    try:
        return str(_FIELDS.get(name) or getattr(model._meta.get_field(name), "verbose_name", None) or name)
    except FieldDoesNotExist:
        return name.replace("_", " ")
