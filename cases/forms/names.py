"""The names of a person, all on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cases.forms.seen import Differing, SeenForm
from cases.models import CitationLink
from cases.people import audiences_between, was_told_to
from people.choices import NameKind, PersonKind, Script
from people.forms import NameField, audience_choices
from people.models import Name, Person
from tracker.audiences import Audience

NEW_ROWS = ("new1", "new2")
PARTS = ("text", "kind", "script", "visibility")
_SEEN_BY = {
    Audience.PUBLIC: _("The names are seen by everybody"),
    Audience.PARTNER: _("The names are seen by partners and the team only"),
    Audience.TEAM: _("The names are seen by the team only"),
    Audience.RESTRICTED: _("The names are seen by named members of the case and reviewers only"),
}


@dataclass(frozen=True)
class NameRow:
    """The controls of one name; `key` is its number, or says that it is a new one."""

    key: str
    fields: list[BoundField]
    is_main: bool
    gone: BoundField | None


class NamesForm(SeenForm):
    """The names that the team sees, and two rows for new ones. Names withheld from the team stay as they are."""

    main = forms.CharField(label=_("Main name"), required=False, max_length=20)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        self.names = {str(name.pk): name for name in person.names_for(Audience.TEAM)}
        initial: dict[str, Any] = {"main": next(iter(self.names), "")}
        for key, name in self.names.items():
            initial |= {f"{part}_{key}": getattr(name, part) for part in PARTS}
        for key in NEW_ROWS:
            initial |= {f"kind_{key}": NameKind.SPELLING, f"visibility_{key}": Audience.PUBLIC}
        super().__init__(*args, initial=initial, **kwargs)
        for key in (*self.names, *NEW_ROWS):
            self.fields[f"text_{key}"] = NameField(required=key in self.names)
            self.fields[f"kind_{key}"] = forms.ChoiceField(label=_("Kind"), choices=NameKind.choices)
            self.fields[f"script_{key}"] = forms.ChoiceField(label=_("Script"), choices=Script.choices)
            self.fields[f"visibility_{key}"] = forms.TypedChoiceField(
                label=_("Who sees it"), choices=audience_choices(), coerce=int
            )
            if key in self.names and self.names[key].visibility < person.name_exposure:
                self.fields[f"visibility_{key}"].help_text = self.seen_by
            if key in self.names:
                self.fields[f"gone_{key}"] = forms.BooleanField(label=_("Take this name away"), required=False)
            else:
                for part in PARTS:
                    self.fields[f"{part}_{key}"].required = False
        self.initial["seen"] = self.fingerprint()

    @property
    def seen_by(self) -> Any:
        """Who sees the person's names, as their own setting says."""
        return _SEEN_BY[Audience(self.person.name_exposure)]

    def rows(self) -> Iterator[NameRow]:
        """The names, main first, then the empty rows."""
        main = str(self["main"].value() or "")
        for key in (*self.names, *NEW_ROWS):
            gone = self[f"gone_{key}"] if key in self.names else None
            yield NameRow(key, [self[f"{part}_{key}"] for part in PARTS], key == main, gone)

    def kept(self) -> dict[str, str]:
        """By row the name that it is to hold; rows taken away or empty are left out."""
        said = self.cleaned_data
        texts = {key: said.get(f"text_{key}", "") for key in (*self.names, *NEW_ROWS) if not said.get(f"gone_{key}")}
        return {key: text for key, text in texts.items() if text}

    def clean(self) -> dict[str, Any] | None:
        try:
            cleaned = super().clean()
        except ValidationError:
            # Somebody took a name away that was changed here: its row is gone, what was typed is not.
            lost = [name for name in self.data if name.startswith("text_") and name not in self.fields]
            self.differing += [Differing(str(_("Name")), self.data[name], "") for name in lost]
            raise
        kept = self.kept()
        held = {key: name.text for key, name in self.names.items() if key in kept}
        withheld = set(self.person.names.exclude(pk__in=self.names).values_list("text", flat=True))
        for key, text in kept.items():
            others = {*(kept[other] for other in kept if other != key), *(held[o] for o in held if o != key)}
            if text in others | withheld:
                self.add_error(f"text_{key}", _("This name stands in another row already."))
            self._check_audience(key)
        if not kept and not withheld and self.person.kind == PersonKind.INDIVIDUAL and not self.errors:
            raise ValidationError(_("A person needs a name or a pseudonym; only a group may have none."))
        return cleaned

    def _check_audience(self, key: str) -> None:
        """A name that readers have is not made narrower by itself: what they read must be withdrawn with it."""
        before, after = self.names.get(key), self.cleaned_data.get(f"visibility_{key}")
        if before and after and was_told_to(self.person, audiences_between(before.visibility, after)):
            self.add_error(
                f"visibility_{key}",
                _("This name may have been published: the case is withdrawn before it can be withheld."),
            )

    def write_names(self) -> None:
        """Saves what differs. Inside `editing_shared`."""
        kept, said = self.kept(), self.cleaned_data
        gone = [name.pk for key, name in self.names.items() if key not in kept]
        CitationLink.objects.filter(content_type=ContentType.objects.get_for_model(Name), object_id__in=gone).delete()
        Name.objects.filter(pk__in=gone).delete()
        main = said["main"] if said["main"] in kept else next(iter(kept), "")
        # One main name at any moment: the former steps back first.
        for key, name in self.names.items():
            if key in kept and name.is_main and key != main:
                Name.objects.filter(pk=name.pk).update(is_main=False)
        # A withheld name may be the main one; then it stays so.
        withheld_main = self.person.names.filter(is_main=True).exclude(pk__in=[n.pk for n in self.names.values()])
        main_is_free = not withheld_main.exists()
        for key, text in kept.items():
            name = self.names.get(key) or Name(person=self.person)
            name.text, name.is_main = text, key == main and main_is_free
            name.kind = said[f"kind_{key}"] or NameKind.SPELLING
            name.script = said[f"script_{key}"] or Script.LATIN
            shown_to = said[f"visibility_{key}"]
            name.visibility = Audience.PUBLIC if shown_to == "" else shown_to
            if name.pk is None or key == main or self.changed_of(key):
                name.save()

    def changed_of(self, key: str) -> bool:
        """Whether something was typed over in the row, or it was the main name until now."""
        return any(f"{part}_{key}" in self.changed_data for part in PARTS) or "main" in self.changed_data
