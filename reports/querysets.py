"""The words for sets of issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q

from cases.questions import has_words
from reports.choices import EntryKind, EntryState, IssueState
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Permission

if TYPE_CHECKING:
    from reports.models import Issue


class SeriesQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> SeriesQuerySet:
        """Every series for those who read the team's cases; what others read are its issues."""
        return self.all() if isinstance(user, User) and user.may(Permission.CASE_READ) else self.none()

    def open_to_everybody(self) -> SeriesQuerySet:
        """Those that anybody may subscribe to: the public ones of which an issue has appeared."""
        from reports.models import Issue

        appeared = Issue.objects.for_audience(Audience.PUBLIC)
        return self.filter(audience=Audience.PUBLIC, pk__in=appeared.values("series"))


class IssueQuerySet(models.QuerySet):
    def for_audience(self, audience: Audience) -> IssueQuerySet:
        """Frozen issues of the series that this audience may read."""
        return self.filter(state=IssueState.FROZEN, series__audience__lte=audience)

    def visible_to(self, user: User | AnonymousUser) -> IssueQuerySet:
        """Frozen public issues for everybody, every frozen one for the team, drafts for editors and for reviewers, who
        may be the second person that freezes one."""
        if not isinstance(user, User) or not user.may(Permission.CASE_READ):
            return self.for_audience(Audience.PUBLIC)
        if user.may(Permission.BULLETIN_EDIT) or user.may(Permission.CASE_APPROVE):
            return self.all()
        return self.filter(state=IssueState.FROZEN)

    def saying(self, text: str) -> IssueQuerySet:
        """Frozen issues in whose text each of these words stands, in any spelling that search folds together."""
        from reports.models import IssueForm

        return self.filter(pk__in=IssueForm.objects.filter(has_words("words", text)).values("issue"))

    def on_desk_of(self, user: User | AnonymousUser) -> IssueQuerySet:
        """Drafts that this user may edit, the newest first, each with its number of `candidates`: entries that are no
        editor's note."""
        if not isinstance(user, User) or not user.may(Permission.BULLETIN_EDIT):
            return self.none()
        drafts = self.exclude(state=IssueState.FROZEN).select_related("series").order_by("-dated", "pk")
        return drafts.annotate(candidates=Count("sections__entries", filter=~Q(sections__entries__kind=EntryKind.NOTE)))

    def to_look_at(self, user: User | AnonymousUser) -> IssueQuerySet:
        """Frozen issues with paragraphs that an editor is asked to look at, each with their number `mentions`."""
        if not isinstance(user, User) or not user.may(Permission.BULLETIN_EDIT):
            return self.none()
        mentions = Count("sections__entries__mention", filter=Q(sections__entries__mention__looked_at=None))
        return self.select_related("series").annotate(mentions=mentions).filter(mentions__gt=0).order_by("-dated", "pk")

    def for_reading(self) -> IssueQuerySet:
        """With everything that stands in the issue, in order."""
        return self._with_entries(state=EntryState.INCLUDED)

    def for_desk(self) -> IssueQuerySet:
        """With every entry in order, those held back and dropped among them."""
        return self._with_entries()

    def _with_entries(self, **which: str) -> IssueQuerySet:
        from reports.models import Entry, Passage

        passages = models.Prefetch("passages", Passage.objects.prefetch_related("citations__source"))
        entries = Entry.objects.filter(**which).prefetch_related("told__publication", passages)
        return self.select_related("series").prefetch_related(models.Prefetch("sections__entries", entries))

    def before(self, issue: Issue) -> IssueQuerySet:
        """Earlier issues of the same series, the newest first."""
        return self.filter(~Q(pk=issue.pk), series=issue.series, dated__lt=issue.dated).order_by("-dated")


class IssueFormQuerySet(models.QuerySet):
    def taken_away(self) -> IssueFormQuerySet:
        """Those that a withdrawal has taken away and no worker has made again yet."""
        return self.filter(content=b"")

    def kept(self) -> IssueFormQuerySet:
        """Those of frozen issues whose bytes are there: not those that a withdrawal has just taken away."""
        return self.exclude(content=b"").filter(issue__state=IssueState.FROZEN)


class MentionQuerySet(models.QuerySet):
    def of(self, issue: Issue) -> MentionQuerySet:
        """Those at which nobody has looked, in the order of the issue."""
        open_ones = self.filter(entry__section__issue=issue, looked_at=None)
        return open_ones.select_related("entry__section__issue__series").order_by(
            "entry__section__position", "entry__position"
        )
