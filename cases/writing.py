"""The one door for changes to a case: lock its row, write, count the revision, rebuild the team's document.

    with editing_case(case, by=user, why="…") as case:
        add_record(Charge(case=case, text="…"), citations=[citation])

Whatever changes something that many cases share goes through `editing_shared`, which marks their documents stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from cases.documents import Builder
from cases.facets import number_codes
from cases.guesses import note_left_out
from cases.indexing import Made, make_document, stamped
from cases.material import load
from cases.models import (
    Case,
    CaseRecord,
    Citation,
    CitationLink,
    ClockRule,
    Conflict,
    Deadline,
    Detention,
    Document,
    Sentence,
    Spell,
)
from cases.name_words import add_words
from people.models import Name, Person
from tracker.audiences import Audience
from tracker.history import writing
from tracker.models import User

if TYPE_CHECKING:
    from cases.querysets import Shared

R = TypeVar("R", bound=CaseRecord)


@contextmanager
def editing_case(case: Case, *, by: User | None, why: str = "") -> Iterator[Case]:
    """Yields the case, freshly read and locked: two savers of one case wait for each other, neither loses a record."""
    with transaction.atomic(), writing(by=by, why=why):
        locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        before = _built([locked]) if by else {}
        yield locked
        count_edit(locked, by=by).save()
        refresh_team_documents([locked], by=by, before=before)


def count_edit(case: Case, *, by: User | None) -> Case:
    """The case at a new revision, not saved yet, which no approval covers; its authors are remembered until the edit
    after the next approval."""
    earlier = [] if case.approved_revision == case.revision else case.editors
    case.editors = sorted({*earlier, *([by.pk] if by else [])})
    case.revision += 1
    case.in_review = False
    case.updated_at = timezone.now()
    return case


def add_record(record: R, *, citations: Iterable[Citation] = (), end_citations: Iterable[Citation] = ()) -> R:
    """Saves a checked record with its citations, inside `editing_case`. Raises `ValidationError` by field."""
    record.full_clean()
    record.save()
    cite(record, citations)
    cite(record, end_citations, for_end=True)
    return record


def cite(thing: models.Model, citations: Iterable[Citation], *, for_end: bool = False) -> None:
    """Links citations to a record, or to a fact of a person."""
    case = thing.case if isinstance(thing, CaseRecord) else None
    content_type = ContentType.objects.get_for_model(thing)
    for citation in citations:
        CitationLink.objects.create(
            citation=citation, case=case, content_type=content_type, object_id=thing.pk, for_end=for_end
        )


def note_conflict(first: CaseRecord, second: CaseRecord, note: str) -> Conflict:
    """Keeps two claims of one case side by side as not fitting each other."""
    return Conflict.objects.create(case=first.case, first=first, second=second, note=note)


@contextmanager
def editing_shared(*things: Shared, by: User | None, why: str = "") -> Iterator[None]:
    """For a change of something that many cases share: their team documents are marked stale in one UPDATE.

    The cases of a person, and those that name one, return to draft: what would be published has changed, and whoever
    changed it is an author of theirs.
    """
    with transaction.atomic(), writing(by=by, why=why):
        people = [thing for thing in things if isinstance(thing, Person)]
        edited = _lock_cases_naming(people) if people else []
        # Twice: what the documents name now, and what they will name after a new name or slug.
        mark_stale(*things)
        own = {person.pk for person in people}
        before = _built(case for case in edited if case.person_id in own) if by else {}
        yield
        mark_stale(*things)
        edited = [count_edit(case, by=by) for case in edited]
        Case.objects.bulk_update(edited, ["editors", "revision", "in_review", "updated_at"], batch_size=500)
        refresh_team_documents((case for case in edited if case.person_id in own), by=by, before=before)


def _lock_cases_naming(people: list[Person]) -> list[Case]:
    """The cases of these people and those whose team documents name one, locked in the order of every writer."""
    naming = Document.objects.filter(audience=Audience.TEAM).mentioning(*people).values("case")
    found = Case.objects.filter(Q(person__in=people) | Q(pk__in=naming))
    return list(found.select_for_update(no_key=True).order_by("pk"))


def lock_person(person: Person) -> Person:
    """The person freshly read, for a change that depends on what is stored. Their cases are locked first, as every
    writer does, then the row. In a transaction."""
    list(Case.objects.select_for_update(no_key=True).filter(person=person).order_by("pk").values("pk"))
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def mark_stale(*things: Shared) -> int:
    """How many team documents that name one of these were marked for rebuilding."""
    return Document.objects.filter(audience=Audience.TEAM).mentioning(*things).update(stale=True)


@contextmanager
def editing_clock(rule: ClockRule, *, by: User | None, why: str = "") -> Iterator[None]:
    """For a change of a rule of law: the team documents of every case in which it runs, or ran, are marked stale."""
    with transaction.atomic(), writing(by=by, why=why):
        mark_stale_by_clock(rule)
        yield
        mark_stale_by_clock(rule)


def mark_stale_by_clock(rule: ClockRule) -> int:
    """How many team documents that this rule, as it is stored, may give a deadline were marked for rebuilding."""
    starts = ClockRule.objects.filter(pk=rule.pk).values_list("starts_with", flat=True)
    kinds = [code.removeprefix("sentence_") for code in starts if code.startswith("sentence_")]
    held = Detention.objects.filter(custody_type__in=starts).values("case")
    sentenced = Sentence.objects.filter(kind__in=kinds).values("case")
    documents = Document.objects.filter(Q(case__in=held) | Q(case__in=sentenced), audience=Audience.TEAM)
    return documents.update(stale=True)


# By case what its team document was made with before an edit; None where no name is withheld from the team, so that
# nothing can have been left out.
Before = dict[int, Builder] | None


def _built(cases: Iterable[Case]) -> Before:
    if not Name.objects.withheld_from(Audience.TEAM).exists():
        return None
    made = {}
    for material in load(cases):
        made[material.case.pk] = builder = Builder(material, Audience.TEAM)
        builder.body()
    return made


def refresh_team_documents(cases: Iterable[Case], *, by: User | None = None, before: Before = None) -> None:
    """Rewrites the team documents of these cases from their records, in the transaction that changed them; `before` is
    what they were made with when it began."""
    made = []
    cases = list(cases)
    for material in load(cases):
        builder = Builder(material, Audience.TEAM)
        body = stamped(builder.body(), version=0, updated_at=material.case.updated_at)
        made.append(make_document(material.case, Audience.TEAM, body))
        if builder.left_out and before is not None:
            note_left_out(builder, before=before.get(material.case.pk), by=by)
    replace_documents(Audience.TEAM, made)


def replace_documents(audience: Audience, made: list[Made]) -> None:
    """Puts these documents, with the rows beside them, in the place of their cases' former ones for that audience."""
    documents = [each.document for each in made]
    number_codes(documents)
    Document.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["case", "audience"],
        update_fields=[f.name for f in Document._meta.fields if f.name not in ("id", "case", "audience")],
    )
    Spell.objects.filter(document__in=documents).delete()
    Spell.objects.bulk_create([spell for each in made for spell in each.spells])
    Deadline.objects.filter(document__in=documents).delete()
    Deadline.objects.bulk_create([deadline for each in made for deadline in each.deadlines])
    add_words(audience, documents)


def rebuild_stale(limit: int = 500) -> int:
    """Rebuilds up to `limit` stale team documents, skipping cases that somebody is writing. Returns how many."""
    with transaction.atomic():
        due = Case.objects.filter(documents__stale=True, documents__audience=Audience.TEAM).order_by("pk")
        cases = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
        refresh_team_documents(cases)
        return len(cases)
