"""Invented cases as documents' bodies, for tests of what is said that need no database."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from reports.news import ToldBefore, news_of
from reports.telling.book import phrase_book
from reports.telling.paragraph import tell
from tracker.dates import PartialDate

DATED = date(2023, 9, 26)
Body = dict[str, Any]
_numbers = count(1)


def when(edtf: str) -> Body:
    return dict(PartialDate(edtf).as_json())


def record(code: str, key: int | None = None, **fields: Any) -> Body:
    """A record as a body has it, cited from a source of the day before the issue."""
    plain = {"version": 1, "counts": "fully", "certainty": "stated", "claim_status": "accepted"}
    cited = {"citations": [{"source": "S1", "quote": "invented"}]}
    return {"key": f"{code}:{key or next(_numbers) + 1000}", **plain, **cited, **fields}


def detention(key: int | None = None, **fields: Any) -> Body:
    return record("detention", key, **{"custody_type": "unknown", **fields})


def person(name: str = "", sex: str = "", **fields: Any) -> Body:
    said: Body = {"ref": f"P{name[:9]}", "kind": "individual", **fields}
    if name:
        said["name"] = name
        said["names"] = [{"key": f"name:{next(_numbers)}", "kind": "legal", "is_main": True, "text": name}]
    return {**said, "sex": sex} if sex else said


def karimli() -> Body:
    return person("Leyla Karimli", "female", occupation="journalist", residence="Baku")


def body(who: Body, **parts: Any) -> Body:
    return {
        "ref": f"C{who['ref']}",
        "person": who,
        "sources": [{"ref": "S1", "published": when("2023-09-25")}],
        **parts,
    }


def organisation(name: str, **fields: Any) -> Body:
    return {"name": name, "kind": "court", **fields}


def facility(name: str) -> Body:
    return {"name": name, "slug": name.lower().replace(" ", "-"), "kind": "remand"}


def third(name: str, role: str = "") -> Body:
    roles = [{"key": f"affiliation:{next(_numbers)}", "role": role}] if role else []
    return {"ref": f"T{name[:9]}", "name": name, "affiliations": roles}


def paragraph(*bodies: Body, before: Body | None = None) -> str:
    """What an issue says of these cases; of the last one only what is not in `before`."""
    return " ".join(sentence.text for sentence in sentences(*bodies, before=before))


def sentences(*bodies: Body, before: Body | None = None) -> list[Any]:
    book = phrase_book("en")
    news = [news_of(one, ToldBefore(before) if before else None, book, DATED) for one in bodies]
    return tell([one.case for one in news if one], book, DATED)
