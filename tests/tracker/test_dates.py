"""Dates: what is read, what it may mean, how it is said and moved. Expected values are written out by hand."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.dates import PartialDate, RelativeDate, UnreadableDate, anchor_relative, date_columns

D = date.fromisoformat


def bounds(text):
    value = PartialDate.parse_edtf(text)
    return tuple(day and day.isoformat() for day in value.possible)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-09", "2023-09-01", "2023-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-09-26", "2023-09-26", "2023-09-26"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2023-XX", "2023-01-01", "2023-12-31"),
        ("2023-XX-XX", "2023-01-01", "2023-12-31"),
        ("2023-1X", "2023-10-01", "2023-12-31"),
        ("2023-09-XX", "2023-09-01", "2023-09-30"),
        ("2023-09-0X", "2023-09-01", "2023-09-09"),
        ("2023-09-2X", "2023-09-20", "2023-09-29"),
        ("2023-02-2X", "2023-02-20", "2023-02-28"),
        ("2023-10-3X", "2023-10-30", "2023-10-31"),
        ("../2023-09-26", None, "2023-09-26"),
        ("2023-09-26/..", "2023-09-26", None),
        ("../2023-09", None, "2023-09-30"),
        ("2023-09-19/2023-09-20", "2023-09-19", "2023-09-20"),
        ("2023-09/2023-10-05", "2023-09-01", "2023-10-05"),
        ("2023-09-20/2023-09", "2023-09-20", "2023-09-30"),
        ("2023/2024", "2023-01-01", "2024-12-31"),
        ("[..2023-09-26]", None, "2023-09-26"),
        ("[2023-09-26..]", "2023-09-26", None),
        ("[2023-09-19,2023-09-20]", "2023-09-19", "2023-09-20"),
        ("[2023-09-25,2023-09-19]", "2023-09-19", "2023-09-25"),
        ("[2023-09,2023-10-03]", "2023-09-01", "2023-10-03"),
        ("[2023-09-19..2023-09-22,2023-10-01]", "2023-09-19", "2023-10-01"),
        ("2023-09-26?", "2023-09-26", "2023-09-26"),
        ("2023-09-24/2023-09-25?", "2023-09-24", "2023-09-25"),
        ("2024-03-03~", "2024-02-29", "2024-03-06"),
        ("2024-03-03%", "2024-02-29", "2024-03-06"),
        ("2023-09~", "2023-08-01", "2023-10-31"),
        ("2024-01~", "2023-12-01", "2024-02-29"),
        ("2023~", "2022-01-01", "2024-12-31"),
        ("2023~/2024", "2022-01-01", "2024-12-31"),
        ("../2023-09-26~", None, "2023-09-29"),
    ],
)
def test_possible_range_of_edtf_is_as_wide_as_the_text(text, earliest, latest):
    assert bounds(text) == (earliest, latest)
    assert PartialDate(text).edtf == text


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("2023-09-26", (D("2023-09-26"), D("2023-09-26"))),
        ("2023-09-19/2023-09-20", (D("2023-09-19"), D("2023-09-20"))),
        ("2023-09-2X", (D("2023-09-20"), D("2023-09-29"))),
        ("[2023-09-19,2023-09-25]", (D("2023-09-19"), D("2023-09-25"))),
        ("../2023-09-26", None),
        ("2023-09-26/..", None),
        ("2023-09-26?", None),
        ("2023~", None),
        ("2023%", None),
        ("2023-09-24/2023-09-25?", None),
    ],
)
def test_certain_range_needs_both_ends_and_no_qualifier(text, certain):
    assert PartialDate(text).certain == certain


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("/2023-09-26", "../2023-09-26"),
        ("2023-09-26/", "2023-09-26/.."),
        (" 2023-09 ", "2023-09"),
        ("2023-09-26/2023-09-26", "2023-09-26"),
        ("[2023-09-19, 2023-09-20]", "[2023-09-19,2023-09-20]"),
        ("[2023-09-19]", "2023-09-19"),
    ],
)
def test_text_with_one_meaning_has_one_form(text, normal):
    assert PartialDate(text) == PartialDate(normal)
    assert PartialDate(text).edtf == normal
    assert hash(PartialDate(text)) == hash(PartialDate(normal))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-02-29", "There is no day 29 in 2023-02."),
        ("1954-02-29", "There is no day 29 in 1954-02."),
        ("2023-09-31", "There is no day 31 in 2023-09."),
        ("2023-09-00", "There is no day 00 in 2023-09."),
        ("2023-02-3X", "There is no day 3X in 2023-02."),
        ("2023-00", "There is no month 00."),
        ("2023-13", "There is no month 13."),
        ("2023-21", "A season is not exact enough: give its months, as in 2023-03/2023-05."),
        ("9999", "The year 9999 is outside 1800 to 2200."),
        ("9999-12-31", "The year 9999 is outside 1800 to 2200."),
        ("1799-12-31", "The year 1799 is outside 1800 to 2200."),
        ("22XX", "The year 22XX is outside 1800 to 2200."),
        ("-0044", "The year is outside 1800 to 2200."),
        ("Y20230", "The year is outside 1800 to 2200."),
        ("2023-09-20/2023-09-19", "The end, 2023-09-19, is before the beginning, 2023-09-20."),
        ("[2023-09-22..2023-09-19]", "The end, 2023-09-19, is before the beginning, 2023-09-22."),
        ("[2023-02-29..]", "There is no day 29 in 2023-02."),
        ("../..", "A date open at both ends says nothing: leave it empty."),
        ("/", "A date open at both ends says nothing: leave it empty."),
        ("2023-~09", "“2023-~09”: put ?, ~ or % at the end of the date."),
        ("2023-2024", "“2023-2024”: a range is written with a slash, as in 2023-09-19/2023-09-20."),
        ("2024-01-02T06:00", "A time of day is not kept: give the day alone."),
        (
            "{2023-09-19,2023-09-20}",
            "{…} means all of these days; a record has one. Make one record for each day.",
        ),
        ("", "The date is empty."),
        ("2023\x00", "The date holds a character that can't be part of a date."),
        ("2023\ud800", "The date holds a character that can't be part of a date."),
        ("2" * 101, "A date has at most 100 characters."),
        ("[" + "2023," * 20, "A date has at most 100 characters."),
    ],
)
def test_impossible_edtf_is_refused_with_its_reason(text, reason):
    with pytest.raises(UnreadableDate) as refusal:
        PartialDate.parse_edtf(text)
    assert str(refusal.value) == reason
    with pytest.raises(UnreadableDate):
        PartialDate.read(text)


@pytest.mark.parametrize(
    "text",
    ["Sept 2023", "2023-9", "156X-12-25", "XXXX", "2023/2024/2025", "[[2023]]", "２０２３", "2023-09-26-", "2023-X1"],
)
def test_strict_edtf_refuses_everything_else(text):
    with pytest.raises(UnreadableDate):
        PartialDate.parse_edtf(text)


@pytest.mark.parametrize(
    "text", ["2023", "2023-09", "2023-09-26", "199X", "19XX", "2023-XX", "2023-09-XX", "2023-09-26?", "2023/2024-05"]
)
def test_own_patterns_agree_with_the_edtf_package(text):
    parsed = edtf.parse_edtf(text)
    assert PartialDate(text).possible == (date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", "2023"),
        ("2023-09", "2023-09"),
        ("2023-9-6", "2023-09-06"),
        ("2023-09-2x", "2023-09-2X"),
        ("Sept 2023", "2023-09"),
        ("September, 2023", "2023-09"),
        ("in September 2023", "2023-09"),
        ("5 October 2012", "2012-10-05"),
        ("5th of October 2012", "2012-10-05"),
        ("October 5, 2012", "2012-10-05"),
        ("on 5 Oct. 2012", "2012-10-05"),
        ("3 mart 2024", "2024-03-03"),
        ("5 oktyabr 2012", "2012-10-05"),
        ("5 oktyabr 2012-ci il", "2012-10-05"),
        ("İyun 2023", "2023-06"),
        ("2012-ci il", "2012"),
        ("2023-cü ilin sentyabrı", "2023-09"),
        ("24 июня 1941 г.", "1941-06-24"),
        ("в сентябре 2023 года", "2023-09"),
        ("26.09.2023", "2023-09-26"),
        ("9.10.2023", "2023-10-09"),
        ("26/09/2023", "2023-09-26"),
        ("9/26/2023", "2023-09-26"),
        ("05/05/2023", "2023-05-05"),
        ("2023.09.26", "2023-09-26"),
        ("09.2023", "2023-09"),
        ("before 26 Sep 2023", "../2023-09-25"),
        ("before Sept 2023", "../2023-08"),
        ("before 2023", "../2022"),
        ("before 1 January 2024", "../2023-12-31"),
        ("до 26 сентября 2023", "../2023-09-25"),
        ("до 26 сентября 2023 г. включительно", "../2023-09-26"),
        ("26 sentyabr 2023-dən əvvəl", "../2023-09-25"),
        ("26 sentyabr 2023-cü il tarixindən əvvəl", "../2023-09-25"),
        ("on or before 26 Sep 2023", "../2023-09-26"),
        ("by 26 September 2023", "../2023-09-26"),
        ("not later than September 26, 2023", "../2023-09-26"),
        ("не позднее 26 сентября 2023 года", "../2023-09-26"),
        ("ən geci 26 sentyabr 2023", "../2023-09-26"),
        ("after 3 May 2024", "2024-05-04/.."),
        ("after 2023", "2024/.."),
        ("после 3 мая 2024", "2024-05-04/.."),
        ("3 may 2024-dən sonra", "2024-05-04/.."),
        ("on or after 3 May 2024", "2024-05-03/.."),
        ("since May 2024", "2024-05/.."),
        ("с 3 мая 2024", "2024-05-03/.."),
        ("about 3 March 2024", "2024-03-03~"),
        ("c. 2012", "2012~"),
        ("около 3 марта 2024", "2024-03-03~"),
        ("təxminən 3 mart 2024", "2024-03-03~"),
        ("about 2023-09", "2023-09~"),
        ("possibly 3 March 2024", "2024-03-03?"),
        ("3 March 2024?", "2024-03-03?"),
        ("possibly about 3 March 2024", "2024-03-03%"),
        ("between 19 and 20 Sep 2023", "2023-09-19/2023-09-20"),
        ("between 24 and 25 September 2023", "2023-09-24/2023-09-25"),
        ("between September 24 and 25, 2023", "2023-09-24/2023-09-25"),
        ("between 28 December 2023 and 3 January 2024", "2023-12-28/2024-01-03"),
        ("between 28 April and 3 May 2024", "2024-04-28/2024-05-03"),
        ("between March and June 2024", "2024-03/2024-06"),
        ("between 2023-09-19 and 2023-09-20", "2023-09-19/2023-09-20"),
        ("между 19 и 20 сентября 2023", "2023-09-19/2023-09-20"),
        ("19 və 20 sentyabr 2023 arasında", "2023-09-19/2023-09-20"),
        ("19–20 September 2023", "2023-09-19/2023-09-20"),
        ("19-20 September 2023", "2023-09-19/2023-09-20"),
        ("19 or 20 Sep 2023", "2023-09-19/2023-09-20"),
        ("30 September or 1 October 2023", "2023-09-30/2023-10-01"),
        ("19 or 25 Sep 2023", "[2023-09-19,2023-09-25]"),
        ("19 или 20 сентября 2023", "2023-09-19/2023-09-20"),
        ("19 və ya 20 sentyabr 2023", "2023-09-19/2023-09-20"),
        ("early 2024", "2024-01/2024-04"),
        ("mid-2024", "2024-05/2024-08"),
        ("late 2024", "2024-09/2024-12"),
        ("early September 2023", "2023-09-01/2023-09-10"),
        ("mid September 2023", "2023-09-11/2023-09-20"),
        ("late February 2024", "2024-02-21/2024-02-29"),
        ("в начале 2024 года", "2024-01/2024-04"),
        ("2024-cü ilin əvvəlində", "2024-01/2024-04"),
        ("the 1990s", "199X"),
    ],
)
def test_read_takes_edtf_and_words(text, expected):
    assert PartialDate.read(text) == PartialDate(expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("26 September", "The year is missing."),
        ("September", "The year is missing."),
        ("26", "“26” can't be read"),
        ("between 24 September 2023 and 3 October", "The year of the second date is missing."),
        ("24 and 2023", "can't be read as a date"),
        ("09/10/2023", "“09/10/2023” may mean 9 or 10 as the month: write the month as a word."),
        ("05/06/23", "“05/06/23”: write the year with four digits."),
        ("5 May 23", "“5 may 23”: a year has four digits."),
        ("31 September 2023", "There is no day 31 in 2023-09."),
        ("29 Feb 2023", "There is no day 29 in 2023-02."),
        ("between December and January 2024", "The end, 2024-01, is before the beginning, 2024-12."),
        ("20 Sep 2023 and", "can't be read as a date"),
        ("20 Sep 2023 in Baku", "can't be read as a date"),
        ("17 a 2000", "can't be read as a date"),
        ("unknown", "can't be read as a date"),
        ("5 May 2023 15:00", "can't be read as a date"),
        ("early 3 May 2024", "Early, mid and late go with a month or a year."),
    ],
)
def test_read_refuses_what_it_would_have_to_guess(text, reason):
    with pytest.raises(UnreadableDate) as refusal:
        PartialDate.read(text)
    assert reason in str(refusal.value)
    assert not isinstance(refusal.value, RelativeDate)


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "yesterday afternoon",
        "Last week",
        "3 days ago",
        "on Sunday",
        "last Monday",
        "вчера",
        "на прошлой неделе",
        "dünən",
        "3 gün əvvəl",
    ],
)
def test_read_of_a_relative_word_asks_for_the_statement(text):
    with pytest.raises(RelativeDate) as refusal:
        PartialDate.read(text)
    assert str(refusal.value) == (f"“{text}” depends on the day it was said: give the day of the statement, or a date.")


@pytest.mark.parametrize(
    ("words", "stated", "expected"),
    [
        ("yesterday", "2023-09-20/2023-09-21", "2023-09-19/2023-09-20"),
        ("yesterday afternoon", "2023-09-20/2023-09-21", "2023-09-19/2023-09-20"),
        ("Yesterday", "2023-09-26", "2023-09-25"),
        ("yesterday", "../2023-09-26", "../2023-09-25"),
        ("yesterday", "2023-09-26?", "2023-09-25?"),
        ("yesterday", "2023-09-26~", "2023-09-22?/2023-09-28?"),
        ("yesterday", "2023-09", "2023-08-31/2023-09-29"),
        ("today", "2023-09-26", "2023-09-26"),
        ("the day before yesterday", "2023-09-26", "2023-09-24"),
        ("last night", "2023-09-26", "2023-09-25/2023-09-26"),
        ("3 days ago", "2024-03-01", "2024-02-27"),
        ("two weeks ago", "2023-09-26", "2023-09-12"),
        ("a month ago", "2024-03-31", "2024-02"),
        ("2 years ago", "2023-09-26", "2021"),
        ("last week", "2023-09-26", "2023-09-18/2023-09-24"),
        ("this week", "2023-09-26", "2023-09-25/2023-09-26"),
        ("last month", "2023-09-26", "2023-08"),
        ("last year", "2023-09-26", "2022"),
        ("on Sunday", "2023-09-26", "2023-09-24"),
        ("Tuesday", "2023-09-26", "2023-09-26"),
        ("last Tuesday", "2023-09-26", "2023-09-19"),
        ("вчера днём", "2023-09-26", "2023-09-25"),
        ("3 дня назад", "2023-09-26", "2023-09-23"),
        ("dünən axşam", "2023-09-26", "2023-09-25"),
        ("3 gün əvvəl", "2023-09-26", "2023-09-23"),
        ("keçən həftə", "2023-09-26", "2023-09-18/2023-09-24"),
    ],
)
def test_anchor_relative_proposes_a_date_as_uncertain_as_the_statement(words, stated, expected):
    assert anchor_relative(words, PartialDate(stated)) == PartialDate(expected)


def test_anchor_relative_with_unknown_words_is_refused():
    with pytest.raises(UnreadableDate, match="“some time later” is not a relative date"):
        anchor_relative("some time later", PartialDate("2023-09-26"))


@pytest.mark.parametrize(
    ("text", "bare", "in_sentence"),
    [
        ("2024-05-03", "3 May 2024", "on 3 May 2024"),
        ("2023-09", "September 2023", "in September 2023"),
        ("2023", "2023", "in 2023"),
        ("../2023-09-26", "on or before 26 September 2023", "on or before 26 September 2023"),
        ("../2023-09", "in or before September 2023", "in or before September 2023"),
        ("2024-05-03/..", "on or after 3 May 2024", "on or after 3 May 2024"),
        ("2023-09-19/2023-09-20", "19 or 20 September 2023", "on 19 or 20 September 2023"),
        ("2023-09-30/2023-10-01", "30 September or 1 October 2023", "on 30 September or 1 October 2023"),
        ("2023-12-31/2024-01-01", "31 December 2023 or 1 January 2024", "on 31 December 2023 or 1 January 2024"),
        ("2024-05-03/2024-05-09", "between 3 and 9 May 2024", "between 3 and 9 May 2024"),
        ("2024-04-28/2024-05-03", "between 28 April and 3 May 2024", "between 28 April and 3 May 2024"),
        ("2024-05/2024-06-09", "between May 2024 and 9 June 2024", "between May 2024 and 9 June 2024"),
        ("2023-09/2023-10", "September or October 2023", "in September or October 2023"),
        ("2023/2024", "2023 or 2024", "in 2023 or 2024"),
        ("2024-03-03~", "about 3 March 2024", "about 3 March 2024"),
        ("2023~", "about 2023", "about 2023"),
        ("2024-03-03?", "possibly 3 March 2024", "possibly on 3 March 2024"),
        ("2024-03%", "possibly about March 2024", "possibly about March 2024"),
        ("2023-09-24/2023-09-25?", "possibly 24 or 25 September 2023", "possibly on 24 or 25 September 2023"),
        ("2023-09-2X", "between 20 and 29 September 2023", "between 20 and 29 September 2023"),
        ("2023-09-XX", "September 2023", "in September 2023"),
        ("2023-1X", "between October and December 2023", "between October and December 2023"),
        ("199X", "the 1990s", "in the 1990s"),
        ("19XX", "between 1900 and 1999", "between 1900 and 1999"),
        ("2023-09-2X/2023-10-05", "between 20 September and 5 October 2023", None),
        ("[..2023-09-26]", "on or before 26 September 2023", "on or before 26 September 2023"),
        ("[2023-09-19,2023-09-25]", "19 or 25 September 2023", "on 19 or 25 September 2023"),
        ("[2023-09-19,2023-09-22,2023-09-25]", "19, 22 or 25 September 2023", "on 19, 22 or 25 September 2023"),
    ],
)
def test_date_is_said_as_people_say_it(text, bare, in_sentence):
    assert PartialDate(text).in_words() == bare
    assert PartialDate(text).in_sentence() == (in_sentence or bare)


def test_year_that_goes_without_saying_is_left_out():
    assert PartialDate("2023-09-19/2023-09-20").in_sentence(omit_year=2023) == "on 19 or 20 September"
    assert PartialDate("../2023-09-26").in_sentence(omit_year=2023) == "on or before 26 September"
    assert PartialDate("2022-09-26").in_sentence(omit_year=2023) == "on 26 September 2022"
    assert PartialDate("2023-12-31/2024-01-01").in_sentence(omit_year=2024) == "on 31 December 2023 or 1 January 2024"
    assert PartialDate("2023").in_sentence(omit_year=2023) == "in 2023"


def test_month_names_follow_the_language():
    assert PartialDate("2023-09-26").in_words(language="az") == "26 sentyabr 2023"


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("2023-09-19/2023-09-20", {"days": 30}, "2023-10-19/2023-10-20"),
        ("2023-09-26", {"months": 6}, "2024-03-26"),
        ("2024-01-31", {"months": 1}, "2024-02-29"),
        ("2023-09-26", {"years": 2, "months": 1, "days": 3}, "2025-10-29"),
        ("../2023-09-26", {"days": 30}, "../2023-10-26"),
        ("2023-09-26/..", {"days": 30}, "2023-10-26/.."),
        ("2023-09-26~", {"days": 30}, "2023-10-26~"),
        ("2023-09-24/2023-09-25?", {"days": 1}, "2023-09-25/2023-09-26?"),
        ("2023-09", {"months": 4}, "2024-01"),
        ("2023-09", {"days": 30}, "2023-10-01/2023-10-30"),
        ("2023-09~", {"days": 1}, "2023-08-02?/2023-11-01?"),
        ("2023", {"years": 5}, "2028"),
        ("2023", {"months": 6}, "2023-07-01/2024-06-30"),
        ("2023-09-2X", {"days": 30}, "2023-10-20/2023-10-29"),
        ("[2023-09-19,2023-09-25]", {"days": 1}, "2023-09-20/2023-09-26"),
        ("[..2023-09-25]", {"days": 1}, "../2023-09-26"),
        ("2023-09-26", {"days": -1}, "2023-09-25"),
    ],
)
def test_shifted_moves_the_date_by_a_term(text, term, expected):
    assert PartialDate(text).shifted(**term) == PartialDate(expected)


@pytest.mark.parametrize("years", [200, 9000, -500])
def test_shifted_out_of_the_years_kept_is_refused(years):
    with pytest.raises(UnreadableDate):
        PartialDate("2023-09-26").shifted(years=years)


def test_as_json_gives_text_and_ends():
    assert PartialDate("../2023-09-26").as_json() == {
        "edtf": "../2023-09-26",
        "earliest": None,
        "latest": "2023-09-26",
    }


def test_value_is_immutable_and_survives_pickling():
    value = PartialDate("2023-09-26")
    with pytest.raises(AttributeError):
        value.edtf = "2024"
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    assert str(value) == "2023-09-26"


def test_date_columns_names_each_date_with_its_ranges():
    assert date_columns("began", "ended") == [
        "began",
        "began_possible",
        "began_certain",
        "ended",
        "ended_possible",
        "ended_certain",
    ]


def test_reading_in_threads_gives_each_its_own_answer():
    texts = [f"[20{n:02}-01-05,20{n:02}-02-07]" for n in range(40)] + [
        f"{n % 28 + 1} oktyabr 20{n:02}" for n in range(40)
    ]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: PartialDate.read(text).earliest, texts))
    assert found == [date(2000 + n, 1, 5) for n in range(40)] + [date(2000 + n, 10, n % 28 + 1) for n in range(40)]


days = st.dates(D("1801-01-01"), D("2199-12-31"))
parts = st.one_of(days.map(date.isoformat), days.map(lambda d: f"{d:%Y-%m}"), days.map(lambda d: f"{d:%Y}"))
qualified = st.builds(lambda part, mark: part + mark, parts, st.sampled_from(["", "?", "~", "%"]))
intervals = st.builds(
    lambda ends, shape: {"both": f"{ends[0]}/{ends[1]}", "until": f"../{ends[1]}", "since": f"{ends[0]}/.."}[shape],
    st.lists(days, min_size=2, max_size=2, unique=True).map(lambda two: [day.isoformat() for day in sorted(two)]),
    st.sampled_from(["both", "until", "since"]),
)


@given(st.one_of(qualified, intervals))
def test_text_and_words_of_any_common_form_come_back_the_same(text):
    value = PartialDate.parse_edtf(text)
    assert value.edtf == text
    assert PartialDate.read(value.in_words()) == value
    assert PartialDate.read(value.in_sentence()) == value


@given(st.one_of(qualified, intervals))
def test_ranges_are_in_order_and_certain_lies_in_possible(text):
    value = PartialDate(text)
    earliest, latest = value.earliest or D("0001-01-01"), value.latest or D("9999-12-31")
    assert earliest <= latest
    if value.certain:
        assert earliest <= value.certain[0] <= value.certain[1] <= latest


@given(intervals, st.integers(0, 400))
def test_shifting_there_and_back_by_days_is_the_same_date(text, count):
    try:
        moved = PartialDate(text).shifted(days=count)
    except UnreadableDate:
        return
    assert moved.shifted(days=-count) == PartialDate(text)
    if moved.earliest:
        assert moved.earliest - PartialDate(text).earliest == timedelta(days=count)


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused_with_a_reason(text):
    try:
        value = PartialDate.read(text)
    except UnreadableDate as refusal:
        reason = str(refusal)
        value = None
    assert reason if value is None else PartialDate(value.edtf) == value
