"""Sessions that end when nobody uses them, and some hours after signing in whoever uses them.

Each use moves the first end, at most once a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

_MOVED_EVERY = timedelta(minutes=1)
_BEGAN = "began"
# The header of a request that a page makes by itself.
_BY_ITSELF = "By-Itself"


def is_by_itself(request: HttpRequest) -> bool:
    """Whether the page asks, not somebody who sits before it."""
    return _BY_ITSELF in request.headers


class SessionStore(db.SessionStore):
    """Remembers when the session that was read would end, so that moving the end needs no question of its own."""

    ends_at: datetime | None = None

    def create(self) -> None:
        """A session's row is made anew by every sign-in."""
        self[_BEGAN] = timezone.now().timestamp()
        super().create()

    @property
    def is_over(self) -> bool:
        """Whether it was signed into longer ago than a working day."""
        longest = timedelta(hours=settings.SESSION_HOURS).total_seconds()
        return SESSION_KEY in self and timezone.now().timestamp() - self.get(_BEGAN, 0) > longest

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs don't know it
        self.ends_at = row.expire_date if row else None
        return row


class IdleMiddleware:
    """A session that was used lives `SESSION_COOKIE_AGE` longer; who looks at their sessions sees when that was. A page
    that asks again by itself is no use of it. After `SESSION_HOURS` it ends before the page is made, which asks to sign
    in and keeps what was posted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session: Any = request.session
        if settings.SESSION_COOKIE_NAME in request.COOKIES and session.is_over:
            session.flush()
        response = self.get_response(request)
        if session.accessed and SESSION_KEY in session:
            # What somebody signed in has read stays in no browser's cache, on a laptop that may be taken.
            patch_cache_control(response, private=True, no_store=True)
        if "Refresh" in response or is_by_itself(request):
            return response
        # A page that failed may have no database to write to.
        if response.status_code < 500 and session.accessed and session.ends_at and SESSION_KEY in session:
            now = timezone.now()
            if session.ends_at < now + timedelta(seconds=settings.SESSION_COOKIE_AGE) - _MOVED_EVERY:
                UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
                session.modified = True
        return response
