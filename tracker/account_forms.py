"""Signing in, choosing a password, inviting somebody."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from tracker.models import User
from tracker.permissions import Role


class SignInForm(AuthenticationForm):
    """Name and password; wrong ones are counted by name."""

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            self.user_cache = get_adapter(self.request).authenticate(self.request, username=name, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["new_password1"].help_text = _("Twelve characters or more: four or five words that you make up do.")
        self.fields["new_password2"].help_text = ""
        self.fields["new_password2"].label = _("The same once more")


class ChangePasswordForm(NewPasswordForm, PasswordChangeForm):
    """Wrong old passwords are counted too: someone at an open screen could guess."""

    field_order = ["old_password", "new_password1", "new_password2"]

    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if not get_adapter().reauthenticate(self.user, old):
            raise get_adapter().validation_error("incorrect_password")
        return old


def _roles() -> list[tuple[str, Any]]:
    """Partners read by a token, which `create_token` makes."""
    return [("", "—"), *((role.value, role.label) for role in Role if role != Role.PARTNER)]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("role"), choices=_roles)


class InvitationForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "display_name", "role"]
        help_texts = {
            "username": _("Typed at every sign-in. It need not be a real name."),
            "display_name": _("Colleagues see it beside what they share; the sign-in name is shown when it is empty."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"] = forms.ChoiceField(label=_("role"), choices=_roles)

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Somebody has this name already, perhaps spelt with other capitals."))
        return name
