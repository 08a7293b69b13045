"""A search, and what was taken in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Certainty
from cases.models.base import CaseRecord
from people.choices import Qualifier
from people.models import Organisation
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class Search(CaseRecord):
    place = models.CharField(max_length=200, blank=True)
    warrant_shown = models.BooleanField(null=True, blank=True)
    authorised = models.BooleanField(null=True, blank=True)
    by_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    by_text = models.CharField(max_length=200, blank=True, verbose_name=_("by, as described"))
    happened = PartialDateField(_("happened"), blank=True)
    happened_words = models.CharField(max_length=100, blank=True, verbose_name=_("happened, in the source's own words"))

    exposed_children = (*CaseRecord.exposed_children, "items")
    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=[
            "place",
            "warrant_shown",
            "authorised",
            "by_organisation",
            "by_text",
            "happened",
            "happened_words",
            "items",
        ],
    )


@tracked()
class SeizedItem(models.Model):
    """A thing taken, how many and whose; empty means that the source doesn't say."""

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=14, choices=Qualifier.choices, default=Qualifier.UNKNOWN)
    owner = models.CharField(max_length=200, blank=True)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.STATED)
    returned = models.BooleanField(null=True, blank=True)
    returned_known_on = models.DateField(null=True, blank=True, verbose_name=_("returned or not as of"))

    exposure = Exposure(
        public=["item", "quantity", "qualifier", "owner", "certainty", "returned", "returned_known_on"],
        never=["id", "search"],
    )

    def __str__(self) -> str:
        return self.item
