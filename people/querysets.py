"""The words for sets of people."""

from __future__ import annotations

from django.db import models

from people.choices import FROM_THE_OTHER_SIDE
from tracker.audiences import Audience


class PersonQuerySet(models.QuerySet):
    def for_detail(self) -> PersonQuerySet:
        """With everything that a person's documents and pages say of them."""
        return self.prefetch_related("names", "consents", "affiliations__organisation", "relationships")


class NameQuerySet(models.QuerySet):
    def visible_to_audience(self, audience: Audience) -> NameQuerySet:
        """Names that audience may see: the person's own exposure and the name's both allow it."""
        return self.filter(visibility__lte=audience, person__name_exposure__lte=audience)

    def withheld_from(self, audience: Audience) -> NameQuerySet:
        """Names that audience may not see, by the person's exposure or the name's own: an index tells each, so that
        names which all may read cost nothing."""
        own = self.filter(visibility__gt=audience).values("pk")
        persons = self.filter(person__name_exposure__gt=audience).values("pk")
        return self.filter(pk__in=own.union(persons))


class RelationshipQuerySet(models.QuerySet):
    def told_of_both(self) -> RelationshipQuerySet:
        """Ties that are told of the other person too."""
        return self.filter(kind__in=FROM_THE_OTHER_SIDE)
