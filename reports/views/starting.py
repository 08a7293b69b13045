"""The page that starts an issue by hand."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.views.access import REFUSED, user_who_may
from reports.desk import IssueExists, claim_issue
from reports.forms.starting import IssueNewForm
from reports.tasks import compile_issue
from tracker.permissions import Permission


class IssueNew(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        user_who_may(request, Permission.BULLETIN_EDIT)
        return self._page(IssueNewForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.BULLETIN_EDIT)
        form = IssueNewForm(request.POST)
        if not form.is_valid():
            return self._page(form, REFUSED)
        try:
            with transaction.atomic():
                issue = claim_issue(**form.cleaned_data, by=user)
                # A broker that is down loses nothing: beat hands every claimed issue to a worker.
                transaction.on_commit(lambda: compile_issue.delay(issue.pk), robust=True)
        except IssueExists:
            text = _(
                "This series has an issue of that date already, and a series has one a day. Date this one the next day,"
                " or choose another series: you can start one for special issues."
            )
            form.add_error("dated", text)
            return self._page(form, REFUSED)
        return redirect("reports:desk", issue.series.slug, issue.dated)

    def _page(self, form: IssueNewForm, status: int = 200) -> HttpResponse:
        return render(self.request, "reports/issue_new.html", {"form": form}, status=status)
