"""The work list: what waits for somebody, at most five of each kind, with how many there are and where the rest is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.choices import ReviewOutcome
from cases.filters import CaseFilter
from cases.missing import missing_facts
from cases.models import Case, Deadline, Document
from cases.pages.deadlines import deadline_days
from cases.pages.values import how_long_ago
from people.groups import name_in_words
from tracker.audiences import Audience
from tracker.models import User
from tracker.permissions import Permission

SHOWN = 5
DEADLINE_DAYS = 7
SILENT_DAYS = 60

Body = dict[str, Any]


@dataclass(frozen=True)
class WorkLine:
    """A case that waits, and why; `comment` is what a reviewer sent back with it."""

    address: str
    ref: str
    name: str
    text: str
    comment: str = ""


@dataclass(frozen=True)
class Panel:
    """One kind of work: `empty` says what to do where nothing waits."""

    code: str
    title: str
    count: int
    address: str
    link: str
    lines: list[WorkLine]
    empty: str


def work_list(user: User, today: date) -> list[Panel]:
    """The panels of whatever this user's role may do; a fixed number of queries. Nothing for whoever reads no case."""
    panels: list[Panel] = []
    own = list(_own_drafts(user)) if user.may(Permission.CASE_EDIT) else []
    waiting = list(_waiting(user)) if user.may(Permission.CASE_APPROVE) else []
    bodies = team_bodies([*own, *waiting])
    if user.may(Permission.CASE_EDIT):
        back = [case for case in own if _came_back(case)]
        panels.append(
            _drafts(
                "sent-back",
                _("Sent back to you"),
                back,
                bodies,
                _("Nothing was sent back. What a reviewer asks you to mend will stand here with the comment."),
            )
        )
        panels.append(
            _drafts(
                "drafts",
                _("Your drafts"),
                [case for case in own if not _came_back(case)],
                bodies,
                _("You have no draft. A case that you lead or edit stands here until it is sent to review."),
            )
        )
    if user.may(Permission.CASE_APPROVE):
        panels.append(_review(waiting, bodies, user))
    if user.may(Permission.CASE_READ):
        panels += [_deadlines(user, today), _silent(user, today)]
    return panels


def _own_drafts(user: User) -> Iterable[Case]:
    """The newest of the user's drafts: of those that came back and of the others, each with their number."""
    drafts = Case.objects.visible_to(user).worked_on_by(user).in_draft().with_review()
    kind = F("review_outcome")
    numbered = drafts.annotate(
        total=Window(Count("pk"), partition_by=[kind]),
        place=Window(RowNumber(), partition_by=[kind], order_by=[F("updated_at").desc(), F("pk").desc()]),
    )
    return numbered.filter(place__lte=SHOWN).order_by("-updated_at", "-pk")


def _waiting(user: User) -> Iterable[Case]:
    return Case.objects.visible_to(user).waiting_for_review().annotate(total=Window(Count("pk")))[:SHOWN]


def team_bodies(cases: Iterable[Case]) -> dict[int, Body]:
    """The team's bodies of these cases, by id."""
    found = Document.objects.filter(case__in=[case.pk for case in cases], audience=Audience.TEAM)
    return {pk: orjson.loads(body) for pk, body in found.values_list("case_id", "body")}


def draft_lines(cases: Iterable[Case], bodies: dict[int, Body]) -> list[WorkLine]:
    """The lines of drafts that are `with_review()`: what each lacks, and what came back with it."""
    return list(_draft_lines(cases, bodies))


def _draft_lines(cases: Iterable[Case], bodies: dict[int, Body]) -> Iterator[WorkLine]:
    for case in cases:
        yield WorkLine(
            address=reverse("cases:detail", args=[case.ref]),
            ref=case.ref,
            name=_name(bodies.get(case.pk)),
            text=_lacks(bodies.get(case.pk)),
            comment=(case.review_comment or "") if _came_back(case) else "",  # type: ignore[attr-defined]  # annotated
        )


def _came_back(case: Case) -> bool:
    return bool(case.review_outcome == ReviewOutcome.RETURNED)  # type: ignore[attr-defined]  # by with_review


def _name(body: Body | None) -> str:
    return name_in_words(body["person"]) if body else ""


def _lacks(body: Body | None) -> str:
    missing = missing_facts(body) if body else []
    return _("lacks %(facts)s") % {"facts": ", ".join(missing)} if missing else _("lacks nothing that is asked for")


def _totals(cases: Iterable[Case]) -> int:
    """How many there are of every kind among these cases."""
    return sum({case.review_outcome: case.total for case in cases}.values())  # type: ignore[attr-defined]  # annotated


def _drafts(code: str, title: str, cases: list[Case], bodies: dict[int, Body], empty: str) -> Panel:
    return Panel(
        code=code,
        title=title,
        count=_totals(cases),
        address=reverse("cases:drafts"),
        link=_("All your drafts"),
        lines=draft_lines(cases[:SHOWN], bodies),
        empty=empty,
    )


def _review(waiting: list[Case], bodies: dict[int, Body], user: User) -> Panel:
    return Panel(
        code="review",
        title=_("Waiting for review"),
        count=waiting[0].total if waiting else 0,  # type: ignore[attr-defined]  # annotated
        address=reverse("cases:review"),
        link=_("All that wait"),
        lines=[
            WorkLine(
                address=reverse("cases:review-case", args=[case.ref]),
                ref=case.ref,
                name=_name(bodies.get(case.pk)),
                text=_waits(case, user),
            )
            for case in waiting
        ],
        empty=_("No case waits for a reviewer. Researchers send one from its page."),
    )


def _waits(case: Case, user: User) -> str:
    since = case.sent_at or case.updated_at  # type: ignore[attr-defined]  # by with_review
    said = _("sent %(day)s") % {"day": date_format(since, "j F Y")}
    own = settings.FOUR_EYES and user.pk in case.editors
    return _("%(sent)s · you edited it: somebody else approves it") % {"sent": said} if own else said


def _deadlines(user: User, today: date) -> Panel:
    due = Deadline.objects.visible_to(user).due(today, today + timedelta(days=DEADLINE_DAYS))
    # Those whose start nobody knows may fall on any day: they would stand here for ever.
    known = due.filter(possible__startswith__isnull=False).annotate(total=Window(Count("pk")))
    found = list(known.soonest_first().for_list()[:SHOWN])
    rows = [row for day in deadline_days(found, today) for row in day.rows]
    return Panel(
        code="deadlines-soon",
        title=_("Deadlines in %(days)s days") % {"days": DEADLINE_DAYS},
        count=found[0].total if found else 0,
        address=reverse("cases:deadlines"),
        link=_("All deadlines"),
        lines=[
            WorkLine(
                address=reverse("cases:detail", args=[row.ref]),
                ref=row.ref,
                name=row.name,
                text=" · ".join(filter(None, [row.deadline.title, row.deadline.when, row.deadline.sure, row.where])),
            )
            for row in rows
        ],
        empty=_("No deadline falls in the next %(days)s days. Those to come later are on their own page.")
        % {"days": DEADLINE_DAYS},
    )


def _silent(user: User, today: date) -> Panel:
    query = f"silent_for={SILENT_DAYS}"
    asked = CaseFilter(QueryDict(query), Document.objects.visible_to(user)).check_parameters()
    silent = asked.matches()
    longest_first = silent.order_by(F("last_news_on").asc(nulls_last=True), "case_id")
    rows = list(longest_first.values_list("ref", "body", "last_news_on")[:SHOWN])
    return Panel(
        code="silent",
        title=_("No news for %(days)s days") % {"days": SILENT_DAYS},
        count=silent.count(),
        address=f"{reverse('cases:list')}?{query}",
        link=_("All without news"),
        lines=[_silent_line(ref, orjson.loads(body), news_on, today) for ref, body, news_on in rows],
        empty=_("Every case has news of the last %(days)s days. One that falls silent will stand here.")
        % {"days": SILENT_DAYS},
    )


def _silent_line(ref: str, body: Body, news_on: date | None, today: date) -> WorkLine:
    last = how_long_ago(news_on, today)
    news = _("last news %(age)s") % {"age": last} if last else _("no dated news")
    address = reverse("cases:detail", args=[ref])
    return WorkLine(address, ref, _name(body), " · ".join([news, _lacks(body)]))
