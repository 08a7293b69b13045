"""The phrase book of one language: Fluent messages, with a missing argument or message refused instead of skipped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.core import UnknownLocaleError
from babel.lists import format_list
from babel.numbers import get_currency_name
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentNone

from reports.telling import english
from tracker.dates import PartialDate

FOLDER = Path(__file__).parent.parent / "phrases"
# A word of the messages for “the record doesn't say”: a selector's key.
NOTHING = "none"


class PhraseMissing(Exception):
    """A message that is not there or not whole, or an argument that it needs and did not get."""


def languages() -> list[str]:
    """The languages that have phrases."""
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


def phrase_files(language: str) -> list[Path]:
    return sorted((FOLDER / language).glob("*.ftl"))


@cache
def phrase_book(language: str) -> PhraseBook:
    """The book of that language, read once. Raises `PhraseMissing` for a language without phrases."""
    if language not in languages():
        raise PhraseMissing(f"There are no phrases for “{language}”.")
    return PhraseBook(language)


class PhraseBook:
    def __init__(self, language: str) -> None:
        self.language = language
        grammar = english if language == "en" else None
        # What an English noun needs and other languages have otherwise; each is used by messages of that language only.
        functions: dict[str, Callable[..., Any]] = dict(grammar.FUNCTIONS) if grammar else {}
        self._number_of = grammar.number_of if grammar else (lambda noun: "other")
        self._punctuate = grammar.marks_inside if grammar else (lambda text: text)
        self._bundle = FluentBundle([language], functions=functions, use_isolating=False)
        for path in phrase_files(language):
            self._bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))

    def say(self, message: str, **arguments: Any) -> str:
        """The message with its arguments: None is said as “none”, True and False as “yes” and “no”, numbers as numbers.

        Raises `PhraseMissing`.
        """
        if not self._bundle.has_message(message):
            raise PhraseMissing(f"{self.language}: there is no message “{message}”.")
        pattern = self._bundle.get_message(message).value
        if pattern is None:
            raise PhraseMissing(f"{self.language}: “{message}” says nothing.")
        said, errors = self._bundle.format_pattern(pattern, {name: _plain(v) for name, v in arguments.items()})
        if errors or isinstance(said, FluentNone):
            raise PhraseMissing(f"{self.language}: “{message}”: {'; '.join(map(str, errors))}")
        return " ".join(str(said).split())

    def has(self, message: str) -> bool:
        return self._bundle.has_message(message)

    def number_of(self, noun: str) -> str:
        """Whether a free text is one or several, for its verb: “one” or “other”."""
        return self._number_of(noun)

    def punctuated(self, text: str) -> str:
        """A sentence with its capital, its full stop, and each mark once, by the language's habits."""
        return self._punctuate(_punctuated(text))

    def listed(self, items: Sequence[str]) -> str:
        """The items with commas and “and”."""
        return format_list(list(items), locale=self.language) if items else ""

    def money(self, amount: str, currency: str) -> str:
        """An amount with its currency's everyday name: 200 manats."""
        number = float(amount) if "." in amount else int(amount)
        if self.has(f"money-{currency}"):
            return self.say(f"money-{currency}", amount=number)
        try:
            name = get_currency_name(currency, count=number, locale=self.language)
        except (UnknownLocaleError, LookupError):
            name = currency
        return self.say("money-other", amount=number, currency=name)

    def day(self, day: date) -> str:
        """A day inside a sentence, as the records' dates stand there: 26 September 2023."""
        return PartialDate.on(day).in_words(self.language)

    def form(self, record: dict[str, Any], name: str) -> str:
        """A free text of a record in this language: its sentence form where one was entered, else the text itself."""
        forms = record.get("sentence_forms", {}).get(self.language, {})
        return str(forms.get(name) or record.get(name) or "")

    def own_form(self, record: dict[str, Any], name: str) -> str:
        """A sentence form that was entered for this language; empty when there is none."""
        return str(record.get("sentence_forms", {}).get(self.language, {}).get(name) or "")


def _punctuated(text: str) -> str:
    """With a capital, a full stop, and each mark once."""
    text = " ".join(text.split())
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    text = re.sub(r",(?=[,.;])", "", text).rstrip(",;. ")
    return f"{text[:1].upper()}{text[1:]}."


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, with a space between them."""
    return " ".join(part for part in parts if part)
