"""What every API address shares: problem documents, ready-made JSON, the log of readings, CORS, the schema."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404
from django.utils.http import quote_etag
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from tracker.audiences import Audience, audience_of_token
from tracker.models import ReadLog
from tracker.tokens import BearerAuthentication, token_of

QUERY_CANCELLED = "57014"
# Of what was asked no more is repeated or compared.
LONGEST_NAME = 100


class BadParameters(APIException):
    """400: each problem names the parameter, the reason and, where there is one, the nearest valid name."""

    status_code = 400

    def __init__(self, problems: list[dict[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p['parameter']}: {p['reason']}" for p in problems))


def problem(parameter: str, reason: str, *, given: str = "", known: Iterable[str] = ()) -> dict[str, str]:
    """One entry of a problem document, with the nearest of the known names to the given one."""
    said = {"parameter": parameter[:LONGEST_NAME], "reason": reason}
    nearest = difflib.get_close_matches(given[:LONGEST_NAME], list(known), n=1, cutoff=0.4) if given else []
    if nearest:
        said["nearest"] = nearest[0]
    return said


def took_too_long(exc: OperationalError) -> bool:
    """Whether PostgreSQL stopped a statement, rather than being away."""
    return getattr(exc.__cause__, "pgcode", None) == QUERY_CANCELLED


def _too_many(request: Request) -> BadParameters:
    """Names the parameter that the address repeats most."""
    names = Counter(part.partition("=")[0] for part in request.META["QUERY_STRING"].split("&"))
    (most, _times), *_rest = names.most_common(1)
    return BadParameters([problem(most, f"there are more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} parameters")])


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """RFC 9457 for every error an API view raises; None lets an unexpected one become a 500."""
    if isinstance(exc, OperationalError):
        detail = "The question took too long: narrow it."
        if not took_too_long(exc):
            detail = "The database can't be reached just now."
        return _problem(503, detail, headers={"Retry-After": "5"})
    if isinstance(exc, TooManyFieldsSent):
        exc = _too_many(context["request"])
    response = exception_handler(exc, context)
    if response is None:
        return None
    detail = "There is nothing here." if isinstance(exc, Http404) else getattr(exc, "detail", str(exc))
    if isinstance(exc, PermissionDenied):
        detail = "That is not allowed."
    extra = {"errors": exc.problems} if isinstance(exc, BadParameters) else {}
    headers = {name: value for name, value in response.items() if name in ("WWW-Authenticate", "Retry-After", "Allow")}
    return _problem(response.status_code, str(detail), headers=headers, **extra)


def _problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **extra: Any) -> Response:
    data = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **extra}
    return Response(data, status=status, headers=headers, content_type="application/problem+json")


class Schema(AutoSchema):
    """Operation ids in the words of the addresses, and the problem document as every error's answer."""

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "scope", None) or "site"]


class ReadView(APIView):
    """An address that reads as one audience. Subclasses say their `scope` and answer `get`."""

    http_method_names = ["get", "head", "options"]
    scope: str | None = None

    @property
    def audience(self) -> Audience:
        return audience_of_token(token_of(self.request) if self.request.auth else None)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Content-Security-Policy"] = "default-src 'none'"
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Authorization, If-None-Match"
        if hasattr(request, "rate"):
            limit, left, reset = request.rate
            response["RateLimit-Policy"] = f'"minute";q={limit};w=60'
            response["RateLimit"] = f'"minute";r={left};t={reset}'
        if request.auth and response.status_code < 400:
            self.log_reading(request)
        return response

    def log_reading(self, request: Request) -> None:
        """Who asked what, with the names of the parameters and not the words searched for."""
        asked = "&".join(sorted(request.query_params))
        ReadLog.objects.note(
            token_key=token_of(request).token_key,
            audience=self.audience,
            what=f"{request.path}{'?' if asked else ''}{asked}"[:300],
            case_ref=self.kwargs.get("ref", ""),
        )


def ready_json(body: bytes | str, *, etag: str | None = None, link_next: str | None = None) -> Response:
    """An answer that is JSON already. `etag` spares hashing the bytes where their digest is known."""
    response = Response(body.encode() if isinstance(body, str) else body)
    if etag:
        response["ETag"] = quote_etag(etag)
    if link_next:
        response["Link"] = f'<{link_next}>; rel="next"'
    return response


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
