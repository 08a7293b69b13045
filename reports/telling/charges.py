"""Charges: what is accused, under which articles, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cases.choices import Certainty, ChargeState
from cases.status import read_date
from reports.telling.claims import Claim, Hedge, Noun, Reader, Record, Said, Stage, Urgency


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    what, articles, when = _what(reader, record), _articles(reader, record), reader.when(record, "filed")
    voice = reader.voice(record)
    is_facing = record["certainty"] == Certainty.ALLEGED and voice is None
    yield reader.claim(
        record,
        "charged",
        "facing" if is_facing else "charged",
        Stage.CHARGE,
        "facing" if is_facing else "outcome",
        # “Is facing allegations” keeps the distance by itself.
        hedge=Hedge.NONE if is_facing else reader.hedge(record),
        args={"what": what, "articles": articles, "when": when},
        dated=bool(when) and not is_facing,
        urgency=Urgency.CHARGE,
    )
    state = _state(record)
    if state:
        since = reader.when({**state, "citations": record.get("citations", [])}, "since")
        of_person = state["state"] in (ChargeState.CONVICTED, ChargeState.ACQUITTED)
        named = (("what", what), ("articles", articles))
        yield reader.claim(
            record,
            "state",
            f"charge-{state['state']}",
            Stage.CHARGE,
            "outcome",
            subject=None if of_person else Noun(message="whose-charge", what=named),
            args={"when": since, **(dict(named) if of_person else {})},
            dated=bool(since),
            urgency=Urgency.CHARGE,
        )


def _by_number(number: str) -> list[int]:
    return [int(part) for part in number.replace("-", ".").split(".")]


def _state(record: Record) -> Record | None:
    """The newest status that says more than that the charge stands."""
    dated = enumerate(record.get("statuses", []))
    newest = max(dated, key=lambda pair: (_latest(pair[1]), pair[0]), default=(0, None))[1]
    return newest if newest and newest["state"] != ChargeState.PENDING else None


def _latest(status: Record) -> str:
    since = read_date(status.get("since"))
    return since.latest.isoformat() if since and since.latest else ""


def _what(reader: Reader, record: Record) -> Said:
    """The accusation: its phrase where one was entered, else its exact words in quotation marks."""
    phrase = reader.book.own_form(record, "phrase")
    return Said(record["text"], phrase or reader.book.say("quoted", words=record["text"].strip('“”" ,.')))


def _articles(reader: Reader, record: Record) -> Said | None:
    """“under Articles 228.1 and 234.4.3 of the Criminal Code”, code by code."""
    articles = record.get("articles", [])
    if not articles:
        return None
    said = []
    for code, group in groupby(sorted(articles, key=lambda a: a["code"]), key=lambda a: a["code"]):
        numbers = sorted((article["number"] for article in group), key=_by_number)
        message = f"code-{code}" if reader.book.has(f"code-{code}") else "code-other"
        of_code = reader.book.say(message, code=code)
        said.append(reader.book.say("articles", count=len(numbers), numbers=reader.book.listed(numbers), code=of_code))
    value = tuple(sorted((a["code"], a["number"]) for a in articles))
    return Said(value, reader.book.say("under", articles=reader.book.listed(said)))
