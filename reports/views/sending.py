"""The page that sends a frozen issue by e-mail, shows how far it is, stops it and tries again."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views import View

from cases.views.access import REFUSED, user_who_may
from reports.choices import DeliveryState
from reports.forms.subscribers import PreviewForm, SendForm
from reports.mailing.previewing import note_asked
from reports.mailing.queueing import queue_issue, stop_issue, try_again
from reports.models import Issue
from reports.pages.sending import progress_of, send_page
from reports.tasks import send_due_mail, send_preview_mail
from reports.views.access import visible_issue
from tracker.models import User
from tracker.permissions import Permission
from tracker.sessions import is_by_itself

AGAIN = {"again-failed": DeliveryState.FAILED, "again-unknown": DeliveryState.UNKNOWN}


class IssueSend(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issue, user = self._opened(series, dated)
        if not issue.is_frozen:
            return redirect("reports:issue", series, dated)
        if is_by_itself(request):
            return render(request, "reports/issue_send_progress.html", {"progress": progress_of(issue)})
        return self._page(issue, user)

    def post(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issue, user = self._opened(series, dated)
        if not issue.is_frozen:
            return redirect("reports:issue", series, dated)
        act = request.POST.get("act", "")
        if act == "preview":
            return self._preview(issue, user)
        if act == "send":
            return self._send(issue, user)
        if act == "stop":
            n = stop_issue(issue=issue, by=user)
            self._say(ngettext("%(n)d mail is called off.", "%(n)d mails are called off.", n), n)
        elif act in AGAIN:
            with transaction.atomic():
                n = try_again(issue=issue, state=AGAIN[act], by=user)
                transaction.on_commit(send_due_mail.delay, robust=True)
            self._say(ngettext("%(n)d mail is tried again.", "%(n)d mails are tried again.", n), n)
        return redirect("reports:send", series, dated)

    def _send(self, issue: Issue, user: User) -> HttpResponse:
        form = SendForm(self.request.POST)
        if not form.is_valid():
            return self._page(issue, user, sure=form)
        with transaction.atomic():
            n = queue_issue(issue=issue, by=user)
            # A broker that is down loses nothing: beat asks PostgreSQL what is due.
            transaction.on_commit(send_due_mail.delay, robust=True)
        self._say(ngettext("The issue goes to %(n)d subscriber.", "The issue goes to %(n)d subscribers.", n), n)
        return redirect("reports:send", issue.series.slug, issue.dated)

    def _preview(self, issue: Issue, user: User) -> HttpResponse:
        form = PreviewForm(self.request.POST)
        if not form.is_valid():
            return self._page(issue, user, preview=form)
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=form.cleaned_data["address"])
            note_asked(issue.pk, user)
            transaction.on_commit(lambda: send_preview_mail.delay(issue.pk, user.pk), robust=True)
        return redirect("reports:send", issue.series.slug, issue.dated)

    def _say(self, text: str, n: int) -> None:
        messages.success(self.request, text % {"n": n})

    def _opened(self, series: str, dated: date) -> tuple[Issue, User]:
        """Raises `Http404`, then `PermissionDenied`."""
        return visible_issue(self.request, series, dated), user_who_may(self.request, Permission.BULLETIN_FREEZE)

    def _page(
        self, issue: Issue, user: User, *, sure: SendForm | None = None, preview: PreviewForm | None = None
    ) -> HttpResponse:
        context = {
            "issue": issue,
            "page": send_page(issue, user),
            "sure": sure or SendForm(),
            "preview": preview or PreviewForm(initial={"address": user.email}),
        }
        return render(self.request, "reports/issue_send.html", context, status=REFUSED if sure or preview else 200)
