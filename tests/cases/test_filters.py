"""What each parameter finds, asked as a partner."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cases.models import Document, Facility, FacilityAlias, Recognition, Sentence
from tests import factories
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(partner):
    """Whether a query finds the one case there is."""
    return lambda **query: bool(partner.refs(**query))


def spell(began="", ended="", *, kind="", known_on=None, **more):
    facility = factories.make_facility(more.pop("at")) if "at" in more else None
    return {"began": began, "ended": ended, "end_kind": kind, "known_on": known_on, "facility": facility, **more}


@pytest.mark.parametrize(
    ("detention", "day", "possible", "certain"),
    [
        # An exact spell, both ends included.
        (spell("2023-03-01", "2023-03-10", kind="no_charge"), "2023-02-28", False, False),
        (spell("2023-03-01", "2023-03-10", kind="no_charge"), "2023-03-01", True, True),
        (spell("2023-03-01", "2023-03-10", kind="no_charge"), "2023-03-10", True, True),
        (spell("2023-03-01", "2023-03-10", kind="no_charge"), "2023-03-11", False, False),
        # A beginning known to the month: certain from its last day.
        (spell("2023-03", "2023-06-10", kind="no_charge"), "2023-03-15", True, False),
        (spell("2023-03", "2023-06-10", kind="no_charge"), "2023-03-31", True, True),
        # No end known: certain until the day they were last known there, possible without bound.
        (spell("2023-03-01", known_on=date(2023, 4, 1)), "2023-04-01", True, True),
        (spell("2023-03-01", known_on=date(2023, 4, 1)), "2023-04-02", True, False),
        (spell("2023-03-01"), "2023-03-01", True, True),
        (spell("2023-03-01"), "2031-01-01", True, False),
        # Only “on or before”: certain on the day they were known there.
        (spell("../2023-09-26", known_on=date(2023, 9, 26)), "2023-09-26", True, True),
        (spell("../2023-09-26", known_on=date(2023, 9, 26)), "2001-01-01", True, False),
        # An end that is only possible stops certainty, not possibility.
        (spell("2023-03-01", "2023-03-10", kind="bail", end_certainty="possible"), "2023-03-10", True, True),
        (spell("2023-03-01", "2023-03-10", kind="bail", end_certainty="possible"), "2023-03-11", True, False),
        # An end between two days.
        (spell("2023-03-01", "2023-03-08/2023-03-10", kind="no_charge"), "2023-03-08", True, True),
        (spell("2023-03-01", "2023-03-08/2023-03-10", kind="no_charge"), "2023-03-09", True, False),
        (spell("2023-03-01", "2023-03-08/2023-03-10", kind="no_charge"), "2023-03-11", False, False),
        # No beginning later than the end: on the day of the release itself they were certainly still there.
        (spell("2023", "2023-03-10", kind="bail"), "2023-03-09", True, False),
        (spell("2023", "2023-03-10", kind="bail"), "2023-03-10", True, True),
        (spell("", "2023-03-10", kind="bail"), "2023-03-10", True, True),
        (spell("2023", "2023-03-10", kind="bail", end_certainty="possible"), "2023-03-10", True, False),
        # A claim in conflict counts for possible questions only; a denied one for none.
        (spell("2023-03-01", "2023-03-10", kind="no_charge", claim_status="conflict"), "2023-03-05", True, False),
        (spell("2023-03-01", "2023-03-10", kind="no_charge", certainty="possible"), "2023-03-05", True, False),
        (spell("2023-03-01", "2023-03-10", kind="no_charge", certainty="alleged"), "2023-03-05", True, True),
        (spell("2023-03-01", "2023-03-10", kind="no_charge", certainty="denied"), "2023-03-05", False, False),
        (spell("2023-03-01", "2023-03-10", kind="no_charge", claim_status="retracted"), "2023-03-05", False, False),
    ],
)
def test_held_on_asked_both_ways(publish_case, found, detention, day, possible, certain):
    publish_case(detentions=[detention])
    assert (found(held_on=day), found(held_on=day, certainty="certain")) == (possible, certain)


def test_facility_and_day_hold_for_one_detention(publish_case, found):
    publish_case(
        detentions=[
            spell("2023-01-01", "2023-02-01", kind="transfer", at="facility-b"),
            spell("2023-02-01", known_on=date(2023, 9, 1), at="facility-c"),
        ]
    )
    assert found(facility="facility-b", held_on="2023-01-15")
    assert not found(facility="facility-b", held_on="2023-03-15")
    assert found(facility="facility-c", held_on="2023-03-15")
    assert found(facility="facility-b")
    assert found(facility=["facility-b", "facility-c"], held_on="2023-03-15")


def test_transfer_is_no_release(publish_case, found):
    publish_case(
        detentions=[
            spell("2023-01-01", "2023-02-01", kind="transfer", at="facility-b"),
            spell("2023-02-01", "2023-05-01", kind="pardon", at="facility-c"),
        ]
    )
    assert not found(released_from="2023-01-15", released_to="2023-02-15")
    assert found(released_from="2023-05-01", released_to="2023-05-01", certainty="certain")


def test_range_is_possible_when_it_overlaps_and_certain_when_it_holds_it(publish_case, found):
    publish_case(detentions=[spell("2023-03")])
    assert found(detained_from="2023-03-20", detained_to="2023-04-20")
    assert not found(detained_from="2023-03-20", detained_to="2023-04-20", certainty="certain")
    assert found(detained_from="2023-03-01", detained_to="2023-03-31", certainty="certain")
    assert not found(detained_from="2023-04-01")
    assert found(detained_to="2023-03-01")


@pytest.mark.parametrize(
    ("asked", "matches"),
    [
        ("228", True),
        ("228.1", True),
        ("228.1.2", True),
        ("CC:228", True),
        ("22", False),
        ("2281", False),
        ("228.1.20", False),
    ],
)
def test_article_finds_its_paragraphs_and_no_other_article(publish_case, partner, asked, matches):
    publish_case(charges=[{"articles": ["228.1.2"]}])
    # An article that no charge here names is answered like one that does not exist.
    assert partner.get("/api/v1/cases/", {"article": asked}).status_code == (200 if matches else 400)


def test_article_of_another_code_is_another_article(publish_case, partner):
    case = publish_case(charges=[{"articles": ["228.1"]}])
    other = publish_case(charges=[{"articles": ["CAO:228.1"]}])
    assert partner.refs(article="CC:228.1") == [case.ref]
    assert partner.refs(article="CAO:228.1") == [other.ref]
    assert partner.refs(article="228", order="updated") == [case.ref, other.ref]


def test_charge_of_another_detention_does_not_answer_for_the_day(publish_case, researcher, reviewer, found):
    case = publish_case(
        detentions=[spell("2022-01-01", "2022-02-01", kind="no_charge"), spell("2023-01-01", "2023-02-01", kind="bail")]
    )
    first = case.detention_records.get(began_possible__contains=date(2022, 1, 1))
    factories.add_charge(case, by=researcher, text="tax evasion", detention=first, charge_group="economic")
    factories.approve_and_publish(case, by=reviewer)
    assert found(charge_group="economic", held_on="2022-01-15")
    assert not found(charge_group="economic", held_on="2023-01-15")
    assert found(charge_group="economic")
    assert found(charge="evasion", held_on="2022-01-15")


def test_charge_of_no_detention_answers_for_every_day(publish_case, found):
    publish_case(detentions=[spell("2023-01-01", "2023-02-01", kind="bail")], charges=[{"text": "Tax Evasion"}])
    assert found(charge="tax", held_on="2023-01-15")
    assert not found(charge="taxation", held_on="2023-01-15")


def test_merged_facility_answers_to_both_slugs(publish_case, found):
    publish_case(detentions=[spell("2023-01-01", at="old-prison")])
    new = factories.make_facility("new-prison", "New Prison")
    Facility.objects.filter(slug="old-prison").update(merged_into=new)
    assert found(facility="old-prison")
    assert found(facility="new-prison")
    assert FacilityAlias.objects.count() == 2


def test_facility_merged_twice_answers_to_each_of_its_slugs(publish_case, researcher, found):
    for slug in ("first", "second", "third", "aside"):
        factories.make_facility(slug, slug)
    publish_case(detentions=[spell("2023-01-01", at="first")])
    Facility.objects.filter(slug="first").update(merged_into=Facility.objects.get(slug="second"))
    Facility.objects.filter(slug__in=["second", "aside"]).update(merged_into=Facility.objects.get(slug="third"))
    assert [found(facility=slug) for slug in ("first", "second", "third", "aside")] == [True, True, True, True]


@pytest.mark.parametrize(("certainty", "refused"), [("", True), ("possible", False), ("denied", False)])
def test_detention_known_after_it_ended_is_two_records(researcher, certainty, refused):
    detention = spell("2023-03-01", "2023-03-10", kind="bail", end_certainty=certainty, known_on=date(2023, 3, 11))
    if not refused:
        assert factories.make_case(by=researcher, detentions=[detention])
        return
    with pytest.raises(ValidationError, match="This day lies after the detention ended"):
        factories.make_case(by=researcher, detentions=[detention])


def test_projected_end_of_a_term_and_of_an_undated_one(publish_case, researcher, reviewer, found, partner):
    case = publish_case(detentions=[spell("2023-09-19/2023-09-20")])
    sentence = {"kind": "administrative_arrest", "term_days": 30}
    factories.add(case, Sentence, by=researcher, starts="2023-09-19/2023-09-20", **sentence)
    factories.approve_and_publish(case, by=reviewer)
    assert partner.json("cases/")["results"][0]["ends"] == "2023-10-19/2023-10-20"
    assert found(ends_from="2023-10-20")
    assert not found(ends_from="2023-10-21")
    assert found(ends_from="2023-10-19", ends_to="2023-10-20", certainty="certain")
    assert not found(ends_from="2023-10-20", certainty="certain")


def test_term_with_unknown_start_ends_possibly_on_any_day(publish_case, researcher, reviewer, found, partner):
    case = publish_case()
    factories.add(case, Sentence, by=researcher, kind="administrative_arrest", term_days=30)
    factories.approve_and_publish(case, by=reviewer)
    assert partner.json("cases/")["results"][0]["ends"] is None
    assert partner.json(f"cases/{case.ref}/")["ends"]["start_unknown"] is True
    assert found(ends_from="2031-01-01")
    assert not found(ends_from="1990-01-01", certainty="certain")


THREE_YEARS = {"kind": "imprisonment", "term_years": 3, "starts": "2023-05-10"}


def test_term_in_dispute_ends_possibly_and_is_marked(publish_case, researcher, reviewer, found, partner):
    case = publish_case()
    factories.add(case, Sentence, by=researcher, **THREE_YEARS, claim_status="conflict")
    factories.approve_and_publish(case, by=reviewer)
    assert found(ends_from="2026-05-10", ends_to="2026-05-10")
    assert not found(ends_from="2026-05-11")
    assert not found(ends_from="2026-05-10", certainty="certain")
    assert partner.json(f"cases/{case.ref}/")["ends"]["clash"] is True
    assert partner.json("cases/")["results"][0]["ends"] is None


def test_accepted_term_stands_before_a_newer_one_in_dispute(publish_case, researcher, reviewer, found):
    case = publish_case()
    factories.add(case, Sentence, by=researcher, **THREE_YEARS, imposed="2023-05-10")
    factories.add(
        case, Sentence, by=researcher, **{**THREE_YEARS, "term_years": 5}, imposed="2023-06", certainty="possible"
    )
    factories.approve_and_publish(case, by=reviewer)
    assert found(ends_from="2026-05-10", ends_to="2026-05-10", certainty="certain")
    assert not found(ends_from="2028-01-01")


@pytest.mark.parametrize("replacement", [{"visibility": Audience.TEAM}, {"claim_status": "retracted"}])
def test_term_ends_as_if_not_replaced_where_its_replacement_is_hidden_or_retracted(
    publish_case, researcher, reviewer, found, replacement
):
    case = publish_case()
    newer = factories.add(case, Sentence, by=researcher, kind="imprisonment", term_years=8, **replacement)
    factories.add(case, Sentence, by=researcher, **THREE_YEARS, replaced_by=newer)
    factories.approve_and_publish(case, by=reviewer)
    assert found(ends_from="2026-05-10", ends_to="2026-05-10", certainty="certain")


def test_term_of_centuries_ends_after_every_day_that_can_be_asked_for(publish_case, researcher, reviewer, found):
    case = publish_case()
    factories.add(case, Sentence, by=researcher, kind="imprisonment", term_years=999, starts="2023-05-10")
    factories.approve_and_publish(case, by=reviewer)
    assert found(ends_from="2200-12-31")
    assert not found(ends_to="2200-12-30")


@pytest.mark.parametrize("asked", ["Gəhrəmanlı", "Gahramanli", "Гахраманлы", "Gakhramanli Leyla", "leyla qehremanli"])
def test_name_is_found_in_any_spelling_and_order(publish_case, found, asked):
    publish_case(person=factories.make_person("Leyla Qəhrəmanlı"))
    assert found(name=asked)


def test_best_fitting_name_comes_first(publish_case, partner):
    publish_case(person=factories.make_person("Rauf Aghil Samadov"))
    exact = publish_case(person=factories.make_person("Rauf Samadov"))
    refs = partner.refs(name="Rauf Samadov")
    assert (len(refs), refs[0]) == (2, exact.ref)


def test_words_are_found_anywhere_and_codes_are_not(publish_case, found):
    publish_case(
        person=factories.make_person("Rauf Samadov", occupation="satirical poet"), detentions=[spell("2023-01-01")]
    )
    assert found(q="Satirical SAMADOV")
    assert not found(q="satirical prose")
    assert not found(q="2023-01-01")
    assert not found(q="%")


def test_repeated_parameter_means_or_and_two_parameters_mean_and(publish_case, partner):
    a = publish_case(person=factories.make_person(sex="female", categories=["journalist"]))
    b = publish_case(person=factories.make_person(sex="male", categories=["lawyer"]))
    assert sorted(partner.refs(category=["journalist", "lawyer"])) == sorted([a.ref, b.ref])
    assert partner.refs(category=["journalist", "lawyer"], sex="male") == [b.ref]


def test_orders_and_unknown_values_last(publish_case, partner):
    early = publish_case(detentions=[spell("2022-01-01")], person=factories.make_person("Aysel B"))
    late = publish_case(detentions=[spell("2023-01-01")], person=factories.make_person("Çinar A"))
    never = publish_case(detentions=[spell()], person=factories.make_person("Davud C"))
    assert partner.refs() == [late.ref, early.ref, never.ref]
    assert partner.refs(order="detained") == [early.ref, late.ref, never.ref]
    assert partner.refs(order="name") == [early.ref, late.ref, never.ref]
    assert partner.refs(order="-updated") == [never.ref, late.ref, early.ref]


@pytest.mark.parametrize("order", ["-detained", "detained", "name", "-name", "-updated", "updated", "ends", "-ends"])
def test_cursor_walks_every_case_once_in_order(publish_case, partner, order):
    for began in ("2022-01-01", "2023-01-01", "2023-01-01", "", ""):
        publish_case(detentions=[spell(began)])
    whole = partner.refs(order=order)
    walked, page = [], partner.json("cases/", order=order, limit=2)
    while True:
        walked += [card["ref"] for card in page["results"]]
        if page["next"] is None:
            break
        page = partner.json(page["next"].split("/api/v1/")[1])
    assert walked == whole
    assert len(set(walked)) == 5


def test_count_counts_all_pages(publish_case, partner):
    for _ in range(3):
        publish_case()
    assert partner.json("cases/", count="true", limit=1)["count"] == 3


def test_silent_for_counts_from_the_newest_dated_record(publish_case, found, time_machine_at):
    publish_case(detentions=[spell("2023-01-01", known_on=date(2023, 9, 26))])
    with time_machine_at("2023-11-25"):
        assert found(silent_for=60)
        assert not found(silent_for=61)


def test_updated_since_includes_the_moment_itself(publish_case, partner):
    case = publish_case()
    moment = partner.json(f"cases/{case.ref}/")["updated"]
    assert partner.refs(updated_since=moment) == [case.ref]
    assert partner.refs(updated_since="2200-01-01T00:00:00Z") == []


@pytest.mark.parametrize(
    ("fields", "matches"),
    [
        ({}, True),
        ({"until": "2023-09"}, True),
        ({"claim_status": "conflict"}, True),
        ({"claim_status": "retracted"}, False),
        ({"certainty": "denied"}, False),
        ({"visibility": Audience.TEAM}, False),
        ({"withdrawn_at_request": True}, False),
    ],
)
def test_recognition_finds_the_counted_ones_that_the_reader_may_see(
    publish_case, researcher, reviewer, found, fields, matches
):
    case = publish_case()
    factories.add(case, Recognition, by=researcher, term="political_prisoner", **fields)
    factories.approve_and_publish(case, by=reviewer)
    assert found(recognition="political_prisoner") is matches
    assert found(recognition=["arbitrary", "political_prisoner"]) is matches
    assert not found(recognition="arbitrary")


def test_withdrawn_recognition_finds_nothing_for_the_team_either(researcher):
    case = factories.make_case(by=researcher)
    factories.add(case, Recognition, by=researcher, term="political_prisoner", withdrawn_at_request=True)
    assert "recognition:political_prisoner" not in Document.objects.get(case=case).codes
