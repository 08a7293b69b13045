"""Pages of cases: the list, the case, and the restricted records that are shown on request and logged."""

from __future__ import annotations

from typing import cast

import orjson
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from cases.choices import Status
from cases.documents import records_of
from cases.filters import CaseFilter
from cases.material import load
from cases.models import Case, Document
from cases.paging import write_cursor
from cases.records import RECORD_TYPES
from cases.restricted import read_restricted
from tracker.api import BadParameters
from tracker.models import User


class CaseList(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        asked = CaseFilter(request.GET, Document.objects.visible_to(request.user))
        try:
            documents, last = asked.check().page()
        except BadParameters as fault:
            return render(request, "cases/case_list.html", {"form": asked, "problems": fault.problems}, status=400)
        query = request.GET.copy()
        if last is not None:
            query["cursor"] = write_cursor(asked.sorting, getattr(last, asked.sorting.column), last.case_id)
        context = {
            "form": asked,
            "cards": [orjson.loads(document.card) for document in documents],
            "count": asked.matches().count(),
            "next": f"?{query.urlencode()}" if last is not None else "",
            "statuses": dict(Status.choices),
        }
        return render(request, "cases/case_list.html", context)


class CaseDetail(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        document = get_object_or_404(Document.objects.visible_to(request.user).select_related("case"), ref=ref)
        body = orjson.loads(document.body)
        may_see_restricted = Case.objects.restricted_readable_by(request.user).filter(pk=document.case_id).exists()
        context = {
            "body": body,
            "case": document.case,
            "status": Status(body["status"]["code"]).label,
            "records": [(RECORD_TYPES[code].label, record) for code, record in records_of(body)],
            "restricted": load([document.case])[0].restricted_count() if may_see_restricted else 0,
        }
        return render(request, "cases/case_detail.html", context)


class RestrictedRecords(LoginRequiredMixin, View):
    """Shown to named members and reviewers only; each reading is logged before anything is shown."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case = get_object_or_404(Case.objects.restricted_readable_by(request.user), ref=ref)
        records, readings = read_restricted(case=case, by=cast(User, request.user), door=request.path)
        return render(request, "cases/restricted.html", {"case": case, "records": records, "readings": readings})
