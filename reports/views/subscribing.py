"""What readers of a series do without an account: ask for it by e-mail, confirm, leave.

The answers say nothing of whether an address was known. Pages that a link opens do nothing until their button is
pressed: scanners of mail open every address.
"""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cases.views.access import GONE, REFUSED
from reports.forms.subscribers import SubscribeForm
from reports.mailing.models import Subscriber, address_key_of
from reports.mailing.subscribing import ask_to_confirm, asked_by, confirm, forget
from reports.models import Series
from reports.tasks import send_due_mail
from tracker.audiences import Audience
from tracker.mail import mail_way

TOO_MANY = 429


def _shown_name(series: Series) -> str:
    """A link may come into other hands: what only partners read is not called by its name."""
    return series.name if series.audience == Audience.PUBLIC else _("this bulletin")


class Subscribe(View):
    """For the public series that have appeared; who reads others is added by its editors."""

    def get(self, request: HttpRequest, series: str) -> HttpResponse:
        return self._page(self._series(series), SubscribeForm())

    def post(self, request: HttpRequest, series: str) -> HttpResponse:
        found = self._series(series)
        form = SubscribeForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, REFUSED)
        if mail_way() == "off" or not consume(request, action="subscribe", key="site"):
            return self._page(found, form, TOO_MANY, is_too_much=True)
        address = form.cleaned_data["address"]
        if consume(request, action="subscribe_address", key=address_key_of(address)):
            with transaction.atomic():
                ask_to_confirm(series=found, address=address)
                transaction.on_commit(send_due_mail.delay, robust=True)
        return render(request, "reports/subscribe_asked.html", {"series": found, "address": address})

    def _series(self, slug: str) -> Series:
        """Raises `Http404`."""
        series: Series = get_object_or_404(Series.objects.open_to_everybody(), slug=slug)
        return series

    def _page(
        self, series: Series, form: SubscribeForm, status: int = 200, *, is_too_much: bool = False
    ) -> HttpResponse:
        context = {"series": series, "form": form, "is_too_much": is_too_much, "is_off": mail_way() == "off"}
        return render(self.request, "reports/subscribe.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class SubscribeConfirm(View):
    def get(self, request: HttpRequest, series: str, secret: str) -> HttpResponse:
        return self._page(asked_by(series, secret))

    def post(self, request: HttpRequest, series: str, secret: str) -> HttpResponse:
        subscriber = asked_by(series, secret)
        if subscriber:
            confirm(subscriber)
        return self._page(subscriber, is_done=True)

    def _page(self, subscriber: Subscriber | None, *, is_done: bool = False) -> HttpResponse:
        if subscriber is None:
            return render(self.request, "reports/subscription_gone.html", status=GONE)
        context = {"name": _shown_name(subscriber.series), "is_done": is_done}
        return render(self.request, "reports/subscribe_confirm.html", context)


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class Unsubscribe(View):
    """The key in the address is all the proof there is: a mail program's own button (RFC 8058) sends no cookie."""

    def get(self, request: HttpRequest, series: str, secret: str) -> HttpResponse:
        return self._page(self._subscriber(series, secret))

    def post(self, request: HttpRequest, series: str, secret: str) -> HttpResponse:
        subscriber = self._subscriber(series, secret)
        is_done = subscriber is not None and not subscriber.unsubscribed_at
        if subscriber and is_done:
            forget(subscriber)
        return self._page(subscriber, is_done=is_done)

    def _subscriber(self, series: str, secret: str) -> Subscriber | None:
        """Of a NUL PostgreSQL has never heard."""
        known = Subscriber.objects.filter(series__slug=series, key=secret.replace("\x00", ""))
        return known.select_related("series").defer("address").first()

    def _page(self, subscriber: Subscriber | None, *, is_done: bool = False) -> HttpResponse:
        if subscriber is None:
            return render(self.request, "reports/subscription_gone.html", status=GONE)
        has_ended = subscriber.unsubscribed_at is not None
        context = {"name": _shown_name(subscriber.series), "is_done": is_done, "has_ended": has_ended}
        return render(self.request, "reports/unsubscribe.html", context)
