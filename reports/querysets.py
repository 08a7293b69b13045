"""The words for sets of issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from cases.questions import has_words
from reports.choices import EntryState, IssueState
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Permission

if TYPE_CHECKING:
    from reports.models import Issue


class IssueQuerySet(models.QuerySet):
    def for_audience(self, audience: Audience) -> IssueQuerySet:
        """Frozen issues of the series that this audience may read."""
        return self.filter(state=IssueState.FROZEN, series__audience__lte=audience)

    def visible_to(self, user: User | AnonymousUser) -> IssueQuerySet:
        """Frozen public issues for everybody, every frozen one for the team, drafts for editors."""
        if not isinstance(user, User) or not user.may(Permission.CASE_READ):
            return self.for_audience(Audience.PUBLIC)
        if user.may(Permission.BULLETIN_EDIT):
            return self.all()
        return self.filter(state=IssueState.FROZEN)

    def saying(self, text: str) -> IssueQuerySet:
        """Frozen issues in whose text each of these words stands, in any spelling that search folds together."""
        from reports.models import IssueForm

        return self.filter(pk__in=IssueForm.objects.filter(has_words("words", text)).values("issue"))

    def for_reading(self) -> IssueQuerySet:
        """With everything that stands in the issue, in order."""
        from reports.models import Entry, Passage

        passages = models.Prefetch("passages", Passage.objects.prefetch_related("citations__source"))
        entries = Entry.objects.filter(state=EntryState.INCLUDED).prefetch_related("told__publication", passages)
        return self.select_related("series").prefetch_related(models.Prefetch("sections__entries", entries))

    def before(self, issue: Issue) -> IssueQuerySet:
        """Earlier issues of the same series, the newest first."""
        return self.filter(~Q(pk=issue.pk), series=issue.series, dated__lt=issue.dated).order_by("-dated")
