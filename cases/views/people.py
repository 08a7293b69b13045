"""Pages of a person: who it is, the cases that the reader may see, and where that is changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import View

from cases.consents import consents_shown_to
from cases.forms.names import NamesForm
from cases.forms.persons import EditPersonForm
from cases.models import Document
from cases.pages.person_page import PersonPage
from cases.people import is_editable_by, narrow_exposure, person_body
from cases.views.access import REFUSED, user_who_may
from cases.writing import editing_shared, lock_person
from people.models import Person
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Permission
from tracker.unfinished import KeepsTyping, unchecked


def body_shown_to(request: HttpRequest, ref: str) -> dict[str, Any]:
    """The person as the documents that the reader may see tell them. Raises `Http404` where none does."""
    body = person_body(ref, Document.objects.visible_to(request.user))
    if body is None:
        raise Http404
    return body


def editable_person(request: HttpRequest, ref: str) -> tuple[Person, User]:
    """The person and who changes them. Raises `Http404` for somebody hidden, `PermissionDenied` for a reader who may
    not edit, or who sees the person named in a case but none of their own."""
    body_shown_to(request, ref)
    user = user_who_may(request, Permission.CASE_EDIT)
    person = get_object_or_404(Person, ref=ref)
    if not is_editable_by(person, user):
        raise PermissionDenied
    return person, user


def tell_made(request: HttpRequest, people: Iterable[Person], visibility: int) -> None:
    """Says of people whom a form made that they were; with a link where the team's documents name them by it."""
    for person in people:
        name = f"{person} ({person.ref})"
        if visibility <= Audience.TEAM:
            name = format_html('<a href="{}">{}</a>', reverse("cases:person", args=[person.ref]), name)
        text = _("A new person was made: {person}. The team alone sees the name until somebody widens that.")
        messages.success(request, format_html(text, person=name))


class PersonDetail(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, person: str) -> HttpResponse:
        body = body_shown_to(request, person)
        row = get_object_or_404(Person, ref=person)
        # A document says it of its own person alone.
        page = PersonPage({"name_exposure": Audience(row.name_exposure).code, **body}, timezone.localdate())
        editable = is_editable_by(row, request.user)
        context = {"page": page, "editable": editable, "consents": consents_shown_to(request.user, row)}
        return render(request, "cases/person_detail.html", context)


class PersonEdit(KeepsTyping, View):
    def get(self, request: HttpRequest, person: str) -> HttpResponse:
        row, user = editable_person(request, person)
        form = unchecked(EditPersonForm(self.typed(), instance=row, user=user))
        return render(request, "cases/person_edit.html", {"form": form, "ref": person, "called": row.called()})

    def post(self, request: HttpRequest, person: str) -> HttpResponse:
        found, user = editable_person(request, person)
        with transaction.atomic():
            row = lock_person(found)
            form = EditPersonForm(request.POST, instance=row, user=user)
            if not form.is_valid():
                context = {"form": form, "ref": person, "called": row.called()}
                return render(request, "cases/person_edit.html", context, status=REFUSED)
            if form.has_changed():
                narrow_exposure(found, form.cleaned_data["name_exposure"], by=user)
                # The cases may have been withdrawn, and the person's ref with them.
                row.ref = Person.objects.values_list("ref", flat=True).get(pk=row.pk)
                with editing_shared(row, by=user, why="person edited"):
                    form.save()
        messages.success(request, _("Saved."))
        return redirect("cases:person", row.ref)


class PersonNames(KeepsTyping, View):
    def get(self, request: HttpRequest, person: str) -> HttpResponse:
        row, _user = editable_person(request, person)
        form = unchecked(NamesForm(self.typed(), person=row))
        return render(request, "cases/person_names.html", {"form": form, "ref": person, "called": row.called()})

    def post(self, request: HttpRequest, person: str) -> HttpResponse:
        found, user = editable_person(request, person)
        with transaction.atomic():
            row = lock_person(found)
            form = NamesForm(request.POST, person=row)
            if not form.is_valid():
                context = {"form": form, "ref": person, "called": row.called()}
                return render(request, "cases/person_names.html", context, status=REFUSED)
            if form.has_changed():
                with editing_shared(row, by=user, why="names edited"):
                    form.write_names()
        messages.success(request, _("Saved."))
        return redirect("cases:person", person)
