"""Who may know a name that others may not read, and what becomes of trials at one (decision 15)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.crypto import salted_hmac

from cases.documents import Builder
from cases.models import Case, Document
from cases.querysets import CaseQuerySet
from cases.records import RECORD_TYPES
from people import naming
from people.models import Name, Person, Relationship
from tracker.audiences import Audience
from tracker.guesses import note_guess
from tracker.models import ReadLog, User
from tracker.permissions import Permission


def may_know(user: User, name: Name) -> bool:
    """Whether that user may read the name: where the team may, in a document that they see; else in a case of which
    they read what is restricted."""
    naming = cases_naming(name.person)
    if Case.objects.restricted_readable_by(user).filter(pk__in=naming.values("pk")).exists():
        return True
    is_of_the_team = max(name.visibility, name.person.name_exposure) <= Audience.TEAM
    if is_of_the_team and Document.objects.visible_to(user).mentioning(name.person).exists():
        return True
    return user.may(Permission.RESTRICTED_READ) and not naming.exists()


def cases_naming(person: Person) -> CaseQuerySet:
    """The person's own cases, and those in which a record, restricted or not, or a tie names them."""
    ties = Relationship.objects.filter(other=person).values("person")
    turned = Relationship.objects.filter(person=person).told_of_both().values("other")
    found = Q(person=person) | Q(person__in=ties) | Q(person__in=turned)
    for kind in RECORD_TYPES.values():
        for column in kind.model._meta.fields:
            if column.related_model is Person:
                found |= Q(pk__in=kind.model._default_manager.filter(**{column.name: person}).values("case"))
    return Case.objects.filter(found)


def note_left_out(made: Builder, *, before: Builder | None, by: User | None) -> None:
    """Notes, once for each, the texts of a case that the team's document leaves out for a name's sake since this edit.
    A text of somebody who may not read that name is a trial: the named members of the case see who wrote it, and when.
    """
    case = made.material.case
    said = {
        f"withheld name written, {salted_hmac('left-out', text).hexdigest()[:8]}"
        for text in _left_out_since(before, made)
    }
    known = ReadLog.objects.filter(case_ref=case.ref, what__in=said).values_list("what", flat=True)
    may_read = by is None or Case.objects.restricted_readable_by(by).filter(pk=case.pk).exists()
    for what in sorted(said.difference(known)):
        if by is None or may_read:
            ReadLog.objects.create(user=by, audience=Audience.TEAM, door="edit", what=what, case_ref=case.ref)
        else:
            note_guess(by=by, cases=[case.ref], door="edit", what=what)


def _left_out_since(before: Builder | None, made: Builder) -> set[str]:
    """The texts that one document of a case leaves out and the one before did not. Those that held the name already
    and are left out because this very edit withholds it are no trial."""
    if before is None:
        return made.left_out
    people = [person for pk, person in made.material.people.items() if pk in before.material.people]
    just_withheld = {name for person in people for name in person.names_withheld_from(made.audience)}
    names = [name for name in made.withheld_names if name not in just_withheld.difference(before.withheld_names)]
    new = made.left_out - before.left_out
    return {text for text in new if any(found.whole for found in naming.find_names(text, names))} if names else set()
