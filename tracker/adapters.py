"""What allauth asks this site: no sign-up, sealed secrets, no addresses kept, and the words for what went wrong."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tracker.sealed import seal, unseal

TOO_MANY = _("There were too many wrong passwords or codes for this name. Wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Of nobody: a seized database must not tell where colleagues sit, and behind Tor an address says nothing."""
        return "0.0.0.0"  # noqa: S104  nothing is bound to it

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Not of an account that has neither a password nor a second factor yet: it could never confirm itself."""
        return bool(self.get_reauthentication_methods(self.request.user))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is wrong, too old, or was used already. Wait for the next one, and see that the clock of the "
            "phone is right."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `CannotUnseal`."""
        return unseal(encrypted_text, "second factor")

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()
