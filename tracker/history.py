"""Who changed what, when and why: written by database triggers, told by a context that every writer opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
from django.db import models
from django.http import HttpRequest, HttpResponse

from tracker.models import User

M = TypeVar("M", bound=type[models.Model])


def tracked(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Class decorator: every insert, update and delete of the model, bulk ones included, appends a history row."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude,
        append_only=True,
        level=pghistory.Statement,
    )


def tracked_links() -> Callable[[M], M]:
    """Class decorator for the rows that link many things with many: whoever links or unlinks appends a history row."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None, append_only=True, level=pghistory.Statement
    )


def event_rows(model: type[models.Model]) -> models.QuerySet[Any]:
    """The history rows of a tracked model: one table for inserts, updates and deletes."""
    return model.pgh_event_models["insert"]._default_manager.all()  # type: ignore[attr-defined]  # made by pghistory


@contextmanager
def writing(*, by: User | None, why: str = "", door: str = "") -> Iterator[None]:
    """History rows written inside carry the user's id, the reason and the door (command, page or job)."""
    with pghistory.context(user=by.pk if by else None, why=why, door=door):
        yield


class HistoryMiddleware:
    """Opens the context for every request that may write, with the signed-in user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user = request.user if isinstance(request.user, User) else None
        with writing(by=user, door=request.path):
            return self.get_response(request)
