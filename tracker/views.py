"""The site's own pages: the first, what is typed, whether the site is well. Signing in: `tracker/account_views.py`."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.csrf import csrf_failure
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView
from health_check.views import HealthCheckView
from rest_framework.request import Request

from tracker.api import ReadView
from tracker.dates import PartialDateFormField
from tracker.models import User
from tracker.unfinished import keep, left_by, posted_sheet


class Home(TemplateView):
    template_name = "home.html"


@method_decorator(csrf_exempt, name="dispatch")
class KeepTyping(View):
    """Keeps what is typed. The sheet in the form proves where it comes from, also when its session has ended or
    another has begun, which a CSRF token would not outlive."""

    def post(self, request: HttpRequest) -> HttpResponse:
        sheet = posted_sheet(request)
        if sheet is None:
            raise PermissionDenied
        context = {"is_kept": keep(sheet, request.POST), "now": timezone.localtime()}
        return render(request, "components/kept.html", context)


class DiscardUnfinished(LoginRequiredMixin, View):
    """Throws away what the user left unfinished; what is somebody else's is not there."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        get_object_or_404(left_by(cast(User, request.user)), key=key).delete()
        messages.success(request, _("What you left unfinished is thrown away."))
        following = request.POST.get("next", "")
        return redirect(following if url_has_allowed_host_and_scheme(following, None) else "home")


def form_ran_out(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """For a form whose page is older than the session: with its sheet it is kept, and shown again to be sent anew."""
    sheet = posted_sheet(request)
    if sheet is None or not keep(sheet, request.POST):
        return csrf_failure(request, reason)
    messages.info(
        request, _("You signed in after this form was opened. Nothing is saved yet: look it over and save it.")
    )
    return redirect(sheet.take_up_address)


class ReadDate(LoginRequiredMixin, View):
    """How the text of the box that `?box` names is understood, as saving would understand it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        read, problem = None, ""
        try:
            read = PartialDateFormField(required=False).clean(request.POST.get(request.GET.get("box", ""), ""))
        except ValidationError as fault:
            problem = " ".join(fault.messages)
        return render(request, "components/date_read.html", {"read": read, "problem": problem})


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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that can't be read; of one that is too long it says so."""
    name, status = ("413.html", 413) if isinstance(exception, RequestDataTooBig) else ("400.html", 400)
    # Where the request was refused before anybody was looked up there is nobody to greet.
    known = request if hasattr(request, "user") else None
    return HttpResponse(render_to_string(name, request=known), status=status)
