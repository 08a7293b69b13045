"""The cache: Valkey, or while that is away the memory of this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


class ForgivingCache(RedisCache):
    """Limits on wrong passwords and the codes that were used lie here. Without Valkey nobody is locked out, and each
    process still counts for itself, so that switching Valkey off doesn't open the door to guessing."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("while-valkey-is-away", params)

    def _either(self, name: str, *args: Any, **options: Any) -> Any:
        ask: Callable[..., Any] = getattr(super(), name)
        try:
            return ask(*args, **options)
        except RedisError:
            return getattr(self._own, name)(*args, **options)

    def add(self, *args: Any, **options: Any) -> bool:
        return self._either("add", *args, **options)

    def get(self, *args: Any, **options: Any) -> Any:
        return self._either("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> None:
        self._either("set", *args, **options)

    def delete(self, *args: Any, **options: Any) -> bool:
        return self._either("delete", *args, **options)
