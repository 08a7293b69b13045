"""The case: one course of repression against one person, and the events that several cases share."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.choices import CaseAccess, Stage
from cases.querysets import CaseQuerySet
from people.models import Person
from tracker.audiences import Audience
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked, tracked_links
from tracker.models import User
from tracker.refs import ref_field


@tracked(exclude=["updated_at", "revision", "editors"])
class Case(models.Model):
    """`revision` counts the edits of the case and its records; an approval is of one revision only."""

    ref = ref_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(max_length=200, blank=True)
    background = models.TextField(blank=True)
    country = models.CharField(max_length=2, default="AZ")
    access = models.CharField(
        max_length=8, choices=CaseAccess.choices, default=CaseAccess.TEAM, verbose_name=_("who reads the case")
    )
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases_led")
    members: models.ManyToManyField = models.ManyToManyField(User, through="CaseMember", related_name="cases")
    reviewed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    in_review = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    approved_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    editors = ArrayField(models.BigIntegerField(), default=list, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]
    exposed_children = ("numbers",)
    exposure = Exposure(
        public=["ref", "person", "country", "numbers", "closed_on"],
        partner=["title", "background"],
        team=["access", "lead", "members", "reviewed_on", "in_review", "revision", "approved_revision", "updated_at"],
        never=["id", "editors"],
    )

    def __str__(self) -> str:
        return self.ref

    @property
    def stage(self) -> Stage:
        """Draft again as soon as anything was edited after the approval."""
        if self.approved_revision == self.revision:
            return Stage.APPROVED
        return Stage.IN_REVIEW if self.in_review else Stage.DRAFT


@tracked()
class CaseMember(models.Model):
    """Someone named for a case: the only readers of a members-only case, and of its restricted records."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateTimeField(default=timezone.now)

    exposure = Exposure(team=["user", "since"], never=["id", "case"])

    class Meta:
        verbose_name = _("member")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_member_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.case}"


@tracked()
class OfficialNumber(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(max_length=80)
    issued_by = models.CharField(max_length=200, blank=True)
    visibility = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.PARTNER)

    exposure = Exposure(public=["number", "issued_by"], team=["visibility"], never=["id", "case"])

    class Meta:
        verbose_name = _("official number")

    def __str__(self) -> str:
        return self.number


@tracked()
class Event(models.Model):
    """One happening that struck several cases: a raid on father and son."""

    title = models.CharField(max_length=200)
    happened = PartialDateField(_("happened"), blank=True)
    place = models.CharField(max_length=200, blank=True)
    cases: models.ManyToManyField = models.ManyToManyField(Case, related_name="happenings", blank=True)
    visibility = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.PARTNER)

    exposure = Exposure(public=["title", "happened", "place"], team=["visibility", "cases"], never=["id"])

    def __str__(self) -> str:
        return self.title


@tracked_links()
class EventCase(Event.cases.through):  # type: ignore[name-defined]  # Django makes it
    """That an event struck a case, so that history tells it."""

    exposure = Exposure(team=["event"], never=["id", "case"])

    class Meta:
        proxy = True
        verbose_name = _("event")
