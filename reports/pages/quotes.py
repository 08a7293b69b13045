"""The quotes that an epigraph may be chosen from, and which of them it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from cases.pages.records import shown_records
from reports.choices import EntryState
from reports.models import Entry, Issue

# Fewer words may stand in any quote.
_FEWEST_WORDS = 3


@dataclass(frozen=True)
class Offered:
    """A quote with the title of its source. `record` is the record that cites it with the version told, such as
    statement:12@3; empty for a note's."""

    words: str
    title: str
    record: str = ""


def quotes_to_choose(issue: Issue) -> list[Offered]:
    """The quotes behind the included passages, read with `for_desk()`, that the issue's readers may see, each once."""
    found: dict[str, Offered] = {}
    for section in issue.sections.all():
        for entry in section.entries.all():
            if entry.state == EntryState.INCLUDED:
                for offered in _quotes_of(entry):
                    found.setdefault(offered.words, offered)
    return list(found.values())


def record_that_says(text: str, quotes: Iterable[Offered]) -> str:
    """The record of the quote that the words of an epigraph are taken from, in their order; others may be left out."""
    words = _words(text)
    if len(words) < _FEWEST_WORDS:
        return ""
    return next((offered.record for offered in quotes if _is_taken_from(words, _words(offered.words))), "")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_taken_from(words: list[str], whole: list[str]) -> bool:
    left = iter(whole)
    return all(word in left for word in words)


def _quotes_of(entry: Entry) -> Iterable[Offered]:
    told = {key.partition("@")[0] for passage in entry.passages.all() for key in passage.records}
    for one in entry.told.all():
        for record in shown_records(orjson.loads(one.publication.body)) if one.publication.body else []:
            if record.key in told:
                told_as = f"{record.key}@{record.version}"
                yield from (Offered(quote.text, quote.title, told_as) for quote in record.quotes if quote.text)
    cited = [citation for passage in entry.passages.all() for citation in passage.citations.all()]
    yield from (Offered(c.quote, c.source.title) for c in cited if c.quote and not c.source.is_sealed)
