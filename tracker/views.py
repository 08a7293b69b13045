"""The site's own pages: signing in and out, who you are, and whether the site is well."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from health_check.views import HealthCheckView
from rest_framework.request import Request

from tracker.api import ReadView
from tracker.models import SignInLink, User
from tracker.permissions import Permission


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        permissions = [p.label for p in Permission if isinstance(user, User) and user.may(p)]
        return super().get_context_data(permissions=permissions, **context)


class SignIn(LoginView):
    template_name = "sign_in.html"
    redirect_authenticated_user = True


class SignInByLink(View):
    """An invitation's link works once; a demo's until the next start. A used or wrong one says so, and no more."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        user = SignInLink.objects.redeem(secret)
        if user is None:
            return render(request, "sign_in_refused.html", status=410)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        messages.success(request, _("You are signed in as %(name)s.") % {"name": user})
        return redirect("home")


class SignOut(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("home")


def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else was asked."""
    return JsonResponse({"live": True})


class Ready(HealthCheckView):
    """200 when PostgreSQL answers. Valkey may be away: pages, saving and the API go on without it."""

    checks = ["health_check.Database"]


class NoSuchAddress(ReadView):
    authentication_classes: list = []
    schema = None

    def get(self, request: Request) -> HttpResponse:
        raise Http404
