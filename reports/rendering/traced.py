"""The traced edition: the page with every passage's sources numbered, made from the ledger's bodies that it tells.

So its quotes and titles are those which the series' readers may see, at the versions told. A body that was emptied
since then carries nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from reports.choices import EntryState, Voice
from reports.models import Entry, Issue, Passage
from reports.rendering.issue import issue_json
from reports.rendering.page import page_of
from reports.rendering.printed import block, clean, printed

Note = tuple[str, str, str]  # title, quote, address


def as_traced_page(issue: Issue) -> bytes:
    """The page of an issue read with `for_reading()`."""
    data = issue_json(issue)
    said = printed(data, issue.series.language, issue.series.mark)
    notes: dict[Note, int] = {}
    said["sections"] = []
    for section in issue.sections.all():
        entries = [entry for entry in section.entries.all() if entry.state == EntryState.INCLUDED]
        paragraphs = [_paragraph(entry, notes) for entry in entries if entry.passages.all()]
        if paragraphs:
            said["sections"].append({"heading": block(section.heading), "paragraphs": paragraphs})
    if data.get("totals"):
        counted = {**block(data["totals"]["text"]), "numbers": [], "voice": Voice.RECORD}
        paragraph = {"passages": [counted], "rtl": counted["rtl"]}
        said["sections"].append({"heading": block(data["totals"]["heading"]), "paragraphs": [paragraph]})
    said["notes"] = [{"number": n, "title": t, "quote": q, "url": u} for (t, q, u), n in notes.items()]
    said["is_traced"] = True
    return page_of(said).encode()


def _paragraph(entry: Entry, notes: dict[Note, int]) -> dict[str, Any]:
    cited = _citations_by_key(entry)
    passages = []
    for passage in entry.passages.all():
        found = [note for key in passage.records for note in cited.get(key.partition("@")[0], [])]
        found += _of_note(passage)
        numbers = sorted({notes.setdefault(note, len(notes) + 1) for note in found})
        passages.append({**block(passage.text), "numbers": numbers, "voice": passage.voice})
    return {"passages": passages, "rtl": passages[0]["rtl"]}


def _citations_by_key(entry: Entry) -> dict[str, list[Note]]:
    cited: dict[str, list[Note]] = {}
    for told in entry.told.all():
        body = orjson.loads(told.publication.body) if told.publication.body else {}
        sources = {source["ref"]: source for source in body.get("sources", [])}
        for thing in _cited_things(body):
            key = thing.get("key") or f"person:{thing.get('ref')}"
            cited.setdefault(key, []).extend(_note(c, sources.get(c["source"], {})) for c in thing["citations"])
    return cited


def _cited_things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "citations" in value:
            yield value
        for item in value.values():
            yield from _cited_things(item)
    elif isinstance(value, list):
        for item in value:
            yield from _cited_things(item)


def _note(citation: dict[str, Any], source: dict[str, Any]) -> Note:
    return clean(source.get("title", "")), clean(citation.get("quote", "")), clean(source.get("url", ""))


def _of_note(passage: Passage) -> list[Note]:
    sources = [citation for citation in passage.citations.all() if not citation.source.is_sealed]
    return [(clean(c.source.title), clean(c.quote), clean(c.source.url)) for c in sources]
