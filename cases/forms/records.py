"""The one form of every record type, made from its model and exposure: what, who says so, who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.entering import Desk
from cases.forms.fields import form_field
from cases.forms.links import MAKE_NEW, ArticlesBox, NamedThing, Unknown, make_article, make_named
from cases.models import Article, CaseRecord, Facility
from cases.pages.records import anchor_of
from cases.records import RecordType
from people.choices import ConsentSubject
from people.models import Organisation, Person
from tracker.audiences import Audience

VOICE = ("attribution", "certainty", "claim_status", "clarification")
# Kept by the product itself, or phrases for the bulletin, which are no claims.
_NOT_ASKED = {"case", "id", "version", "recorded_by", "recorded_at", "attributed_organisation", "sentence_forms"}
# What is typed here when a name is not known stays as the source's words there.
_IN_WORDS = {
    "facility": "place",
    "authority": "authority_text",
    "perpetrator_organisation": "perpetrator_text",
    "by_organisation": "by_text",
    "to_organisation": "to_text",
}
_SENT_TWICE = timedelta(minutes=10)


class OwnRecord(forms.ModelChoiceField):
    """Another record of the case, called as pages call it."""

    model: type[CaseRecord]
    names: Mapping[str, str] = MappingProxyType({})

    def __init__(self, model: type[CaseRecord], **kwargs: Any) -> None:
        super().__init__(model._default_manager.none(), **kwargs)
        self.model = model

    def label_from_instance(self, obj: Any) -> str:
        return self.names.get(obj.key, obj.key)


def asked_fields(model: type[CaseRecord]) -> list[str]:
    """The columns that a form asks for, in the order of the exposure; people are linked elsewhere."""
    columns = {f.name: f for f in [*model._meta.fields, *model._meta.many_to_many] if f.editable}
    own = [name for name in model.exposure if name in columns and name not in (*VOICE, "visibility", *_NOT_ASKED)]
    own = [name for name in own if columns[name].related_model is not Person]
    # What replaces a record is asked last.
    return sorted(own, key=lambda name: name in ("superseded_by", "replaced_by"))


def _label(column: models.Field) -> Any:
    """The column's name, where it does not say how the column is stored."""
    for end, words in _ENDS.items():
        if column.name.endswith(end):
            return format_lazy(words, field=column.name.removesuffix(end).replace("_", " "))
    return column.verbose_name


_ENDS = {
    "_words": gettext_lazy("{field}, in the source's own words"),
    "_text": gettext_lazy("{field}, as described"),
    "_contact": gettext_lazy("contact with {field}"),
}


def _field(column: models.Field, **kwargs: Any) -> Any:
    related = column.related_model
    if related in (Facility, Organisation):
        return NamedThing(related, required=not column.blank, label=_label(column))
    if related is Article:
        hint = gettext_lazy("numbers with commas between them: 234.4.3, CAO:510")
        return ArticlesBox(required=False, label=_label(column), help_text=hint)
    if related is not None and issubclass(related, CaseRecord):
        return OwnRecord(related, required=False, label=_label(column))
    return form_field(column, label=_label(column), **kwargs)


class RecordForm(forms.ModelForm):
    """Read inside `editing_case` when it is posted. `withheld` names the fields that its writer may not read."""

    why = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Reason for this change"),
        help_text=gettext_lazy("kept in the history"),
    )
    instance: Any

    def __init__(self, data: Any = None, *, desk: Desk, instance: CaseRecord) -> None:
        super().__init__(data, instance=instance)
        self.desk = desk
        self.was_visible_to = None if instance._state.adding else instance.visibility
        self.withheld = [
            self.fields.pop(name).label
            for name in list(self.fields)
            if isinstance(text := instance.__dict__.get(name), str) and desk.withholds(text)
        ]
        for name, field in list(self.fields.items()):
            if isinstance(field, NamedThing):
                self.initial[name] = str(getattr(instance, name) or "")
                field.widget.attrs["list"] = f"names-{name}"
                self._offer_new(name, field.model)
            elif isinstance(field, ArticlesBox):
                field.country = desk.case.country
                known = self.instance.articles.select_related("code") if instance.pk else []
                self.initial[name] = ", ".join(str(article) for article in known)
                self._offer_new(name, Article)
            elif isinstance(field, OwnRecord):
                self._offer_own(name, field)

    def _offer_new(self, name: str, model: type[models.Model]) -> None:
        self.fields[f"{name}_new"] = forms.BooleanField(required=False, label=MAKE_NEW[model.__name__])

    def _offer_own(self, name: str, field: OwnRecord) -> None:
        """The records of that type that the team reads; a link to another one is neither shown nor changed."""
        model = field.model
        known = [r.pk for r in self.desk.team_records() if isinstance(r, model) and r.pk != self.instance.pk]
        now = self.initial.get(name)
        if not known or (now and now not in known):
            del self.fields[name]
            return
        field.names = self.desk.names
        field.queryset = model._default_manager.filter(pk__in=known).order_by("pk")

    @property
    def what(self) -> list[forms.BoundField]:
        asked = asked_fields(type(self.instance))
        names = [part for name in asked for part in (name, f"{name}_new")]
        return [self[name] for name in names if name in self.fields]

    @property
    def names(self) -> dict[str, list[str]]:
        """What the boxes for facilities and organisations offer to pick, by field."""
        boxes = [name for name, field in self.fields.items() if isinstance(field, NamedThing)]
        return {name: self.desk.named_before(self.instance._meta.get_field(name)) for name in boxes}

    @property
    def voice(self) -> list[forms.BoundField]:
        return [self[name] for name in VOICE if name in self.fields]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, field in self.fields.items():
            if isinstance(field, NamedThing) and isinstance(said := self.cleaned_data.get(name), Unknown):
                self._make_or_keep(name, field.model, said.text)
            elif isinstance(field, ArticlesBox) and name in self.cleaned_data:
                self._read_articles(name, self.cleaned_data[name])
        self._check_consent()
        return self.cleaned_data

    def _make_or_keep(self, name: str, model: type[models.Model], text: str) -> None:
        """A new one where that was asked for; else the name stays as words beside the link."""
        self.cleaned_data[name] = None
        words = _IN_WORDS.get(name)
        if self.cleaned_data.get(f"{name}_new"):
            try:
                self.cleaned_data[name] = make_named(model, text)
            except ValidationError as fault:
                self.add_error(name, " ".join(fault.messages))
        elif words not in self.fields:
            self.add_error(name, _("Nothing is known by this name. Tick below to make it new."))
        elif self.cleaned_data.get(words) in ("", text):
            self.cleaned_data[words] = text
        else:
            label = self.fields[words].label
            self.add_error(
                name, _("Nothing is known by this name, and “%(field)s” says something else.") % {"field": label}
            )

    def _read_articles(self, name: str, said: list[Article | Unknown]) -> None:
        found = []
        for each in said:
            if isinstance(each, Article):
                found.append(each)
            elif not self.cleaned_data.get(f"{name}_new"):
                self.add_error(name, _("“%(text)s” is not known. Tick below to add it.") % {"text": each.text})
            else:
                try:
                    found.append(make_article(each.text, self.desk.case.country))
                except ValidationError as fault:
                    self.add_error(name, " ".join(fault.messages))
        if name in self.cleaned_data:
            self.cleaned_data[name] = found

    def _check_consent(self) -> None:
        """What is restricted by nature is shown to others only where the person's own consent covers that."""
        subject, wanted = type(self.instance).consent_subject, self.cleaned_data.get("visibility")
        if subject is None or wanted in (None, Audience.RESTRICTED, self.was_visible_to):
            return
        if not self.desk.material.person.consents_to(ConsentSubject(subject), Audience(wanted), timezone.localdate()):
            text = _("Only the person's consent on “%(subject)s” lets this be less than restricted.")
            self.add_error("visibility", text % {"subject": ConsentSubject(subject).label})

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django has it; its stubs leave it out
        if self.errors or self.cleaned_data.get("why"):
            return
        for other in self.desk.overlapping(self.instance):
            address = reverse("cases:detail", args=[self.desk.case.ref]) + f"#{anchor_of(other.key)}"
            text = _("This overlaps with {record}. If both are right, say why; it is then saved.")
            link = format_html('<a href="{}">{}</a>', address, self.desk.names.get(other.key, other.key))
            self.add_error("why", format_html(text, record=link))

    def sent_before(self) -> CaseRecord | None:
        """The same record as its writer saved it a moment ago: a form that was sent twice."""
        record = self.instance
        same = type(record)._default_manager.filter(
            case=record.case,
            recorded_by=record.recorded_by,
            recorded_at__gt=timezone.now() - _SENT_TWICE,
            **{f.name: _stored(record, f) for f in record._meta.fields if f.name in self.cleaned_data},
        )
        articles = {article.pk for article in self.cleaned_data.get("articles", [])}
        return next((found for found in same if _articles(found) == articles), None)


def _stored(record: CaseRecord, column: models.Field) -> Any:
    """The value as a query finds it: a date that is absent is stored as an empty text."""
    value = getattr(record, column.name)
    return "" if value is None and not column.null else value


def _articles(record: Any) -> set[int]:
    return set(record.articles.values_list("pk", flat=True)) if hasattr(record, "articles") else set()


def record_form(kind: RecordType) -> type[RecordForm]:
    """The form of a record type."""
    names = [*asked_fields(kind.model), *VOICE, "visibility"]
    made = forms.modelform_factory(kind.model, form=RecordForm, fields=names, formfield_callback=_field)
    return cast(type[RecordForm], made)


def differences(theirs: RecordForm, yours: RecordForm) -> list[tuple[str, str, str]]:
    """(label, theirs, yours) of the fields that do not say the same; `yours` is the form as it was sent."""
    found = []
    for field in yours:
        if field.name in ("why",) or field.name.endswith("_new") or field.name not in theirs.fields:
            continue
        now, typed = in_words(theirs[field.name]), in_words(field)
        if now != typed:
            found.append((capfirst(str(field.label)), now, typed))
    return found


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
