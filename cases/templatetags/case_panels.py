"""Parts that cases give to pages which know no case."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from cases.models import Case
from cases.pages.review import review_line
from cases.pages.rows import status_counts
from cases.pages.what_ends import MOST_CASES, cases_of_person, ended, published
from cases.pages.worklist import work_list as panels_for
from tracker.permissions import Permission

register = template.Library()


@register.inclusion_tag("cases/status_counts.html", takes_context=True)
def case_counts(context: dict[str, Any]) -> dict[str, Any]:
    """How many cases the signed-in user may see in each status, and as of when."""
    counts = status_counts(context["user"])
    return {"counts": counts, "total": sum(row.count for row in counts), "now": timezone.now()}


@register.inclusion_tag("cases/review_panel.html", takes_context=True)
def review_panel(context: dict[str, Any]) -> dict[str, Any]:
    """How the page's case stands between researchers and reviewers, and what the signed-in user may do next."""
    user, case = context["user"], context["case"]
    return {
        "case": case,
        "line": review_line(case),
        "may_send": user.may(Permission.CASE_EDIT),
        "may_review": user.may(Permission.CASE_APPROVE),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("cases/work_list.html", takes_context=True)
def work_list(context: dict[str, Any]) -> dict[str, Any]:
    """What waits for the signed-in user, by what their role may do."""
    return {"panels": panels_for(context["user"], timezone.localdate())}


@register.inclusion_tag("cases/what_ends.html", takes_context=True)
def what_ends(
    context: dict[str, Any], *, case: Case | None = None, person: str = "", corrects: bool = False, why: bool = False
) -> dict[str, Any]:
    """What saving the page's form ends: an approval or a waiting of this case, or of those that a change of that person
    edits and the signed-in user sees; `corrects` says that it changes what may be published, `why` that it asks for a
    reason."""
    cases = [case] if case else cases_of_person(person, context["user"])
    ends = ended(cases, person)
    record = context.get("record")
    told = published(cases, record.key if record else "") if corrects else []
    return {
        "ends": ends[:MOST_CASES],
        "more": len(ends[MOST_CASES:]),
        "published": told[:MOST_CASES],
        "more_published": len(told[MOST_CASES:]),
        "why": why,
        "four_eyes": settings.FOUR_EYES,
    }
