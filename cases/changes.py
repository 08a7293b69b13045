"""The rows that triggers wrote of a case, of its records and of its person, each with the audience that may read it:
what a live page hides must not come back out of its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import JSONObject

from cases.models import (
    Case,
    CaseMember,
    ChargeArticle,
    ChargeStatus,
    Citation,
    CitationLink,
    Conflict,
    Event,
    EventCase,
    OfficialNumber,
    ReviewRound,
    SeizedItem,
    Source,
)
from cases.records import RECORD_TYPES
from people.models import Affiliation, Consent, Name, Person, Relationship
from tracker.audiences import Audience
from tracker.history import event_rows

Columns = dict[str, Any]

# What hangs on a record, and by which column.
CHILDREN: dict[type[models.Model], tuple[str, str]] = {
    ChargeArticle: ("charge", "charge_id"),
    ChargeStatus: ("charge", "charge_id"),
    SeizedItem: ("search", "search_id"),
}
# In the order in which one change tells them.
TOLD: tuple[type[models.Model], ...] = (
    Case,
    OfficialNumber,
    CaseMember,
    Event,
    EventCase,
    Person,
    Name,
    Affiliation,
    Relationship,
    Consent,
    *(kind.model for kind in RECORD_TYPES.values()),
    *CHILDREN,
    CitationLink,
    Citation,
    Conflict,
    ReviewRound,
)


@dataclass
class Row:
    """One row of history; `before` is the one of the same thing before it. `owners` are the keys of the records that it
    belongs to: its own, or those of what it hangs on."""

    model: type[models.Model]
    pk: int
    label: str
    at: datetime
    context: str
    said: dict[str, Any]
    now: Columns
    before: Row | None = None
    owners: tuple[str, ...] = ()
    audience: Audience = Audience.PUBLIC
    is_newest: bool = False

    @property
    def key(self) -> str:
        return f"{self.model._meta.model_name}:{self.pk}"

    @property
    def place(self) -> str:
        """Sorts by moment, and within one by the change that the row is part of."""
        return f"{self.at:%Y%m%dT%H%M%S%f}-{self.context or 0}"


@dataclass
class History:
    """The rows of a case, those of each thing in the order of writing, and the newest of each thing by its key.

    The moment of a row is when its transaction began, which a writer who waited for the case has earlier than the one
    who came first: it does not order the rows of a thing.
    """

    rows: list[Row]
    newest: dict[str, Row] = field(default_factory=dict)

    def of_record(self, key: str) -> list[Row]:
        """The rows of a record and of what hangs on it; none where the case never had it."""
        return [row for row in self.rows if key in row.owners] if key in self.newest else []

    def citation(self, pk: int) -> Columns:
        row = self.newest.get(f"citation:{pk}")
        return row.now if row else {}


def history_of(case: Case) -> History:
    """In one query. A case has some hundreds of rows; what one may show depends on all of its thing's."""
    arms = [_rows(rank, model, condition) for rank, (model, condition) in enumerate(_conditions(case))]
    ordered = arms[0].union(*arms[1:], all=True).order_by("rank", "pgh_id")
    history = History([])
    for rank, pk, label, _number, at, context, said, now in ordered:
        row = Row(TOLD[rank], pk, label, at, str(context or ""), said or {}, now)
        row.before = history.newest.get(row.key) if label != "insert" else None
        history.newest[row.key] = row
        history.rows.append(row)
    _attach_owners(history)
    _attach_audiences(history)
    for row in history.newest.values():
        row.is_newest = True
    return history


def _conditions(case: Case) -> Iterator[tuple[type[models.Model], dict[str, Any]]]:
    """Each model that is told with which of its rows are of the case, in the order of `TOLD`."""
    person, links = case.person_id, event_rows(CitationLink).filter(case_id=case.pk)
    own: dict[type[models.Model], dict[str, Any]] = {
        Case: {"pgh_obj_id": case.pk},
        Event: {"pgh_obj_id__in": _events(case)},
        Person: {"pgh_obj_id": person},
        Name: {"person_id": person},
        Affiliation: {"person_id": person},
        Relationship: {"person_id": person},
        Consent: {"person_id": person},
        Citation: {"pgh_obj_id__in": links.values("citation_id")},
    }
    for model, (parent, column) in CHILDREN.items():
        parents = event_rows(RECORD_TYPES[parent].model).filter(case_id=case.pk)
        own[model] = {f"{column}__in": parents.values("pgh_obj_id")}
    for model in TOLD:
        yield model, own.get(model, {"case_id": case.pk})


def _events(case: Case) -> models.QuerySet[Any]:
    """The events that struck the case, now or ever."""
    now = EventCase.objects.filter(case_id=case.pk).values("event_id")
    return now.union(event_rows(EventCase).filter(case_id=case.pk).values("event_id"))


def _rows(rank: int, model: type[models.Model], condition: dict[str, Any]) -> models.QuerySet[Any]:
    rows = event_rows(model).filter(**condition)
    if model is Citation:
        # Of a source that was ever sealed nothing is told.
        rows = rows.exclude(source_id__in=event_rows(Source).filter(is_sealed=True).values("pgh_obj_id"))
    now = JSONObject(**{column: F(column) for column in _columns(model)})
    return rows.annotate(rank=Value(rank), now=now).values_list(
        "rank", "id", "pgh_label", "pgh_id", "pgh_created_at", "pgh_context", "pgh_context__metadata", "now"
    )


_LINKS = ("charge_id", "search_id", "content_type_id", "object_id", "first_type_id", "first_id", "second_type_id")


def _columns(model: type[models.Model]) -> list[str]:
    """The columns that somebody may read, and those that say what the row hangs on."""
    exposure = model.exposure  # type: ignore[attr-defined]
    kept = event_rows(model).model._meta.concrete_fields
    columns = {column.name: column.attname for column in kept}
    shown = [columns[name] for name in exposure.fields_for(Audience.RESTRICTED) if name in columns]
    return [*shown, *(name for name in (*_LINKS, "second_id") if name in columns.values())]


def _attach_owners(history: History) -> None:
    records: dict[type[models.Model], str] = {kind.model: kind.code for kind in RECORD_TYPES.values()}
    found = ContentType.objects.get_for_models(*records)
    codes = {content_type.pk: records[model] for model, content_type in found.items()}
    carried: dict[int, set[str]] = {}
    for row in history.rows:
        row.owners = tuple(_owners(row, codes))
        if row.model is CitationLink:
            carried.setdefault(row.now["citation_id"], set()).update(row.owners)
    for row in history.rows:
        if row.model is Citation:
            row.owners = tuple(sorted(carried.get(row.pk, ())))


def _owners(row: Row, codes: dict[int, str]) -> Iterable[str]:
    if row.model in CHILDREN:
        parent, column = CHILDREN[row.model]
        return [f"{parent}:{row.now[column]}"]
    if row.model is CitationLink:
        return [f"{codes[row.now['content_type_id']]}:{row.now['object_id']}"]
    if row.model is Conflict:
        return [f"{codes[row.now[f'{end}_type_id']]}:{row.now[f'{end}_id']}" for end in ("first", "second")]
    return [row.key] if row.model in {kind.model for kind in RECORD_TYPES.values()} else []


def _attach_audiences(history: History) -> None:
    """Of a thing with a visibility the higher of the row's and of what it has now. What hangs on records, and names,
    the highest that those ever had: which of them a former text stood with is not asked."""
    highest: dict[str, int] = {}
    exposed = 0
    for row in history.rows:
        highest[row.key] = max(highest.get(row.key, 0), row.now.get("visibility", 0))
        exposed = max(exposed, row.now.get("name_exposure", 0) if row.model is Person else 0)
    for row in history.rows:
        if row.model is Name:
            row.audience = Audience(max(exposed, highest[row.key]))
        elif row.model is EventCase:
            row.audience = Audience(highest.get(f"event:{row.now['event_id']}", Audience.RESTRICTED))
        elif row.model in (*CHILDREN, CitationLink, Citation, Conflict):
            row.audience = Audience(max((highest.get(key, Audience.RESTRICTED) for key in row.owners), default=3))
            if row.model is CitationLink and not history.citation(row.now["citation_id"]):
                row.audience = Audience.RESTRICTED
        else:
            newest = history.newest[row.key].now.get("visibility", 0)
            row.audience = Audience(max(row.now.get("visibility", 0), newest))
