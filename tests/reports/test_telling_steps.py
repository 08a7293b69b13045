"""Sentences about hearings, interventions and recognitions of invented people."""

from __future__ import annotations

import pytest

from reports.news import ToldBefore, news_of
from reports.telling.book import phrase_book
from tests.reports.bodies import DATED, body, detention, karimli, organisation, paragraph, person, record, third, when

COURT = organisation("Baku Court of Appeal")
LAWYER = {"attribution": "Lawyer Vusal Mammadli", "attributed_person": third("Vusal Mammadli", "lawyer")}
HELD = detention(began=when("2023-09-20"))


def hearing(**fields):
    return record("hearing", **{"kind": "trial", **fields})


def told(**parts):
    """What an issue says after the arrest, which every one of these cases has."""
    said = paragraph(body(karimli(), detentions=[HELD], **parts))
    opening = "Leyla Karimli, a journalist residing in Baku, was apprehended on 20 September. "
    assert said.startswith(opening)
    return said.removeprefix(opening)


def test_hearing_is_told_with_its_court_outcome_and_next_date():
    held = hearing(
        court=COURT,
        judge="Elmar Rzayev",
        held=when("2023-09-24"),
        outcome="the court refused to release her",
        next_date=when("2023-10-05"),
    )
    assert told(hearings=[held]) == (
        "A trial hearing in her case was held at the Baku Court of Appeal (Judge Elmar Rzayev) on 24 September. The court "
        "refused to release her. The next hearing in Karimli’s case is due on 5 "
        "October."
    )


def test_hearing_that_opens_a_paragraph_names_the_person():
    assert paragraph(body(karimli(), hearings=[hearing(court=COURT, held=when("2023-09-24"))])) == (
        "A trial hearing in the case of Leyla Karimli, a journalist residing in Baku, was held at the Baku Court of Appeal on "
        "24 September."
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2023-10-05", "is due on 5 October."),
        ("2023-10-05/2023-10-06", "is due on 5 or 6 October."),
        ("2023-10", "is due in October."),
        ("../2023-10-05", "is due on or before 5 October."),
        ("2023-10-05~", "is due about 5 October."),
        ("2023-09-25", "was due on 25 September."),
    ],
)
def test_hearing_only_announced_is_told_by_its_day_as_exact_as_the_source(day, said):
    assert told(hearings=[hearing(kind="appeal", next_date=when(day))]) == f"An appeal hearing in her case {said}"


def test_two_hearings_are_two_sentences():
    both = [hearing(key=n, held=when(f"2023-09-2{n}")) for n in (2, 4)]
    assert told(hearings=both) == (
        "A trial hearing in her case was held on 22 September. A trial hearing in her case was held on 24 September."
    )


def test_hearing_in_a_lawyers_voice_is_their_report():
    held = hearing(held=when("2023-09-24"), next_date=when("2023-10-05"), **LAWYER)
    assert told(hearings=[held]) == (
        "Lawyer Vusal Mammadli reported that a trial hearing in Karimli’s case had been held on 24 September and that the "
        "next hearing in Karimli’s case was due on 5 October."
    )


def test_hearing_that_is_only_possible_is_told_so():
    held = hearing(held=when("2023-09-24"), next_date=when("2023-10-05"), certainty="possible")
    assert told(hearings=[held]) == (
        "A trial hearing in her case appears to have been held on 24 September. The next hearing in her case appears to be due "
        "on 5 October."
    )


def test_postponed_hearing_is_news_and_no_correction():
    before = body(karimli(), hearings=[hearing(key=7, next_date=when("2023-09-28"))])
    now = body(karimli(), hearings=[hearing(key=7, version=2, next_date=when("2023-10-05"))])
    assert paragraph(now, before=before) == (
        "A trial hearing in the case of Leyla Karimli, a journalist residing in Baku, is due on 5 October."
    )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("remand", "A remand hearing in her case"),
        ("extension", "A hearing on the extension of detention in her case"),
        ("preliminary", "A preliminary hearing in her case"),
        ("verdict", "A hearing for the verdict in her case"),
        ("cassation", "A cassation hearing in her case"),
        ("parole", "A parole hearing in her case"),
        ("administrative", "An administrative hearing in her case"),
        ("unknown", "A hearing in her case"),
    ],
)
def test_hearing_is_named_by_its_kind(kind, said):
    assert told(hearings=[hearing(kind=kind)]) == f"{said} was held."


def intervention(**fields):
    return record("intervention", **{"text": "release her", **fields})


def test_intervention_is_told_with_its_answer_and_outcome():
    asked = intervention(
        by_organisation=organisation("Committee B"),
        to_organisation=organisation("Ministry of Justice"),
        asked=when("2023-09-24"),
        response="it was not competent",
        outcome="she was moved to a hospital",
    )
    assert told(interventions=[asked]) == (
        "Committee B asked the Ministry of Justice on 24 September to release her. The Ministry of Justice replied that it was "
        "not competent. Karimli was moved to a hospital."
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ({"by_text": "colleagues"}, "Colleagues asked to release her."),
        ({"to_text": "the Ombudsman"}, "The Ombudsman was asked to release her."),
        ({}, "An appeal was made to release her."),
    ],
)
def test_intervention_names_only_those_whom_the_record_has(who, said):
    assert told(interventions=[intervention(**who)]) == said


def test_intervention_reported_by_whoever_asked_is_told_once():
    asked = intervention(by_text="Committee B", attribution="Committee B", to_text="the Ombudsman", certainty="alleged")
    assert told(interventions=[asked]) == "Committee B is said to have asked the Ombudsman to release her."


def recognition(term="political_prisoner", **fields):
    return record("recognition", term=term, **fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"scheme": "pace", "criteria": ["a", "c"], "since": when("2023-09-24")},
            "She was recognized as a political prisoner by Committee B under criteria a and c of PACE Resolution 1900 on 24 "
            "September.",
        ),
        (
            {"term": "prisoner_of_conscience", "list_name": "List of May", "certainty": "possible"},
            "She appears to have been recognized as a prisoner of conscience by Committee B in “List of May.”",
        ),
        (
            {"term": "arbitrary", "scheme": "wgad", "criteria": ["II"]},
            "Her detention was found arbitrary by Committee B under category II.",
        ),
        (
            {"attribution": "Committee B", "until": when("2023-09-25")},
            "She was recognized as a political prisoner by Committee B. Her recognition as a political prisoner by "
            "Committee B ended on 25 September.",
        ),
    ],
)
def test_recognition_is_told_by_whom_and_by_which_criteria(fields, said):
    text = told(recognitions=[recognition(by_organisation=organisation("Committee B"), **fields)])
    assert text == said


def test_recognition_of_a_group_is_in_the_plural():
    group = person(kind="group", group_size=12, group_qualifier="at_least", occupation="protester")
    assert paragraph(body(group, recognitions=[recognition(by_text="Committee B")])) == (
        "At least 12 protesters have been recognized as political prisoners by Committee B."
    )


def test_recognition_that_does_not_count_is_not_told_and_one_that_is_gone_is_not_repeated():
    told_then = body(karimli(), detentions=[HELD], recognitions=[recognition(key=7, by_text="Committee B")])
    withdrawn = body(karimli(), detentions=[HELD], recognitions=[recognition(key=7, counts="no")])
    assert paragraph(withdrawn) == "Leyla Karimli, a journalist residing in Baku, was apprehended on 20 September."
    gone = body(karimli(), detentions=[HELD])
    assert paragraph(gone, before=told_then) == ""


@pytest.mark.parametrize(
    ("died", "said"),
    [
        ("2023-09-24", "died on 24 September."),
        ("2023-09-24/2023-09-25", "died on 24 or 25 September."),
        ("2023-09-24~", "died about 24 September."),
        ("2023-09-24?", "died possibly on 24 September."),
        ("../2023-09-20", "died on or before 20 September."),
        # Only worked out from the day of the issue.
        ("../2023-09-26", "has died."),
    ],
)
def test_death_of_the_person_is_told_first_and_as_exactly_as_it_is_known(died, said):
    who = {**karimli(), "died": when(died)}
    assert paragraph(body(who, detentions=[HELD])) == (
        f"Leyla Karimli, a journalist residing in Baku, {said} She was apprehended on 20 September."
    )


def test_death_that_a_record_tells_is_told_once_and_with_its_hedge():
    who = {**karimli(), "died": when("2023-09-24")}
    ended = {**HELD, "end_kind": "death", "end_certainty": "alleged", "ended": when("2023-09-24")}
    said = paragraph(body(who, detentions=[ended]))
    assert said.startswith(
        "Leyla Karimli, a journalist residing in Baku, is said to have died in custody on 24 September. "
    )
    assert said.count("died") == 1


def test_death_is_news_for_a_case_told_before_and_old_news_the_next_time():
    held, dead = karimli(), {**karimli(), "died": when("2023-09-24")}
    assert paragraph(body(dead, detentions=[HELD]), before=body(held, detentions=[HELD])) == (
        "Leyla Karimli, a journalist residing in Baku, died on 24 September. Recall that Karimli was apprehended on 20 "
        "September."
    )
    assert paragraph(body(dead, detentions=[HELD]), before=body(dead, detentions=[HELD])) == ""


@pytest.mark.parametrize(("now", "after"), [({}, None), ({"died": when("2023-09-25")}, "2023-09-25")])
def test_death_told_wrongly_is_corrected(now, after):
    before = body({**karimli(), "died": when("2023-09-24")}, detentions=[HELD])
    news = news_of(body({**karimli(), **now}, detentions=[HELD]), ToldBefore(before), phrase_book("en"), DATED)
    (correction,) = news.corrections
    assert correction.before.message == "died"
    assert (correction.after and correction.after.arg("when").value) == after
