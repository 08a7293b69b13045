"""The page that freezes an issue: everything that stands against it at once, then the issue as it will be kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.gate import told_beforehand
from cases.views.access import REFUSED, STALE
from reports.checks import Finding
from reports.choices import FormKind, IssueState
from reports.desk import EMPTY, CannotFreeze, IssueFrozen, findings_for, may_freeze, noting_freezing
from reports.forms.desk import FreezeForm
from reports.freezing import ask_freezing, missing_forms, take_refusal
from reports.models import Freezing, Issue
from reports.pages.desk import in_words
from reports.rendering import issue_json
from reports.tasks import render_awaited_forms
from reports.views.access import visible_issue
from tracker.models import User

# Seconds after which a page that waits for the forms asks again: a usual issue's are made in one.
ASK_AGAIN = 2


class IssueFreeze(LoginRequiredMixin, View):
    """For whoever may freeze: editors, and reviewers where the series needs a second person."""

    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issue, user = self._opened(series, dated)
        if issue.is_frozen and issue.frozen_by == user:
            messages.success(request, _("The issue is frozen: it stays exactly as it is below, and can be sent."))
        if issue.state != IssueState.DRAFT:
            return redirect("reports:issue", series, dated)
        if Freezing.objects.filter(issue=issue, refused__isnull=True).exists():
            return self._waiting(issue)
        return self._page(issue, refused=take_refusal(issue, user))

    def post(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        found, user = self._opened(series, dated)
        if found.state != IssueState.DRAFT:
            return redirect("reports:freeze", series, dated)
        form = FreezeForm(request.POST, issue=Issue.objects.for_reading().get(pk=found.pk))
        if not form.is_valid():
            return self._page(found, form, STALE)
        said = form.cleaned_data
        try:
            with noting_freezing(user, door=request.path), transaction.atomic():
                ask_freezing(issue=found, seen=said["seen"], by=user, even_empty=said["even_empty"])
                # A broker that is down loses nothing: beat hands every awaited form to a worker.
                transaction.on_commit(lambda: render_awaited_forms.delay(found.pk), robust=True)
        except IssueFrozen:
            return redirect("reports:freeze", series, dated)
        except CannotFreeze as refused:
            return self._page(found, form, REFUSED, refused.findings)
        return redirect("reports:freeze", series, dated)

    def _waiting(self, issue: Issue) -> HttpResponse:
        missing = missing_forms(issue.pk)
        forms = [(kind.label, kind not in missing) for kind in FormKind]
        context = {"issue": issue, "forms": forms, "made": len(forms) - len(missing)}
        waiting = render(self.request, "reports/issue_freezing.html", context)
        waiting["Refresh"] = str(ASK_AGAIN)
        return waiting

    def _opened(self, series: str, dated: date) -> tuple[Issue, User]:
        """Raises `Http404` or `PermissionDenied`."""
        issue = visible_issue(self.request, series, dated)
        user = self.request.user
        if not isinstance(user, User) or not may_freeze(user, issue):
            raise PermissionDenied
        return issue, user

    def _page(
        self, found: Issue, form: FreezeForm | None = None, status: int = 200, refused: Iterable[Finding] = ()
    ) -> HttpResponse:
        issue = Issue.objects.for_reading().get(pk=found.pk)
        refused = list(refused)
        form = form or FreezeForm(issue=issue)
        user = self.request.user
        assert isinstance(user, User)  # `_opened` let nobody else in
        even_empty = form.is_bound and bool(form["even_empty"].data)
        seen = list(told_beforehand(findings_for(issue, user, even_empty=even_empty)))
        findings = in_words(dict.fromkeys([*refused, *seen]))
        said = issue_json(issue)
        context = {
            "issue": issue,
            "said": said,
            "form": form,
            "blocking": [noted for noted in findings if noted.blocks],
            "warnings": [noted for noted in findings if not noted.blocks],
            "keeps": sum(one.blocks and one.code != EMPTY for one in seen),
            "is_empty": not said["sections"],
            "is_refused": bool(refused),
        }
        return render(self.request, "reports/issue_freeze.html", context, status=status)
