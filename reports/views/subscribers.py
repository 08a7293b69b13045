"""The subscribers of a series, for those who send its issues."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from cases.views.access import REFUSED, user_who_may
from reports.forms.subscribers import SearchForm, SubscribersForm
from reports.mailing.models import Subscriber
from reports.mailing.subscribing import ask_to_confirm, forget
from reports.models import Series
from reports.tasks import send_due_mail
from tracker.mail import mail_way
from tracker.models import User
from tracker.permissions import Permission

ON_A_PAGE = 50
MOST_FOUND = 100


@method_decorator(never_cache, name="dispatch")
class SubscribersPage(LoginRequiredMixin, View):
    def opened(self, slug: str) -> tuple[Series, User]:
        """Raises `Http404` for whoever reads no case, else `PermissionDenied`."""
        series: Series = get_object_or_404(Series.objects.visible_to(self.request.user), slug=slug)
        return series, user_who_may(self.request, Permission.BULLETIN_FREEZE)


class SubscriberList(SubscribersPage):
    """A search is posted: what stands in addresses of pages is kept by browsers and logs."""

    def get(self, request: HttpRequest, series: str) -> HttpResponse:
        found, _user = self.opened(series)
        subscribers = found.subscribers.present().opening().order_by("-asked_at", "-pk")
        page = Paginator(subscribers, ON_A_PAGE).get_page(request.GET.get("page"))
        return self._page(found, list(page.object_list), SearchForm(), {"page": page})

    def post(self, request: HttpRequest, series: str) -> HttpResponse:
        found, _user = self.opened(series)
        form = SearchForm(request.POST)
        words = form.data.get("q", "").strip().casefold()
        if not words or not form.is_valid():
            return redirect("reports:subscribers", series)
        # Sealed addresses can't be asked for by a part: each is opened.
        present = found.subscribers.present().opening().order_by("-asked_at", "-pk").iterator()
        fitting = [one for one in present if words in one.address_in_words.casefold()]
        return self._page(found, fitting[:MOST_FOUND], form, {"number_found": len(fitting), "is_search": True})

    def _page(
        self, series: Series, subscribers: list[Subscriber], form: SearchForm, more: dict[str, object]
    ) -> HttpResponse:
        receiving = series.subscribers.receiving().count()
        context = {"series": series, "subscribers": subscribers, "form": form, "receiving": receiving}
        return render(self.request, "reports/subscriber_list.html", {**context, "way": mail_way(), **more})


class SubscriberAdd(SubscribersPage):
    def get(self, request: HttpRequest, series: str) -> HttpResponse:
        found, _user = self.opened(series)
        return render(request, "reports/subscriber_add.html", {"series": found, "form": SubscribersForm()})

    def post(self, request: HttpRequest, series: str) -> HttpResponse:
        found, user = self.opened(series)
        form = SubscribersForm(request.POST)
        if not form.is_valid():
            return render(request, "reports/subscriber_add.html", {"series": found, "form": form}, status=REFUSED)
        with transaction.atomic():
            asked = [ask_to_confirm(series=found, address=one, by=user) for one in form.cleaned_data["addresses"]]
            transaction.on_commit(send_due_mail.delay, robust=True)
        said = _("Asked to confirm: %(asked)d. Subscribed already: %(known)d.")
        messages.success(request, said % {"asked": sum(asked), "known": len(asked) - sum(asked)})
        return redirect("reports:subscribers", series)


class SubscriberRemove(SubscribersPage):
    """Asks first; a removed address is erased, and only its reader or an editor brings it back."""

    def get(self, request: HttpRequest, series: str, subscriber: int) -> HttpResponse:
        found, _user = self.opened(series)
        return render(request, "reports/subscriber_remove.html", {"series": found, "subscriber": self._one(found)})

    def post(self, request: HttpRequest, series: str, subscriber: int) -> HttpResponse:
        found, _user = self.opened(series)
        forget(self._one(found))
        messages.success(request, _("The address is removed and erased."))
        return redirect("reports:subscribers", series)

    def _one(self, series: Series) -> Subscriber:
        one: Subscriber = get_object_or_404(series.subscribers.present().opening(), pk=self.kwargs["subscriber"])
        return one
