"""Pages where a consent is noted, corrected and withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View

from cases.consents import add_consent, consents_of, public_source, show_consent
from cases.forms.consents import CorrectConsentForm, NewConsentForm
from cases.models import Case
from cases.pages.case_page import standing_versions
from cases.publishing import correct_consent, withdraw_consent
from cases.views.access import REFUSED, STALE
from cases.views.people import editable_person
from cases.writing import lock_person
from people.choices import ConsentBasis
from people.models import Consent, Person
from tracker.audiences import Audience
from tracker.unfinished import KeepsTyping, unchecked


class ConsentAdd(KeepsTyping, View):
    def get(self, request: HttpRequest, person: str) -> HttpResponse:
        row, _user = editable_person(request, person)
        return self._page(unchecked(NewConsentForm(self.typed(), instance=Consent(person=row))), row)

    def post(self, request: HttpRequest, person: str) -> HttpResponse:
        row, user = editable_person(request, person)
        form = NewConsentForm(request.POST, instance=Consent(person=row))
        if not form.is_valid():
            return self._page(form, row, status=REFUSED)
        said = form.cleaned_data
        is_public = said["basis"] == ConsentBasis.ALREADY_PUBLIC
        source = public_source(said["source_title"], said["source_url"]) if is_public else None
        with transaction.atomic():
            form.instance.person = form.person = lock_person(row)
            if self.is_sent_first():
                shows = bool(said.get("shows_name"))
                add_consent(consent=form.instance, source=source, quote=said["quote"], shows_name=shows, by=user)
        messages.success(request, _noted(form))
        return redirect("cases:person", person)

    def _page(self, form: NewConsentForm, person: Person, status: int = 200) -> HttpResponse:
        context = {"form": form, "ref": person.ref, "called": person.called()}
        return render(self.request, "cases/consent_new.html", context, status=status)


def _noted(form: NewConsentForm) -> str:
    """What was done, and what still keeps the name from those who may read it now."""
    if not form.keeps_name:
        return _("The consent is noted.")
    text = _("The consent is noted. “Who sees the name” is still set to “%(set)s”, so its readers don't see it:")
    text %= {"set": Audience(form.person.name_exposure).label}
    address = reverse("cases:person-edit", args=[form.person.ref]) + "#id_name_exposure"
    return format_html('{} <a href="{}">{}</a>', text, address, _("set who sees the name"))


class ConsentEdit(KeepsTyping, View):
    """What was noted wrongly. Where the consent then allows less, what stood on it is taken back at once."""

    def get(self, request: HttpRequest, person: str, number: int) -> HttpResponse:
        row, _user = editable_person(request, person)
        form = CorrectConsentForm(self.typed(), instance=_standing(row, number))
        return self._page(unchecked(form), person, number)

    def post(self, request: HttpRequest, person: str, number: int) -> HttpResponse:
        found, user = editable_person(request, person)
        with transaction.atomic():
            form = CorrectConsentForm(request.POST, instance=_standing(lock_person(found), number))
            if not form.is_valid():
                return self._page(form, person, number, status=STALE if form.differing else REFUSED)
            rows = correct_consent(consent=form.instance, by=user) if form.has_changed() else []
        if rows:
            messages.success(request, _("Saved. The consent allows less than before: what was published is withdrawn."))
        else:
            messages.success(request, _("Saved."))
        return redirect("cases:person", person)

    def _page(self, form: CorrectConsentForm, person: str, number: int, status: int = 200) -> HttpResponse:
        context = {"form": form, "ref": person, "number": number}
        return render(self.request, "cases/consent_edit.html", context, status=status)


class ConsentWithdraw(LoginRequiredMixin, View):
    """Asks first, and says what will happen; a consent that was withdrawn already stays as it was."""

    def get(self, request: HttpRequest, person: str, number: int) -> HttpResponse:
        row, user = editable_person(request, person)
        shown = show_consent(number, _consent(row, number))
        seen = Case.objects.visible_to(user).filter(person=row).order_by("pk")
        cases = [(case.ref, versions) for case in seen if (versions := standing_versions(case))]
        return render(request, "cases/consent_withdraw.html", {"consent": shown, "ref": person, "cases": cases})

    def post(self, request: HttpRequest, person: str, number: int) -> HttpResponse:
        found, user = editable_person(request, person)
        with transaction.atomic():
            consent = _consent(lock_person(found), number)
            rows = [] if consent.withdrawn_on else withdraw_consent(consent=consent, by=user)
        if rows:
            messages.success(request, _("The consent is withdrawn, and with it what was published."))
        else:
            messages.success(request, _("The consent is withdrawn. Nothing of the person was published."))
        return redirect("cases:person", person)


def _consent(person: Person, number: int) -> Consent:
    """The consent of that number. Raises `Http404`."""
    consents = consents_of(person)
    if not 1 <= number <= len(consents):
        raise Http404
    return consents[number - 1]


def _standing(person: Person, number: int) -> Consent:
    """The consent of that number, which nobody withdrew. Raises `Http404`."""
    consent = _consent(person, number)
    if consent.withdrawn_on:
        raise Http404
    return consent
