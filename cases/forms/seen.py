"""Forms that save nothing over a change which their reader has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Differing:
    """A field whose stored text is another than the one that was typed."""

    label: str
    typed: str
    stored: str


class SeenForm(forms.Form):
    """Carries a fingerprint of what was stored when its page was made. Where another has saved since, it is invalid,
    lists in `differing` both texts of each field, and its next page carries the new fingerprint, so that sending it
    again is a choice."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    differing: list[Differing]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differing = []
        self.initial["seen"] = self.fingerprint()

    def stored_texts(self) -> dict[str, str]:
        """By field what is stored now, as its control would send it."""
        return {
            name: _as_text(field.prepare_value(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
            if name != "seen"
        }

    def fingerprint(self) -> str:
        return sha256(repr(sorted(self.stored_texts().items())).encode()).hexdigest()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("seen") != self.initial["seen"]:
            send_on(self, seen=self.initial["seen"])
            self.differing = [
                Differing(str(self[name].label), self._in_words(name, typed), self._in_words(name, stored))
                for name, stored in self.stored_texts().items()
                if (typed := _as_text(self[name].data)) != stored
            ]
            raise ValidationError(
                _("Somebody changed this while you were writing. Nothing was saved: both texts stand below."),
                code="stale",
            )
        return cleaned

    def _in_words(self, name: str, text: str) -> str:
        """The text as its control shows it: of a choice the label."""
        labels = {str(code): str(label) for code, label in getattr(self.fields[name], "choices", [])}
        return ", ".join(labels.get(part, part) for part in text.split(", ")) if labels else text


def send_on(form: forms.BaseForm, **values: str) -> None:
    """Puts these texts in the place of what was sent, so that the form's next page carries them."""
    sent = cast(QueryDict, form.data).copy()
    for name, value in values.items():
        sent[name] = value
    form.data = sent


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple | set):
        return ", ".join(sorted(str(getattr(one, "pk", one)) for one in value))
    return "\n".join(str(value).splitlines()).strip()
