"""What English messages need: articles, plurals, free texts fitted into a frame."""

from __future__ import annotations

import pytest

from reports.telling.english import an, number_of, the, thought


@pytest.mark.parametrize(
    ("text", "with_article"),
    [
        ("editor", "an editor"),
        ("university lecturer", "a university lecturer"),
        ("MP", "an MP"),
        ("UN envoy", "a UN envoy"),
        ("honest witness", "an honest witness"),
        ("8-day term", "an 8-day term"),
        ("18-month term", "an 18-month term"),
        ("80-day term", "an 80-day term"),
        ("1-day term", "a 1-day term"),
    ],
)
def test_article_follows_the_sound(text, with_article):
    assert an(text) == with_article


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ministry of Justice", "the Ministry of Justice"),
        ("The Ministry of Justice", "The Ministry of Justice"),
        ("Azersu", "Azersu"),
        ("Prison No. 7", "Prison No. 7"),
        ("Facility B", "Facility B"),
    ],
)
def test_names_of_several_words_take_the_article(name, said):
    assert the(name) == said


@pytest.mark.parametrize(
    ("noun", "number"),
    [
        ("activists", "other"),
        ("police officers of the district", "other"),
        ("a guard and a doctor", "other"),
        ("a group of officers", "one"),
        ("the police", "other"),
        ("his sister", "one"),
        ("the Union of Journalists", "one"),
        ("the press", "one"),
    ],
)
def test_verbs_agree_with_free_texts(noun, number):
    assert number_of(noun) == number


def test_thought_keeps_the_clause_whatever_its_form():
    assert (
        thought("his arrest was a response to the protest")
        == "his arrest is thought to have been a response to the protest"
    )
    assert thought("they wanted to silence him") == "it is thought that they wanted to silence him"
