"""Who calls the API: a token's user and audience, and whether its scopes cover what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q
from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tracker.models import ApiToken, User
from tracker.statements import Statement

if TYPE_CHECKING:
    from rest_framework.views import APIView

_USED_EVERY = timedelta(minutes=1)


class BearerAuthentication(TokenAuthentication):
    """Knox's tokens, with a reason that says whether a token is wrong or expired; expired rows stay for the record."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """The token's user and the token. Raises `AuthenticationFailed`."""
        try:
            text = token.decode("ascii")
        except UnicodeDecodeError:
            raise AuthenticationFailed("This token is not one of ours.") from None
        digest = hash_token(text)
        tokens = _tokens(text[: CONSTANTS.TOKEN_KEY_LENGTH])
        found = next((token for token in tokens if compare_digest(token.digest, digest)), None)
        if found is None:
            raise AuthenticationFailed("This token is not one of ours.")
        now = timezone.now()
        if found.expiry and found.expiry < now:
            raise AuthenticationFailed(f"This token expired on {found.expiry:%Y-%m-%d}.")
        if not found.user.is_active:
            raise AuthenticationFailed("This token's account is closed.")
        # To the minute is exact enough to find forgotten tokens, and spares a write for each request.
        unseen = Q(last_used_at=None) | Q(last_used_at__lt=now - _USED_EVERY)
        if found.last_used_at is None or found.last_used_at < now - _USED_EVERY:
            ApiToken.objects.filter(unseen, pk=found.pk).update(last_used_at=now)
        return found.user, found


_OF_TOKEN = [field.attname for field in ApiToken._meta.concrete_fields]
_OF_USER = [field.attname for field in User._meta.concrete_fields]
_BY_KEY = Statement(
    lambda key: ApiToken.objects.filter(token_key=key).values_list(*_OF_TOKEN, *(f"user__{name}" for name in _OF_USER)),
    "a key",
)


def _tokens(key: str) -> Iterator[ApiToken]:
    """The tokens that begin so, with their users."""
    for row in _BY_KEY.rows(key):
        token = ApiToken.from_db(DEFAULT_DB_ALIAS, _OF_TOKEN, row[: len(_OF_TOKEN)])
        token.user = User.from_db(DEFAULT_DB_ALIAS, _OF_USER, row[len(_OF_TOKEN) :])
        yield token


def token_of(request: Request) -> ApiToken:
    """The token that a request came with. Raises `ValueError` without one."""
    if not isinstance(request.auth, ApiToken):
        raise ValueError("The request has no token.")
    return request.auth


class HasScope(BasePermission):
    """Reading needs no account: without a token one reads as the public. A token reads what its scopes name."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        scope = getattr(view, "scope", None)
        if request.auth is None or scope is None:
            return True
        self.message = f"This token does not cover “{scope}”."
        return scope in token_of(request).scopes
