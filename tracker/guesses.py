"""Trials at what somebody may not know: each is noted for those who may, and few an hour are answered."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache

from tracker.audiences import Audience
from tracker.models import ReadLog, User

MOST_AN_HOUR = 5
_HOUR = 3600


def note_guess(*, by: User, cases: Iterable[str], door: str, what: str) -> None:
    """A line in the read log of each of these cases, by their refs, and one more trial of this person."""
    ReadLog.objects.bulk_create(
        ReadLog(user=by, audience=Audience.RESTRICTED, door=door[:120], what=what, case_ref=ref) for ref in cases
    )
    cache.set(_key(by), cache.get(_key(by), 0) + 1, _HOUR)


def is_spent(user: User) -> bool:
    """Whether this person has guessed as often as an hour allows: until it is over no answer depends on a text."""
    return bool(cache.get(_key(user), 0) >= MOST_AN_HOUR)


def _key(user: User) -> str:
    return f"guesses-{user.pk}"
