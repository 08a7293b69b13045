"""Pages of cases: the list, the case, and the restricted records that are shown on request and logged."""

from __future__ import annotations

from typing import cast

import orjson
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from rest_framework.exceptions import APIException

from cases.consents import consents_shown_to
from cases.copying import Busy
from cases.exports import ExportFilter, ExportForm, export_cases, export_headers
from cases.filters import CaseFilter
from cases.models import Case, Deadline, Document
from cases.pages.case_page import (
    CasePage,
    read_in_words,
    restricted_count,
    restricted_records,
    standing_versions,
    struck_with,
)
from cases.pages.deadlines import deadline_days
from cases.pages.filter_form import filter_form
from cases.pages.list_page import list_page
from cases.pages.versions import body_of, newest_version
from cases.restricted import read_restricted
from cases.views.versions import audience_asked
from tracker.api import BadParameters
from tracker.audiences import Audience
from tracker.models import ReadLog, User

DEADLINES_ON_A_PAGE = 100


class CaseList(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        asked = CaseFilter(request.GET, Document.objects.visible_to(request.user))
        try:
            page = list_page(asked)
        except BadParameters as fault:
            form = filter_form(asked, fault.problems)
            return render(request, "cases/case_list.html", {"form": form}, status=400)
        return render(request, "cases/case_list.html", {"form": page.form, "page": page, "today": asked.today})


class DeadlineList(LoginRequiredMixin, View):
    """Deadlines to come, of clocks that the records leave open, soonest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        due = Deadline.objects.visible_to(request.user).due(today, None).soonest_first().for_list()
        page = Paginator(due, DEADLINES_ON_A_PAGE).get_page(request.GET.get("page"))
        context = {"days": deadline_days(page.object_list, today), "page": page, "today": today}
        return render(request, "cases/deadlines.html", context)


class CaseExport(LoginRequiredMixin, View):
    """The list taken along, logged with its taker, the names of what was asked and the number of cases."""

    form = ExportForm.CSV

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = cast(User, request.user)
        asked = ExportFilter(request.GET, Document.objects.visible_to(user))
        try:
            asked.check()
        except BadParameters as fault:
            form = filter_form(asked, fault.problems)
            return render(request, "cases/case_list.html", {"form": form}, status=400)
        if request.method == "HEAD":
            return export_headers(self.form, audience=Audience.TEAM, taken_by=user.username)
        names = "&".join(sorted(name for name in request.GET if request.GET[name]))
        what = f"{asked.matches().count()} cases: {names or 'all'}"
        ReadLog.objects.create(user=user, audience=Audience.TEAM, door=request.path, what=what[:300])
        try:
            answer = export_cases(
                asked, self.form, audience=Audience.TEAM, address_of=self._address_of, taken_by=user.username
            )
        except APIException as refused:
            again = {"Retry-After": refused.wait} if isinstance(refused, Busy) else {}
            return HttpResponse(refused.detail, status=refused.status_code, content_type="text/plain", headers=again)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _address_of(self, ref: str) -> str:
        return self.request.build_absolute_uri(reverse("cases:detail", args=[ref]))


class CaseDetail(LoginRequiredMixin, View):
    """The case as the team reads it or, with `?as=`, exactly what the ledger gives a published audience."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        seen = Document.objects.visible_to(request.user).select_related("case")
        document = get_object_or_404(seen, ref=ref)
        audience = audience_asked(request, Audience.TEAM)
        if audience != Audience.TEAM:
            return self._viewed_as(audience, document.case)
        may_see_restricted = Case.objects.restricted_readable_by(request.user).filter(pk=document.case_id).exists()
        context = {
            "page": CasePage(
                orjson.loads(document.body),
                timezone.localdate(),
                struck_with(document.case, cast(User, request.user)),
            ),
            "case": document.case,
            "versions": standing_versions(document.case),
            "restricted": restricted_count(document.case) if may_see_restricted else 0,
            "consents": consents_shown_to(request.user, document.person),
        }
        return render(request, "cases/case_detail.html", context)

    def _viewed_as(self, audience: Audience, case: Case) -> HttpResponse:
        version = newest_version(case, audience)
        body = body_of(version)
        page = CasePage(body, timezone.localdate()) if body else None
        context = {"page": page, "ref": case.ref, "viewed_as": audience.code, "audience": audience, "version": version}
        return render(self.request, "cases/case_viewed_as.html" if page else "cases/case_unpublished.html", context)


class RestrictedRecords(LoginRequiredMixin, View):
    """Shown to named members and reviewers only; each reading is logged before anything is shown."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case = get_object_or_404(Case.objects.restricted_readable_by(request.user), ref=ref)
        records, readings = read_restricted(case=case, by=cast(User, request.user), door=request.path)
        shown = restricted_records(records)
        said = [(reading, read_in_words(reading.what, shown)) for reading in readings]
        context = {"case": case, "records": shown, "readings": said}
        return render(request, "cases/restricted.html", context)
