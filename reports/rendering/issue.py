"""An issue as data: what the JSON form is and what every other form is rendered from."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date

from reports.choices import EntryState, Voice
from reports.models import Entry, Issue, Passage
from reports.telling.book import phrase_book
from reports.totals import tell_totals


def dateline(day: date, language: str) -> str:
    """The issue's date as its last line says it: September 26, 2023."""
    return format_date(day, "long", locale="en_US" if language == "en" else language)


def issue_json(issue: Issue) -> dict[str, Any]:
    """The issue of interface.md: included entries in order; a section with none is left out.
    `totals` are there where its series has them."""
    sections = []
    for section in issue.sections.all():
        entries = [_entry(entry) for entry in section.entries.all() if entry.state == EntryState.INCLUDED]
        entries = [entry for entry in entries if entry["passages"]]
        if entries:
            sections.append({"heading": section.heading, "entries": entries})
    said: dict[str, Any] = {
        "series": issue.series.slug,
        "dated": issue.dated.isoformat(),
        "masthead": issue.masthead,
        "epigraph": issue.epigraph,
        "sections": sections,
        "dateline": issue.dateline or dateline(issue.dated, issue.series.language),
    }
    if issue.totals:
        said["totals"] = tell_totals(issue.totals, issue.dated, phrase_book(issue.series.language))
    return {**said, "layout": issue.layout} if issue.layout else said


def _entry(entry: Entry) -> dict[str, Any]:
    # The refs under which they were published, which a case given a new ref since then keeps here.
    refs = [told.publication.ref for told in entry.told.all()]
    said = {"case": refs[0] if refs else None, "passages": [_passage(passage) for passage in entry.passages.all()]}
    return {**said, "cases": refs} if len(refs) > 1 else said


def _passage(passage: Passage) -> dict[str, Any]:
    said: dict[str, Any] = {"text": passage.text, "records": passage.records, "voice": passage.voice}
    if passage.voice == Voice.RECORD:
        sources = [
            {"ref": c.source.ref, "title": c.source.title, "url": c.source.url, "quote": c.quote}
            for c in passage.citations.all()
            if not c.source.is_sealed
        ]
        if sources:
            said["sources"] = sources
    return said
