"""Pages where a person's affiliations and relationships are changed, and where these and names are cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from cases.entering import Desk
from cases.forms.citations import FactCitationForm
from cases.forms.ties import MODELS, Ties, ties_of
from cases.models import Case, Document
from cases.restricted import log_reading
from cases.views.access import REFUSED, STALE
from cases.views.people import editable_person, tell_made
from cases.writing import editing_shared, lock_person
from people.models import Person
from tracker.audiences import Audience
from tracker.models import User
from tracker.unfinished import KeepsTyping, unchecked


class PersonTies(KeepsTyping, View):
    """All of one kind. Family is restricted by nature: those who may read restricted records of the person's see it."""

    name = ""

    def get(self, request: HttpRequest, person: str) -> HttpResponse:
        row, user = editable_person(request, person)
        return self._page(row, user, self._ties(row, user, self.typed()).unjudged())

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
                with editing_shared(row, *ties.others, by=user, why=f"{self.name} edited"):
                    ties.save(row)
        if ties.is_stale or not is_valid:
            return self._page(row, user, ties, status=STALE if ties.is_stale else REFUSED)
        messages.success(request, _("Saved."))
        for people, visibility in ties.made:
            tell_made(request, people, visibility)
        return redirect("cases:person", person)

    def _ties(self, person: Person, user: User, data: QueryDict | None = None) -> Ties:
        return ties_of(person, self.name, data, user=user, audience=tie_audience(person, self.name, user))

    def _page(self, person: Person, user: User, ties: Ties, status: int = 200) -> HttpResponse:
        log_ties(person, ties.stored.values(), user, self.request.path)
        context = {"rows": ties, "ref": person.ref}
        return render(self.request, "cases/person_ties.html", context, status=status)


class PersonCitations(KeepsTyping, View):
    """Which words of which source carry a name, an affiliation or a relationship."""

    def get(self, request: HttpRequest, person: str) -> HttpResponse:
        row, user = editable_person(request, person)
        return self._page(row, user, unchecked(self._form(row, user, self.typed())))

    def post(self, request: HttpRequest, person: str) -> HttpResponse:
        found, user = editable_person(request, person)
        with transaction.atomic():
            row = lock_person(found)
            form = self._form(row, user, request.POST)
            if form.is_valid():
                with editing_shared(row, *form.others, by=user, why="names and ties cited"):
                    form.save()
        if form.errors:
            return self._page(row, user, form, status=REFUSED)
        messages.success(request, _("Saved."))
        return redirect("cases:person", person)

    def _form(self, person: Person, user: User, data: QueryDict | None = None) -> FactCitationForm:
        """With the words of the person's case or, of somebody without one, of a case that names them. Raises `Http404`
        for somebody who stands in no case that the user sees."""
        ties = [
            row
            for name in MODELS
            for row in ties_of(person, name, None, user=user, audience=tie_audience(person, name, user)).stored.values()
        ]
        seen = Document.objects.visible_to(user).order_by("case")
        document = seen.filter(person=person).first() or seen.mentioning(person).first()
        if document is None:
            raise Http404
        facts = [*person.names_for(Audience.TEAM), *ties]
        return FactCitationForm(data, desk=Desk.of(document.case, Audience.TEAM, user), person=person, facts=facts)

    def _page(self, person: Person, user: User, form: FactCitationForm, status: int = 200) -> HttpResponse:
        log_ties(person, form.facts.values(), user, self.request.path)
        return render(self.request, "cases/person_citations.html", {"form": form, "ref": person.ref}, status=status)


def tie_audience(person: Person, name: str, user: User) -> Audience:
    """What the user reads of a person's ties of that kind: those who read restricted records of theirs, family too."""
    return Audience.RESTRICTED if name == "relationships" and _restricted_case(person, user) else Audience.TEAM


def log_ties(person: Person, facts: Iterable[Any], user: User, door: str) -> None:
    """A line in the read log, before these are shown, where one of them is restricted."""
    restricted = [fact for fact in facts if fact.visibility == Audience.RESTRICTED]
    if restricted and (case := _restricted_case(person, user)):
        log_reading(case=case, records=restricted, by=user, door=door)


def _restricted_case(person: Person, user: User) -> Case | None:
    return Case.objects.restricted_readable_by(user).filter(person=person).order_by("pk").first()
