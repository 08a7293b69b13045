"""The years in which somebody was held, as an index of spells keeps them beside the codes. A question for a day looks
at the spells of its year first: most of those that have a place and an article are over for years."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import Overlap
from django.db.models import Func, SmallIntegerField, Value

# What stands for days without a beginning and without an end.
EVER, ON = 0, 9999


_YEARS: ArrayField = ArrayField(SmallIntegerField())


class Years(Func):
    """Of a range of days the years that it lies in; of one that is open to a side, only that. PostgreSQL's function of
    that name is made by the migration `held_years`."""

    function = "cases_years"
    output_field = _YEARS


def held_in_year(column: str, day: date) -> Overlap:
    """Whether the range may hold the day, by its years: what every range that does hold it answers with yes."""
    return Overlap(Years(column), Value([EVER, day.year, ON], _YEARS))
