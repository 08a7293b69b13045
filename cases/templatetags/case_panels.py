"""Parts that cases give to pages which know no case."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from cases.pages.rows import status_counts

register = template.Library()


@register.inclusion_tag("cases/status_counts.html", takes_context=True)
def case_counts(context: dict[str, Any]) -> dict[str, Any]:
    """How many cases the signed-in user may see in each status, and as of when."""
    counts = status_counts(context["user"])
    return {"counts": counts, "total": sum(row.count for row in counts), "now": timezone.now()}
