"""Sentences about invented people: who, in whose voice, how sure, when, and what an issue says of a case the next time."""

from __future__ import annotations

import pytest

from tests.reports.bodies import (
    body,
    detention,
    facility,
    karimli,
    organisation,
    paragraph,
    person,
    record,
    sentences,
    third,
    when,
)

POLICE = organisation("Sabail District Police Department")
LAWYER = {"attribution": "Lawyer Vusal Mammadli", "attributed_person": third("Vusal Mammadli", "lawyer")}


def test_arrest_by_a_court_is_dated_and_names_the_articles_in_order():
    articles = [{"code": "CC", "number": "206.3.2"}, {"code": "CC", "number": "206.1"}]
    held = detention(
        custody_type="pretrial_remand",
        authority=organisation("Yasamal District Court"),
        began=when("2023-09-20"),
        facility=facility("Facility B"),
    )
    charge = record("charge", text="smuggling", articles=articles, filed=when("2023-09-19/2023-09-20"))
    assert paragraph(body(karimli(), detentions=[held], charges=[charge])) == (
        "Leyla Karimli, a journalist residing in Baku, was placed in pretrial detention by the Yasamal District Court on 20 "
        "September and is held at Facility B. She was charged with “smuggling” under Articles 206.1 and 206.3.2 of the "
        "Criminal Code on 19 or 20 September."
    )


def test_denial_that_is_the_only_news_is_no_report_of_what_it_denies():
    denial = record("statement", kind="denial", text="the drugs are hers", speaker_text="her family")
    assert paragraph(body(karimli(), statements=[denial])) == (
        "The family of Leyla Karimli, a journalist residing in Baku, denies that the drugs are hers."
    )


def test_what_was_done_is_told_with_doer_place_and_day_unless_the_words_say_them():
    beaten = record(
        "treatmentnote",
        violation="beating",
        text="she was beaten in the car",
        perpetrator_text="guards",
        place="the car",
        happened=when("2023-09-20"),
    )
    assert paragraph(body(karimli(), treatment_notes=[beaten])) == (
        "Leyla Karimli, a journalist residing in Baku, was beaten in the car by guards on 20 September."
    )


def test_person_of_unknown_sex_gets_no_pronoun():
    taken = detention(
        authority_text="masked men",
        force_used=True,
        began=when("../2023-09-20"),
        warrant_shown=False,
        family_contact=False,
        counsel_contact=False,
        whereabouts="unknown",
    )
    beaten = record(
        "treatmentnote",
        violation="beating",
        text="beaten up",
        certainty="alleged",
        method="with batons",
        place="the car",
    )
    tortured = record("treatmentnote", violation="torture", text="x", certainty="alleged", attribution="a relative")
    said = paragraph(body(person("Rauf Samadov"), detentions=[taken], treatment_notes=[beaten, tortured]))
    assert said == (
        "Rauf Samadov was forcibly apprehended by masked men on or before 20 September. No warrant was shown. Samadov’s "
        "whereabouts are unknown. Samadov has had no access to a lawyer and no contact with relatives. Samadov is said to "
        "have been beaten in the car with batons. A relative reported that Samadov had been tortured."
    )


def test_group_is_told_by_its_number_and_in_the_plural():
    group = {"ref": "G", "kind": "group", "group_size": 12, "group_qualifier": "at_least", "occupation": "protester"}
    term = record(
        "sentence",
        kind="administrative_arrest",
        term_days=15,
        court=organisation("Sabail District Court"),
        imposed=when("2023-09-25"),
    )
    beaten = record(
        "treatmentnote", violation="beating", text="they were beaten in the bus", certainty="alleged", **LAWYER
    )
    told = body(group, detentions=[detention(authority=POLICE)], sentences=[term], treatment_notes=[beaten])
    assert paragraph(told) == (
        "At least 12 protesters have been apprehended by the Sabail District Police Department. They received a 15-day "
        "administrative arrest sentence from the Sabail District Court on 25 September. Lawyer Vusal Mammadli reported that "
        "the protesters were beaten in the bus."
    )


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ({"group_size": 12, "group_qualifier": "at_least"}, "At least 12 unnamed people have been apprehended."),
        ({"group_size": 12, "group_qualifier": "at_most"}, "At most 12 unnamed people have been apprehended."),
        ({"group_size": 300, "group_qualifier": "approximately"}, "About 300 unnamed people have been apprehended."),
        ({"group_size": 3, "group_qualifier": "exactly"}, "Three unnamed people have been apprehended."),
        ({"group_size": 3, "group_qualifier": "unknown"}, "Three unnamed people have been apprehended."),
        ({"group_qualifier": "unknown"}, "A number of unnamed people have been apprehended."),
        ({"occupation": "protester"}, "A number of protesters have been apprehended."),
        ({"group_size": 1, "group_qualifier": "at_least"}, "At least one unnamed person has been apprehended."),
        (
            {"group_size": 1, "group_qualifier": "at_least", "occupation": "activist"},
            "At least one activist has been apprehended.",
        ),
        (
            {"group_size": 12, "group_qualifier": "exactly", "residence": "Salyan"},
            "12 unnamed people from Salyan have been apprehended.",
        ),
        (
            {"name": "Demonstrators of May", "group_size": 12, "group_qualifier": "at_least", "residence": "Salyan"},
            "Demonstrators of May, at least 12 people from Salyan, have been apprehended.",
        ),
        (
            {"affiliations": [{"key": "affiliation:1", "organisation": organisation("Party P"), "role": "member"}]},
            "A number of unnamed people, members of Party P, have been apprehended.",
        ),
    ],
)
def test_group_is_counted_as_the_source_counts_it(group, said):
    assert paragraph(body({"ref": "G", "kind": "group", **group}, detentions=[detention()])) == said


def test_group_that_owns_something_is_in_the_plural():
    group = {"ref": "G", "kind": "group", "group_size": 12, "group_qualifier": "exactly", "occupation": "protester"}
    told = body(group, detentions=[detention(whereabouts="unknown", counsel_contact=False)])
    assert paragraph(told) == (
        "12 protesters have been apprehended. Their whereabouts are unknown. They have had no access to a lawyer."
    )
    retold = body(group, searches=[record("search", warrant_shown=False)], hearings=[record("hearing", kind="trial")])
    assert paragraph(retold) == (
        "The home of 12 protesters has been searched without a warrant. A trial hearing in their case was held."
    )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("end_of_term", "was released after serving the full sentence on 24 September."),
        ("no_charge", "was released without charge on 24 September."),
        ("pardon", "was pardoned and released on 24 September."),
        ("bail", "was released on bail on 24 September."),
        ("house_arrest_instead", "was moved to house arrest on 24 September."),
        ("death", "died in custody on 24 September."),
    ],
)
def test_end_is_told_by_its_kind_and_the_arrest_only_recalled(kind, said):
    held = detention(9, began=when("2023-08-20"), facility=facility("Facility B"), authority=POLICE)
    ended = {**held, "version": 2, "end_kind": kind, "ended": when("2023-09-24")}
    who = karimli()
    assert paragraph(body(who, detentions=[ended]), before=body(who, detentions=[held])) == (
        f"Leyla Karimli, a journalist residing in Baku, {said} Recall that Karimli was apprehended by the Sabail District "
        "Police Department on 20 August."
    )


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ({"end_kind": "fine_instead"}, "was released on 24 September."),
        (
            {"end_kind": "fine_instead", "end_basis": "a court decision"},
            "was released on the basis of a court decision on 24 September.",
        ),
        (
            {"end_kind": "unknown", "end_basis": "a court decision"},
            "was released on the basis of a court decision on 24 September.",
        ),
    ],
)
def test_basis_of_an_end_is_told_only_where_the_record_has_one(end, said):
    held = detention(9, began=when("2023-08-20"), authority=POLICE)
    ended = {**held, "version": 2, "ended": when("2023-09-24"), **end}
    who = karimli()
    told = sentences(body(who, detentions=[ended]), before=body(who, detentions=[held]))
    assert told[0].text == f"Leyla Karimli, a journalist residing in Baku, {said}"


def test_transfer_names_both_places_and_recalls_the_charge():
    held = detention(
        9, began=when("2023-08-20"), facility=facility("Kurdakhani facility"), custody_type="pretrial_remand"
    )
    charge = record("charge", 5, text="fraud")
    who = karimli()
    moved = [
        {**held, "version": 2, "end_kind": "transfer", "ended": when("2023-09-24")},
        detention(10, began=when("2023-09-24"), facility=facility("Prison No. 7"), custody_type="pretrial_remand"),
    ]
    before = body(who, detentions=[held], charges=[charge])
    assert paragraph(body(who, detentions=moved, charges=[charge]), before=before) == (
        "Leyla Karimli, a journalist residing in Baku, was transferred from the Kurdakhani facility to Prison No. 7 on 24 "
        "September. Recall that Karimli was placed in pretrial detention on 20 August and charged with “fraud.”"
    )


def test_spell_in_the_same_place_and_custody_is_an_extension():
    held = detention(9, began=when("2023-08-20"), facility=facility("Facility B"), custody_type="pretrial_remand")
    court = organisation("Baku Court of Appeal")
    again = {**held, "key": "detention:10", "began": when("2023-09-20"), "authority": court}
    ended = {**held, "version": 2, "end_kind": "transfer", "ended": when("2023-09-20")}
    who = karimli()
    assert sentences(body(who, detentions=[ended, again]), before=body(who, detentions=[held]))[0].text == (
        "The pretrial detention of Leyla Karimli, a journalist residing in Baku, was extended by the Baku Court of Appeal "
        "on 20 September."
    )


def test_longer_sentence_in_the_place_of_another_is_an_extension():
    term = record("sentence", 5, kind="administrative_arrest", term_days=30)
    longer = record("sentence", 6, kind="administrative_arrest", term_days=45, imposed=when("2023-09-22"))
    who = karimli()
    now = body(who, sentences=[{**term, "version": 2, "replaced_by": "sentence:6"}, longer])
    assert paragraph(now, before=body(who, sentences=[term])) == (
        "The sentence of Leyla Karimli, a journalist residing in Baku, was extended to 45 days on 22 September. Recall that "
        "Karimli received a 30-day administrative arrest sentence."
    )


def test_hunger_strike_and_needs_are_told():
    strike = record("healthnote", category="hunger_strike", noted=when("2023-09-21"))
    ill = record("healthnote", category="diabetes", condition="type 1 diabetes", needs="insulin", care_access="none")
    assert paragraph(body(karimli(), health_notes=[strike, ill])) == (
        "Leyla Karimli, a journalist residing in Baku, went on hunger strike on 21 September, is a diabetes patient (“type 1 "
        "diabetes”), and needs insulin. She has no access to medical care."
    )


def test_surname_that_two_share_is_never_used_alone():
    official = third("Kamran Samadov", "Head of the Sabail District Police Department")
    threat = record(
        "treatmentnote",
        violation="threats",
        text="threats",
        certainty="alleged",
        attribution="Rauf Samadov",
        attributed_person={"ref": "PRauf Sama", "name": "Rauf Samadov"},
        perpetrator=official,
    )
    concern = record(
        "statement", kind="suspected_motive", text="the arrest is a warning", speaker=third("Aysel Quliyeva")
    )
    who = person("Rauf Samadov", "male")
    told = body(who, detentions=[detention(authority=POLICE)], treatment_notes=[threat], statements=[concern])
    assert paragraph(told) == (
        "Rauf Samadov has been apprehended by the Sabail District Police Department. He reported that he had been threatened "
        "by Kamran Samadov, the Head of the Sabail District Police Department. Aysel Quliyeva suspects that the arrest is a "
        "warning."
    )


def test_people_of_one_event_share_the_arrest_and_keep_their_own_outcomes():
    rauf, aynur = person("Rauf Samadov", "male"), person("Aynur Samadov", "female", occupation="teacher")
    term = record("sentence", kind="administrative_arrest", term_days=30)
    fine = record("sentence", kind="fine", amount="1500", currency="AZN")
    first = body(rauf, detentions=[detention(authority=POLICE)], sentences=[term])
    second = body(aynur, detentions=[detention(authority=POLICE)], sentences=[fine])
    assert paragraph(first, second) == (
        "Rauf Samadov and Aynur Samadov, a teacher, have been apprehended by the Sabail District Police Department. Rauf "
        "Samadov received a 30-day administrative arrest sentence; Aynur Samadov was fined 1,500 manats."
    )


def test_speakers_keep_what_they_said():
    said = [
        record("statement", kind="own_words", text="she was investigating the land deal", **LAWYER),
        record("statement", kind="legal_claim", text="the arrest breaks the law", speaker_text="her lawyers"),
        record("statement", kind="concern", text="her health may worsen", speaker_text="the Union of Journalists"),
        record(
            "statement", kind="suspected_motive", text="her arrest is linked to her reports", speaker_text="colleagues"
        ),
        record(
            "statement", kind="complaint", text="the cell is overcrowded", speaker={"ref": "PLeyla Kar", "name": "L"}
        ),
        record("statement", kind="context", text="it was a cold winter", speaker_text="neighbours"),
    ]
    assert paragraph(body(karimli(), detentions=[detention(authority=POLICE)], statements=said)) == (
        "Leyla Karimli, a journalist residing in Baku, has been apprehended by the Sabail District Police Department. Her "
        "lawyers argue that the arrest breaks the law. The Union of Journalists has expressed concern that her health may "
        "worsen. Lawyer Vusal Mammadli said that Karimli was investigating the land deal. Karimli said that the cell is "
        "overcrowded. Colleagues suspect that her arrest is linked to her reports."
    )


def test_unsure_claims_are_hedged_and_denied_ones_are_silent():
    parts = {
        "detentions": [detention(certainty="possible", authority=POLICE)],
        "charges": [record("charge", text="espionage", certainty="possible"), record("charge", text="x", counts="no")],
        "sentences": [record("sentence", kind="imprisonment", term_years=3, suspended=True, certainty="alleged")],
    }
    assert paragraph(body(karimli(), **parts)) == (
        "Leyla Karimli, a journalist residing in Baku, appears to have been apprehended by the Sabail District Police "
        "Department. She appears to have been charged with “espionage.” She is said to have received a suspended prison "
        "sentence of 3 years."
    )


def test_withheld_name_is_never_said_and_the_case_still_told():
    nurse = {"ref": "N", "kind": "individual", "name_withheld": True, "sex": "female", "occupation": "nurse"}
    beaten = record("treatmentnote", violation="beating", text="beaten", certainty="alleged")
    assert paragraph(body(nurse, detentions=[detention()], treatment_notes=[beaten])) == (
        "A nurse whose name is withheld has been apprehended. She is said to have been beaten."
    )


def test_place_of_a_detention_that_began_long_ago_is_told_with_its_day_when_nothing_newer_is_known():
    held = detention(facility=facility("Facility B"), authority=POLICE, began=when("2020-09-18"))
    assert paragraph(body(karimli(), detentions=[held])).endswith(
        "on 18 September 2020 and held at Facility B as of 18 September 2020."
    )
    known = {**held, "known_on": "2023-09-20"}
    assert paragraph(body(karimli(), detentions=[known])).endswith("and is held at Facility B.")


def test_date_known_only_from_the_source_is_not_said():
    undated = detention(authority=POLICE, began=when("../2023-09-25"))
    assert paragraph(body(karimli(), detentions=[undated])).endswith("by the Sabail District Police Department.")
    earlier = detention(authority=POLICE, began=when("../2023-09-24"))
    assert paragraph(body(karimli(), detentions=[earlier])).endswith("on or before 24 September.")


def test_place_known_long_ago_is_told_with_its_day():
    held = detention(facility=facility("Facility B"), authority=POLICE, known_on="2023-05-03")
    assert paragraph(body(karimli(), detentions=[held])).endswith("and held at Facility B as of 3 May.")


def test_sentence_tells_exactly_its_records():
    charge = record("charge", 5, text="fraud")
    term = record("sentence", 6, kind="fine", amount="300", currency="AZN", version=3)
    who = {**karimli(), "citations": [{"source": "S1", "quote": "Leyla Karimli, a journalist"}]}
    told = sentences(body(who, detentions=[detention(7, authority=POLICE)], charges=[charge], sentences=[term]))
    name = who["names"][0]["key"]
    assert [one.records for one in told] == [
        ["detention:7@1", "person:PLeyla Kar", name],
        ["charge:5@1", "sentence:6@3"],
    ]
