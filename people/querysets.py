"""The words for sets of people."""

from __future__ import annotations

from django.db import models

from tracker.audiences import Audience


class PersonQuerySet(models.QuerySet):
    def for_detail(self) -> PersonQuerySet:
        """With everything that a person's documents and pages say of them."""
        return self.prefetch_related("names", "consents", "affiliations__organisation", "relationships")


class NameQuerySet(models.QuerySet):
    def visible_to_audience(self, audience: Audience) -> NameQuerySet:
        """Names that audience may see: the person's own exposure and the name's both allow it."""
        return self.filter(visibility__lte=audience, person__name_exposure__lte=audience)
