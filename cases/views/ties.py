"""Pages where a person's affiliations and relationships are changed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.forms.ties import Ties, ties_of
from cases.models import Case
from cases.restricted import log_reading
from cases.views.access import REFUSED, STALE
from cases.views.people import editable_person
from cases.writing import editing_shared, lock_person
from people.models import Person
from tracker.audiences import Audience
from tracker.models import User


class PersonTies(LoginRequiredMixin, View):
    """All of one kind. Family is restricted by nature: those who may read restricted records of the person's see it."""

    name = ""

    def get(self, request: HttpRequest, person: str) -> HttpResponse:
        row, user = editable_person(request, person)
        return self._page(row, user, self._ties(row, user))

    def post(self, request: HttpRequest, person: str) -> HttpResponse:
        found, user = editable_person(request, person)
        with transaction.atomic():
            row = lock_person(found)
            ties = self._ties(row, user, request.POST)
            is_valid = ties.is_valid()
            if ties.is_stale or not is_valid:
                # What reading made new goes with the refusal.
                transaction.set_rollback(True)
            elif ties.is_bound:
                with editing_shared(row, by=user, why=f"{self.name} edited"):
                    ties.save(row)
        if ties.is_stale or not is_valid:
            return self._page(row, user, ties, status=STALE if ties.is_stale else REFUSED)
        messages.success(request, _("Saved."))
        return redirect("cases:person", person)

    def _ties(self, person: Person, user: User, data: QueryDict | None = None) -> Ties:
        audience = Audience.RESTRICTED if self._restricted_case(person, user) else Audience.TEAM
        if self.name == "affiliations":
            audience = Audience.TEAM
        return ties_of(person, self.name, data, user=user, audience=audience)

    def _restricted_case(self, person: Person, user: User) -> Case | None:
        return Case.objects.restricted_readable_by(user).filter(person=person).order_by("pk").first()

    def _page(self, person: Person, user: User, ties: Ties, status: int = 200) -> HttpResponse:
        restricted = [row for row in ties.stored.values() if row.visibility == Audience.RESTRICTED]
        if restricted and (case := self._restricted_case(person, user)):
            log_reading(case=case, records=restricted, by=user, door=self.request.path)
        context = {"rows": ties, "ref": person.ref}
        return render(self.request, "cases/person_ties.html", context, status=status)
