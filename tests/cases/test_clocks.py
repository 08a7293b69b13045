"""Which clocks the records leave open and when they run out, from bodies written out."""

from __future__ import annotations

from datetime import date

import pytest

from cases.clocks import open_clocks, runs_out
from cases.models import ClockRule
from tracker.dates import PartialDate

BOTH = ["release", "transfer"]
POLICE = ClockRule(
    code="police", starts_with="police_custody", length=48, unit="hours", country="AZ", stopped_by=BOTH, title="48 h"
)
SOLITARY = ClockRule(code="solitary", starts_with="solitary", length=15, unit="days", stopped_by=BOTH, title="15 days")


def detention(key=1, began="", ended="", kind="", *, custody="police_custody", counts="fully", **more):
    record = {"key": f"detention:{key}", "counts": counts, "custody_type": custody, **more}
    record |= {name: {"edtf": text} for name, text in (("began", began), ("ended", ended)) if text}
    return {**record, "end_kind": kind} if kind else record


def clocks(*detentions, rules=(POLICE, SOLITARY), person=None, **body):
    """(rule, keys, what it counts for, the days) of each open clock."""
    body = {"person": person or {}, "country": "AZ", "detentions": list(detentions), **body}
    found = open_clocks(body, rules)
    return [(c.rule.code, c.because, c.counts, c.on and c.on.edtf) for c in found]


def police(counts="fully", on="2023-09-22", keys=("detention:1",)):
    return [("police", list(keys), counts, on)]


HERE = detention(1, "2023-09-20")


@pytest.mark.parametrize(
    ("began", "on"),
    [
        ("2023-09-20", "2023-09-22"),
        ("2023-09-19/2023-09-20", "2023-09-21/2023-09-22"),
        # Known to the month: from the first day of the month to the last, each two days on.
        ("2023-09", "2023-09-03/2023-10-02"),
        ("2023-09-20~", "2023-09-22~"),
        ("2023-09-20/..", "2023-09-22/.."),
        ("../2023-09-20", "../2023-09-22"),
        ("", None),
    ],
)
def test_deadline_is_as_exact_as_the_start(began, on):
    assert clocks(detention(1, began)) == police(on=on)


@pytest.mark.parametrize(
    ("length", "unit", "first_day_counts", "on"),
    [
        (48, "hours", False, "2023-01-03"),
        (48, "hours", True, "2023-01-03"),
        # A day and a half from an unknown hour end on one of two days.
        (36, "hours", False, "2023-01-02/2023-01-03"),
        (3, "hours", False, "2023-01-01/2023-01-02"),
        (15, "days", False, "2023-01-16"),
        (15, "days", True, "2023-01-15"),
        (2, "months", False, "2023-03-01"),
        (2, "months", True, "2023-02-28"),
    ],
)
def test_units_and_the_first_day(length, unit, first_day_counts, on):
    rule = ClockRule(length=length, unit=unit, first_day_counts=first_day_counts)
    assert runs_out(rule, PartialDate("2023-01-01")) == PartialDate(on)


@pytest.mark.parametrize(
    ("start", "on"),
    [
        ("2023-01-01~", "2022-12-30?/2023-01-06?"),
        ("2023-01-01/..", "2023-01-02/.."),
        ("../2023-01-01", "../2023-01-03"),
    ],
)
def test_part_of_a_day_keeps_doubt_and_open_ends(start, on):
    assert runs_out(ClockRule(length=36, unit="hours"), PartialDate(start)) == PartialDate(on)


def test_deadline_past_the_years_that_are_kept_has_no_day():
    assert clocks(detention(1, "2200-12-31")) == police(on=None)


def test_unknown_start_and_one_without_an_earlier_bound_are_said_as_unknown():
    body = {"person": {}, "country": "AZ", "detentions": [detention(1, "../2023-09-20"), detention(2)]}
    bounded, unknown = open_clocks(body, [POLICE])
    assert bounded.as_json() == {
        "because": ["detention:1"],
        "counts": "fully",
        "on": {"edtf": "../2023-09-22", "earliest": None, "latest": "2023-09-22"},
        "start_unknown": True,
    }
    assert unknown.as_json() == {"because": ["detention:2"], "counts": "fully", "start_unknown": True}


@pytest.mark.parametrize("counts", ["fully", "possibly", "no"])
def test_clock_counts_for_what_its_detention_counts_for(counts):
    assert clocks(detention(1, "2023-09-20", counts=counts)) == ([] if counts == "no" else police(counts))


def test_inferred_custody_type_starts_a_possible_clock():
    assert clocks(detention(1, "2023-09-20", custody_inferred=True)) == police("possibly")


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ({"kind": "no_charge", "ended": "2023-09-21"}, []),
        ({"kind": "unknown"}, []),
        ({"kind": "transfer", "ended": "2023-09-21"}, []),
        # An end that is only possible leaves the clock possible; a denied one is none.
        ({"kind": "bail", "ended": "2023-09-21", "end_certainty": "possible"}, police("possibly")),
        ({"kind": "bail", "ended": "2023-09-21", "end_certainty": "denied"}, police()),
        ({"kind": "bail", "ended": "2023-09-21", "counts": "possibly"}, police("possibly")),
    ],
)
def test_end_of_the_detention_stops_its_clock(end, expected):
    assert clocks(detention(1, "2023-09-20", **end)) == expected


def test_transfer_within_the_type_leaves_the_clock_running_from_the_first_day():
    moved = detention(1, "2023-09-20", "2023-09-21", "transfer")
    again = detention(3, "2023-09-21", "2023-09-22", "transfer")
    third = detention(2, "2023-09-22/2023-09-23")
    assert clocks(third, moved, again) == police(keys=["detention:1", "detention:3", "detention:2"])
    # Weeks later it is another detention.
    assert clocks(moved, detention(2, "2023-11-01")) == police(on="2023-11-03", keys=["detention:2"])


def test_transfer_to_another_type_stops_it_and_starts_that_type_s_own():
    moved = detention(1, "2023-09-20", "2023-09-21", "transfer")
    alone = detention(2, "2023-09-21", custody="solitary")
    assert clocks(moved, alone) == [("solitary", ["detention:2"], "fully", "2023-10-06")]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        # Held since before, or elsewhere in the same type: nothing stopped.
        (detention(2, "2023-01-01", custody="imprisonment_strict"), police()),
        (detention(2, "2022-01-01", "2022-02-01", "pardon", custody="military"), police()),
        # Certainly later, on no known day, on the same day, in a custody that nobody names.
        (detention(2, "2023-09-23", custody="pretrial_remand"), []),
        (detention(2, "", custody="pretrial_remand"), police("possibly")),
        (detention(2, "2023-09-20", custody="pretrial_remand"), police("possibly")),
        (detention(2, "2023-09-23", custody="unknown"), police("possibly")),
        (detention(2, "2023-09-23", custody="pretrial_remand", custody_inferred=True), police("possibly")),
        (detention(2, "2023-09-23", custody="pretrial_remand", counts="possibly"), police("possibly")),
        (detention(2, "2023-09-23", custody="pretrial_remand", counts="no"), police()),
        # Without a beginning, but there on a day before this one began.
        (detention(2, "", custody="pretrial_remand", known_on="2023-09-01"), police()),
        # Another detention's end as a release: later, on no known day.
        (detention(2, "2023-01-01", "2023-10-01", "pardon", custody="imprisonment_strict"), []),
        (detention(2, "2023-01-01", "", "pardon", custody="imprisonment_strict"), police("possibly")),
        (detention(2, "2023-01-01", "2023-10-01", "transfer", custody="imprisonment_strict"), police()),
    ],
)
def test_other_detentions_stop_a_clock_that_began_before(other, expected):
    assert clocks(HERE, other) == expected


def test_still_there_on_a_later_day_outweighs_a_move_before():
    there = detention(1, "2023-09-20", known_on="2023-09-30")
    assert clocks(there, detention(2, "2023-09-23", custody="pretrial_remand")) == police("possibly")
    assert clocks(there, detention(2, "2023-10-01", custody="pretrial_remand")) == []


def test_clock_that_nothing_stops_runs_out_whatever_happens():
    rule = ClockRule(code="appeal", starts_with="police_custody", length=3, unit="days", stopped_by=[])
    ended = detention(1, "2023-09-20", "2023-09-21", "no_charge")
    assert clocks(ended, rules=[rule]) == [("appeal", ["detention:1"], "fully", "2023-09-23")]


def test_two_rules_at_once_are_told_soonest_first_and_unknown_starts_last():
    rule = ClockRule(code="second", starts_with="police_custody", length=1, unit="months", stopped_by=BOTH)
    found = clocks(detention(1), detention(2, "2023-09-20"), rules=[rule, POLICE])
    assert found == [
        ("police", ["detention:2"], "fully", "2023-09-22"),
        ("second", ["detention:2"], "fully", "2023-10-20"),
        ("police", ["detention:1"], "fully", None),
        ("second", ["detention:1"], "fully", None),
    ]


def test_rule_of_one_country_runs_there_alone():
    assert clocks(HERE, country="GE") == []
    assert len(clocks(detention(1, "2023-09-20", custody="solitary"), country="GE")) == 1


@pytest.mark.parametrize("over", [{"closed_on": "2024-01-01"}, {"person": {"died": {"edtf": "2024"}}}])
def test_nothing_runs_in_a_closed_case_or_after_a_death(over):
    assert clocks(HERE, **over) == []


APPEAL = ClockRule(code="appeal", starts_with="sentence_fine", length=20, unit="days", first_day_counts=True)


@pytest.mark.parametrize(
    ("fine", "expected"),
    [
        ({"imposed": {"edtf": "2023-09-21"}}, [("appeal", ["sentence:7"], "fully", "2023-10-10")]),
        ({}, [("appeal", ["sentence:7"], "fully", None)]),
        ({"counts": "possibly"}, [("appeal", ["sentence:7"], "possibly", None)]),
        ({"counts": "no"}, []),
        ({"replaced_by": "sentence:8"}, []),
        ({"kind": "imprisonment"}, []),
    ],
)
def test_sentence_starts_the_clock_of_its_kind(fine, expected):
    sentence = {"key": "sentence:7", "counts": "fully", "kind": "fine", **fine}
    another = {"key": "sentence:8", "counts": "fully", "kind": "imprisonment"}
    assert clocks(rules=[APPEAL], sentences=[sentence, another]) == expected


def test_sentence_whose_replacement_was_retracted_still_starts_a_clock():
    fine = {"key": "sentence:7", "counts": "fully", "kind": "fine", "replaced_by": "sentence:8"}
    retracted = {"key": "sentence:8", "counts": "no", "kind": "imprisonment"}
    found = clocks(rules=[APPEAL], sentences=[fine, retracted])
    assert found == [("appeal", ["sentence:7"], "fully", None)]


def term(*detentions, starts="2023-09-20", ends="2023-10-20", counts="fully"):
    sentence = {"key": "sentence:1", "counts": counts, "kind": "administrative_arrest"}
    said = {"because": ["sentence:1"], **({"edtf": ends} if ends else {"start_unknown": True})}
    sentence |= {"starts": {"edtf": starts}} if starts else {}
    return [(code, counts, on) for code, _, counts, on in clocks(*detentions, sentences=[sentence], ends=said)]


def in_prison(ended="", kind="", **more):
    return detention(1, "2023-09-20", ended, kind, custody="administrative_arrest", **more)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (in_prison(), [("end_of_term", "fully", "2023-10-20")]),
        (in_prison("2023-10-20", "administrative_term_served"), []),
        (in_prison("", "pardon"), [("end_of_term", "possibly", "2023-10-20")]),
        (in_prison("", "pardon", known_on="2023-09-25"), []),
        (in_prison("2023-10-20", "pardon", end_certainty="possible"), [("end_of_term", "possibly", "2023-10-20")]),
        (in_prison("2023-10-01", "transfer"), [("end_of_term", "fully", "2023-10-20")]),
        (detention(1, "2023-01-01", "2023-02-01", "bail"), [("end_of_term", "fully", "2023-10-20")]),
    ],
)
def test_term_ends_unless_a_release_after_its_start_stopped_it(held, expected):
    assert term(held) == expected


def test_term_in_dispute_ends_possibly():
    assert term(in_prison(), counts="possibly") == [("end_of_term", "possibly", "2023-10-20")]


def test_term_without_a_start_may_end_on_any_day():
    assert term(starts="", ends="") == [("end_of_term", "fully", None)]
    assert term(in_prison("2023-10-01", "pardon"), starts="", ends="") == [("end_of_term", "possibly", None)]


def test_rule_of_a_term_says_whose_it_is():
    sentence = {"key": "sentence:1", "counts": "fully", "kind": "imprisonment"}
    (clock,) = open_clocks({"person": {}, "sentences": [sentence], "ends": {"because": ["sentence:1"]}}, [])
    assert (clock.rule.code, clock.rule.title) == ("end_of_term", "End of the term")
    assert clock.rule.citation.startswith("The sentence itself")


def test_no_deadline_depends_on_today(time_machine_at):
    body = {"person": {}, "country": "AZ", "detentions": [HERE]}
    said = set()
    for day in (date(2023, 9, 20), date(2026, 11, 24)):
        with time_machine_at(str(day)):
            said.add(str(open_clocks(body, [POLICE])))
    assert len(said) == 1
