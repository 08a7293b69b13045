"""What a form needs so that everything typed into it is kept, and what was left unfinished at its address."""

from __future__ import annotations

from typing import Any

from django import template

from tracker.unfinished import TAKE_UP, Sheet, left_by, page_of, sheet_here

register = template.Library()


@register.inclusion_tag("components/keeps_typing.html", takes_context=True)
def keeps_typing(context: dict[str, Any], form: Any = None) -> dict[str, Any]:
    """Inside the form: its sheet, which stays the same when it is shown again, and a line that says what is kept. Of
    several forms on a page each is named: the one that was sent or taken up goes on with its sheet."""
    request = context["request"]
    is_other = form is not None and not form.is_bound
    sheet = Sheet.new(request.user, page_of(request)) if is_other else _sheet_of(request)
    return {"sheet": sheet.signed()}


@register.inclusion_tag("components/left_unfinished.html", takes_context=True)
def left_unfinished(context: dict[str, Any]) -> dict[str, Any]:
    """Above the form: what its reader left unfinished here, to be taken up or thrown away."""
    request = context["request"]
    left = list(left_by(request.user).filter(address=page_of(request))) if request.method == "GET" else []
    taken = request.GET.get(TAKE_UP)
    return {
        "taken": next((one for one in left if one.key == taken), None),
        "left": [] if any(one.key == taken for one in left) else left,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def unfinished_count(context: dict[str, Any]) -> int:
    """How many forms the signed-in user has left unfinished."""
    return left_by(context["user"]).count()


def _sheet_of(request: Any) -> Sheet:
    """The sheet that was posted, else the one that is taken up, else a new one."""
    if request.method == "POST" and (sheet := sheet_here(request)):
        return sheet
    key = request.GET.get(TAKE_UP, "").replace("\x00", "")
    left = left_by(request.user).filter(address=page_of(request), key=key).first() if key else None
    return Sheet(left.key, request.user.pk, left.address) if left else Sheet.new(request.user, page_of(request))
