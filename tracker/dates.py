"""Dates as exact as their source: the value, the field that stores it, and its form field.

A `PartialDate` is EDTF text with the days it may mean. The grammar is in `date_grammar.py`, words in
`date_words.py`, “yesterday” in `date_relative.py`, saying a date in `date_phrases.py`; everyone else imports from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import date_phrases
from tracker.date_grammar import LAST_YEAR, LONGEST, Reading, UnreadableDate, read_edtf, shift
from tracker.date_relative import anchor
from tracker.date_words import RelativeDate, read_words

__all__ = [
    "LAST_YEAR",
    "PartialDate",
    "PartialDateField",
    "PartialDateFormField",
    "RelativeDate",
    "UnreadableDate",
    "anchor_relative",
    "date_columns",
]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """EDTF text and what it implies. Two are equal when their normalised texts are; no order is defined between them.

    `PartialDate(text)` takes strict EDTF and raises `UnreadableDate`; `PartialDate.read(text)` takes words too.
    """

    edtf: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "edtf", read_edtf(self.edtf).text)

    @classmethod
    def parse_edtf(cls, text: str) -> PartialDate:
        """The date of strict EDTF. Raises `UnreadableDate`."""
        return cls(text)

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """The date of EDTF or words, as a form or an import accepts them. Raises `UnreadableDate`; never guesses."""
        return cls(read_words(text))

    @classmethod
    def stored(cls, text: str) -> PartialDate:
        """The date of a text that was normalised before, such as a column's; nothing is parsed until it is asked."""
        value = object.__new__(cls)
        object.__setattr__(value, "edtf", text)
        return value

    @classmethod
    def on(cls, day: date) -> PartialDate:
        return cls(day.isoformat())

    @property
    def reading(self) -> Reading:
        return read_edtf(self.edtf)

    @property
    def earliest(self) -> date | None:
        """First day it may mean; None when the beginning is open."""
        return self.reading.earliest

    @property
    def latest(self) -> date | None:
        """Last day it may mean; None when the end is open."""
        return self.reading.latest

    @property
    def possible(self) -> tuple[date | None, date | None]:
        return self.earliest, self.latest

    @property
    def certain(self) -> tuple[date, date] | None:
        """The same range when both ends are closed and nothing is marked `?`, `~` or `%`; else None."""
        reading = self.reading
        if reading.earliest is None or reading.latest is None or reading.doubtful:
            return None
        return reading.earliest, reading.latest

    def as_json(self) -> dict[str, str | None]:
        """`edtf`, `earliest` and `latest`, the days as ISO text or None."""
        return {
            "edtf": self.edtf,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
        }

    def in_words(self, language: str = "en", omit_year: int | None = None) -> str:
        """Bare, as in “19 or 20 September 2023”; `omit_year` is a year that goes without saying."""
        return date_phrases.bare(self.reading, language, omit_year)

    def as_typed(self) -> str:
        """What a person reads in a box and may type again, “on or before 26 September 2023”: the words where they are
        read back as exactly this date, else the EDTF."""
        words = self.in_words()
        try:
            is_exact = len(words) <= LONGEST and PartialDate.read(words) == self
        except UnreadableDate:
            is_exact = False
        return words if is_exact else self.edtf

    def in_sentence(self, language: str = "en", omit_year: int | None = None) -> str:
        """With its preposition, as in “on 19 or 20 September 2023”, “in May 2024”, “about 3 March 2024”."""
        return date_phrases.in_sentence(self.reading, language, omit_year)

    def ranges_in_words(self) -> str:
        """The days that it possibly and certainly means, short where its words have said them."""
        first, last = (day.isoformat() if day else ".." for day in self.possible)
        if first == last == "..":
            return _("any day is possible, none is certain")
        days = PartialDate(first if first == last else f"{first}/{last}").in_words()
        if self.certain and days == self.in_words():
            return _("certain") if first == last else _("certainly within these days")
        if self.certain:
            return _("certain and possible: %(days)s") % {"days": days}
        if days == self.in_words():
            return _("possible, no day is certain")
        return _("possible: %(days)s; no day is certain") % {"days": days}

    def shifted(self, *, days: int = 0, months: int = 0, years: int = 0) -> PartialDate:
        """The date moved by a term. Open ends stay open. Raises `UnreadableDate` when it leaves the years kept."""
        return type(self)(shift(self.reading, relativedelta(days=days, months=months, years=years)))

    def __str__(self) -> str:
        return self.edtf


def anchor_relative(words: str, stated: PartialDate) -> PartialDate:
    """What “yesterday” and the like propose for a statement made on `stated`. Raises `UnreadableDate`."""
    return PartialDate(anchor(words, stated.reading))


def lies_before(one: Any, other: Any) -> bool:
    """Whether every possible day of one date lies before every possible day of the other. False where either is absent,
    or a text that can't be read, which its own field refuses."""
    if not (isinstance(one, PartialDate) and isinstance(other, PartialDate)):
        return False
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def date_columns(*names: str) -> list[str]:
    """The columns to name in `update_fields` or `bulk_update` when these dates change: each with its two ranges."""
    return [column for name in names for column in (name, f"{name}_possible", f"{name}_certain")]


class ReadBackField(forms.BoundField):
    """A date's box that can say how its text was understood."""

    @property
    def read(self) -> PartialDate | None:
        """None too for what can't be read."""
        try:
            return _to_value(self.value())
        except ValidationError:
            return None

    @property
    def reading(self) -> str:
        """The date in words; empty for none, and for one that can't be read."""
        return self.read.in_words() if self.read else ""


class PartialDateFormField(forms.Field):
    """Reads EDTF or words; what can't be read comes back with its reason. Its bound field says what was understood."""

    widget = forms.TextInput

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> ReadBackField:
        return ReadBackField(form, self, field_name)

    def to_python(self, value: Any) -> PartialDate | None:
        return _to_value(value)

    def prepare_value(self, value: Any) -> Any:
        return value.as_typed() if isinstance(value, PartialDate) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": str(LONGEST), "autocomplete": "off"}


def _to_value(value: Any) -> PartialDate | None:
    """A date from what an attribute or a form may hold. Raises `ValidationError` with the reason."""
    if value is None or isinstance(value, PartialDate):
        return value
    if isinstance(value, str) and not value.strip(" \t\r\n"):
        return None
    if isinstance(value, date):
        return PartialDate.on(date(value.year, value.month, value.day))
    try:
        return PartialDate.read(value)
    except UnreadableDate as fault:
        raise ValidationError(str(fault), code="unreadable_date") from fault


class PartialDateField(models.CharField):
    """A `PartialDate` as text ("" for none, None in Python) with two range columns beside it.

    `<name>_possible` and `<name>_certain` are half-open date ranges, NULL when there is no date (and, for the certain
    one, when no certain range exists). They follow the date in memory and are written by save() and bulk_create();
    with `update_fields`, bulk_update() and update() name them too, see `date_columns`.
    """

    description = gettext_lazy("A date as exact as its source")
    # What django-stubs makes of an attribute that is set and read.
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == LONGEST:
            del kwargs["max_length"]
        kwargs["blank"] = self.blank
        return name, path, list(args), kwargs

    @property
    def companion_names(self) -> list[str]:
        """The columns that come with this one: exposed, exported and named with their date, never by themselves."""
        return date_columns(self.name)[1:]

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        # An abstract model's heirs add their own; a migration's historical model lists its columns by itself.
        if cls._meta.abstract or cls.__module__ == "__fake__":
            return
        for companion in self.companion_names:
            kind = companion.rpartition("_")[2]
            ImpliedRangeField(source=name, kind=kind).contribute_to_class(cls, companion)

    def get_default(self) -> None:
        return None

    def to_python(self, value: Any) -> PartialDate | None:
        return _to_value(value)

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.edtf if isinstance(value, PartialDate) else value)

    def pre_save(self, model_instance: models.Model, add: bool) -> PartialDate | None:
        value = _to_value(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.stored(value) if value else None

    def get_prep_value(self, value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            return value
        value = _to_value(value)
        return value.edtf if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        value = _to_value(self.value_from_object(obj))
        return value.edtf if value else ""

    def formfield(self, **kwargs: Any) -> Any:
        # Past CharField's own, which would measure the value as if it were text.
        return super(models.CharField, self).formfield(**{"form_class": PartialDateFormField, **kwargs})


class _ImpliedRange(DeferredAttribute):
    """Answers from the date beside it, so that constraints checked before saving see the range of the new date."""

    field: ImpliedRangeField

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        if self.field.source in instance.__dict__:
            return self.field.implied(instance.__dict__[self.field.source])
        return super().__get__(instance, cls)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class ImpliedRangeField(DateRangeField):
    """The possible or certain range of the `PartialDateField` called `source`: a column that PostgreSQL can ask."""

    descriptor_class = _ImpliedRange

    def __init__(self, *args: Any, source: str, kind: str, **kwargs: Any) -> None:
        self.source = source
        self.kind = kind
        kwargs.update(null=True, blank=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, list(args), {**kwargs, "source": self.source, "kind": self.kind}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        # A copy of a model, such as its history, declares the column itself after the date has already added it.
        if any(field.name == name for field in cls._meta.local_fields):
            return
        super().contribute_to_class(cls, name, private_only)

    def implied(self, value: Any) -> DateRange | None:
        """The range of a date, half-open as PostgreSQL keeps it; None for none, and for a text not yet refused."""
        try:
            value = _to_value(value)
        except ValidationError:
            return None
        if value is None:
            return None
        days = value.possible if self.kind == "possible" else value.certain
        if days is None:
            return None
        first, last = days
        # The bounds as PostgreSQL gives them back: an open beginning is never included.
        return DateRange(first, last and last + timedelta(days=1), "[)" if first else "()")
