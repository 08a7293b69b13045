"""A stored date in its box: words that may be typed again where they say exactly that date, else EDTF."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.tracker.test_dates import days, intervals, parts, qualified
from tracker.dates import PartialDate, PartialDateFormField, UnreadableDate

# Whatever can be stored, said well or not: unknown digits, ends with marks of their own, sets.
digits = st.one_of(
    days.map(lambda d: f"{d:%Y}"[:3] + "X"),
    days.map(lambda d: f"{d:%Y-%m}-XX"),
    days.map(lambda d: f"{d:%Y-%m-%d}"[:9] + "X"),
    days.map(lambda d: f"{d:%Y}-0X"),
)
ends = st.one_of(qualified, digits, st.just(".."))
mixed = st.builds(lambda begin, end: f"{begin}/{end}", ends, ends)
members = st.lists(parts, min_size=1, max_size=5, unique=True)
sets = st.builds(
    lambda all_, shape: f"[{shape[0]}{shape[1].join(all_)}{shape[2]}]",
    members,
    st.sampled_from([("", ",", ""), ("..", ",", ""), ("", ",", ".."), ("", "..", "")]),
)


@settings(deadline=None)  # the first month that is asked for is slow
@given(st.one_of(qualified, intervals, digits, mixed, sets))
def test_what_a_box_shows_of_a_stored_date_is_read_as_exactly_that_date(text):
    try:
        value = PartialDate(text)
    except UnreadableDate:
        assume(False)
    shown = value.as_typed()
    assert PartialDate.read(shown) == value
    box = PartialDateFormField(required=False)
    assert box.prepare_value(value) == shown
    assert box.clean(shown) == value
    assert not box.has_changed(value, shown)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2023-09-26", "26 September 2023"),
        ("2023-09-26/..", "on or after 26 September 2023"),
        ("../2023-09-26", "on or before 26 September 2023"),
        ("2023-09-19/2023-09-20", "19 or 20 September 2023"),
        ("2023-09-05/2023-09-20", "between 5 and 20 September 2023"),
        ("2024-03-03~", "about 3 March 2024"),
        ("2023-09?", "possibly September 2023"),
        ("199X", "the 1990s"),
        # Said in words these would be other dates.
        ("2023-09-XX", "2023-09-XX"),
        ("2023-01?/2023-04", "2023-01?/2023-04"),
    ],
)
def test_box_shows_words_that_may_be_typed_again(stored, shown):
    assert PartialDate(stored).as_typed() == shown
