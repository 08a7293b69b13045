"""A record as the case page shows it: headline, fields with their labels, voice and certainty, and its quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.choices import Certainty, ChargeState, ClaimStatus, EndKind
from cases.documents import records_of
from cases.models import CaseRecord, SeizedItem
from cases.pages.headlines import criteria_in_words, headline
from cases.pages.values import (
    Said,
    article_in_words,
    date_in_words,
    field_label,
    label_of,
    narrower_mark,
    organisation_in_words,
    person_address,
    value_in_words,
)
from cases.records import RECORD_TYPES
from people.choices import Qualifier
from people.groups import name_in_words
from tracker.audiences import Audience

Body = dict[str, Any]
Record = dict[str, Any]

# Said in the record's claim line, its note or its mark.
_OF_EVERY_RECORD = set(CaseRecord.base_exposure) - {"superseded_by"}
# Said together with the date or number they belong to.
_OF_ANOTHER_FIELD = {
    "began_words",
    "ended_words",
    "happened_words",
    "held_words",
    "next_date_words",
    "ended",
    "end_kind",
    "end_certainty",
    "end_attribution",
    "end_basis",
    "end_clarification",
    "others_count",
    "others_qualifier",
}
_NOT_FOR_READERS = {"sentence_forms"}


@dataclass(frozen=True)
class Quote:
    text: str
    source: str
    title: str
    locator: str = ""
    stated: str = ""
    of_end: bool = False


@dataclass(frozen=True)
class ShownRecord:
    """`counts` is fully, possibly or no; `mark` the code of the audience that sees the record; `leads` are the names of
    its people, facility and articles, their targets the addresses of their pages."""

    key: str
    version: int
    name: str
    title: str
    fields: list[Said]
    note: str
    certainty: str
    voice: str
    claim_status: str
    counts: str
    mark: str
    sources: int
    quotes: list[Quote]
    conflicts_with: list[Said] = field(default_factory=list)
    leads: list[Said] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor_of(self.key)

    @property
    def code(self) -> str:
        return self.key.partition(":")[0]

    @property
    def pk(self) -> int:
        return int(self.key.partition(":")[2])


def anchor_of(key: str) -> str:
    """The place of a record on its case's page: detention:12 is #detention-12."""
    return key.replace(":", "-")


def names_of(body: Body) -> dict[str, str]:
    """What pages call each record: “detention 2”, or “charge” where the case has one only."""
    records = [(code, record["key"]) for code, record in records_of(body)]
    return _numbered(records)


def _numbered(records: list[tuple[str, str]]) -> dict[str, str]:
    total = Counter(code for code, _key in records)
    seen: Counter[str] = Counter()
    names = {}
    for code, key in records:
        seen[code] += 1
        label = str(RECORD_TYPES[code].label)
        names[key] = f"{label} {seen[code]}" if total[code] > 1 else label
    return names


def shown_records(body: Body) -> list[ShownRecord]:
    """Every record of a body in reading order."""
    records = [record for _code, record in records_of(body)]
    return show_records(records, source_titles(body), subject=body["person"].get("ref", ""))


def source_titles(body: Body) -> dict[str, str]:
    """Title by ref of the sources that a body cites."""
    return {source["ref"]: source.get("title", "") for source in body.get("sources", [])}


def show_records(records: Iterable[Record], titles: dict[str, str], *, subject: str = "") -> list[ShownRecord]:
    """These records as a page shows them; `titles` are those of their sources by ref, `subject` is the ref of
    the case's person, to whom they lead nobody."""
    coded = [(record["key"].partition(":")[0], record) for record in records]
    names = _numbered([(code, record["key"]) for code, record in coded])
    return [_show(code, record, names, titles, subject) for code, record in coded]


def _show(code: str, record: Record, names: dict[str, str], titles: dict[str, str], subject: str) -> ShownRecord:
    title, used = headline(code, record)
    model = RECORD_TYPES[code].model
    citations = record.get("citations", [])
    return ShownRecord(
        key=record["key"],
        version=record["version"],
        name=capfirst(names[record["key"]]),
        title=capfirst(title),
        fields=list(_fields(model, record, used, names)),
        note=record.get("clarification", ""),
        certainty=label_of(Certainty, record.get("certainty", "")),
        voice=_voice(record),
        claim_status="" if record["claim_status"] == ClaimStatus.ACCEPTED else _claim(record),
        counts=record["counts"],
        mark="" if record.get("visibility") == Audience.PUBLIC.code else record.get("visibility", ""),
        sources=len({citation["source"] for citation in citations}),
        quotes=[quote_of(citation, titles) for citation in citations],
        conflicts_with=[
            Said("", names[key], target=anchor_of(key)) for key in record.get("conflicts_with", []) if key in names
        ],
        leads=list(_leads(record, subject)),
    )


def facility_address(record: Record) -> str:
    """The page of the facility that a record names; empty where it names none."""
    return reverse("cases:facility", args=[record["facility"]["slug"]]) if "facility" in record else ""


def _leads(record: Record, subject: str) -> Iterator[Said]:
    people = [value for value in record.values() if isinstance(value, dict) and "slug" not in value and "ref" in value]
    for person in {one["ref"]: one for one in people}.values():
        if person["ref"] != subject and (address := person_address(person)):
            yield Said("", name_in_words(person), target=address)
    if "facility" in record:
        yield Said("", record["facility"].get("name") or record["facility"]["slug"], target=facility_address(record))
    for article in record.get("articles", []):
        name = _("Article %(number)s") % {"number": article["number"]}
        yield Said("", name, target=reverse("cases:article", args=[article["code"], article["number"]]))


def _claim(record: Record) -> str:
    return label_of(ClaimStatus, record["claim_status"])


def _voice(record: Record) -> str:
    """In whose voice, as it would stand in a sentence; empty for nobody's."""
    if record.get("attribution"):
        return str(record["attribution"])
    if "attributed_person" in record:
        return name_in_words(record["attributed_person"]) or _("name withheld")
    if "attributed_organisation" in record:
        return organisation_in_words(record["attributed_organisation"])
    return ""


def quote_of(citation: Body, titles: dict[str, str]) -> Quote:
    """A citation with the title of its source."""
    return Quote(
        text=citation.get("quote", ""),
        source=citation["source"],
        title=titles.get(citation["source"]) or citation["source"],
        locator=citation.get("locator", ""),
        stated=date_in_words(citation.get("stated")),
        of_end=citation.get("for_end", False),
    )


def _fields(model: type[CaseRecord], record: Record, used: set[str], names: dict[str, str]) -> Iterator[Said]:
    columns = {column.name: column for column in model._meta.fields}
    left_out = used | _OF_EVERY_RECORD | _OF_ANOTHER_FIELD | _NOT_FOR_READERS | {"custody_inferred"}
    for name in model.exposure:
        if name == "ended":
            yield _end(record)
            if "end_clarification" in record:
                yield Said(_("Note on the end"), record["end_clarification"])
        if name not in record or name in left_out:
            continue
        mark = narrower_mark(model.exposure.shows, name, record.get("visibility", ""))
        if name in columns:
            yield _field(model, columns[name], record, names, mark)
        else:
            yield Said(field_label(model, name), "; ".join(_CHILDREN[name](child) for child in record[name]), mark)


def _field(model: type[CaseRecord], column: models.Field, record: Record, names: dict[str, str], mark: str) -> Said:
    name, value = column.name, record[column.name]
    label = column_label(model, name)
    if isinstance(value, str) and value in names:
        return Said(label, names[value], mark, target=anchor_of(value))
    text = criteria_in_words(record) if name == "criteria" else value_in_words(column, value)
    if words := record.get(f"{name}_words"):
        text = _("%(date)s (“%(words)s”)") % {"date": text, "words": words}
    if name == "others_affected":
        text = " ".join(filter(None, [text, quantity_in_words(record, "others_count", "others_qualifier")]))
    return Said(label, text, mark, edtf=value["edtf"] if isinstance(value, dict) and "edtf" in value else "")


def column_label(model: type[models.Model], name: str) -> str:
    """What pages call a column, which is not always what the model does."""
    return _LABELS[name]() if name in _LABELS else field_label(model, name)


def _end(record: Record) -> Said:
    """The end is a claim of its own: its day, its kind, its certainty and its voice on one line."""
    if "end_kind" not in record:
        return Said(_("Ended"), _("not known to have ended"))
    when = date_in_words(record.get("ended")) or _("day not known")
    if words := record.get("ended_words"):
        when = _("%(date)s (“%(words)s”)") % {"date": when, "words": words}
    kind = "" if record["end_kind"] == EndKind.UNKNOWN else label_of(EndKind, record["end_kind"])
    basis = _("on the basis of %(basis)s") % {"basis": record["end_basis"]} if "end_basis" in record else ""
    certainty = label_of(Certainty, record.get("end_certainty", ""))
    text = " · ".join(filter(None, [when, kind, basis, certainty, record.get("end_attribution", "")]))
    return Said(_("Ended"), text, edtf=record.get("ended", {}).get("edtf", ""))


def quantity_in_words(thing: Record, number: str, qualifier: str) -> str:
    """“at least 3”; empty for a number that nobody gave."""
    if number not in thing:
        return ""
    meant = thing.get(qualifier, "")
    word = "" if meant in ("", Qualifier.EXACTLY, Qualifier.UNKNOWN) else label_of(Qualifier, meant)
    return " ".join(filter(None, [word, str(thing[number])]))


def _seized_item(item: Record) -> str:
    parts = [" ".join(filter(None, [quantity_in_words(item, "quantity", "qualifier"), item.get("item")]))]
    if "owner" in item:
        parts.append(_("of %(owner)s") % {"owner": item["owner"]})
    if item.get("certainty") == Certainty.POSSIBLE:
        parts.append(label_of(Certainty, item["certainty"]))
    if "returned" in item:
        parts.append(_("returned") if item["returned"] else _("not returned"))
    if "returned_known_on" in item:
        day = value_in_words(SeizedItem._meta.get_field("returned_known_on"), item["returned_known_on"])
        parts[-1] = _("%(what)s as of %(day)s") % {"what": parts[-1], "day": day}
    return ", ".join(parts)


def _charge_state(state: Record) -> str:
    since = date_in_words(state.get("since"))
    label = label_of(ChargeState, state["state"])
    return _("%(state)s since %(day)s") % {"state": label, "day": since} if since else label


_CHILDREN = {"articles": article_in_words, "statuses": _charge_state, "items": _seized_item}
# Where the model's name for a field says how it is stored and not what it tells.
_LABELS = {"speaker_text": lambda: _("Speaker"), "text": lambda: _("What was done")}
