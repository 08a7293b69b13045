"""The drawing of certainty: lengths, open ends and words, for bodies written out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.pages.custody_bar import CustodyBar, Span, Tick, custody_bar

TODAY = date(2024, 4, 9)


def drawn(*detentions: dict[str, Any], today: date = TODAY) -> CustodyBar | None:
    records = [
        {"key": f"detention:{n}", "counts": "fully", "custody_type": "pretrial_remand", **fields}
        for n, fields in enumerate(detentions, start=1)
    ]
    names = {record["key"]: record["key"].replace(":", " ") for record in records}
    return custody_bar({"detentions": records}, names, today)


def test_bar_of_a_detention_with_exact_days_is_solid_from_end_to_end() -> None:
    bar = drawn({"began": {"edtf": "2024-01-01"}, "ended": {"edtf": "2024-04-09"}, "end_kind": "bail"})
    assert bar is not None
    row = bar.rows[0]
    assert row.possible == Span("0.00%", "100.00%")
    assert row.certain == Span("0.00%", "100.00%")
    assert row.words == "certainly held from 1 January 2024 to 9 April 2024"
    assert (row.open_start, row.open_end) == (False, False)


def test_bar_of_a_detention_without_end_is_certain_to_the_day_known_and_possible_until_today() -> None:
    bar = drawn({"began": {"edtf": "2024-01-01"}, "known_on": "2024-02-19"})
    assert bar is not None
    row = bar.rows[0]
    # 1 January to 9 April are 100 days of that year; 19 February is the fiftieth.
    assert row.certain == Span("0.00%", "50.00%")
    assert row.possible == Span("0.00%", "100.00%")
    assert row.known_on == "49.00%"
    assert (row.open_start, row.open_end) == (False, True)
    assert row.words == (
        "certainly held from 1 January 2024 to 19 February 2024; possibly from 1 January 2024 with no known end"
    )


def test_bar_of_an_open_beginning_reaches_the_edge_and_leaves_room_before_its_first_known_day() -> None:
    bar = drawn({"began": {"edtf": "../2024-04-09"}, "known_on": "2024-04-09"})
    assert bar is not None
    row = bar.rows[0]
    # 30 days are drawn before the one known day.
    assert row.possible == Span("0.00%", "100.00%")
    assert row.certain == Span("96.77%", "3.23%")
    assert (row.open_start, row.open_end) == (True, True)
    assert row.words == "certainly held on 9 April 2024; possibly from a day not known with no known end"


def test_bar_of_an_unsure_record_is_hatched_only() -> None:
    bar = drawn(
        {"counts": "possibly", "began": {"edtf": "2024-01-01"}, "ended": {"edtf": "2024-04-09"}, "end_kind": "bail"}
    )
    assert bar is not None
    assert bar.rows[0].certain is None
    assert bar.rows[0].words == "possibly held from 1 January 2024 with no certain end"


def test_bar_leaves_out_a_record_that_does_not_count() -> None:
    bar = drawn({"began": {"edtf": "2024-01-01"}}, {"counts": "no", "began": {"edtf": "2020-01-01"}})
    assert bar is not None
    assert [row.key for row in bar.rows] == ["detention:1"]


def test_bar_of_detentions_without_any_known_day_is_not_drawn() -> None:
    assert drawn({}) is None


def test_bar_ticks_are_the_beginnings_of_years_five_at_most() -> None:
    bar = drawn({"began": {"edtf": "2013-07-01"}, "known_on": "2013-07-01"})
    assert bar is not None
    assert [tick.text for tick in bar.ticks] == ["2014", "2017", "2020", "2023"]


def test_bar_inside_one_year_has_its_first_and_last_day_as_ticks() -> None:
    bar = drawn({"began": {"edtf": "2024-01-01"}})
    assert bar is not None
    assert bar.ticks == [Tick("0.00%", "1 January 2024", "start"), Tick("99.00%", "9 April 2024", "end")]
