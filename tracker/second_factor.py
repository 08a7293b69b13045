"""In production nobody works without a second factor: whoever signs in without one is led to where it is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracker.faults import database_fault
from tracker.models import User

# Where one gets on the way to a second factor, and out again.
OPEN = {
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "account-password",
    "sign-out",
    "sign-in-link",
    "health-live",
    "health-ready",
}


def has_second_factor(user: User) -> bool:
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.SECOND_FACTOR_REQUIRED or (match and match.view_name in OPEN):
            return None
        try:
            if isinstance(request.user, User) and not has_second_factor(request.user):
                return redirect("mfa_activate_totp")
        except OperationalError as fault:
            return database_fault(fault)
        return None
