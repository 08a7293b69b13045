"""The page that brings an old bulletin into the archive: the text, then what was read in it, then the issue."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.views.access import REFUSED, user_who_may
from reports.archive import doubts_about
from reports.desk import CannotFreeze, IssueExists, noting_freezing
from reports.forms.importing import OldIssueForm
from reports.importing import import_issue
from reports.models import Series
from reports.pages.desk import in_words
from tracker.models import User
from tracker.permissions import Permission


class OldIssueImport(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, series: str) -> HttpResponse:
        found, _user = self._opened(series)
        return self._page(found, OldIssueForm(series=found))

    def post(self, request: HttpRequest, series: str) -> HttpResponse:
        found, user = self._opened(series)
        form = OldIssueForm(request.POST, request.FILES, series=found)
        if not form.is_valid():
            return self._page(found, form, status=REFUSED)
        if request.POST.get("act") == "mend":
            return self._page(found, form)
        if request.POST.get("act") == "import":
            return self._imported(found, form, user)
        return self._preview(found, form)

    def _imported(self, series: Series, form: OldIssueForm, user: User) -> HttpResponse:
        try:
            with noting_freezing(user, door=self.request.path):
                issue = import_issue(series=series, said=form.said, by=user)
        except IssueExists as fault:
            form.add_error("text", str(fault))
            return self._page(series, form, status=REFUSED)
        except CannotFreeze as fault:
            form.add_error("text", " ".join(noted.text for noted in in_words(fault.findings)))
            return self._page(series, form, status=REFUSED)
        if issue.is_frozen:
            messages.success(self.request, _("The old issue is in the archive, frozen."))
        else:
            messages.success(self.request, _("The old issue is read in. A second person freezes it."))
        return redirect("reports:issue", series.slug, issue.dated)

    def _preview(self, series: Series, form: OldIssueForm) -> HttpResponse:
        context = {
            "series": series,
            "said": form.said,
            "doubts": doubts_about(form.raw),
            "paragraphs": sum(len(section["entries"]) for section in form.said["sections"]),
            "exact": json.dumps(form.raw, ensure_ascii=False),
        }
        return render(self.request, "reports/import_preview.html", context)

    def _opened(self, slug: str) -> tuple[Series, User]:
        """Raises `Http404` for whoever reads no case, else `PermissionDenied`."""
        found: Series = get_object_or_404(Series.objects.visible_to(self.request.user), slug=slug)
        return found, user_who_may(self.request, Permission.BULLETIN_EDIT)

    def _page(self, series: Series, form: OldIssueForm, status: int = 200) -> HttpResponse:
        return render(self.request, "reports/import_form.html", {"form": form, "series": series}, status=status)
