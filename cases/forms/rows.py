"""What hangs on one thing, several of a kind, edited on its page: the statuses of a charge, the items of a search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Self, cast

from django import forms
from django.core.validators import validate_integer
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME as GONE
from django.forms.utils import ErrorList
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import form_field, in_words
from cases.models import CaseRecord
from tracker.audiences import Audience
from tracker.unfinished import unchecked

MOST_ROWS = 100
LABELS = {
    "statuses": _("What became of the charge"),
    "items": _("What was taken"),
    "affiliations": _("Affiliations"),
    "relationships": _("Relationships"),
}


class RowForm(forms.ModelForm):
    """One row. `row` is the number of the stored one; one without a number is new, and left out while it is empty."""

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["row"] = self.instance.pk

    @property
    def said(self) -> list[forms.BoundField]:
        """The fields that say something, in reading order."""
        return [self[name] for name in self._meta.fields or () if name in self.fields]

    def in_words(self) -> str:
        return ", ".join(filter(None, (in_words(field) for field in self.said)))


class Rows(forms.BaseFormSet):
    """All rows of one kind, and an empty one. A row that nobody ticked away stays, whatever was sent: of two who add at
    once neither loses anything. A page that did not carry the rows changes none of them."""

    forms: list[RowForm]

    def __init__(
        self,
        data: QueryDict | None,
        *,
        parent: models.Model,
        name: str,
        withholds: Callable[[str], bool],
        **kwargs: Any,
    ) -> None:
        self.parent, self.name = parent, name
        self.column = parent._meta.get_field(name).field  # type: ignore[union-attr]
        every = self.rows_of(parent) if parent.pk else []
        self.stored = {row.pk: row for row in every if self.shows(row, withholds)}
        self.has_withheld = len(self.stored) < len(every)
        self.extra = len(self.stored) + 1
        super().__init__(data if data and f"{name}-TOTAL_FORMS" in data else None, prefix=name, **kwargs)

    def rows_of(self, parent: models.Model) -> list[models.Model]:
        """The stored rows of that kind, in the order of the page."""
        return list(getattr(parent, self.name).order_by("pk"))

    def shows(self, row: models.Model, withholds: Callable[[str], bool]) -> bool:
        """Whether its reader may see the row; another one stays as it is."""
        return not any(isinstance(said, str) and withholds(said) for said in vars(row).values())

    @property
    def label(self) -> Any:
        return LABELS.get(self.name) or capfirst(str(self.column.model._meta.verbose_name_plural))

    def initial_form_count(self) -> int:
        """None: every row may stay as it is, or empty."""
        return 0

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        stored = list(self.stored.values())
        row = None
        if index is not None and self.is_bound:
            row = self.stored.get(_number(self.data.get(f"{self.add_prefix(index)}-row")))
        elif index is not None and index < len(stored):
            row = stored[index]
        return {**self.form_kwargs, "instance": row or self.column.model(**{self.column.name: self.parent})}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[GONE].label = _("Take this row away")
        if not form["row"].value():
            del form.fields[GONE]

    def unjudged(self) -> Self:
        """These rows as they were typed: reading them could make what they name."""
        for form in self.forms:
            unchecked(form)
        self._errors: list[Any] = []  # where Django keeps what its check has found
        self._non_form_errors = ErrorList()
        return self

    def is_valid(self) -> bool:
        return not self.is_bound or bool(super().is_valid())

    def in_words(self) -> str:
        """What the rows say, each on a line, those left out that are empty or ticked away."""
        kept = (form for form in self.forms if form.instance.pk or form.has_changed())
        return "\n".join(form.in_words() for form in kept if not _is_gone(form))

    def is_said_of(self, record: models.Model) -> bool:
        """Whether the record has these rows already: its form was sent twice."""
        return self.in_words() == type(self)(None, parent=record, name=self.name, withholds=lambda _: False).in_words()

    def save(self, parent: models.Model) -> None:
        """Writes what differs, inside the transaction that writes the parent."""
        if not self.is_bound:
            return
        # The same new row once more, from a form sent twice, is the stored one.
        seen = {form.instance.pk for form in self.forms}
        unseen = [self._in_words(row) for pk, row in self.stored.items() if pk not in seen]
        # First of all, so that no other row is taken for the same as one that goes.
        for form in self.forms:
            if _is_gone(form) and form.instance.pk:
                self.take_away(form.instance)
        for form in self.staying:
            if form.instance.pk is None and (said := form.in_words()) in unseen:
                unseen.remove(said)
            elif form.has_changed():
                setattr(form.instance, self.column.name, parent)
                form.save()

    @property
    def staying(self) -> list[RowForm]:
        """The rows that nobody ticked away."""
        return [form for form in self.forms if not _is_gone(form)]

    def take_away(self, row: models.Model) -> None:
        row.delete()

    def _in_words(self, row: models.Model) -> str:
        return cast(RowForm, self.form(**self.form_kwargs, instance=row)).in_words()


def _number(text: Any) -> int:
    try:
        validate_integer(text)
        return int(text)
    except forms.ValidationError:
        return 0


def _is_gone(form: RowForm) -> bool:
    return GONE in form.fields and bool(form[GONE].value())


def rows_of(record: CaseRecord, data: QueryDict | None, withholds: Callable[[str], bool]) -> Iterator[Rows]:
    """The rows that a record of its type has, kind by kind; most types have none."""
    for name in type(record).exposed_children:
        if name in CaseRecord.exposed_children:
            continue
        model: Any = record._meta.get_field(name).related_model
        fields = model.exposure.fields_for(Audience.RESTRICTED)
        form = forms.modelform_factory(model, form=RowForm, fields=fields, formfield_callback=form_field)
        made: Any = forms.formset_factory(
            form, formset=Rows, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
        )
        yield made(data, parent=record, name=name, withholds=withholds)
