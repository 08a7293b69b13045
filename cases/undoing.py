"""Deleting a record so that it can be brought back: what goes with it is read from history."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Case, CaseRecord, ChargeStatus, CitationLink, Conflict, SeizedItem
from people.choices import ConsentSubject
from tracker.audiences import Audience
from tracker.history import event_rows

# What goes with a record and is kept in history as rows of its own.
_CHILDREN: tuple[type[models.Model], ...] = (CitationLink, Conflict, ChargeStatus, SeizedItem)


def delete_record(record: CaseRecord) -> None:
    """Deletes a record with all that hangs on it, inside `editing_case`. Links without a history of their own, articles
    and the records that named it, are remembered with the change."""
    own = Q(first_type=_type(record), first_id=record.pk) | Q(second_type=_type(record), second_id=record.pk)
    pghistory.context(undo={"articles": _articles(record), "named_by": _named_by(record)})
    Conflict.objects.filter(own).delete()
    record.delete()


def deleted_row(model: type[CaseRecord], pk: int, case: Case) -> Any:
    """The newest history row of a record of the case that was deleted; None if there is none, or it is back."""
    if model._default_manager.filter(pk=pk).exists():
        return None
    return event_rows(model).filter(pgh_obj_id=pk, case_id=case.pk, pgh_label="delete").order_by("-pgh_id").first()


def restore_record(model: type[CaseRecord], row: Any) -> CaseRecord:
    """The record of that history row, saved again under its number as a further version, inside `editing_case`.

    With it come back its citations, children and conflicts, and the links of other records to it.
    """
    record: CaseRecord = _restored(model, row)
    record.version = row.version + 1
    if record.visibility < Audience.RESTRICTED and not _is_consented(record):
        # Withdrawn since: what that withdrawal narrowed, this record must not bring back.
        record.visibility = Audience.RESTRICTED
    record.save(force_insert=True)
    for child in _CHILDREN:
        gone = event_rows(child).filter(pgh_context_id=row.pgh_context_id, pgh_label="delete").order_by("pgh_id")
        for each in gone:
            _restored(child, each).save(force_insert=True)
    kept = (row.pgh_context.metadata if row.pgh_context else {}).get("undo", {})
    if kept.get("articles"):
        record.articles.set(kept["articles"])  # type: ignore[attr-defined]
    for relation in _relations(model):
        if numbers := kept.get("named_by", {}).get(_name(relation)):
            others = relation.related_model._default_manager.filter(pk__in=numbers, **{relation.field.name: None})
            others.update(**{relation.field.name: record})
    return record


def _is_consented(record: CaseRecord) -> bool:
    """Whether the person's consent covers who sees the record; most types need none."""
    subject, person = record.consent_subject, record.case.person
    today = timezone.localdate()
    return subject is None or person.consents_to(ConsentSubject(subject), Audience(record.visibility), today)


def _type(record: CaseRecord) -> ContentType:
    return ContentType.objects.get_for_model(record)


def _restored(model: type[models.Model], row: Any) -> Any:
    """A row as history has it; an optional link to something that is gone too is left out."""
    columns = [f for f in model._meta.concrete_fields if hasattr(row, f.attname)]
    thing = model(**{f.attname: getattr(row, f.attname) for f in columns})
    for field in columns:
        pk = getattr(thing, field.attname)
        if pk and field.null and isinstance(field, models.ForeignKey) and not _exists(field.related_model, pk):
            setattr(thing, field.attname, None)
    return thing


def _exists(model: type[models.Model], pk: int) -> bool:
    return model._default_manager.filter(pk=pk).exists()


def _articles(record: CaseRecord) -> list[int]:
    return list(record.articles.values_list("pk", flat=True)) if hasattr(record, "articles") else []


def _relations(model: type[CaseRecord]) -> list[Any]:
    """The links to a record that are emptied when it goes."""
    return [r for r in model._meta.related_objects if r.on_delete is models.SET_NULL and not _is_history(r)]


def _is_history(relation: Any) -> bool:
    return hasattr(relation.related_model, "pgh_tracked_model")


def _name(relation: Any) -> str:
    return f"{relation.related_model._meta.model_name}.{relation.field.name}"


def _named_by(record: CaseRecord) -> dict[str, list[int]]:
    found = {}
    for relation in _relations(type(record)):
        rows = relation.related_model._default_manager.filter(**{relation.field.name: record.pk})
        found[_name(relation)] = list(rows.values_list("pk", flat=True))
    return {name: numbers for name, numbers in found.items() if numbers}
