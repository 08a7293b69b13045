"""A document from its body: card, columns that filters ask, spells and deadlines. Nothing here reads records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
from django.db.models import CharField, SlugField, TextField, URLField

from cases.codes import document_codes, spell_codes
from cases.documents import Body, news_days, records_of
from cases.models import (
    Article,
    Case,
    Citation,
    Deadline,
    Document,
    Event,
    Facility,
    OfficialNumber,
    SeizedItem,
    Source,
    Spell,
)
from cases.records import RECORD_TYPES
from cases.status import Record, end_counts, held_days, read_date
from people import misspelling, naming
from people.groups import GROUP_FIELDS, is_group, stored_name
from people.models import Affiliation, Name, Organisation, Person
from tracker.audiences import Audience
from tracker.dates import PartialDate, PartialDateField

Days = tuple[date | None, date | None]


def encode(body: Body) -> str:
    """The one way a body is written, so that equal content has equal bytes."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def digest_of(body: Body) -> str:
    """SHA-256 of the content, without the number and moment that each version adds."""
    return hashlib.sha256(encode(body).encode()).hexdigest()


def stamped(body: Body, *, version: int, updated_at: datetime) -> Body:
    """The body as readers get it: with its version (0 for the team's) and the moment it changed."""
    return {**body, "version": version, "updated": _moment(updated_at)}


def unstamped(body: Body) -> Body:
    """The content alone."""
    return {name: value for name, value in body.items() if name not in ("version", "updated")}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Made:
    """An unsaved document with the rows beside it that date questions ask."""

    document: Document
    spells: list[Spell]
    deadlines: list[Deadline]


def make_document(case: Case, audience: Audience, body: Body) -> Made:
    """What a stamped body is stored as."""
    counted = counted_detentions(body)
    loose = [c for c in body.get("charges", []) if "detention" not in c and c["counts"] != "no"]
    charges = [c for c in body.get("charges", []) if c["counts"] != "no"]
    person = body["person"]
    names = _said(person.get("names", []), "text")
    ends_possible, ends_certain = _ends(body)
    document = Document(
        case=case,
        audience=audience,
        ref=body["ref"],
        members_only=body.get("access") == "members",
        publication_version=body["version"],
        card=encode(make_card(body, counted)),
        body=encode(body),
        digest=digest_of(unstamped(body)),
        updated_at=datetime.fromisoformat(body["updated"]),
        person_id=case.person_id,
        name_sort=naming.sort_key(person.get("name", "")),
        names=names,
        name_words=sorted({word for name in names for word in misspelling.name_words(name)}),
        codes=document_codes(body, counted, charges),
        mentions=sorted(_mentions(body)),
        words=words_in(_texts(body)),
        charge_words=words_in(_said(charges, "text")),
        newest_began=_latest_beginning(counted[0]) if counted else None,
        last_news_on=max(news_days(body), default=None),
        ends_possible=ends_possible,
        ends_certain=ends_certain,
    )
    return Made(
        document,
        spells=[_spell(document, d, charges, loose) for d in counted],
        deadlines=[_deadline(document, said) for said in body.get("deadlines", [])],
    )


def _said(rows: Iterable[Body], name: str) -> list[str]:
    """That text of each row; a text that names somebody withheld is not in the body."""
    return [row[name] for row in rows if name in row]


def counted_detentions(body: Body) -> list[Record]:
    """The counted detentions, newest first: by latest possible beginning, those without one last."""
    counted = [d for d in body.get("detentions", []) if d["counts"] != "no"]
    return sorted(counted, key=lambda d: (_latest_beginning(d) or date.min, int(d["key"].split(":")[1])), reverse=True)


def _latest_beginning(record: Record) -> date | None:
    began = read_date(record.get("began"))
    return began.latest if began else None


CARD_FIELDS = ("ref", "person", "status", "detentions", "charges", "ends", "updated", "version", "url")


def make_card(body: Body, counted: list[Record]) -> Body:
    """What a list needs of a case."""
    person = body["person"]
    ends = body.get("ends", {})
    charges: dict[str | None, list[Body]] = {}
    for charge in body.get("charges", []):
        if charge["counts"] != "no":
            said = {"text": charge.get("text", ""), "articles": [a["number"] for a in charge.get("articles", [])]}
            charges.setdefault(charge.get("detention"), []).append(said)
    card = {
        "ref": body["ref"],
        "person": {"ref": person["ref"], "name": stored_name(person), "occupation": person.get("occupation", "")},
        "status": {name: body["status"].get(name) for name in ("code", "on")},
        "detentions": [
            {
                "began": d.get("began", {}).get("edtf"),
                "ended": d.get("ended", {}).get("edtf"),
                "custody_type": d["custody_type"],
                "facility": {n: d["facility"].get(n, "") for n in ("slug", "name")} if "facility" in d else None,
                "charges": charges.get(d["key"], []),
            }
            for d in counted
        ],
        "charges": charges.get(None, []),
        "ends": None if "clash" in ends else ends.get("edtf"),
        "updated": body["updated"],
        "version": body["version"],
        "url": f"/api/v1/cases/{body['ref']}/",
    }
    if is_group(person):
        card["person"] |= {name: person[name] for name in GROUP_FIELDS if name in person}
    if body["status"].get("clash"):
        card["status"]["clash"] = True
    return card


def _spell(document: Document, record: Record, charges: list[Record], loose: list[Record]) -> Spell:
    held = held_days(record)
    fully = record["counts"] == "fully"
    began, ended = read_date(record.get("began")), read_date(record.get("ended"))
    released = end_counts(record) if record.get("end_kind") != "transfer" else "no"
    released_days: Days = (ended.earliest, ended.latest) if ended else (None, None)
    own = [c for c in charges if c.get("detention") == record["key"]] + loose
    return Spell(
        document=document,
        audience=document.audience,
        case_id=document.case_id,
        newest_began=document.newest_began,
        counts_fully=fully,
        held_possible=_range(held.possible),
        held_certain=_range(held.certain) if held.certain else None,
        began_possible=_range((began.earliest, began.latest) if began else (None, None)),
        began_certain=_certain(began) if fully else None,
        released_possible=_range(released_days) if released != "no" else None,
        released_certain=_certain(ended) if released == "fully" else None,
        codes=spell_codes(record, own),
        charge_words=words_in(_said(own, "text")),
    )


def _deadline(document: Document, said: Body) -> Deadline:
    on = read_date(said.get("on"))
    return Deadline(
        document=document,
        audience=document.audience,
        rule=said["rule"],
        because=said["because"][0],
        possible=_range(on.possible if on else (None, None)),
        certain=_certain(on) if said["counts"] == "fully" else None,
    )


def _range(days: Days) -> tuple[date | None, date | None]:
    """First and last day included, as PostgreSQL's half-open range."""
    first, last = days
    return (first, last + timedelta(days=1) if last else None)


def _certain(when: PartialDate | None) -> Days | None:
    return _range(when.certain) if when and when.certain else None


def _ends(body: Body) -> tuple[Days | None, Days | None]:
    """The possible and certain range of the projected end; a start unknown or open to the past is possible only, as is
    a clash.
    """
    ends = body.get("ends")
    if not ends:
        return None, None
    when = PartialDate(ends["edtf"]) if "edtf" in ends else None
    if when is None:
        return (None, None), None
    return _range((when.earliest, when.latest)), None if "clash" in ends else _certain(when)


def words_in(texts: Iterable[str]) -> set[str]:
    """The folded words of some texts, for searching."""
    return {word for text in texts for word in _words_of(text)}


@lru_cache(maxsize=2048)
def _words_of(text: str) -> frozenset[str]:
    """Kept for the other documents of a case, which hold most of the same texts."""
    return frozenset(naming.fold_words(text).split())


def _text_fields() -> set[str]:
    """The names of free texts in bodies; codes, dates, keys and addresses are not words that anybody searches for."""
    models_said = [
        Person,
        Name,
        Affiliation,
        Organisation,
        Facility,
        Article,
        Case,
        Event,
        OfficialNumber,
        Citation,
        Source,
    ]
    models_said += [kind.model for kind in RECORD_TYPES.values()] + [SeizedItem]
    names = {
        f.name
        for model in models_said
        for f in model._meta.fields
        if isinstance(f, CharField | TextField)
        and not f.choices
        and not isinstance(f, PartialDateField | SlugField | URLField)
    }
    return names - {"ref", "country", "currency", "language", "locator"}


@lru_cache(maxsize=1)
def _searched() -> frozenset[str]:
    return frozenset(_text_fields())


# Forms of a place's name in phrases; rules of law, which stand in every case where their clock runs.
_NOT_OF_THE_CASE = {"sentence_forms", "deadlines"}


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in _NOT_OF_THE_CASE:
                yield from _texts(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, name)
    elif isinstance(value, str) and name in _searched():
        yield value


def _mentions(body: Body) -> set[str]:
    """Of everything the document names its mention key, to find the document when one of them changes."""
    found = {f"person:{body['person']['ref']}"}
    person = body["person"]
    organisations = [a["organisation"] for a in person.get("affiliations", []) if "organisation" in a]
    found |= {f"organisation:{name}" for name in _said(organisations, "name")}
    found |= {f"person:{r['other']['ref']}" for r in person.get("relationships", [])}
    found |= {f"source:{source['ref']}" for source in body.get("sources", [])}
    found |= {event["key"] for event in body.get("events", [])}
    for charge in body.get("charges", []):
        found |= {f"article:{a['code']}:{a['number']}" for a in charge.get("articles", [])}
    for _, record in records_of(body):
        for value in record.values():
            if not isinstance(value, dict):
                continue
            if "slug" in value:
                found.add(f"facility:{value['slug']}")
            elif "ref" in value:
                found.add(f"person:{value['ref']}")
            elif "name" in value:
                found.add(f"organisation:{value['name']}")
    return found
