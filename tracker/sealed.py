"""Text encrypted with keys that are kept outside the database, so that a dump of it reveals none.

The keys are `settings.SEALING_KEYS`, the newest first: it seals, all of them open. History copies the sealed text as it
is, so a key must stay in the list until `rotate_sealing_keys` has sealed everything anew.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CannotUnseal(Exception):
    """A sealed text that no key opens: a key is missing or the text was changed. Names the column, never the text."""


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """The text as it is stored, sealed with the newest key; never the same twice."""
    return _ring(tuple(settings.SEALING_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str, where: str) -> str:
    """The text of a stored one. Raises `CannotUnseal`, which names `where`."""
    try:
        return _ring(tuple(settings.SEALING_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise CannotUnseal(f"{where}: no key of TRACKER_SEALING_KEYS opens this text.") from fault


def reseal(sealed: str, where: str) -> str | None:
    """The same text under the newest key; None when it already is. Raises `CannotUnseal`."""
    try:
        Fernet(settings.SEALING_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return seal(unseal(sealed, where))
    return None


class Unsealed(str):
    """Words as they came out of a column, with the text they were sealed as."""

    __slots__ = ("sealed",)
    sealed: str


class SealedTextField(models.TextField):
    """Text that is sealed in its column and plain in Python; "" and None are stored as they are.

    Nothing can be searched for: of the lookups only `isnull` is left. Words that were not changed are written back as
    they were sealed, so that a save without a change leaves no history of one.
    """

    description = _("Text sealed with a key outside the database")

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None

    def get_prep_value(self, value: Any) -> Any:
        if not value or hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, Unsealed):
            return reseal(value.sealed, str(self)) or value.sealed
        return seal(str(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        if not value:
            return value
        words = Unsealed(unseal(value, str(self)))
        words.sealed = value
        return words
