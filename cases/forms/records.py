"""The one form of every record type, made from its model and exposure: what, who says so, who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.entering import Desk
from cases.forms.articles import ArticlesBox, LawBox
from cases.forms.fields import form_field
from cases.forms.groups import grouped
from cases.forms.linking import LinkingForm, new_boxes
from cases.forms.links import NamedThing
from cases.forms.people_box import PersonBox, call
from cases.models import Article, CaseRecord, Facility
from cases.pages.records import anchor_of
from cases.records import RecordType
from people.choices import ConsentSubject
from people.models import Organisation, Person
from tracker.audiences import Audience
from tracker.dates import PartialDateFormField

VOICE = ("attribution", "attributed_person", "attributed_organisation", "certainty", "claim_status", "clarification")
WHO = ("attribution", "attributed_person", "attributed_organisation")
# Kept by the product itself, or phrases for the bulletin, which are no claims.
_NOT_ASKED = {"case", "id", "version", "recorded_by", "recorded_at", "sentence_forms"}
# Columns whose names are the team's shorthand, with a label and a hint that a newcomer understands.
_PLAIN: dict[str, tuple[Any, Any]] = {
    "claim_status": (
        gettext_lazy("Does it hold?"),
        gettext_lazy("conflict: another record says otherwise; disputed: somebody denies it; retracted: taken back"),
    ),
    "clarification": (gettext_lazy("Note"), gettext_lazy("what none of the choices in this form can say")),
    "known_on": (
        gettext_lazy("Still there on"),
        gettext_lazy("the last day on which, as the source says, the person was still held there"),
    ),
    "whereabouts": (gettext_lazy("Do the authorities say where?"), None),
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
    """The columns that a form asks for, in the order of the exposure."""
    columns = {f.name: f for f in [*model._meta.fields, *model._meta.many_to_many] if f.editable}
    own = [name for name in model.exposure if name in columns and name not in (*VOICE, "visibility", *_NOT_ASKED)]
    # What replaces a record is asked last.
    return sorted(own, key=lambda name: name in ("superseded_by", "replaced_by"))


def _field(column: models.Field, **kwargs: Any) -> Any:
    related = column.related_model
    if related in (Facility, Organisation):
        return NamedThing(related, required=not column.blank, label=column.verbose_name)
    if related is Person:
        hint = gettext_lazy("a name: people who are called so, or nearly so, are shown first")
        return PersonBox(required=False, label=column.verbose_name, help_text=hint)
    if related is Article:
        hint = gettext_lazy("numbers with commas between them: 234.4.3, CAO:510")
        return ArticlesBox(required=False, label=column.verbose_name, help_text=hint)
    if related is not None and issubclass(related, CaseRecord):
        return OwnRecord(related, required=False, label=column.verbose_name)
    label, hint = _PLAIN.get(column.name, (column.verbose_name, column.help_text or None))
    return form_field(column, **{"label": label, "help_text": hint, **kwargs} if hint else {"label": label, **kwargs})


class RecordForm(LinkingForm):
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
        self.fields["visibility"].help_text = _(
            "once it is published they read every text of it, notes and quotes too: name nobody there whose name is"
            " withheld from them"
        )
        self.withheld = [
            self.fields.pop(name).label for name, field in list(self.fields.items()) if self._is_withheld(name, field)
        ]
        self.offer_links(user=desk.writer, country=desk.case.country, audience=desk.audience)
        for name, field in list(self.fields.items()):
            if isinstance(field, OwnRecord):
                self._offer_own(name, field)

    def _is_withheld(self, name: str, field: forms.Field) -> bool:
        """Whether the field holds, or links to, a name that its writer may not read."""
        if isinstance(field, PersonBox):
            person = getattr(self.instance, name)
            return person is not None and not call(person, self.desk.audience)
        text = self.instance.__dict__.get(name)
        return isinstance(text, str) and self.desk.withholds(text)

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
    def what(self) -> list[tuple[Any, list[list[forms.BoundField]]]]:
        """The fields that say what happened, in groups of lines."""
        names = [name for name in asked_fields(type(self.instance)) if name in self.fields]
        return [
            (label, [[self[name] for name in self._with_ticks(line)] for line in lines])
            for label, lines in grouped(type(self.instance), names)
        ]

    def _with_ticks(self, line: tuple[str, ...]) -> list[str]:
        """The names of a line, and behind them the ticks that make something new of what is typed."""
        return [*line, *(box for name in line for box in new_boxes(name) if self._is_asked(name, box))]

    def _is_asked(self, name: str, box: str) -> bool:
        """Whether words may be kept is asked where a name was refused, and where it was answered."""
        return box in self.fields and (not box.endswith("_kept") or name in self.errors or bool(self[box].value()))

    @property
    def names(self) -> dict[str, list[str]]:
        """What the boxes for facilities, organisations, people and codes of law offer to pick, by field."""
        known = {name: self.offered(name) for name, field in self.fields.items() if isinstance(field, NamedThing)}
        people = list(filter(None, map(call, self.desk.people)))
        known |= {name: people for name, field in self.fields.items() if isinstance(field, PersonBox)}
        return known | {name: self.desk.laws() for name, field in self.fields.items() if isinstance(field, LawBox)}

    def offered(self, name: str) -> list[str]:
        return self.desk.named_before(self.instance._meta.get_field(name))

    @property
    def voice(self) -> list[forms.BoundField]:
        return [self[part] for name in VOICE if name in self.fields for part in self._with_ticks((name,))]

    @property
    def says_something(self) -> bool:
        """Whether anything was typed or chosen of what happened, or noted beside it."""
        return bool({*asked_fields(type(self.instance)), "clarification"}.intersection(self.changed_data))

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._check_consent()
        return self.cleaned_data

    def ask_who_still_says(self) -> bool:
        """Of a stored record whose dates or words are others now, and that a new source carries: asks, beside who said
        it, whether they say this too. Whether the answer is still wanted."""
        who = next((str(self.initial[name]) for name in WHO if name in self.fields and self.initial.get(name)), "")
        changed = {*self.changed_data}
        told = [name for name in asked_fields(type(self.instance)) if name in changed and self._was_worded(name)]
        if self.instance._state.adding or not who or not told or changed & {*WHO} or "attribution" not in self.fields:
            return False
        tick = forms.BooleanField(required=False, label=_("“%(who)s” says this too") % {"who": who})
        self.fields["attribution_asked"] = tick
        if self["attribution_asked"].data:
            return False
        text = _(
            "You changed what is said and added a source: does “%(who)s” say it as it stands now? If so, tick the box"
            " below. If not, write here who says so, or empty it where the source itself does."
        )
        self.add_error("attribution", text % {"who": who})
        return True

    def _was_worded(self, name: str) -> bool:
        """Whether the field is a date or a text that had said something before."""
        worded = isinstance(self.fields[name], PartialDateFormField | forms.DateField | forms.CharField)
        return worded and bool(self.initial.get(name))

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

    def sent_before(self) -> list[CaseRecord]:
        """The same record, rows apart, as its writer saved it a moment ago: a form that was sent twice."""
        record = self.instance
        same = type(record)._default_manager.filter(
            case=record.case,
            recorded_by=record.recorded_by,
            recorded_at__gt=timezone.now() - _SENT_TWICE,
            **{f.name: _stored(record, f) for f in record._meta.fields if f.name in self.cleaned_data},
        )
        articles = {article.pk for article in self.cleaned_data.get("articles", [])}
        return [found for found in same if _articles(found) == articles]


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
