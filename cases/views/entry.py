"""Pages where a case is opened and where what is said of it as a whole is changed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
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
from tracker.unfinished import KeepsTyping, unchecked


class CaseNew(KeepsTyping, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        user = user_who_may(request, Permission.CASE_EDIT)
        return render(request, "cases/case_new.html", {"form": unchecked(NewCaseForm(self.typed(), user=user))})

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


class CaseAlike(LoginRequiredMixin, View):
    """The people who may be meant by what is typed so far: those whom sending the form would ask about."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewCaseForm(request.POST, user=user_who_may(request, Permission.CASE_EDIT))
        form.is_valid()
        # Nobody has sent anything yet: who is alike is shown, what is missing is not.
        return render(request, "cases/case_alike.html", {"form": unchecked(form)})


class CaseEdit(KeepsTyping, View):
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        case, user = case_for(request, ref, Permission.CASE_EDIT)
        return render(
            request, "cases/case_edit.html", {"form": unchecked(self._form(case, user, self.typed())), "case": case}
        )

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        found, user = case_for(request, ref, Permission.CASE_EDIT)
        with transaction.atomic():
            case = Case.objects.select_for_update(no_key=True).get(pk=found.pk)
            form = self._form(case, user, request.POST)
            if not form.is_valid():
                return render(request, "cases/case_edit.html", {"form": form, "case": found}, status=REFUSED)
            if form.has_changed():
                self._save(case, form)
        messages.success(request, _("Saved."))
        return redirect("cases:detail", ref)

    def _form(self, case: Case, user: User, data: QueryDict | None) -> CaseForm:
        names_members = Case.objects.restricted_readable_by(user).filter(pk=case.pk).exists()
        return CaseForm(data, instance=case, user=user, names_members=names_members)

    def _save(self, case: Case, form: CaseForm) -> None:
        with editing_case(case, by=form.user, why="case edited") as locked:
            for name in form._meta.fields or ():
                if name in form.cleaned_data:
                    setattr(locked, name, form.cleaned_data[name])
            form.write_numbers(locked)
            if "members" in form.cleaned_data:
                locked.members.set(form.cleaned_data["members"])
