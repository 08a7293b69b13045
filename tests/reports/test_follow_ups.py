"""What an issue says of somebody who was told of before, and accounts that clash or are argued."""

from __future__ import annotations

import pytest

from cases.choices import CustodyType, EndKind, HealthCategory, SentenceKind, Violation
from tests.reports.bodies import (
    body,
    detention,
    facility,
    karimli,
    organisation,
    paragraph,
    person,
    record,
    third,
    when,
)

POLICE = organisation("Sabail District Police Department")


def samadov():
    return person("Rauf Samadov", "male", occupation="lecturer")


HELD = detention(900, authority=POLICE, began=when("2023-09-18"))


def follow_up(**now):
    """The next issue's paragraph on a case whose arrest was told."""
    who = samadov()
    return paragraph(body(who, **{"detentions": [HELD], **now}), before=body(who, detentions=[HELD]))


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (
            {"searches": [record("search", place="his office", warrant_shown=False)]},
            "The office of Rauf Samadov, a lecturer, has been searched without a warrant.",
        ),
        (
            {"searches": [record("search", place="the shop", items=[])]},
            "In the case of Rauf Samadov, a lecturer, the shop has been searched.",
        ),
        (
            {"statements": [record("statement", kind="own_words", text="he was beaten", attribution="His wife")]},
            "The wife of Rauf Samadov, a lecturer, has reported that Samadov was beaten.",
        ),
        (
            {"statements": [record("statement", kind="suspected_motive", text="his arrest is a warning")]},
            "Rauf Samadov’s arrest is thought to be a warning.",
        ),
        (
            {"detentions": [{**HELD, "version": 2, "facility": facility("Facility B")}]},
            "Rauf Samadov, a lecturer, is held at Facility B.",
        ),
    ],
)
def test_first_sentence_names_the_person_whatever_is_new(now, first):
    recalled = "Recall that Samadov was apprehended by the Sabail District Police Department on 18 September."
    assert follow_up(**now) == f"{first} {recalled}"


def test_accounts_that_clash_are_told_as_accounts_not_as_two_arrests():
    clash = {"claim_status": "conflict", "counts": "possibly"}
    other = detention(901, authority=organisation("State Security Service"), began=when("2023-09-19"), **clash)
    assert paragraph(body(samadov(), detentions=[HELD, other])) == (
        "Rauf Samadov, a lecturer, was apprehended by the Sabail District Police Department on 18 September. According to "
        "another account, he was apprehended by the State Security Service on 19 September."
    )
    assert paragraph(body(samadov(), detentions=[{**HELD, **clash}, other])).startswith(
        "According to one account, Rauf"
    )


def test_arrest_after_a_release_is_another_one():
    released = {**HELD, "end_kind": "no_charge", "ended": when("2023-09-19")}
    again = detention(901, authority=POLICE, began=when("2023-09-22"))
    assert paragraph(body(samadov(), detentions=[released, again])) == (
        "Rauf Samadov, a lecturer, was apprehended by the Sabail District Police Department on 18 September. He was released "
        "without charge on 19 September. He was apprehended again by the Sabail District Police Department on 22 September."
    )


def test_named_official_who_is_only_suspected_is_alleged():
    note = record("treatmentnote", violation="medical_records", text="x", involvement="suspected")
    note["perpetrator"] = third("Kamil Huseynov", "prison doctor")
    assert paragraph(body(samadov(), treatment_notes=[note])) == (
        "The medical information of Rauf Samadov, a lecturer, has allegedly been removed by Kamil Huseynov, a prison doctor."
    )


def test_legal_claim_in_nobodys_voice_is_argued_unless_it_stands_in_quotation_marks():
    plain = record("statement", kind="legal_claim", text="the arrest is unlawful")
    quoted = record("statement", kind="legal_claim", text="he was held “without legal grounds”")
    assert paragraph(body(samadov(), statements=[plain])) == (
        "In the case of Rauf Samadov, a lecturer, it is argued that the arrest is unlawful."
    )
    assert paragraph(body(samadov(), statements=[quoted])) == (
        "Rauf Samadov, a lecturer, was held “without legal grounds.”"
    )


def test_length_of_custody_opens_what_came_of_it():
    ended = {**HELD, "duration_days": 2, "end_kind": "transfer"}
    moved = detention(901, facility=facility("Facility B"), custody_type="pretrial_remand")
    assert paragraph(body(samadov(), detentions=[ended, moved])).endswith(
        "After 2 days in detention, he was transferred to Facility B and placed in pretrial detention."
    )
    alone = paragraph(body(samadov(), detentions=[{**HELD, "duration_days": 1}]))
    assert alone.endswith(
        "was apprehended by the Sabail District Police Department on 18 September and held for one day."
    )


_KINDS = [
    *[("detentions", detention(custody_type=kind)) for kind in CustodyType],
    *[("detentions", detention(end_kind=kind)) for kind in EndKind],
    *[("sentences", record("sentence", kind=kind, term_years=2)) for kind in SentenceKind],
    *[("health_notes", record("healthnote", category=kind, condition="worse")) for kind in HealthCategory],
    *[("treatment_notes", record("treatmentnote", violation=kind, text="what happened")) for kind in Violation],
]


@pytest.mark.parametrize(("plural", "told"), _KINDS)
@pytest.mark.parametrize(
    "how",
    [{}, {"certainty": "alleged"}, {"certainty": "possible"}, {"certainty": "alleged", "attribution": "A witness"}],
)
def test_every_code_can_be_said_in_every_voice(plural, told, how):
    said = paragraph(body(karimli(), **{plural: [{**told, **how}]}))
    assert "Leyla Karimli" in said
    assert said.endswith((".", ".”"))
    assert not {"none", "None", "{", "}", "  "} & set(said.split())
