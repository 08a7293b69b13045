"""The words for sets of people."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from people import naming
from tracker.audiences import Audience


class PersonQuerySet(models.QuerySet):
    def for_detail(self) -> PersonQuerySet:
        """With everything that a person's documents and pages say of them."""
        return self.prefetch_related("names", "consents", "affiliations__organisation", "relationships")

    def named_like(self, text: str) -> PersonQuerySet:
        """People who have a name that holds every sound of the text; ranking is `naming.rank`'s."""
        keys = naming.name_keys(text)
        if not keys:
            return self.none()
        return self.filter(names__keys__contains=keys).distinct()


class NameQuerySet(models.QuerySet):
    def visible_to_audience(self, audience: Audience) -> NameQuerySet:
        """Names that audience may see: the person's own exposure and the name's both allow it."""
        return self.filter(visibility__lte=audience, person__name_exposure__lte=audience)


class ConsentQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> ConsentQuerySet:
        """Given, not expired and not withdrawn on that day."""
        return self.filter(
            Q(given_on__lte=day),
            Q(expires_on=None) | Q(expires_on__gte=day),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
        )
