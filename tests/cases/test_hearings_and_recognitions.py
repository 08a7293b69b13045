"""The rules of hearings, interventions and recognitions, and who reads them."""

from __future__ import annotations

import orjson
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.missing import missing_facts
from cases.models import Case, Detention, Document, Hearing, Intervention, Publication, Recognition
from cases.publishing import withdraw_recognition
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(researcher) -> Case:
    return factories.make_case(by=researcher)


def body_of(case: Case, audience: Audience = Audience.TEAM) -> dict:
    return orjson.loads(Document.objects.get(case=case, audience=audience).body)


def test_hearing_never_sets_the_status_and_its_next_date_is_no_news(case, researcher):
    before, last_news = body_of(case)["status"], Document.objects.get(case=case).last_news_on
    factories.add(case, Hearing, by=researcher, kind="trial", outcome="she was acquitted", next_date="2030-01-01")
    assert body_of(case)["status"] == before
    assert Document.objects.get(case=case).last_news_on == last_news


def test_held_hearing_is_news_of_its_day(case, researcher):
    factories.add(case, Hearing, by=researcher, kind="trial", held="2023-11-02", next_date="2023-12-01")
    assert str(Document.objects.get(case=case).last_news_on) == "2023-11-02"


def test_hearing_says_its_court_in_the_document(case, researcher):
    court = factories.make_organisation("Court of District B")
    made = factories.add(
        case, Hearing, by=researcher, kind="appeal", court=court, held="2023-10-02", next_date="2023-11/2023-12"
    )
    (hearing,) = body_of(case)["hearings"]
    assert hearing["key"] == f"hearing:{made.pk}"
    assert hearing["court"]["name"] == "Court of District B"
    assert hearing["next_date"] == {"edtf": "2023-11/2023-12", "earliest": "2023-11-01", "latest": "2023-12-31"}


def test_court_that_a_hearing_names_is_not_missing(researcher):
    case = factories.make_case(
        by=researcher, detentions=[{"began": "2023-09-20", "custody_type": "pretrial_remand", "place": "Salyan"}]
    )
    assert "court" in missing_facts(body_of(case))
    factories.add(case, Hearing, by=researcher, court=factories.make_organisation())
    assert "court" not in missing_facts(body_of(case))


def test_next_hearing_before_this_one_is_refused_unless_the_dates_could_fit(case, researcher):
    with pytest.raises(ValidationError) as refused:
        factories.add(case, Hearing, by=researcher, held="2023-10-02", next_date="2023-10-01")
    assert refused.value.message_dict["next_date"] == ["The next hearing would be before this one."]
    factories.add(case, Hearing, by=researcher, held="2023-10", next_date="2023-10-01")
    with transaction.atomic(), pytest.raises(IntegrityError, match="hearing_next_after_held"):
        Hearing.objects.create(case=case, held="2023-10-02", next_date="2023-10-01")


@pytest.mark.parametrize(
    ("scheme", "criteria", "is_known"),
    [
        ("pace", ["a", "e"], True),
        ("pace", ["f"], False),
        ("pace", ["I"], False),
        ("wgad", ["I", "V"], True),
        ("wgad", ["VI"], False),
        ("wgad", ["a"], False),
        ("", [], True),
        ("", ["a"], False),
    ],
)
def test_criteria_are_those_of_their_scheme(case, researcher, scheme, criteria, is_known):
    values = {"term": "political_prisoner", "scheme": scheme, "criteria": criteria}
    if is_known:
        assert factories.add(case, Recognition, by=researcher, **values).criteria == criteria
        return
    with pytest.raises(ValidationError) as refused:
        factories.add(case, Recognition, by=researcher, **values)
    assert refused.value.message_dict["criteria"] == ["The scheme has no such criterion."]
    with transaction.atomic(), pytest.raises(IntegrityError, match="recognition_criteria_of_scheme"):
        Recognition.objects.create(case=case, **values)


def test_recognition_that_ends_before_it_begins_is_refused(case, researcher):
    with pytest.raises(ValidationError) as refused:
        factories.add(case, Recognition, by=researcher, term="political_prisoner", since="2023-10-02", until="2023-09")
    assert refused.value.message_dict["until"] == ["The recognition would end before it began."]


def test_recognition_withdrawn_at_the_persons_request_leaves_every_readers_document_but_the_teams(
    case, researcher, reviewer, public
):
    made = factories.add(case, Recognition, by=researcher, term="political_prisoner", by_text="Committee B")
    factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)
    assert public.json(f"cases/{case.ref}/")["recognitions"][0]["by_text"] == "Committee B"
    rows = withdraw_recognition(recognition=made, by=researcher)
    assert [row.audience for row in rows] == [Audience.PUBLIC, Audience.PARTNER]
    assert public.get(f"/api/v1/cases/{case.ref}/").status_code == 404
    assert not Publication.objects.filter(case=case, body__contains="Committee B").exists()
    factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)
    assert "recognitions" not in public.json(f"cases/{case.ref}/")
    assert "recognitions" not in body_of(case, Audience.PARTNER)
    (known,) = body_of(case)["recognitions"]
    assert (known["withdrawn_at_request"], known["visibility"], known["counts"]) == (True, "team", "no")


def test_recognition_that_nobody_read_is_withdrawn_without_withdrawing_the_case(case, researcher, reviewer, public):
    factories.approve_and_publish(case, by=reviewer, audience=Audience.PUBLIC)
    made = factories.add(case, Recognition, by=researcher, term="political_prisoner")
    assert withdraw_recognition(recognition=made, by=researcher) == []
    assert public.get(f"/api/v1/cases/{case.ref}/").status_code == 200
    assert Recognition.objects.get().visibility == Audience.TEAM


def test_withdrawn_recognition_is_kept_inside_by_the_database_too(case, researcher):
    made = factories.add(case, Recognition, by=researcher, term="political_prisoner")
    with transaction.atomic(), pytest.raises(IntegrityError, match="recognition_withdrawn_stays_inside"):
        Recognition.objects.filter(pk=made.pk).update(withdrawn_at_request=True)


def test_intervention_names_who_asked_whom(case, researcher):
    asker, asked = factories.make_organisation("Committee B"), factories.make_organisation("Ministry C")
    factories.add(
        case,
        Intervention,
        by=researcher,
        text="release her",
        by_organisation=asker,
        to_organisation=asked,
        asked="2023-10",
    )
    (said,) = body_of(case)["interventions"]
    assert (said["by_organisation"]["name"], said["to_organisation"]["name"]) == ("Committee B", "Ministry C")


def test_case_page_says_hearing_intervention_and_recognition(case, researcher, advocate, signed_in):
    factories.add(
        case, Hearing, by=researcher, kind="trial", held="2023-10-02", next_date="2023-11", next_date_words="soon"
    )
    factories.add(case, Intervention, by=researcher, text="release her", by_text="Committee B", to_text="the Ombudsman")
    factories.add(
        case, Recognition, by=researcher, term="arbitrary", scheme="wgad", criteria=["I", "II"], list_name="L"
    )
    page = signed_in(advocate).get(f"/cases/{case.ref}/").content.decode()
    for words in (
        "Trial hearing",
        "November 2023 (“soon”)",
        "Release her",
        "the Ombudsman",
        "Detained arbitrarily",
        "I: no legal basis; II: for the exercise of rights",
    ):
        assert words in page, words


def test_basis_of_an_end_needs_an_end(case, researcher):
    with pytest.raises(ValidationError) as refused:
        factories.add(case, Detention, by=researcher, end_basis="a court decision")
    assert list(refused.value.message_dict) == ["end_kind"]
