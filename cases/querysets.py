"""The words for sets of cases, documents and publications. Who may see a row is decided here alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.models import DateField, Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cases.choices import CaseAccess, PublicationKind
from cases.merges import with_merged
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Permission

if TYPE_CHECKING:
    from cases.models import Article, Event, Facility, Source
    from people.models import Organisation, Person

    # What many cases share and their documents say.
    Shared: TypeAlias = Person | Facility | Organisation | Source | Article | Event


def written(queryset: models.QuerySet) -> tuple[str, list[Any]]:
    """The SQL of a queryset and its parameters, to stand inside a larger statement; an empty set has SQL too."""
    sql, params = queryset.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return sql, list(params)


def audience_of_user(user: User | AnonymousUser) -> Audience:
    """Whom a page that stands open to everybody is shown to: the team, or whoever comes."""
    is_team = isinstance(user, User) and user.may(Permission.CASE_READ)
    return Audience.TEAM if is_team else Audience.PUBLIC


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet:
        """Team cases for whoever may read cases; a members-only case for its members alone. Others get none."""
        if not isinstance(user, User) or not user.may(Permission.CASE_READ):
            return self.none()
        return self.filter(Q(access=CaseAccess.TEAM) | Exists(_membership(user, OuterRef("pk"))))

    def restricted_readable_by(self, user: User | AnonymousUser) -> CaseQuerySet:
        """Cases whose restricted records that user may read: named members, and reviewers."""
        visible = self.visible_to(user)
        if not isinstance(user, User) or user.may(Permission.RESTRICTED_READ):
            return visible
        return visible.filter(Exists(_membership(user, OuterRef("pk"))))

    def waiting_for_review(self) -> CaseQuerySet:
        """Those whose present revision was sent and is not decided, `with_review`; those sent first on top."""
        waiting = self.filter(in_review=True).exclude(approved_revision=F("revision")).with_review()
        return waiting.order_by(Coalesce("sent_at", "updated_at"), "pk")

    def in_draft(self) -> CaseQuerySet:
        return self.filter(in_review=False).exclude(approved_revision=F("revision"))

    def worked_on_by(self, user: User) -> CaseQuerySet:
        """Cases that this user leads, or edited since the last approval."""
        return self.filter(Q(lead=user) | Q(editors__contains=[user.pk]))

    def with_review(self) -> CaseQuerySet:
        """With `sent_at`, `review_outcome` and `review_comment` of the newest round of review; None without one."""
        from cases.models import ReviewRound

        newest = ReviewRound.objects.filter(case=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            sent_at=Subquery(newest.values("sent_at")[:1]),
            review_outcome=Subquery(newest.values("outcome")[:1]),
            review_comment=Subquery(newest.values("comment")[:1]),
        )


def _membership(user: User, case: OuterRef) -> models.QuerySet:
    from cases.models import CaseMember

    return CaseMember.objects.filter(case=case, user=user)


class DocumentQuerySet(models.QuerySet):
    def for_audience(self, audience: Audience) -> DocumentQuerySet:
        """The documents of a published audience; the team's are asked for by `visible_to`."""
        if audience >= Audience.TEAM:
            raise ValueError("The team's documents depend on the user: use visible_to().")
        return self.filter(audience=audience)

    def visible_to(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """The team documents that this user may see."""
        if not isinstance(user, User) or not user.may(Permission.CASE_READ):
            return self.none()
        mine = Exists(_membership(user, OuterRef("case")))
        return self.filter(Q(members_only=False) | mine, audience=Audience.TEAM)

    def read_by(self, user: User | AnonymousUser) -> DocumentQuerySet:
        """What such a page tells this reader: the team's documents that they may see, or the public's."""
        if audience_of_user(user) == Audience.TEAM:
            return self.visible_to(user)
        return self.for_audience(Audience.PUBLIC)

    def telling(self, codes: list[str]) -> set[str]:
        """Those of the codes that at least one of these documents tells, a facility's under any slug merged with it."""
        return self._having("codes", codes, with_merged("ARRAY[value]"))

    def naming(self, keys: list[str]) -> set[str]:
        """Those of these mention keys that at least one of these documents has."""
        return self._having("mentions", keys)

    def _having(self, column: str, values: list[str], asked: str = "ARRAY[value]") -> set[str]:
        if not values:
            return set()
        sql, params = written(self.order_by().values(column))
        found = f"SELECT 1 FROM ({sql}) d WHERE d.{column} @> ARRAY[one]"  # noqa: S608
        each = f"unnest(%s::text[]) value, unnest({asked}) one"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT value FROM {each} WHERE EXISTS ({found})", [values, *params])  # noqa: S608
            return {value for (value,) in cursor.fetchall()}

    def mentioning(self, *things: Shared) -> DocumentQuerySet:
        """Documents that name one of these people, places, organisations, sources, articles or events."""
        return self.filter(mentions__overlap=[mention_key(thing) for thing in things])


class DeadlineQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> DeadlineQuerySet:
        """The deadlines of the team documents that this user may see."""
        from cases.models import Document

        return self.filter(audience=Audience.TEAM, document__in=Document.objects.visible_to(user))

    def due(self, first: date, last: date | None, *, certainly: bool = False) -> DeadlineQuerySet:
        """Those that may, or certainly do, fall on these days, both included; None: whenever after the first."""
        days = (first, last + timedelta(days=1) if last else None)
        return self.filter(certain__contained_by=days) if certainly else self.filter(possible__overlap=days)

    def soonest_first(self) -> DeadlineQuerySet:
        """By the first possible day, those without one last."""
        first = Func(F("possible"), function="lower", output_field=DateField())
        return self.order_by(first.asc(nulls_last=True), "pk")

    def for_list(self) -> DeadlineQuerySet:
        """With what a line of a list needs of the document."""
        return self.select_related("document").only("rule", "possible", "certain", "document__card")


def mention_key(thing: Shared) -> str:
    """How a document's body names it; `cases/indexing.py` writes the same."""
    forms = {
        "person": "person:{0.ref}",
        "facility": "facility:{0.slug}",
        "organisation": "organisation:{0.name}",
        "source": "source:{0.ref}",
        "article": "article:{0}",
        "event": "event:{0.pk}",
    }
    return forms[str(thing._meta.model_name)].format(thing)


class PublicationQuerySet(models.QuerySet):
    def for_audience(self, audience: Audience) -> PublicationQuerySet:
        return self.filter(audience=audience)

    def newest(self) -> PublicationQuerySet:
        """Of each ref and audience the last row of the ledger; an old ref keeps its tombstone as the newest."""
        newer = self.model._default_manager.filter(
            ref=OuterRef("ref"), audience=OuterRef("audience"), seq__gt=OuterRef("seq")
        )
        return self.filter(~Exists(newer))

    def standing(self) -> PublicationQuerySet:
        """Newest rows that are no tombstones."""
        return self.newest().exclude(kind=PublicationKind.WITHDRAWN)
