"""Documents equal what they are made of, whatever was done before."""

from __future__ import annotations

from datetime import date

import pytest

from cases.choices import WithdrawalReason
from cases.models import Case, Charge, Document, Facility, Publication, Spell
from cases.publishing import publish, withdraw, withhold_name
from cases.rebuilding import rebuild
from cases.tasks import rebuild_stale_documents
from cases.writing import editing_case, editing_shared
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def eventful(publish_case, researcher, reviewer):
    """Cases that were published, corrected, withdrawn, renamed and moved."""
    facility = factories.make_facility()
    cases = [
        publish_case(
            audience=Audience.PUBLIC,
            detentions=[{"began": "2023-01", "facility": facility, "known_on": date(2023, 9, 1)}],
            charges=[{"text": "drug offences", "articles": ["234.4.3"]}],
        )
        for _ in range(4)
    ]
    factories.add_every_type(cases[0], by=researcher)
    factories.approve_and_publish(cases[0], by=reviewer)
    with editing_case(cases[1], by=researcher):
        charge = Charge.objects.get(case=cases[1])
        charge.text = "possession"
        charge.save()
    withdraw(cases=[cases[2]], audience=Audience.PUBLIC, by=reviewer, reason=WithdrawalReason.ERROR)
    withhold_name(person=cases[3].person, below=Audience.TEAM, by=reviewer)
    new = factories.make_facility("facility-n", "Facility N")
    with editing_shared(facility, by=researcher):
        Facility.objects.filter(pk=facility.pk).update(merged_into=new)
    rebuild_stale_documents()
    return cases


def differing(**how) -> list[tuple[str, str]]:
    return [(o.ref, o.audience.code) for o in rebuild(Case.objects.all(), **how) if o.differs]


def test_every_document_equals_its_source(eventful):
    assert Document.objects.count() == 9
    assert differing(check=True) == []


def test_rebuilding_gives_the_same_bytes(eventful):
    before = list(Document.objects.order_by("pk").values())
    Document.objects.filter(audience__lt=Audience.TEAM).delete()
    assert len(differing()) == 5
    kept = ("case_id", "audience", "body", "card", "digest", "codes", "mentions", "words")
    after = {(d["case_id"], d["audience"]): d for d in Document.objects.values()}
    for document in before:
        again = after[(document["case_id"], document["audience"])]
        assert {name: again[name] for name in kept} == {name: document[name] for name in kept}
    assert differing(check=True) == []


@pytest.mark.parametrize("column", ["body", "card", "name_sort"])
def test_tampered_document_is_found_and_mended(eventful, column):
    Document.objects.filter(case=eventful[0], audience=Audience.PARTNER).update(**{column: '{"x":1}'})
    eventful[0].refresh_from_db()
    assert differing(check=True) == [(eventful[0].ref, "partner")]
    differing()
    assert differing(check=True) == []


def test_lost_spell_is_found(eventful):
    Spell.objects.filter(document__case=eventful[0], document__audience=Audience.TEAM).first().delete()
    assert len(differing(check=True)) == 1


def test_document_of_a_withdrawn_case_is_taken_away(eventful):
    stray = Document.objects.filter(case=eventful[2], audience=Audience.PARTNER).get()
    stray.pk, stray.audience = None, Audience.PUBLIC
    stray.save()
    assert (eventful[2].ref, "public") in differing()
    assert not Document.objects.filter(case=eventful[2], audience=Audience.PUBLIC).exists()


def test_publishing_twice_without_change_makes_no_version(eventful, reviewer):
    publish(cases=[eventful[0]], audience=Audience.PARTNER, by=reviewer)
    before = Publication.objects.count()
    assert publish(cases=[eventful[0]], audience=Audience.PARTNER, by=reviewer) == []
    assert Publication.objects.count() == before
