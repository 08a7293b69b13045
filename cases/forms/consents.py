"""A consent that was noted wrongly, corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms.seen import SeenForm
from people.choices import ConsentBasis, ConsentSubject
from people.forms import ConsentForm
from people.models import Person
from tracker.audiences import Audience


class NewConsentForm(ConsentForm):
    """A consent, and in the same step who sees the name, where fewer see it than the consent allows."""

    field_order = ("audience", "subjects", "shows_name")
    shows_name = forms.BooleanField(required=False, label=_("Show the name to them from now on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person: Person = self.instance.person
        hint = gettext("“Who sees the name” is set to “%(set)s” now; without this tick it stays so.")
        self.fields["shows_name"].help_text = hint % {"set": Audience(self.person.name_exposure).label}
        if self.person.name_exposure == Audience.PUBLIC:
            del self.fields["shows_name"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("shows_name") and ConsentSubject.NAME not in self.cleaned_data.get("subjects", []):
            self.add_error("shows_name", _("Only a consent on the name lets the name be shown: tick “name” above too."))
        return cleaned

    @property
    def keeps_name(self) -> bool:
        """Whether it is a consent on the name to readers who don't see the name all the same."""
        said = self.cleaned_data
        return ConsentSubject.NAME in said["subjects"] and said["audience"] < self.person.name_exposure


class CorrectConsentForm(SeenForm, ConsentForm):
    """What no page shows is kept where nothing is typed over it; where a consent is public is not changed here."""

    source_title = source_url = quote = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"given_by": "", "note": ""}, **kwargs)
        self.was_public = self.instance.basis == ConsentBasis.ALREADY_PUBLIC
        for name in ("given_by", "note"):
            self.fields[name].help_text = _("no page shows it; empty: it stays as it was noted")

    def clean_given_by(self) -> str:
        return self.cleaned_data["given_by"] or self.instance.given_by

    def clean_note(self) -> str:
        return self.cleaned_data["note"] or self.instance.note

    def clean_basis(self) -> str:
        basis: str = self.cleaned_data["basis"]
        if (basis == ConsentBasis.ALREADY_PUBLIC) != self.was_public:
            raise ValidationError(_("“Already public” stands or falls with its source: note another consent."))
        return basis

    def check_source(self) -> None:
        """The source was given when the consent was noted."""
