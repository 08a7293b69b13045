"""Pages that make a series and change its hours and sections."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.views.access import REFUSED, STALE, user_who_may
from reports.desk import may_keep_series
from reports.forms.series import SeriesForm
from reports.models import Series
from tracker.models import User
from tracker.permissions import Permission


class SeriesNew(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.BULLETIN_EDIT)
        return render(request, "reports/series_form.html", {"form": SeriesForm(series=Series(), user=user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.BULLETIN_EDIT)
        form = SeriesForm(request.POST, series=Series(), user=user)
        if not form.is_valid():
            return render(request, "reports/series_form.html", {"form": form}, status=REFUSED)
        with transaction.atomic():
            series = form.write()
        messages.success(request, _("The series is made. Issues are compiled at its hours, or by hand."))
        return redirect("reports:series", series.slug)


class SeriesEdit(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, series: str) -> HttpResponse:
        found, user = self._opened(series)
        return self._page(SeriesForm(series=found, user=user), found)

    def post(self, request: HttpRequest, series: str) -> HttpResponse:
        found, user = self._opened(series)
        with transaction.atomic():
            locked = Series.objects.select_for_update(no_key=True).get(pk=found.pk)
            form = SeriesForm(request.POST, series=locked, user=user)
            if not form.is_valid():
                return self._page(form, found, STALE if form.differing else REFUSED)
            form.write()
        messages.success(request, _("Saved. Issues that there are stay as they are."))
        return redirect("reports:series", found.slug)

    def _opened(self, slug: str) -> tuple[Series, User]:
        """Raises `Http404` for whoever reads no case, else `PermissionDenied`."""
        user = self.request.user
        found = get_object_or_404(Series.objects.visible_to(user), slug=slug)
        if not isinstance(user, User) or not may_keep_series(user):
            raise PermissionDenied
        return found, user

    def _page(self, form: SeriesForm, series: Series, status: int = 200) -> HttpResponse:
        return render(self.request, "reports/series_form.html", {"form": form, "series": series}, status=status)
