"""Trials at what somebody may not know: each is noted for those who may, and few an hour are answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Protocol

from django.utils import timezone

from tracker.audiences import Audience
from tracker.models import ReadLog, User

MOST_AN_HOUR = 5
# What every line of a trial begins with: readings of what is restricted stand in the same log.
_WITHHELD = "withheld "


class Hiding(Protocol):
    """Why something is refused. `hides` are the refs of the cases that a hidden reason comes from, told to nobody."""

    @property
    def text(self) -> str: ...

    @property
    def hides(self) -> tuple[str, ...]: ...


class Refused(Exception):
    """An act that was refused, for all of these reasons at once."""

    def __init__(self, reasons: Iterable[Hiding]) -> None:
        reasons = list(reasons)
        self.hides = sorted({ref for reason in reasons for ref in reason.hides})
        super().__init__(" ".join(reason.text for reason in reasons))


@contextmanager
def noting_guesses(by: User, *, door: str, what: str) -> Iterator[None]:
    """Around the transaction of an act: where it is refused for something hidden, that stays noted, as `note_guess`
    says."""
    try:
        yield
    except Refused as refused:
        if refused.hides:
            note_guess(by=by, cases=refused.hides, door=door, what=what)
        raise


def note_guess(*, by: User, cases: Iterable[str], door: str, what: str) -> None:
    """One more trial of this person: a line in the read log of each of these cases, by their refs, all of one moment.
    `what` begins with “withheld”."""
    if not what.startswith(_WITHHELD):
        raise ValueError(f"Counted as no trial: {what}")
    said = {"user": by, "audience": Audience.RESTRICTED, "door": door[:120], "what": what, "at": timezone.now()}
    ReadLog.objects.bulk_create(ReadLog(case_ref=ref, **said) for ref in cases)


def is_spent(user: User) -> bool:
    """Whether this person has guessed as often as an hour allows: until it is over no answer depends on a text."""
    lately = ReadLog.objects.filter(user=user, at__gt=timezone.now() - timedelta(hours=1))
    trials = lately.filter(audience=Audience.RESTRICTED, what__startswith=_WITHHELD)
    return trials.values("at").distinct().count() >= MOST_AN_HOUR
