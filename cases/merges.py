"""Facilities that turned out to be one: a question for either is answered for both, as soon as they are merged."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Func, TextField, Value

# Everything that was merged, however often, with the codes in the place of `{codes}`, and these codes themselves.
_FAMILY = """ARRAY(
    WITH RECURSIVE pairs AS (
        SELECT 'facility:' || gone.slug AS one, 'facility:' || kept.slug AS other
        FROM cases_facility gone JOIN cases_facility kept ON kept.id = gone.merged_into_id
    ), family AS (
        SELECT unnest({codes}) AS code
        UNION
        SELECT CASE family.code WHEN one THEN other ELSE one END FROM family JOIN pairs ON family.code IN (one, other)
    ) SELECT code FROM family
)"""


class WithMerged(Func):
    """Codes, and those of all facilities that were merged with one of them."""

    output_field = ArrayField(TextField())

    def __init__(self, codes: list[str]) -> None:
        super().__init__(Value(codes, self.output_field))

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        codes, params = compiler.compile(self.source_expressions[0])
        return with_merged(f"{codes}::text[]"), params


def with_merged(codes: str) -> str:
    """The SQL of `WithMerged` for the SQL of an array of codes."""
    return _FAMILY.format(codes=codes)


def merged_codes(codes: list[str]) -> list[str]:
    """What `WithMerged` says, asked beforehand, sorted. A plan that is made for the very codes knows how common they
    are: of a common place and article the newest are read in order then, instead of all."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {with_merged('%s::text[]')}", [codes])
        return sorted(cursor.fetchone()[0])


def merged_slugs(slug: str) -> list[str]:
    """A facility's slug and those of all that were merged with it, sorted."""
    return [found.removeprefix("facility:") for found in merged_codes([f"facility:{slug}"])]
