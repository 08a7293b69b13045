"""Something done to the person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Involvement, MedicalEvidence, Violation
from cases.models.base import CaseRecord
from cases.models.reference import Facility
from people.choices import Qualifier
from people.models import Organisation, Person
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class TreatmentNote(CaseRecord):
    violation = models.CharField(max_length=20, choices=Violation.choices)
    text = models.TextField(help_text=_("what was done, in the source's words"))
    # What the compiler says, per language: {"en": {"phrase": "was denied essential medication for his illness"}}.
    sentence_forms = models.JSONField(default=dict, blank=True)
    method = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    facility = models.ForeignKey(
        Facility, null=True, blank=True, on_delete=models.PROTECT, related_name="treatment_notes"
    )
    perpetrator = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    perpetrator_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    perpetrator_text = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("unidentified: as described"),
        verbose_name=_("perpetrator, as described"),
    )
    involvement = models.CharField(max_length=18, choices=Involvement.choices, blank=True)
    others_affected = models.CharField(
        max_length=200, blank=True, help_text=_("a group beside or instead of the person")
    )
    others_count = models.PositiveIntegerField(null=True, blank=True, verbose_name=_("how many others"))
    others_qualifier = models.CharField(
        max_length=14, choices=Qualifier.choices, blank=True, verbose_name=_("number of others meant as")
    )
    medical_evidence = models.CharField(max_length=18, choices=MedicalEvidence.choices, blank=True)
    happened = PartialDateField(_("happened"), blank=True)
    happened_words = models.CharField(max_length=100, blank=True, verbose_name=_("happened, in the source's own words"))

    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=[
            "violation",
            "text",
            "sentence_forms",
            "method",
            "place",
            "facility",
            "perpetrator",
            "perpetrator_organisation",
            "perpetrator_text",
            "involvement",
            "others_affected",
            "others_count",
            "others_qualifier",
            "medical_evidence",
            "happened",
            "happened_words",
        ],
    )
