"""The phrases of one language. A message that is missing or short of an argument raises: prose is never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

FOLDER = Path(__file__).parent


class PhraseMissing(Exception):
    """A message that is not there, or an argument that it needs and did not get."""


class Book:
    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        for path in sorted((FOLDER / language).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))

    def say(self, message: str, **arguments: Any) -> str:
        """The message with its arguments. Raises `PhraseMissing`."""
        if not self._bundle.has_message(message):
            raise PhraseMissing(f"{self.language}: {message}")
        pattern = self._bundle.get_message(message).value
        if pattern is None:
            raise PhraseMissing(f"{self.language}: {message} says nothing")
        said, errors = self._bundle.format_pattern(pattern, {name: _plain(v) for name, v in arguments.items()})
        if errors:
            raise PhraseMissing(f"{self.language}: {message}: {errors[0]}")
        return " ".join(str(said).split())

    def has(self, message: str) -> bool:
        return self._bundle.has_message(message)

    def listed(self, items: Iterable[str]) -> str:
        """The items with commas and “and”, each once."""
        return format_list(list(dict.fromkeys(items)), locale=self.language)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else str(value or "")


@lru_cache
def book_of(language: str) -> Book:
    """The book of that language, read once. Raises `PhraseMissing` for a language without phrases."""
    if not (FOLDER / language).is_dir():
        raise PhraseMissing(language)
    return Book(language)
