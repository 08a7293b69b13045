"""Pages where a case is opened and where what is said of it as a whole is changed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.forms.persons import CaseForm, NewCaseForm
from cases.models import Case
from cases.opening import AlreadyOpened, open_case
from cases.views.access import REFUSED, case_for, user_who_may
from cases.writing import editing_case
from tracker.models import User
from tracker.permissions import Permission


class CaseNew(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.CASE_EDIT)
        return render(request, "cases/case_new.html", {"form": NewCaseForm(user=user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.CASE_EDIT)
        form = NewCaseForm(request.POST, user=user)
        if not form.is_valid():
            return render(request, "cases/case_new.html", {"form": form}, status=REFUSED)
        try:
            case = open_case(case=form.new_case(), person=form.person, names=form.new_names(), by=user)
        except AlreadyOpened:
            messages.info(request, _("This page was sent before: this is the case that it made."))
            return redirect("cases:detail", form.cleaned_data["page"])
        messages.success(request, _("The case is open. You are its lead and named for it."))
        return redirect("cases:detail", case.ref)


class CaseEdit(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_EDIT)
        return render(request, "cases/case_edit.html", {"form": self._form(case, user), "case": case})

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        found, user = case_for(request, ref, Permission.CASE_EDIT)
        with transaction.atomic():
            case = Case.objects.select_for_update(no_key=True).get(pk=found.pk)
            form = self._form(case, user)
            if not form.is_valid():
                return render(request, "cases/case_edit.html", {"form": form, "case": found}, status=REFUSED)
            if form.has_changed():
                self._save(case, form)
        messages.success(request, _("Saved."))
        return redirect("cases:detail", ref)

    def _form(self, case: Case, user: User) -> CaseForm:
        names_members = Case.objects.restricted_readable_by(user).filter(pk=case.pk).exists()
        data = self.request.POST if self.request.method == "POST" else None
        return CaseForm(data, instance=case, user=user, names_members=names_members)

    def _save(self, case: Case, form: CaseForm) -> None:
        with editing_case(case, by=form.user, why="case edited") as locked:
            for name in form._meta.fields or ():
                if name in form.cleaned_data:
                    setattr(locked, name, form.cleaned_data[name])
            form.write_numbers(locked)
            if "members" in form.cleaned_data:
                locked.members.set(form.cleaned_data["members"])
