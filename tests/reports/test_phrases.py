"""The phrase files: whole, complete for every language, one for each record type, and never quietly wrong."""

from __future__ import annotations

import re

import pytest
from fluent.syntax import FluentParser, ast

from cases.choices import (
    CareAccess,
    ChargeState,
    EndKind,
    HealthCategory,
    HearingKind,
    RecognitionTerm,
    SentenceKind,
    Violation,
)
from cases.records import RECORD_TYPES
from people.choices import NameKind
from reports.telling.book import PhraseMissing, languages, phrase_book, phrase_files
from reports.telling.tellers import TELLERS


def messages(language: str) -> dict[str, ast.Message]:
    found = {}
    for path in phrase_files(language):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{path.name}: {entry.id.name} stands in another file too"
                found[entry.id.name] = entry
    return found


@pytest.mark.parametrize("language", languages())
def test_no_message_is_junk_or_there_twice(language):
    assert messages(language)


def test_all_languages_have_the_same_messages():
    assert {language: set(messages(language)) for language in languages()} == {
        language: set(messages("en")) for language in languages()
    }


@pytest.mark.parametrize("language", languages())
def test_every_record_type_has_a_teller_and_a_phrase_file(language):
    assert set(TELLERS) == set(RECORD_TYPES)
    assert set(RECORD_TYPES) <= {path.stem for path in phrase_files(language)}


@pytest.mark.parametrize("language", languages())
def test_every_code_has_its_message(language):
    wanted = {f"violation-{code}" for code in Violation}
    wanted |= {f"end-{code}" for code in EndKind if code != EndKind.TRANSFER}
    wanted |= {f"sentence-{code}" for code in SentenceKind}
    wanted |= {f"charge-{code}" for code in ChargeState if code != ChargeState.PENDING}
    wanted |= {f"care-{code}" for code in CareAccess}
    wanted |= {f"also-{code}" for code in NameKind if code not in (NameKind.SPELLING, NameKind.PATRONYMIC)}
    wanted |= {f"hearing-{code}" for code in HearingKind}
    wanted |= {f"{what}-{code}" for code in RecognitionTerm for what in ("recognized", "recognition")}
    known = set(messages(language))
    wanted |= {f"health-{c}" if f"health-{c}" in known else f"patient-{c}" for c in HealthCategory}
    assert wanted - known == set()


def test_missing_message_or_argument_raises():
    book = phrase_book("en")
    with pytest.raises(PhraseMissing, match="no-such-message"):
        book.say("no-such-message")
    with pytest.raises(PhraseMissing, match="what"):
        book.say("charged", form="past", number="one", articles=None, when=None)
    with pytest.raises(PhraseMissing, match="tlh"):
        phrase_book("tlh")


def test_argument_that_is_not_there_is_never_said():
    said = phrase_book("en").say("charged", form="past", number="one", what="“fraud”", articles=None, when=None)
    assert said == "was charged with “fraud”"


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("200", "AZN", "200 manats"),
        ("1", "AZN", "1 manat"),
        ("1500", "AZN", "1,500 manats"),
        ("20.50", "USD", "20.5 US dollars"),
    ],
)
def test_money_is_said_in_numerals(amount, currency, said):
    assert phrase_book("en").money(amount, currency) == said


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("he was fined , and released", "He was fined, and released."),
        ("told by Rauf Samadov, a guard,", "Told by Rauf Samadov, a guard."),
        ("charged with “fraud”", "Charged with “fraud.”"),
        ("“according to the law,”, he said", "“according to the law,” he said."),
    ],
)
def test_each_mark_stands_once_and_inside_quotation_marks(said, sentence):
    assert phrase_book("en").punctuated(said) == sentence


def test_phrases_never_judge_and_use_curly_quotes():
    text = " ".join(path.read_text(encoding="utf-8") for path in phrase_files("en"))
    assert not re.search(r"unjustif|clear that|confirmed|yesterday|severe|brutal|regime\b(?! prison)", text)
    assert not re.search(r"\w'\w", re.sub(r"^#.*$", "", text, flags=re.MULTILINE))
