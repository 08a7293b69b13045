"""Fields that the forms of records share: one day written as people write it, and texts that stay within bounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.dates import PartialDate, PartialDateField, PartialDateFormField

DATES_LIKE = gettext_lazy("26 Sep 2023, March 2024, before 3 May 2024, about 2019")
# More than any quote needs, and well below what a search index takes.
LONGEST_TEXT = 20_000


class DayBox(PartialDateFormField):
    """One day, written as people write it: a date that names several is refused."""

    def clean(self, value: Any) -> date | None:
        read = super().clean(value)
        if read is None:
            return None
        if read.earliest is None or read.earliest != read.latest:
            raise ValidationError(_("This must be one day: %(words)s is not."), params={"words": read.in_words()})
        day: date = read.earliest
        return day

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(PartialDate.on(value) if isinstance(value, date) else value)


def form_field(column: models.Field, **kwargs: Any) -> Any:
    """The form's field for a column, as `formfield_callback` of every form of records and sources."""
    if isinstance(column, PartialDateField):
        return column.formfield(**{"help_text": DATES_LIKE, **kwargs})
    if isinstance(column, models.DateField):
        return column.formfield(form_class=DayBox, **kwargs)
    if isinstance(column, models.TextField):
        kwargs |= {"max_length": LONGEST_TEXT, "widget": forms.Textarea(attrs={"rows": 3})}
    return column.formfield(**kwargs)


def in_words(field: forms.BoundField) -> str:
    """What stands in a field, choices by their labels."""
    value = field.value()
    labels = {str(code): str(label) for code, label in getattr(field.field, "choices", [])}
    if labels:
        # The three-valued choice has its own words for what the model calls None.
        value = field.field.widget.format_value(value)
        code = value[0] if isinstance(value, list) and value else value or ""
        return labels.get(str(code), str(code))
    if hasattr(field, "reading") and field.reading:
        return str(field.reading)
    if isinstance(field.field, forms.BooleanField):
        return _("yes") if value in (True, "on") else _("no")
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
