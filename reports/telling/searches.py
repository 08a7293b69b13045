"""Searches: the search, what was taken in it, what may have been, and whether it came back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cases.choices import Certainty
from reports.telling.claims import Claim, Hedge, Noun, Reader, Record, Said, Stage


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    items = record.get("items", [])
    sure = [item for item in items if item["certainty"] not in (Certainty.POSSIBLE, Certainty.DENIED)]
    possible = [item for item in items if item["certainty"] == Certainty.POSSIBLE]
    # A record of things that may have been taken besides is no second search.
    if not items or sure:
        yield _search(reader, record)
    if sure:
        yield _taken(reader, record, sure, "taken")
    if possible:
        yield _taken(reader, record, possible, "perhaps-taken")
    for returned in (False, True):
        if items and all(item.get("returned") is returned for item in items):
            subject = Noun(message="the-items", number="other")
            yield reader.claim(
                record,
                "returned",
                "returned" if returned else "not-returned",
                Stage.RETURNED,
                "returned",
                subject=subject,
                voice=None,
                hedge=Hedge.NONE,
            )


def _search(reader: Reader, record: Record) -> Claim:
    place = record.get("place")
    when = reader.when(record, "happened")
    where = Said(place, reader.book.form(record, "place")) if place else None
    return reader.claim(
        record,
        "search",
        "searched",
        Stage.SEARCH,
        "search",
        subject=Noun(text=where) if where else Noun(message="whose-home"),
        args={
            "by": reader.organisation(record.get("by_organisation"), reader.book.form(record, "by_text")),
            "unauthorised": record.get("authorised") is False,
            "warrant": record.get("warrant_shown"),
            "when": when,
        },
        dated=bool(when),
    )


def _taken(reader: Reader, record: Record, items: list[Record], slot: str) -> Claim:
    """The things taken. Where they are surer than the search, which somebody alleges, they are not in that voice."""
    alleged = record["certainty"] == Certainty.ALLEGED
    is_possible = slot == "perhaps-taken"
    own_voice = not is_possible and alleged and all(item["certainty"] == Certainty.ALLEGED for item in items)
    owners = [
        (owner, [_thing(reader, item) for item in group])
        for owner, group in groupby(items, key=lambda item: reader.book.form(item, "owner"))
    ]
    said = [
        reader.book.say("things", things=reader.book.listed(things), owner=owner, count=len(things))
        for owner, things in owners
    ]
    value = tuple((i["item"], i.get("quantity"), i.get("qualifier"), i.get("owner"), i["certainty"]) for i in items)
    plural = len(items) > 1 or reader.book.number_of(items[0]["item"]) == "other" or (items[0].get("quantity") or 1) > 1
    hedge = Hedge.NONE if is_possible else reader.hedge(record) if own_voice else Hedge.NONE
    return reader.claim(
        record,
        slot,
        f"items-{slot}",
        Stage.SEIZED,
        "search" if own_voice else "seized",
        subject=Noun(text=Said(value, reader.book.listed(said)), number="other" if plural else "one"),
        voice=reader.voice(record) if own_voice else None,
        hedge=hedge,
        args={"reportedly": alleged or reader.hedge(record) != Hedge.NONE, "also": is_possible},
    )


def _thing(reader: Reader, item: Record) -> str:
    return reader.book.say(
        "thing",
        noun=reader.book.form(item, "item"),
        quantity=item.get("quantity"),
        qualifier=item.get("qualifier") or "unknown",
    )
