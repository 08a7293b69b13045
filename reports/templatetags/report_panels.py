"""Parts that bulletins give to pages which know no bulletin."""

from __future__ import annotations

from typing import Any

from django import template

from reports.models import Issue

register = template.Library()

NEWEST = 5


@register.inclusion_tag("reports/newest_issues.html", takes_context=True)
def newest_issues(context: dict[str, Any]) -> dict[str, Any]:
    """The newest issues that the reader may see; visitors see public ones."""
    issues = Issue.objects.visible_to(context["user"]).select_related("series").order_by("-dated")
    drafts = Issue.objects.on_desk_of(context["user"])
    looks = Issue.objects.to_look_at(context["user"])
    return {
        "issues": issues[:NEWEST],
        "drafts": drafts[:NEWEST],
        "looks": looks[:NEWEST],
        "user": context["user"],
    }
