"""The status of a case, from bodies written out."""

from __future__ import annotations

import pytest

from cases.status import status_of


def detention(key=1, began="2023-01-01", ended="", kind="", counts="fully", **more):
    record = {"key": f"detention:{key}", "counts": counts, "custody_type": "pretrial_remand", **more}
    if began:
        record["began"] = {"edtf": began}
    if ended:
        record["ended"] = {"edtf": ended}
    if kind:
        record["end_kind"] = kind
    return record


def status(*detentions, **body):
    return status_of({"person": {"ref": "P"}, "detentions": list(detentions), **body})


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("fine_instead", "released_fined"),
        ("end_of_term", "released_served"),
        ("acquittal", "released_acquitted"),
        ("procedures_stopped", "released_stopped"),
        ("pardon", "released_pardoned"),
        ("amnesty", "released_amnestied"),
        ("bail", "released_investigation"),
        ("unknown", "released"),
        ("death", "deceased_in_custody"),
        ("house_arrest_instead", "house_arrest"),
    ],
)
def test_end_of_a_detention_gives_its_status_and_day(kind, code):
    assert status(detention(ended="2023-05-02", kind=kind)) == {
        "code": code,
        "on": "2023-05-02",
        "because": ["detention:1"],
    }


@pytest.mark.parametrize(
    ("custody", "code"),
    [
        ("unknown", "in_custody"),
        ("police_custody", "in_custody"),
        ("pretrial_remand", "in_custody_investigation"),
        ("trial_remand", "in_custody_trial"),
        ("administrative_arrest", "serving_administrative"),
        ("imprisonment_strict", "serving"),
        ("house_arrest", "house_arrest"),
        ("unofficial_place", "held_arbitrarily"),
    ],
)
def test_standing_detention_gives_the_status_of_its_custody(custody, code):
    assert status(detention(custody_type=custody))["code"] == code


def test_inferred_custody_says_no_stage():
    assert status(detention(custody_inferred=True))["code"] == "in_custody"


def test_transfer_ends_nothing():
    first = detention(1, "2023-01-01", "2023-02-01", "transfer")
    assert status(first)["code"] == "in_custody_investigation"
    assert "clash" not in status(first)
    second = detention(2, "2023-02-01", custody_type="imprisonment_general")
    assert status(first, second)["code"] == "serving"


def test_rearrest_after_a_release_is_the_newest():
    released = detention(1, "2023-01-01", "2023-02-01", "bail")
    again = detention(2, "2023-03-01")
    assert status(released, again) == {
        "code": "in_custody_investigation",
        "on": "2023-03-01",
        "because": ["detention:2"],
    }


def test_release_that_is_only_possible_stands_and_is_marked_where_nothing_else_is_left():
    said = status(
        detention(began="../2023-09-26", ended="../2023-09-26", kind="fine_instead", end_certainty="possible")
    )
    assert said == {"code": "released_fined", "on": "2023-09-26", "because": ["detention:1"], "clash": True}


def test_conflicting_record_gives_way_to_an_accepted_one():
    sure = detention(1, "2023-01-01")
    clashing = detention(2, "2023-06-01", custody_type="house_arrest", counts="possibly")
    assert status(sure, clashing)["code"] == "in_custody_investigation"
    assert status(clashing) == {"code": "house_arrest", "on": "2023-06-01", "because": ["detention:2"], "clash": True}


def test_denied_and_retracted_records_say_nothing():
    assert status(detention(counts="no")) == {"code": "reported", "on": None, "because": []}


def test_charge_without_detention():
    charge = {"key": "charge:4", "counts": "fully", "text": "x", "filed": {"edtf": "2023-04"}}
    assert status(charges=[charge]) == {"code": "charged_not_detained", "on": "2023-04-30", "because": ["charge:4"]}


def test_denied_whereabouts():
    assert status(detention(whereabouts="denied"))["code"] == "whereabouts_unknown"


def test_closed_by_the_researcher():
    assert status(detention(), closed_on="2024-01-01") == {"code": "closed", "on": "2024-01-01", "because": []}


def test_unverified_report_alone():
    assert status()["code"] == "reported"
