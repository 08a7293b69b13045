"""What a page says when the database can't answer; the API's views say it themselves (`tracker/api.py`)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tracker.api import took_too_long


def database_fault(fault: OperationalError) -> HttpResponse:
    """The page that says so, 503."""
    # Without the request: the signed-in person's permissions would have to be read from that database.
    page = render_to_string("503.html", {"too_long": took_too_long(fault)})
    return HttpResponse(page, status=503, headers={"Retry-After": "5"})


class DatabaseFaultMiddleware:
    """503 with a page that stands by itself, for a statement that took too long and for a database that is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return database_fault(exception) if isinstance(exception, OperationalError) else None
