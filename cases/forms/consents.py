"""A consent that was noted wrongly, corrected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.seen import SeenForm
from people.choices import ConsentBasis
from people.forms import ConsentForm


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
