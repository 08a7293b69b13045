"""The API's way to its views past what only pages need: sessions, forms, messages, sign-in, history of writers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve

from tracker.api import ReadView


class ApiMiddleware:
    """Calls the view of an address that only reads, by a token or as the public; all else takes the long way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        match = self._match(request.path_info)
        if match is None:
            return self.get_response(request)
        request.resolver_match = match
        answer = match.func(request, *match.args, **match.kwargs)
        render = getattr(answer, "render", None)
        return render() if render else answer

    def _match(self, address: str) -> ResolverMatch | None:
        if not address.startswith("/api/"):
            return None
        try:
            match = resolve(address)
        except Http404:
            return None
        return match if issubclass(getattr(match.func, "cls", object), ReadView) else None
