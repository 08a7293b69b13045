"""The page of a source: what the documents of one reader say of it, and every claim that they cite it for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import orjson

from cases.documents import Body
from cases.pages.case_page import CasePage, ShownSource, show_source
from cases.pages.lines import CaseLine, case_line
from cases.pages.records import Quote, ShownRecord
from tracker.audiences import Audience


@dataclass(frozen=True)
class CitedIn:
    """A case with the records that cite the source, each with those quotes alone; `about` are quotes on the person."""

    line: CaseLine
    records: list[ShownRecord]
    about: list[Quote]


def source_of(bodies: Iterable[Body], ref: str) -> ShownSource:
    """The source with what all of these bodies say of it: a title that names somebody withheld in one of them is no
    title here."""
    told = [source for body in bodies for source in body["sources"] if source["ref"] == ref]
    return show_source({name: value for name, value in told[0].items() if all(name in other for other in told)})


def cited_in(rows: Iterable[tuple[Body, str]], ref: str, audience: Audience, today: date) -> list[CitedIn]:
    """What each body cites the source for; `rows` are bodies with their cards."""
    found = []
    for body, card in rows:
        page = CasePage(body, today)
        records = [replace(record, quotes=_from(record.quotes, ref)) for record in page.records]
        line = case_line(orjson.loads(card), audience)
        found.append(CitedIn(line, [record for record in records if record.quotes], _from(page.about_quotes, ref)))
    return found


def _from(quotes: Iterable[Quote], ref: str) -> list[Quote]:
    """Those of that source, without its title, which is the page's own."""
    return [replace(quote, title="") for quote in quotes if quote.source == ref]
