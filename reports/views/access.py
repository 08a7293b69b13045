"""How a page that changes an issue finds it: hidden is 404, seen but not allowed is 403.

A frozen issue keeps its bytes, and what was typed for it is given back.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from cases.views.access import REFUSED, STALE, user_who_may
from reports.choices import IssueState
from reports.desk import IssueFrozen, editing_issue
from reports.models import Issue
from tracker.models import User
from tracker.permissions import Permission
from tracker.unfinished import SHEET, KeepsTyping, keep, sheet_here, unchecked


class StillCompiling(Exception):
    """A worker has the issue: there is nothing to change yet."""


class PassageGone(Exception):
    """Somebody wrote at a passage that compiling again, or a colleague, has taken away."""


class Refused(Exception):
    """Nothing is saved: the form is shown again with what is wrong with it, or with what somebody else saved."""

    def __init__(self, form: BaseForm) -> None:
        self.form = form

    @property
    def status(self) -> int:
        return STALE if getattr(self.form, "differing", None) else REFUSED


def visible_issue(request: HttpRequest, series: str, dated: date) -> Issue:
    """Raises `Http404`."""
    issues = Issue.objects.visible_to(request.user).select_related("series")
    issue: Issue = get_object_or_404(issues, series__slug=series, dated=dated)
    return issue


class DeskPage(KeepsTyping, View):
    """A page that changes a draft, for those who edit bulletins. What is typed is kept while a worker has the issue."""

    def dispatch(self, request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **parts)
        except StillCompiling:
            if request.method == "POST" and (sheet := sheet_here(request)):
                keep(sheet, request.POST)
            return redirect("reports:desk", parts["series"], parts["dated"])
        except IssueFrozen:
            return self._frozen(request, parts["series"], parts["dated"])
        except PassageGone:
            return self._returned(request, visible_issue(request, parts["series"], parts["dated"]))

    def opened(self, series: str, dated: date) -> tuple[Issue, User]:
        """Raises `Http404`, `PermissionDenied`, `IssueFrozen` or `StillCompiling`."""
        issue = visible_issue(self.request, series, dated)
        user = user_who_may(self.request, Permission.BULLETIN_EDIT)
        if issue.is_frozen:
            raise IssueFrozen(str(issue))
        if issue.state == IssueState.CLAIMED:
            raise StillCompiling(str(issue))
        return issue, user

    @contextmanager
    def changing(self, series: str, dated: date) -> Iterator[tuple[Issue, User]]:
        """The issue, locked as long as its form is compared and saved."""
        issue, user = self.opened(series, dated)
        with editing_issue(issue, by=user) as locked:
            if locked.state == IssueState.CLAIMED:
                raise StillCompiling(str(issue))
            yield locked, user

    def back(self, issue: Issue, text: str = "", place: str = "") -> HttpResponse:
        """To the desk, at that place of it, with what was done."""
        if text:
            messages.success(self.request, text)
        address = reverse("reports:desk", args=[issue.series.slug, issue.dated])
        return redirect(f"{address}#{place}" if place else address)

    def _frozen(self, request: HttpRequest, series: str, dated: date) -> HttpResponse:
        issue = visible_issue(request, series, dated)
        if request.method != "POST":
            messages.info(request, _("This issue is frozen: it can't be edited any more."))
            return redirect("reports:issue", series, dated)
        return self._returned(request, issue)

    def _returned(self, request: HttpRequest, issue: Issue) -> HttpResponse:
        hidden = {"csrfmiddlewaretoken", "seen", "act", SHEET}
        typed = [value for name, value in request.POST.items() if name not in hidden and value]
        return render(request, "reports/typed_returned.html", {"issue": issue, "typed": typed}, status=STALE)


class EditPage(DeskPage, ABC):
    """One form of the desk: `bind` makes it from what is stored, `save` writes what it says."""

    template = ""

    @abstractmethod
    def bind(self, issue: Issue, data: Any) -> BaseForm: ...

    @abstractmethod
    def save(self, issue: Issue, form: Any, user: User) -> tuple[str, str]:
        """What was done, in words, and the place at the desk that shows it."""

    def is_valid(self, form: Any) -> bool:
        return bool(form.is_valid())

    def context(self, issue: Issue) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, series: str, dated: date, **_parts: Any) -> HttpResponse:
        issue, _user = self.opened(series, dated)
        form = unchecked(self.bind(issue, self.typed()))
        if sources := getattr(self, "sources", None):
            unchecked(sources)
        return self.page(issue, form)

    def post(self, request: HttpRequest, series: str, dated: date, **_parts: Any) -> HttpResponse:
        try:
            with self.changing(series, dated) as (issue, user):
                form = self.bind(issue, request.POST)
                if not self.is_valid(form):
                    raise Refused(form)
                text, place = self.save(issue, form, user)
        except Refused as refused:
            return self.page(visible_issue(request, series, dated), refused.form, refused.status)
        return self.back(issue, text, place)

    def page(self, issue: Issue, form: BaseForm, status: int = 200) -> HttpResponse:
        with transaction.atomic():
            context = {"issue": issue, "form": form, **self.context(issue)}
            return render(self.request, self.template, context, status=status)
