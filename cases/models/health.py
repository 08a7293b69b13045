"""A condition or need. Restricted by nature: only the person's consent on health lowers that."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import CareAccess, DisabilityGroup, HealthCategory
from cases.models.base import CaseRecord
from people.choices import ConsentSubject
from tracker.audiences import Audience
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked


@tracked()
class HealthNote(CaseRecord):
    visibility = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.RESTRICTED)
    category = models.CharField(max_length=16, choices=HealthCategory.choices, default=HealthCategory.UNKNOWN)
    condition = models.TextField(blank=True, help_text=_("in the source's words, as after “is” or “has”"))
    disability_group = models.CharField(max_length=3, choices=DisabilityGroup.choices, blank=True)
    registered = models.BooleanField(null=True, blank=True, help_text=_("registered with a medical institution"))
    needs = models.TextField(blank=True)
    care_access = models.CharField(
        max_length=8, choices=CareAccess.choices, blank=True, verbose_name=_("access to care")
    )
    noted = PartialDateField(_("noted"), blank=True)

    consent_subject = ConsentSubject.HEALTH
    exposure = Exposure(
        extends=CaseRecord.base_exposure,
        public=["category", "condition", "disability_group", "registered", "needs", "care_access", "noted"],
    )
