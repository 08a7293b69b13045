"""Parts that cases give to pages which know no case."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from cases.choices import Stage
from cases.models import Case
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


@register.inclusion_tag("cases/what_ends.html", takes_context=True)
def what_ends(context: dict[str, Any], *, case: Case | None = None, person: str = "") -> dict[str, Any]:
    """What saving the page's form ends: an approval or a waiting of this case, or of those of that person which the
    signed-in user sees."""
    seen = Case.objects.visible_to(context["user"])
    cases = [case] if case else list(seen.filter(person__ref=person).order_by("ref"))
    waiting = [each for each in cases if each.stage != Stage.DRAFT]
    return {"cases": waiting, "of_person": case is None, "four_eyes": settings.FOUR_EYES}
