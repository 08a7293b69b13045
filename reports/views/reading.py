"""Pages of bulletins: the list, an issue as it reads, its files. Frozen issues of a public series need no account."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header, quote_etag
from django.views import View

from cases.fields import LONGEST_WORDS
from reports.choices import FormKind
from reports.corrections import corrections_of
from reports.desk import may_freeze, may_keep_series
from reports.models import Issue, Series
from reports.pages.evidence import all_passages, forms_of, may_trace, trace
from reports.rendering import issue_json, render_form
from reports.rendering.page import policy_of
from reports.rendering.traced import as_traced_page
from tracker.models import User

_MEDIA = {
    FormKind.TEXT: "text/plain; charset=utf-8",
    FormKind.PAGE: "text/html; charset=utf-8",
    FormKind.PDF: "application/pdf",
    FormKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FormKind.MAIL: "message/rfc822",
    FormKind.JSON: "application/json",
}
# What a browser has no page for is saved under the issue's name.
_SAVED = {FormKind.DOCX, FormKind.MAIL}


class IssueList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        """All of them, or those in whose frozen text the words of `q` stand."""
        words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
        issues = Issue.objects.visible_to(request.user).select_related("series").order_by("-dated", "series__slug")
        if words:
            issues = issues.saying(words)
        user = request.user
        series = Series.objects.order_by("name") if isinstance(user, User) and may_keep_series(user) else []
        return render(request, "reports/issue_list.html", {"issues": issues, "series": series, "words": words})


class IssueDetail(View):
    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issues = Issue.objects.visible_to(request.user).for_reading()
        issue = get_object_or_404(issues, series__slug=series, dated=dated)
        said = issue_json(issue)
        sections = trace(said, request.user) if "traced" in request.GET and may_trace(request.user) else []
        context = {"issue": issue, "said": said, "sections": sections, "passages": all_passages(sections)}
        user = request.user
        context["corrected_in"], context["corrects"] = corrections_of(issue, Issue.objects.visible_to(user))
        context |= {
            "forms": forms_of(issue),
            "missing": issue.forms.taken_away().count(),
            "mentions": getattr(Issue.objects.to_look_at(user).filter(pk=issue.pk).first(), "mentions", 0),
            "can_freeze": isinstance(user, User) and may_freeze(user, issue),
        }
        return render(request, "reports/issue_detail.html", context)


class IssueFile(View):
    """A frozen issue's bytes as they were frozen; a draft, for those who may see it, as it stands now."""

    def get(self, request: HttpRequest, series: str, dated: date, kind: FormKind) -> HttpResponse:
        issue = get_object_or_404(Issue.objects.visible_to(request.user), series__slug=series, dated=dated)
        form = issue.forms.kept().filter(kind=kind).first()
        if issue.is_frozen and form is None:
            raise Http404
        content = bytes(form.content) if form else render_form(issue, kind)
        response = HttpResponse(content, content_type=_MEDIA[kind])
        name = f"{series}-{dated}.{kind}"
        response["Content-Disposition"] = content_disposition_header(kind in _SAVED, name) or "inline"
        if kind == FormKind.PAGE:
            response["Content-Security-Policy"] = policy_of(content)
        if form:
            response["ETag"] = quote_etag(form.sha256[:40])
        return response


class IssueTraced(View):
    """The traced edition, a page to save: every passage with its numbered sources. For the team alone."""

    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        if not may_trace(request.user):
            raise Http404
        issues = Issue.objects.visible_to(request.user).for_reading()
        issue = get_object_or_404(issues, series__slug=series, dated=dated)
        response = HttpResponse(as_traced_page(issue))
        name = f"{series}-{dated}-traced.html"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
        return response
