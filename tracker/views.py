"""The site's own pages: the first one, and whether the site is well. Signing in: `tracker/account_views.py`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.generic import TemplateView
from health_check.views import HealthCheckView
from rest_framework.request import Request

from tracker.api import ReadView
from tracker.models import User
from tracker.permissions import Permission


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        permissions = [p.label for p in Permission if isinstance(user, User) and user.may(p)]
        return super().get_context_data(permissions=permissions, **context)


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
