"""Pages of a case's ledger, for the team: what each published audience was given, and when."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View

from cases.models import Publication
from cases.pages.versions import version_page
from cases.views.access import visible_case
from tracker.audiences import DOCUMENTED, PUBLISHED, Audience


def audience_asked(request: HttpRequest, default: Audience) -> Audience:
    """The audience that the address names with `as`. Raises `Http404` for a word that is none."""
    try:
        audience = Audience.from_code(request.GET.get("as", default.code))
    except KeyError as fault:
        raise Http404 from fault
    if audience not in DOCUMENTED:
        raise Http404
    return audience


def ledger_audience(request: HttpRequest) -> Audience:
    """The published audience that the address names, partners without a word. Raises `Http404`."""
    audience = audience_asked(request, Audience.PARTNER)
    if audience not in PUBLISHED:
        raise Http404
    return audience


class VersionList(LoginRequiredMixin, View):
    """Every row of the ledger for one audience, newest first."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, audience = visible_case(request, ref), ledger_audience(request)
        rows = Publication.objects.filter(ref=case.ref).for_audience(audience).order_by("-version")
        rows = rows.select_related("published_by").defer("body")
        context = {"case": case, "rows": rows, "audience": audience, "audiences": reversed(PUBLISHED)}
        return render(request, "cases/version_list.html", context)


class VersionDetail(LoginRequiredMixin, View):
    """One version with what it changed. One that was taken back says so: its number and digest remain."""

    def get(self, request: HttpRequest, ref: str, number: int) -> HttpResponse:
        case, audience = visible_case(request, ref), ledger_audience(request)
        rows = Publication.objects.filter(ref=case.ref).for_audience(audience).select_related("published_by")
        page = version_page(get_object_or_404(rows, version=number), timezone.localdate())
        return render(request, "cases/version_detail.html", {"case": case, "page": page, "audience": audience})
