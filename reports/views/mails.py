"""A frozen issue's mail on the screen, for whoever sends it: nobody needs a mail program to look at it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin

from cases.views.access import user_who_may
from reports.choices import FormKind
from reports.mailing import messages
from reports.rendering.page import policy_of_mail
from reports.views.access import visible_issue
from tracker.permissions import Permission


class MailView(LoginRequiredMixin, View):
    def kept(self, series: str, dated: date) -> messages.IssueMail:
        """Raises `Http404`, also for a draft and while the mail is made again, then `PermissionDenied`."""
        issue = visible_issue(self.request, series, dated)
        user_who_may(self.request, Permission.BULLETIN_FREEZE)
        form = issue.forms.kept().filter(kind=FormKind.MAIL).first()
        if form is None:
            raise Http404
        return messages.IssueMail.of(issue, bytes(form.content))


class IssueMail(MailView):
    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        mail = self.kept(series, dated)
        return render(request, "reports/issue_mail.html", {"issue": mail.issue, "text": mail.text})


@method_decorator(xframe_options_sameorigin, name="dispatch")
class MailBody(MailView):
    """The page that the mail holds, shut off from the site: it runs, loads and sends nothing."""

    def get(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        page = self.kept(series, dated).page
        return HttpResponse(page, headers={"Content-Security-Policy": policy_of_mail(page)})
