"""People found by a name as somebody typed it, through the API."""

from __future__ import annotations

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.choices import WithdrawalReason
from cases.models import Case, Document, NameWord
from cases.name_words import add_words, forget_unused_words
from cases.publishing import withdraw, withhold_name
from people.misspelling import name_words
from people.models import Person
from tests import factories
from tests.cases.invented_names import full_name, with_typing_error
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


def fill(names: list[str], researcher: User) -> None:
    """Partner documents with these names and nothing else; the card of each is its place in the list."""
    person = Person.objects.create()
    cases = Case.objects.bulk_create(Case(person=person, lead=researcher) for _ in names)
    documents = [
        Document(
            case=case,
            person=person,
            audience=Audience.PARTNER,
            ref=case.ref,
            card=str(place),
            updated_at=timezone.now(),
            names=[name],
            name_words=sorted(set(name_words(name))),
            words=[],
            charge_words=[],
        )
        for place, (case, name) in enumerate(zip(cases, names, strict=True))
    ]
    Document.objects.bulk_create(documents, batch_size=1000)
    add_words(Audience.PARTNER, documents)


def test_of_200_typing_errors_97_in_100_find_the_person_among_the_first_20(partner, researcher):
    random = Random(20)
    names = [full_name(random) for _ in range(6000)]
    fill(names, researcher)
    wanted = random.sample(range(6000), 200)
    lost = []
    for number in wanted:
        typed = with_typing_error(names[number], random)
        found = partner.json("cases/", name=typed, limit=20)["results"]
        if not any(names[place] == names[number] for place in found):
            lost.append((typed, names[number]))
    assert len(lost) <= 200 * (1 - 0.97), lost
