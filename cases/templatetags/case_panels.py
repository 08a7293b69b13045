"""Parts that cases give to pages which know no case."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from cases.pages.review import review_line
from cases.pages.rows import status_counts
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
