"""Addresses as visitors and editors type them, and what is asked before an issue is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_AT_ONCE = 200
LONGEST_ADDRESS = 254
NO_ADDRESS = gettext_lazy("This is not an e-mail address: one reads like name@example.org.")


class AddressField(forms.EmailField):
    """An address as mail servers take it: a domain of other letters in its ASCII form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"invalid": NO_ADDRESS}, max_length=LONGEST_ADDRESS, **options)
        # One message for one mistake: `clean` asks for the length.
        self.validators = self.validators[:1]
        self.widget.attrs |= {"autocomplete": "email"}

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        local, _at, domain = address.rpartition("@")
        # Django's pattern takes a long s for an s.
        if len(address) > LONGEST_ADDRESS or not local.isascii():
            raise ValidationError(NO_ADDRESS)
        try:
            return f"{local}@{domain.encode('idna').decode().lower()}" if address else ""
        except UnicodeError:
            raise ValidationError(NO_ADDRESS) from None


class SubscribeForm(forms.Form):
    address = AddressField(label=gettext_lazy("Your e-mail address"))


class SubscribersForm(forms.Form):
    """Addresses one a line; `addresses` cleaned is a list without doubles."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses, one a line"),
        max_length=MOST_AT_ONCE * 256,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy("at most 200 at once"),
    )

    def clean_addresses(self) -> list[str]:
        lines = [(n, line.strip()) for n, line in enumerate(self.cleaned_data["addresses"].splitlines(), 1)]
        lines = [(n, line) for n, line in lines if line]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_("These are %(n)d addresses: add 200 at a time."), params={"n": len(lines)})
        read: dict[str, str] = {}
        faults = []
        for number, line in lines:
            try:
                address = AddressField().clean(line)
                read.setdefault(address.casefold(), address)
            except ValidationError:
                said = _("Line %(number)d is not an e-mail address: “%(line)s”.")
                faults.append(ValidationError(said, params={"number": number, "line": line[:80]}))
        if faults:
            raise ValidationError(faults[:20])
        return list(read.values())


class SearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("A part of an address"),
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "ltr"}),
    )


class PreviewForm(forms.Form):
    address = AddressField(
        label=gettext_lazy("Your own e-mail address"),
        help_text=gettext_lazy("kept with your account and used for previews alone"),
    )


class SendForm(forms.Form):
    sure = forms.BooleanField(
        label=gettext_lazy("I have looked at the mail; one that is sent can't be called back"),
        error_messages={"required": gettext_lazy("Tick this box first. Nothing is sent yet.")},
    )
