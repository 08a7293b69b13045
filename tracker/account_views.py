"""Signing in and out, and one's own account: password, second factor, sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import perform_login
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from tracker.account_forms import ChangePasswordForm, NewPasswordForm, SignInForm
from tracker.context import KEYS_OFF
from tracker.models import SignInLink, User
from tracker.second_factor import has_second_factor

REFUSED = 422
_A_YEAR = timedelta(days=365)
secret = method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")


def enter(request: HttpRequest, user: User, *, proved: bool, to: str | None = None) -> HttpResponse:
    """Signs in, by way of the second factor if there is one. `proved`: just now by the password, which is not asked
    for again when a second factor is set up."""
    response = perform_login(request, user, redirect_url=to)
    if proved and request.user.is_authenticated:
        reauthenticate_by_password(request)
    return response


class SignIn(LoginView):
    template_name = "sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        return enter(self.request, form.get_user(), proved=True, to=self.get_success_url())


@secret
class SignInByLink(View):
    """A link is used up by the password that is set with it, not by looking: scanners of mail open every address.
    A demo's link signs in at once, until the next start. A used or wrong one says so, and no more."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        link = SignInLink.objects.find(secret)
        if link is None:
            return self._gone(request)
        if link.reusable:
            return enter(request, link.user, proved=False)
        return self._page(request, link.user, NewPasswordForm(link.user))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        link = SignInLink.objects.find(secret)
        if link is None or link.reusable:
            return self._gone(request)
        form = NewPasswordForm(link.user, request.POST)
        if not form.is_valid():
            return self._page(request, link.user, form, status=REFUSED)
        with transaction.atomic():
            if SignInLink.objects.redeem(secret) is None:
                return self._gone(request)
            form.save()
        logout(request)
        return enter(request, link.user, proved=True)

    def _page(self, request: HttpRequest, user: User, form: NewPasswordForm, status: int = 200) -> HttpResponse:
        return render(request, "accounts/link.html", {"form": form, "whose": user}, status=status)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        return render(request, "sign_in_refused.html", status=410)


class SignOut(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("home")


class Code(AuthenticateView):
    template_name = "accounts/code.html"


class Confirm(ReauthenticateView):
    template_name = "accounts/confirm.html"


class ConfirmByCode(ReauthenticateByCodeView):
    template_name = "accounts/confirm.html"


class Activate(ActivateTOTPView):
    template_name = "accounts/activate.html"
    success_url = reverse_lazy("mfa_view_recovery_codes")

    def get_success_url(self) -> str:
        return str(self.success_url)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        # This code has done its work: it signs nobody in afterwards.
        factor = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        factor.wrap().validate_code(form.cleaned_data["code"])
        return response


class Deactivate(DeactivateTOTPView):
    template_name = "accounts/deactivate.html"
    success_url = reverse_lazy("account")


class RecoveryCodes(ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "accounts/recovery_codes_new.html"


class OwnAccount(LoginRequiredMixin, TemplateView):
    template_name = "accounts/own.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
        sessions = UserSession.objects.purge_and_list(user)
        return super().get_context_data(
            second_factor=has_second_factor(user),
            codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
            sessions=sorted(sessions, key=lambda session: session.last_seen_at, reverse=True),
            **context,
        )


class Keys(LoginRequiredMixin, View):
    """Switches the keys of the site off in this browser, or on again: whoever dictates would set them off."""

    def post(self, request: HttpRequest) -> HttpResponse:
        response = redirect("account")
        if request.POST.get("keys") == "off":
            response.set_cookie(
                KEYS_OFF, "1", max_age=_A_YEAR, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
            )
            messages.success(request, _("Keys are off in this browser."))
        else:
            response.delete_cookie(KEYS_OFF, samesite="Lax")
            messages.success(request, _("Keys are on."))
        return response


@secret
class ChangePassword(LoginRequiredMixin, FormView):
    """A new password; Django ends every other session with it."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("account")

    def get_form(self, form_class: Any = None) -> Form:
        user = cast(User, self.request.user)
        form_class = ChangePasswordForm if user.has_usable_password() else NewPasswordForm
        return form_class(user, **self.get_form_kwargs())

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.save()
        update_session_auth_hash(self.request, user)
        UserSession.objects.create_from_request(self.request)
        messages.success(self.request, _("Your password is changed. Every other session has ended."))
        return super().form_valid(form)


class EndSessions(LoginRequiredMixin, View):
    """One of one's own sessions, or all but this one."""

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.POST.get("session", "")
        own = list(UserSession.objects.filter(user=cast(User, request.user)))
        ended = [s for s in own if (str(s.pk) == asked or (asked == "others" and not s.is_current()))]
        end_sessions(request, ended)
        messages.success(request, _("Sessions ended: %(number)s.") % {"number": len(ended)})
        return redirect("account" if request.user.is_authenticated else "home")
