"""Sessions that end when nobody uses them: each use moves the end, at most once a minute."""

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


class SessionStore(db.SessionStore):
    """Remembers when the session that was read would end, so that moving the end needs no question of its own."""

    ends_at: datetime | None = None

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs don't know it
        self.ends_at = row.expire_date if row else None
        return row


class IdleMiddleware:
    """A session that was used lives `SESSION_COOKIE_AGE` longer; who looks at their sessions sees when that was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session: Any = request.session
        if session.accessed and SESSION_KEY in session:
            # What somebody signed in has read stays in no browser's cache, on a laptop that may be taken.
            patch_cache_control(response, private=True, no_store=True)
        # A page that failed may have no database to write to.
        if response.status_code < 500 and session.accessed and session.ends_at and SESSION_KEY in session:
            now = timezone.now()
            if session.ends_at < now + timedelta(seconds=settings.SESSION_COOKIE_AGE) - _MOVED_EVERY:
                UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
                session.modified = True
        return response
