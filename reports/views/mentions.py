"""The page on which an editor looks at paragraphs of a frozen issue that may speak of somebody who was withdrawn."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.views.access import user_who_may
from reports.models import Issue, Mention
from reports.redaction import look_at
from reports.views.access import visible_issue
from tracker.models import User
from tracker.permissions import Permission


class IssueMentions(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issue, _user = self._opened(series, dated)
        mentions = Mention.objects.of(issue).prefetch_related("entry__passages")
        return render(request, "reports/issue_mentions.html", {"issue": issue, "mentions": mentions})

    def post(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issue, user = self._opened(series, dated)
        act, _sign, number = request.POST.get("act", "").partition("-")
        with transaction.atomic():
            # The issue before its paragraphs, as a withdrawal does.
            Issue.objects.select_for_update().get(pk=issue.pk)
            mention = (
                Mention.objects.of(issue).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
            )
            if mention is not None and act in ("out", "leave"):
                look_at(mention, is_them=act == "out", by=user)
                if act == "out":
                    messages.success(request, _("The paragraph is out. The issue's forms are made again in a minute."))
                else:
                    messages.success(request, _("The paragraph stays."))
        return redirect("reports:mentions", series, dated)

    def _opened(self, series: str, dated: date) -> tuple[Issue, User]:
        """Raises `Http404`, then `PermissionDenied`."""
        return visible_issue(self.request, series, dated), user_who_may(self.request, Permission.BULLETIN_EDIT)
