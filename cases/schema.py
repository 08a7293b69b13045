"""The API's schema of cards and documents, worked out from the registry and the exposure: a new field is in it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from cases.choices import PublicationKind, Status
from cases.codes import FACETS
from cases.documents import RULE_PARTS
from cases.exports import COLUMNS, CUT_OFF, MEDIA_TYPES, OF_A_LIST, ExportForm
from cases.filters import CaseFilter
from cases.models import Article, Case, CaseRecord, Citation, ClockRule, Event, Facility, OfficialNumber, Source
from cases.records import RECORD_TYPES
from people.groups import GROUP_FIELDS
from people.models import Affiliation, Name, Organisation, Person, Relationship
from tracker.audiences import Audience
from tracker.dates import PartialDateField

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
PARTIAL_DATE: Schema = {
    "type": "object",
    "description": "EDTF text and the first and last day it may mean; null is an open end.",
    "properties": {"edtf": TEXT, "earliest": {"type": ["string", "null"]}, "latest": {"type": ["string", "null"]}},
    "required": ["edtf"],
}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def array(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def closed(properties: dict[str, Schema], required: list[str] | None = None) -> Schema:
    """An object with these properties and no other: a field that appears unannounced breaks the schema's test."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def field_schema(field: models.Field) -> Schema:
    if isinstance(field, PartialDateField):
        return PARTIAL_DATE
    if isinstance(field, ArrayField):
        return array(field_schema(field.base_field))
    if isinstance(field, models.ForeignKey):
        return _related_schema(field.related_model)
    if isinstance(field, models.BooleanField):
        return FLAG
    if isinstance(field, models.DecimalField):
        return TEXT
    if isinstance(field, models.DateField):
        return DAY
    if field.name in ("visibility", "name_exposure"):
        return {"enum": [a.code for a in Audience]}
    if field.choices:
        return {"enum": [code for code, _ in field.choices]}
    if isinstance(field, models.IntegerField):
        return NUMBER
    if isinstance(field, models.JSONField):
        return {"type": "object"}
    return TEXT


def _related_schema(model: Any) -> Schema:
    if model is Person:
        affiliations = array(fact_schema(Affiliation))
        named = {"ref": TEXT, "name": TEXT, "name_withheld": FLAG, "affiliations": affiliations}
        return closed({**named, **_group_schema()}, ["ref"])
    if model is Facility or model is Organisation:
        return model_schema(model, leave_out={"operator", "parent", "merged_into"})
    return TEXT


def _group_schema() -> dict[str, Schema]:
    """What is said of a group, and of nobody else, wherever a person is named."""
    return {name: field_schema(Person._meta.get_field(name)) for name in GROUP_FIELDS}  # type: ignore[arg-type]


def model_schema(model: Any, *, leave_out: AbstractSet[str] = frozenset(), **extra: Schema) -> Schema:
    """The fields that outsiders may see of a model's row."""
    columns = {f.name: f for f in model._meta.fields}
    shown = [n for n in model.exposure.fields_for(Audience.PARTNER) if n in columns and n not in leave_out]
    return closed({**{name: field_schema(columns[name]) for name in shown}, **extra})


def citation_schema() -> Schema:
    return model_schema(Citation, leave_out={"redacted_quote"}, source=TEXT, for_end=FLAG)


def fact_schema(model: Any) -> Schema:
    """A cited fact of a person."""
    return model_schema(model, key=TEXT, citations=array(citation_schema()))


def record_schema(model: type[CaseRecord]) -> Schema:
    extra: dict[str, Schema] = {
        "key": TEXT,
        "version": NUMBER,
        "counts": {"enum": ["fully", "possibly", "no"]},
        "citations": array(citation_schema()),
        "conflicts_with": array(TEXT),
    }
    if "articles" in model.exposure:
        extra["articles"] = array(closed({"code": TEXT, "number": TEXT, "title": TEXT}, ["code", "number"]))
    for name in ("statuses", "items"):
        if name in model.exposed_children:
            extra[name] = array(model_schema(model._meta.get_field(name).related_model))
    return model_schema(model, leave_out={"version"}, **extra)


def status_schema(**extra: Schema) -> Schema:
    return closed({"code": {"enum": list(Status.values)}, "on": nullable(DAY), "clash": FLAG, **extra}, ["code"])


def deadline_schema() -> Schema:
    """A clock that the records leave open: its rule and the days on which it runs out."""
    rule = model_schema(ClockRule, leave_out={"code", *RULE_PARTS})["properties"]
    said = {"rule": TEXT, "because": array(TEXT), "counts": {"enum": ["fully", "possibly"]}}
    return closed({**rule, **said, "on": PARTIAL_DATE, "start_unknown": FLAG}, ["rule", "title", "because", "counts"])


def _person_parts(**extra: Schema) -> Schema:
    return model_schema(
        Person,
        leave_out=frozenset(),
        name=TEXT,
        name_withheld=FLAG,
        names=array(fact_schema(Name)),
        affiliations=array(fact_schema(Affiliation)),
        relationships=array(fact_schema(Relationship)),
        citations=array(citation_schema()),
        **extra,
    )


def person_schema() -> Schema:
    """A person from the other side: what documents say of them, and in which."""
    named = closed({"ref": TEXT, "url": TEXT}, ["ref", "url"])
    sources = array(model_schema(Source))
    said = _person_parts(sources=sources, cases=array(card_schema()), named_in=array(named))
    return {**said, "required": ["ref", "cases", "named_in"]}


def document_schema() -> Schema:
    """A case document as partners get it; an empty value is left out."""
    person = _person_parts()
    return model_schema(
        Case,
        leave_out={"person", "numbers"},
        person=person,
        numbers=array(model_schema(OfficialNumber)),
        events=array(model_schema(Event, key=TEXT)),
        conflicts=array(closed({"records": array(TEXT), "note": TEXT})),
        sources=array(model_schema(Source)),
        status=status_schema(because=array(TEXT)),
        ends=closed({**PARTIAL_DATE["properties"], "start_unknown": FLAG, "because": array(TEXT), "clash": FLAG}),
        deadlines=array(deadline_schema()),
        version=NUMBER,
        updated=MOMENT,
        **{kind.plural: array(record_schema(kind.model)) for kind in RECORD_TYPES.values()},
    )


def card_schema() -> Schema:
    charge = closed({"text": TEXT, "articles": array(TEXT)})
    detention = closed(
        {
            "began": nullable(TEXT),
            "ended": nullable(TEXT),
            "custody_type": TEXT,
            "facility": nullable(closed({"slug": TEXT, "name": TEXT})),
            "charges": array(charge),
        }
    )
    properties = {
        "ref": TEXT,
        "person": closed(
            {"ref": TEXT, "name": nullable(TEXT), "occupation": TEXT, **_group_schema()},
            ["ref", "name", "occupation"],
        ),
        "status": status_schema(),
        "detentions": array(detention),
        "charges": array(charge),
        "ends": nullable(TEXT),
        "updated": MOMENT,
        "version": NUMBER,
        "url": TEXT,
    }
    return closed(properties, list(properties))


def list_schema() -> Schema:
    # With `fields` a card has those alone.
    results = array({"anyOf": [card_schema(), {**card_schema(), "required": ["ref"]}, document_schema()]})
    told = {name: {"type": "object", "additionalProperties": NUMBER} for name in FACETS}
    counts = {"count": NUMBER, "people": NUMBER, "facets": closed(told)}
    return closed({"results": results, "next": nullable(TEXT), **counts}, ["results", "next"])


def changes_schema() -> Schema:
    change = {
        "seq": NUMBER,
        "ref": TEXT,
        "kind": {"enum": list(PublicationKind.values)},
        "case": nullable(document_schema()),
    }
    results = array(closed(change, list(change)))
    return closed({"results": results, "next_after": NUMBER}, ["results", "next_after"])


def versions_schema() -> Schema:
    row = {
        "version": NUMBER,
        "seq": NUMBER,
        "kind": {"enum": list(PublicationKind.values)},
        "published_at": MOMENT,
        "digest": TEXT,
    }
    return closed({"results": array(closed(row, list(row)))}, ["results"])


def facilities_schema() -> Schema:
    facility = model_schema(
        Facility, leave_out={"operator", "parent", "merged_into"}, aliases=array(TEXT), cases=NUMBER
    )
    return closed({"results": array(facility)}, ["results"])


def articles_schema() -> Schema:
    return closed({"results": array(model_schema(Article, leave_out={"code"}, code=TEXT, cases=NUMBER))}, ["results"])


def filter_parameters(*, leave_out: tuple[str, ...] = ()) -> list[OpenApiParameter]:
    """The parameters of `CaseFilter`, as its fields describe themselves."""
    return [
        OpenApiParameter(
            name,
            OpenApiTypes.STR,
            description=str(field.help_text),
            many=hasattr(field, "pattern"),
            explode=True,
            enum=[code for code, _ in getattr(field, "choices", ()) if code] or None,
        )
        for name, field in CaseFilter.base_fields.items()
        if name not in leave_out
    ]


EXPORTS = {
    ExportForm.NDJSON: (
        "The documents of every case asked for, one a line, of one moment; sorted only if `order` is given. The last "
        'line is `{"seq": N, "lines": M}`: without it the stream was cut; `changes?after=N` goes on from there.',
        TEXT,
    ),
    ExportForm.CSV: (
        f"Every case asked for as a table in UTF-8, without a byte order mark: {', '.join(COLUMNS)}. Dates, place and "
        "custody are of the newest detention. A text that a spreadsheet would take for a formula has an apostrophe "
        f"before it. A last line that begins with “{CUT_OFF.partition(':')[0]}” says that rows are missing.",
        TEXT,
    ),
    ExportForm.XLSX: (
        "The same table as a workbook; its second sheet says what was asked, when, and as which audience.",
        {"type": "string", "format": "binary"},
    ),
}


def describe_export(form: ExportForm) -> Any:
    said, content = EXPORTS[form]
    return extend_schema(
        operation_id=f"cases_{form.value}",
        parameters=filter_parameters(leave_out=OF_A_LIST),
        description=said,
        responses={(200, MEDIA_TYPES[form].partition(";")[0]): content},
    )
