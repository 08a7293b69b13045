"""Opening a case, with its person where they are not there yet: all of it or nothing, and never twice."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from cases.models import Case, CaseMember, Publication
from cases.writing import editing_case
from people.models import Name, Person
from tracker.history import event_rows, writing
from tracker.models import User


class AlreadyOpened(Exception):
    """The page that asks was sent before: its case is there."""


def open_case(*, case: Case, person: Person, names: list[Name], by: User) -> Case:
    """Saves the case under the ref it brings, led by its maker, who is named for it. A person without a key is new.

    The ref is the page's own: of two answers to one page, even at the same moment, the second raises `AlreadyOpened`,
    and its person is not kept either.
    """
    try:
        with transaction.atomic(), writing(by=by, why="case opened"):
            if person.pk is None:
                person.save()
                for name in names:
                    name.person = person
                    name.save()
            case.person, case.lead = person, by
            case.save()
            CaseMember.objects.create(case=case, user=by)
            with editing_case(case, by=by, why="case opened"):
                pass
    except IntegrityError as fault:
        if Case.objects.filter(ref=case.ref).exists():
            raise AlreadyOpened from fault
        raise
    return case


def is_retired(ref: str) -> bool:
    """Whether a case had this ref and has it no more: old copies must not be joined to what is opened next."""
    if Case.objects.filter(ref=ref).exists():
        return False
    return event_rows(Case).filter(ref=ref).exists() or Publication.objects.filter(ref=ref).exists()
