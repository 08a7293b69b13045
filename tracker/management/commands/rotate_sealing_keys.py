"""Seals everything anew with the newest key, so that older keys can be taken out of TRACKER_SEALING_KEYS."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pgtrigger
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction

from tracker.sealed import CannotUnseal, SealedTextField, reseal

BATCH = 500


class Command(BaseCommand):
    """History tables are append-only and hold the old sealed text, so they are sealed anew too.

    The words do not change, therefore triggers are off for the updates: the history tables let them through, and the
    live tables write no history of a change that is none. Batches commit one by one; running it again goes on.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        unopened = 0
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if isinstance(field, SealedTextField) and model._meta.managed and not model._meta.proxy:
                    counts = rotate(model, field)
                    unopened += counts["unopened"]
                    self.stdout.write(
                        f"{field}: {counts['anew']} sealed anew, {counts['already']} already, "
                        f"{counts['unopened']} can't be opened"
                    )
        counts = rotate_second_factors()
        unopened += counts["unopened"]
        self.stdout.write(
            f"second factors: {counts['anew']} sealed anew, {counts['already']} already, "
            f"{counts['unopened']} can't be opened"
        )
        if unopened:
            raise CommandError(
                f"{unopened} texts can't be opened with any key: keep the older keys and look for theirs."
            )


def rotate(model: type[models.Model], field: SealedTextField) -> Counter[str]:
    """How many texts of one column were sealed anew, were so already, and can't be opened by any key."""
    counts: Counter[str] = Counter()
    last = None
    while True:
        with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
            rows = _next_rows(cursor, model, field, last)
            for key, sealed in rows:
                counts[_rotate_row(cursor, model, field, key, sealed)] += 1
        if len(rows) < BATCH:
            return counts
        last = rows[-1][0]


@transaction.atomic
def rotate_second_factors() -> Counter[str]:
    """The same for allauth's secrets, which lie inside JSON; as many as there are colleagues, so all at once."""
    counts: Counter[str] = Counter()
    for factor in Authenticator.objects.select_for_update():
        for name in {"secret", "seed"} & factor.data.keys():
            try:
                anew = reseal(factor.data[name], "second factor")
            except CannotUnseal:
                counts["unopened"] += 1
                continue
            counts["anew" if anew else "already"] += 1
            factor.data[name] = anew or factor.data[name]
        factor.save(update_fields=["data"])
    return counts


def _next_rows(cursor: Any, model: type[models.Model], field: SealedTextField, last: Any) -> list[tuple[Any, str]]:
    """The next batch of primary keys and sealed texts, locked; the manager would give the words instead."""
    key, sealed, table = (_quoted(name) for name in (model._meta.pk.column, field.column, model._meta.db_table))
    after = f"AND {key} > %s" if last is not None else ""
    cursor.execute(
        f"SELECT {key}, {sealed} FROM {table} WHERE {sealed} <> '' {after} "  # noqa: S608  names of the model
        f"ORDER BY {key} LIMIT {BATCH} FOR UPDATE",
        [] if last is None else [last],
    )
    return cursor.fetchall()


def _rotate_row(cursor: Any, model: type[models.Model], field: SealedTextField, key: Any, sealed: str) -> str:
    try:
        anew = reseal(sealed, str(field))
    except CannotUnseal:
        return "unopened"
    if anew is None:
        return "already"
    cursor.execute(
        f"UPDATE {_quoted(model._meta.db_table)} SET {_quoted(field.column)} = %s "  # noqa: S608  names of the model
        f"WHERE {_quoted(model._meta.pk.column)} = %s",
        [anew, key],
    )
    return "anew"


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
