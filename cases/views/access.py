"""How a page that writes finds its case and its user: hidden is 404, seen but not allowed is 403."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Case
from tracker.models import User
from tracker.permissions import Permission

# A form with faults, one that somebody else's change came before, and one whose record somebody deleted.
REFUSED, STALE, GONE = 422, 409, 410


def user_who_may(request: HttpRequest, permission: Permission) -> User:
    """The signed-in user. Raises `PermissionDenied` without that permission."""
    user = cast(User, request.user)
    if not user.may(permission):
        raise PermissionDenied
    return user


def visible_case(request: HttpRequest, ref: str) -> Case:
    """The case as its reader may see it. Raises `Http404`."""
    return cast(Case, get_object_or_404(Case.objects.visible_to(request.user), ref=ref))


def case_for(request: HttpRequest, ref: str, permission: Permission) -> tuple[Case, User]:
    """The case and the user, who may do this to it. Raises `Http404` for a hidden case, then `PermissionDenied`."""
    return visible_case(request, ref), user_who_may(request, permission)
