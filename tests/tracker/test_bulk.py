"""Rows written set by set are the rows that saving them one by one would have written, history included."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.models import Citation, Detention, Source
from people.models import Consent, Name, Person
from tests import factories
from tracker.bulk import Staging
from tracker.history import writing

pytestmark = pytest.mark.django_db

AWKWARD = 'Həsən "Q\\N" \\. \t{x},y\nline, Гахраманлы \u202e'


def test_staged_rows_are_the_rows_that_save_writes(researcher):
    staging = Staging()
    with transaction.atomic(), writing(by=researcher, why="a list", door="trial"):
        person = staging.add(Person(born="1970", categories=["writer", "journalist"], occupation=AWKWARD))
        staging.add(Name(person=person, text="Həsən Qəhrəmanlı", is_main=True))
        staging.add(Consent(person=person, audience=1, subjects=["name"], basis="person", given_on=date(2020, 1, 1)))
        source = staging.add(Source(kind="article", title=AWKWARD, identity="who it is", published="2023-09~"))
        staging.add(Citation(source=source, quote=AWKWARD))
        assert staging.insert() == 5

    stored = Person.objects.get(pk=person.pk)
    assert (stored.born.edtf, stored.categories, stored.occupation) == ("1970", ["writer", "journalist"], AWKWARD)
    assert stored.born_possible.lower == date(1970, 1, 1)
    assert stored.ref == person.ref
    assert Name.objects.get(person=stored).keys == ["krmnl", "ksn"]
    assert Source.objects.get(pk=source.pk).identity == "who it is"
    assert Source.objects.get(pk=source.pk).title == AWKWARD
    assert Citation.objects.get(source=source).quote == AWKWARD


def test_staged_rows_have_history_with_who_and_why(researcher):
    staging = Staging()
    with transaction.atomic(), writing(by=researcher, why="a list", door="trial"):
        people = [staging.add(Person(occupation=f"writer {n}")) for n in range(3)]
        staging.insert()
    events = Person.pgh_event_model.objects.filter(pgh_obj__in=people).select_related("pgh_context")
    assert [event.pgh_context.metadata["why"] for event in events] == ["a list"] * 3
    assert {event.pgh_context.metadata["user"] for event in events} == {researcher.pk}


def test_staging_is_used_again_and_takes_new_numbers(researcher):
    staging = Staging()
    with transaction.atomic():
        first = staging.add(Person())
        staging.insert()
        second = staging.add(Person())
        assert staging.insert() == 1
    assert Person.objects.create().pk not in (first.pk, second.pk)
    assert Person.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_a_row_that_a_constraint_refuses_writes_nothing(researcher):
    case = factories.make_case(by=researcher)
    staging = Staging()
    staging.add(Detention(case=case, began="2023-09-20", ended="2023-09-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        staging.insert()
    assert Detention.objects.filter(case=case).count() == 1
