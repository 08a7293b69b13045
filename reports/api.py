"""The API's addresses of bulletins: the frozen issues of the series that the reader's audience may read."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from reports import schema
from reports.choices import FormKind
from reports.corrections import corrections_among
from reports.models import Issue, IssueForm
from tracker.api import ReadView, ready_json
from tracker.models import Scope


def address_of(issue: Issue) -> str:
    return f"/api/v1/bulletins/{issue.series.slug}/{issue.dated}/"


class IssueList(ReadView):
    scope = Scope.BULLETINS.value

    @extend_schema(operation_id="bulletins", responses={200: schema.issues_schema()})
    def get(self, request: Request) -> Response:
        """Frozen issues, newest first, each with the addresses of later ones that correct something in it."""
        issues = Issue.objects.for_audience(self.audience).select_related("series").order_by("-dated", "series__slug")
        pairs = corrections_among(issues)
        results = [
            {
                "series": issue.series.slug,
                "dated": issue.dated,
                "masthead": issue.masthead,
                "frozen_at": issue.frozen_at,
                "url": address_of(issue),
                "corrected_in": [address_of(one.told_in) for one in pairs if one.issue == issue],
            }
            for issue in issues
        ]
        return Response({"results": results})


class IssueDetail(ReadView):
    scope = Scope.BULLETINS.value

    @extend_schema(operation_id="bulletin", responses={200: schema.issue_schema()})
    def get(self, request: Request, series: str, dated: str) -> Response:
        """One frozen issue, every passage with the record versions it tells."""
        try:
            day = date.fromisoformat(dated)
        except ValueError:
            raise Http404 from None
        issues = Issue.objects.for_audience(self.audience).filter(series__slug=series, dated=day)
        form = IssueForm.objects.kept().filter(issue__in=issues, kind=FormKind.JSON).first()
        if form is None:
            raise Http404
        return ready_json(bytes(form.content), etag=form.sha256[:40])
