"""What every record has: it is a claim, in somebody's voice, with a certainty, citations and an audience."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.choices import Certainty, ClaimStatus
from cases.models.case import Case
from people.models import Organisation, Person
from tracker.audiences import Audience
from tracker.exposure import Exposure
from tracker.history import tracked
from tracker.models import User

# The number that a passage's link carries (detention:12@3) must grow with every write, bulk writes included.
COUNT_VERSIONS = pgtrigger.Trigger(
    name="count_versions",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="NEW.version = OLD.version + 1; RETURN NEW;",
)

COUNTED_FULLY = (Certainty.STATED, Certainty.CONFIRMED, Certainty.ALLEGED, Certainty.INFERRED)


class CaseRecord(models.Model):
    """A dated, cited claim in a case. Subclasses add what is claimed, their exposure and their date's name."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="%(class)s_records")
    claim_status = models.CharField(max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.ACCEPTED)
    attribution = models.CharField(
        max_length=200, blank=True, help_text=_("in whose voice, as it would stand in a sentence: Lawyer Agil Layij")
    )
    attributed_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attributed_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.STATED)
    clarification = models.TextField(blank=True, help_text=_("a note beside any coded value"))
    visibility = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.PARTNER)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supersedes"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    citation_links = GenericRelation("cases.CitationLink")

    # The consent subject that lowering below restricted needs; None: no own subject.
    consent_subject: ClassVar[str | None] = None
    exposure: ClassVar[Exposure]
    superseded_by_id: int | None
    attributed_person_id: int | None
    exposed_children: ClassVar[tuple[str, ...]] = ("citations", "conflicts_with")
    base_exposure: ClassVar[Exposure] = Exposure(
        public=[
            "claim_status",
            "attribution",
            "attributed_person",
            "attributed_organisation",
            "certainty",
            "clarification",
            "citations",
            "conflicts_with",
            "version",
        ],
        team=["visibility", "recorded_by", "recorded_at", "superseded_by"],
        never=["id", "case"],
    )

    class Meta:
        abstract = True
        triggers = [COUNT_VERSIONS]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.version += 1  # as the trigger did; the case row is locked, so nobody else counted

    @property
    def key(self) -> str:
        """The record's name in documents and passages, without its version: detention:12."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def counts(self) -> str:
        """`fully`, `possibly` or `no`: what the record counts for (design: model, "Status")."""
        if self.claim_status == ClaimStatus.RETRACTED or self.certainty == Certainty.DENIED or self.superseded_by_id:
            return "no"
        if self.claim_status == ClaimStatus.ACCEPTED and self.certainty in COUNTED_FULLY:
            return "fully"
        return "possibly"

    def clean(self) -> None:
        """The rules that hold across fields of every record. Raises `ValidationError` by field."""
        errors: dict[str, Any] = {}
        if self.superseded_by_id and self.superseded_by_id == self.pk:
            errors["superseded_by"] = _("A record can't supersede itself.")
        if self.superseded_by and self.superseded_by.case_id != self.case_id:
            errors["superseded_by"] = _("A record is superseded within its own case.")
        if errors:
            raise ValidationError(errors)


@tracked()
class Conflict(models.Model):
    """Two claims of one case that do not fit each other, and in what. Both stay as they were said."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    first_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    first_id = models.PositiveBigIntegerField()
    first = GenericForeignKey("first_type", "first_id")
    second_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    second_id = models.PositiveBigIntegerField()
    second = GenericForeignKey("second_type", "second_id")
    note = models.TextField(blank=True)

    exposure = Exposure(public=["note"], never=["id", "case", "first_type", "first_id", "second_type", "second_id"])

    class Meta:
        verbose_name = _("clash")
        constraints = [
            models.UniqueConstraint(fields=["first_type", "first_id", "second_type", "second_id"], name="conflict_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_type.model}:{self.first_id} ≠ {self.second_type.model}:{self.second_id}"

    @property
    def record_keys(self) -> tuple[str, str]:
        """The keys of both records."""
        return f"{self.first_type.model}:{self.first_id}", f"{self.second_type.model}:{self.second_id}"
