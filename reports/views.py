"""Pages of bulletins: the list, an issue as it reads, its files. Frozen issues of a public series need no account."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import quote_etag
from django.views import View

from reports.choices import FormKind
from reports.models import Issue
from reports.pages import all_passages, may_trace, trace
from reports.rendering import issue_json, render_form

_MEDIA = {FormKind.TEXT: "text/plain; charset=utf-8", FormKind.JSON: "application/json"}


class IssueList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        issues = Issue.objects.visible_to(request.user).select_related("series").order_by("-dated")
        return render(request, "reports/issue_list.html", {"issues": issues})


class IssueDetail(View):
    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issues = Issue.objects.visible_to(request.user).for_reading()
        issue = get_object_or_404(issues, series__slug=series, dated=dated)
        said = issue_json(issue)
        sections = trace(said, request.user) if "traced" in request.GET and may_trace(request.user) else []
        context = {"issue": issue, "said": said, "sections": sections, "passages": all_passages(sections)}
        return render(request, "reports/issue_detail.html", context)


class IssueFile(View):
    """A frozen issue's bytes as they were frozen; a draft, for those who may see it, as it stands now."""

    def get(self, request: HttpRequest, series: str, dated: date, kind: FormKind) -> HttpResponse:
        issue = get_object_or_404(Issue.objects.visible_to(request.user), series__slug=series, dated=dated)
        form = issue.forms.filter(kind=kind).first()
        if issue.is_frozen and form is None:
            raise Http404
        content = bytes(form.content) if form else render_form(issue, kind)
        response = HttpResponse(content, content_type=_MEDIA[kind])
        if form:
            response["ETag"] = quote_etag(form.sha256[:40])
        return response
