"""The whole of what the work list shows a part of."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from cases.models import Case
from cases.pages.unfinished import unfinished_lines
from cases.pages.worklist import draft_lines, team_bodies
from cases.views.access import user_who_may
from tracker.permissions import Permission

DRAFTS_ON_A_PAGE = 50


class MyDrafts(LoginRequiredMixin, View):
    """The drafts that the user leads or edited, the newest edit on top, and the forms that they did not save."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.CASE_READ)
        drafts = Case.objects.visible_to(user).worked_on_by(user).in_draft().with_review()
        page = Paginator(drafts.order_by("-updated_at", "-pk"), DRAFTS_ON_A_PAGE).get_page(request.GET.get("page"))
        cases = list(page.object_list)
        context = {"lines": draft_lines(cases, team_bodies(cases)), "page": page, "unfinished": unfinished_lines(user)}
        return render(request, "cases/drafts.html", context)
