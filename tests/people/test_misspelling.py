"""Typing errors: which words are near, what they are looked up by, how a name fits. Expected values are literal."""

from itertools import product
from string import ascii_lowercase

import pytest

from people.misspelling import clues, fit, halves, is_kin, name_words, nearness, plain_form, typed_words
from people.naming import Match


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Rəşad", "rasad"),
        ("Reshad", "rasad"),
        ("resad", "rasad"),
        ("Elçin", "aljin"),
        ("Elcin", "aljin"),
        ("Məmmədov", "mamadov"),
        ("Рауф", "rauf"),
        ("77", ""),
    ],
)
def test_plain_form_levels_marks_and_scripts(word, plain):
    assert plain_form(word) == plain


def test_words_of_kin_are_left_out_of_names_and_misspelt_ones_of_what_was_typed():
    assert name_words("Rauf Kamil oğlu Səmədov") == ["rauf", "gamil", "samadov"]
    assert typed_words("rauf kamil ogul") == ["rauf", "gamil"]
    assert typed_words("oglv") == ["oglv"]
    assert is_kin("olgu")
    assert not is_kin("ibadoglu")


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Rəşad", "resad", 100),
        ("Samadov", "Samidov", 92),
        # One letter changed, left out, added, two swapped.
        ("Samadov", "Sanadov", 72),
        ("Samadov", "Samaov", 72),
        ("Samadov", "Samadkov", 74),
        ("Rauf", "Ruaf", 90),
        ("Fuad", "Fuat", 63),
        ("Əli", "Əni", 56),
        # Two, in a long word.
        ("Qəhrəmanlı", "Gehrimamly", 40),
        ("Rauf", "Arif", 0),
        ("Elşad", "Hikmət", 0),
        ("Fazail", "Farid", 0),
        ("Ali", "Ulvi", 0),
        ("Li", "Lo", 0),
    ],
)
def test_nearness_of_two_words(one, other, near):
    assert nearness(plain_form(one), plain_form(other)) == near
    assert nearness(plain_form(other), plain_form(one)) == near


WORDS = ["samadov", "rauf", "ali", "gahramanli", "aljin", "huseinzada", "o", "ag"]


def damaged(word: str) -> set[str]:
    """The word with every one typing error."""
    left_out = {word[:i] + word[i + 1 :] for i in range(len(word))}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    other = {word[:i] + c + word[i + 1 :] for i, c in product(range(len(word)), ascii_lowercase)}
    more = {word[:i] + c + word[i:] for i, c in product(range(len(word) + 1), ascii_lowercase)}
    return (left_out | swapped | other | more) - {"", word}


@pytest.mark.parametrize("word", WORDS)
def test_near_words_share_a_clue(word):
    near = [other for other in damaged(word) | {*WORDS, "gahramaml", "gehramenly"} if nearness(word, other)]
    assert [other for other in near if not {*clues(word)} & {*clues(other)}] == []
    assert len(near) >= 3 or len(word) < 3


def test_a_long_word_has_few_clues():
    assert len(clues(plain_form("bcd" * 200))) <= 90


def test_halves_of_a_word_typed_without_its_space():
    assert ("mamadov", "rasad") in halves(plain_form("mammadovresad"))
    assert ("mamadov", "rasad") in halves(plain_form("mammadovkresad"))
    # The v that both share.
    assert ("mamadov", "vasif") in halves(plain_form("mammadovvasif"))
    assert ("aljin",) in halves(plain_form("elcinoglu"))
    assert halves("rauf") == set()


@pytest.mark.parametrize(
    ("typed", "name", "match"),
    [
        ("Rauf Səmədov", "Rauf Səmədov", Match(100, "same spelling")),
        ("Rauf Samadov", "Rauf Səmədov", Match(99, "same sound, other spelling")),
        ("Samadov Rauf", "Rauf Səmədov", Match(98, "same sound, other spelling, in another order")),
        ("Rauf Samadov", "Rauf Kamil Samadov", Match(97, "same spelling, part of the name")),
        ("Rauf Sanadov", "Rauf Samadov", Match(85, "one letter differs")),
        ("Rauf Gehrimamly", "Rauf Qəhrəmanlı", Match(69, "spelt alike")),
        ("Rauf Kamil Samadov", "Rauf Samadov", Match(67, "same spelling, not every word")),
        ("Rauf Samadov", "Leyla Karimli", None),
    ],
)
def test_fit_says_how_well_and_why(typed, name, match):
    assert fit(typed_words(typed), name, [word.lower() for word in typed.split()]) == match
