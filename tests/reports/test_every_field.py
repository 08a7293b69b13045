"""Every field that a reader's document has is heard in what an issue says, or declared silent with its reason."""

from __future__ import annotations

import pytest

from cases.records import RECORD_TYPES
from tests.reports.bodies import body, facility, karimli, organisation, paragraph, record, third, when
from tracker.audiences import Audience

# What every record has and no sentence says by itself.
SILENT = {
    "version": "counts changes",
    "citations": "the evidence beside a sentence, numbered in the traced edition",
    "clarification": "a note for those who work on the case",
    "conflicts_with": "the clash is heard in the claim status of both records",
}
SILENT_OF = {
    "detention": {
        "began_words": "“yesterday” and the like are never told; the date is",
        "ended_words": "as began_words",
        "end_clarification": "a note for those who work on the case",
    },
    "charge": {
        "charge_group": "our own sorting of charges, nobody's words",
        "detention": "which spell it belongs to, for filters",
        "sentence_forms": "another form of the same words",
    },
    "hearing": {"held_words": "as began_words", "next_date_words": "as began_words"},
    "sentence": {
        "credit_days": "counted into the end, which is told with its deadline",
        "replaced_by": "heard in the sentence that replaces it",
    },
    "healthnote": {},
    "treatmentnote": {
        "happened_words": "as began_words",
        "sentence_forms": "another form of the same words",
    },
    "search": {"happened_words": "as began_words"},
    "statement": {
        "made": "when something was said orders the news",
        "certainty": "what somebody says is told as theirs, however sure",
        "claim_status": "as certainty",
    },
    "intervention": {},
    "recognition": {"reasoning": "the body's own reasons stand with the record"},
}
# A record of each type, and of each field another value; where a field is heard only beside another, that comes first.
TELLS = {
    "attribution": "his neighbour",
    "attributed_person": ({"attribution": "Vusal Mammadli"}, third("Vusal Mammadli", "lawyer")),
    "attributed_organisation": ({"attribution": ""}, organisation("Ombudsman’s Office")),
    "certainty": "alleged",
    "claim_status": "conflict",
}
RECORDS = {
    "detention": {"custody_type": "police_custody", "began": when("2023-09-20"), "authority_text": "the police"},
    "charge": {"text": "smuggling"},
    "hearing": {"kind": "trial", "held": when("2023-09-21")},
    "sentence": {"kind": "imprisonment", "term_years": 3},
    "healthnote": {"category": "cardiac", "condition": "weak heart"},
    "treatmentnote": {"violation": "beating", "text": "she was beaten up"},
    "search": {"place": "her flat", "happened": when("2023-09-20")},
    "statement": {"kind": "own_words", "text": "she will appeal", "attribution": "her family"},
    "intervention": {"text": "release her", "by_text": "her party", "to_text": "the ministry"},
    "recognition": {"term": "political_prisoner", "by_text": "her party"},
}
ENDED = {"end_kind": "bail", "ended": when("2023-09-22")}
CHANGES = {
    "detention": {
        "facility": facility("Facility B"),
        "place": "Salyan",
        "custody_type": "house_arrest",
        "custody_inferred": ({"custody_type": "house_arrest"}, True),
        "authority": ({"authority_text": ""}, organisation("Sabail District Police Department")),
        "authority_text": "masked men",
        "began": when("2023-09-19/2023-09-20"),
        "ended": (ENDED, when("2023-09-23")),
        "end_kind": (ENDED, "pardon"),
        "end_certainty": (ENDED, "alleged"),
        "end_attribution": (ENDED, "her brother"),
        "end_basis": (ENDED, "a court decision"),
        "known_on": ({"facility": facility("Facility B"), "began": when("2023-05-01")}, "2023-06-01"),
        "duration_days": 3,
        "manner": "took her from the street",
        "force_used": True,
        "pretext": "she was told that she was a witness",
        "warrant_shown": False,
        "acknowledged": False,
        "whereabouts": "unknown",
        "family_contact": False,
        "counsel_contact": False,
    },
    "charge": {
        "text": "fraud",
        "articles": [{"code": "CC", "number": "206.3"}],
        "filed": when("2023-09-21"),
        "statuses": [{"key": "chargestatus:1", "state": "dropped"}],
    },
    "hearing": {
        "court": organisation("Yasamal District Court"),
        "judge": "R. Aliyeva",
        "kind": "appeal",
        "held": when("2023-09-22"),
        "outcome": "the appeal was rejected",
        "next_date": when("2023-10-02"),
    },
    "sentence": {
        "kind": "restriction",
        "wording": "a strict-regime colony",
        "term_years": 4,
        "term_months": 6,
        "term_days": 10,
        "suspended": True,
        "amount": ({"kind": "fine", "term_years": None, "currency": "AZN"}, "300"),
        "currency": ({"kind": "fine", "term_years": None, "amount": "300", "currency": "AZN"}, "EUR"),
        "court": organisation("Yasamal District Court"),
        "judge": "R. Aliyeva",
        "imposed": when("2023-09-21"),
        "starts": when("2023-09-22"),
        "appeal_outcome": "upheld",
    },
    "healthnote": {
        "category": "diabetes",
        "condition": "two heart attacks",
        "disability_group": "II",
        "registered": True,
        "needs": "surgery",
        "care_access": "none",
        "noted": ({"category": "hunger_strike", "condition": ""}, when("2023-09-21")),
    },
    "treatmentnote": {
        "violation": ({"text": "beatings"}, "torture"),
        "facility": facility("Facility B"),
        "text": "she was beaten and kicked",
        "method": "with batons",
        "place": "the car",
        "perpetrator": third("Farid Orudli"),
        "perpetrator_organisation": organisation("Sabail District Police Department"),
        "perpetrator_text": "guards",
        "involvement": ({"perpetrator_text": "guards"}, "ordered"),
        "others_affected": "a cellmate",
        "others_count": ({"others_affected": "prisoners"}, 4),
        "others_qualifier": ({"others_affected": "prisoners", "others_count": 4}, "at_least"),
        "medical_evidence": "consistent",
        "happened": when("2023-09-21"),
    },
    "search": {
        "place": "her office",
        "warrant_shown": False,
        "authorised": False,
        "by_organisation": organisation("Sabail District Police Department"),
        "by_text": "masked men",
        "happened": when("2023-09-21"),
        "items": [{"key": "seizeditem:1", "item": "laptop", "certainty": "stated"}],
    },
    "statement": {
        "kind": "denial",
        "text": "she will not appeal",
        "speaker": third("Vusal Mammadli", "lawyer"),
        "speaker_text": "her mother",
    },
    "intervention": {
        "by_organisation": ({"by_text": ""}, organisation("Ombudsman’s Office")),
        "by_text": "her colleagues",
        "to_organisation": ({"to_text": ""}, organisation("Ministry of Justice")),
        "to_text": "the president",
        "text": "let her see a doctor",
        "asked": when("2023-09-21"),
        "response": "the case is before the courts",
        "outcome": "she was moved to a hospital",
    },
    "recognition": {
        "term": "prisoner_of_conscience",
        "by_organisation": ({"by_text": ""}, organisation("Institute for Peace")),
        "by_text": "her colleagues",
        "list_name": "List of May",
        "scheme": ({"criteria": ["I"], "scheme": "pace"}, "wgad"),
        "criteria": ({"scheme": "pace"}, ["a"]),
        "since": when("2023-09-21"),
        "until": ({"since": when("2023-09-01")}, when("2023-09-21")),
    },
}
FIELDS = [
    (code, field) for code, changes in CHANGES.items() for field in {**TELLS, **changes} if field not in SILENT_OF[code]
]


@pytest.mark.parametrize("code", RECORD_TYPES)
def test_every_field_is_heard_or_declared_silent(code):
    shown = set(RECORD_TYPES[code].model.exposure.fields_for(Audience.PARTNER))
    assert shown == set(TELLS) | set(CHANGES[code]) | set(SILENT) | set(SILENT_OF[code])


@pytest.mark.parametrize(("code", "field"), FIELDS)
def test_another_value_is_heard(code, field):
    change = {**TELLS, **CHANGES[code]}[field]
    beside, value = change if isinstance(change, tuple) else ({}, change)
    plain = {**RECORDS[code], **beside}
    assert said(code, plain) != said(code, {**plain, field: value})


@pytest.mark.parametrize(
    ("code", "field"), [(code, field) for code, fields in SILENT_OF.items() for field in (*SILENT, *fields)]
)
def test_silent_field_is_not_heard(code, field):
    values = {
        "sentence_forms": {"en": {}},
        "version": 7,
        "conflicts_with": ["charge:9"],
        "citations": [],
        "made": when("2023-09-20"),
        "certainty": "alleged",
        "claim_status": "conflict",
    }
    assert said(code, RECORDS[code]) == said(code, {**RECORDS[code], field: values.get(field, "Invented words")})


def said(code: str, fields: dict) -> str:
    kept = {name: value for name, value in fields.items() if value not in ("", None)}
    return paragraph(body(karimli(), **{RECORD_TYPES[code].plural: [record(code, 1, **kept)]}))
