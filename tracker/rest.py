"""What the REST framework loads by name while it is still loading itself: the JSON renderer and the rate limit."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings
from django.core.cache import cache
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from tracker.tokens import token_of

if TYPE_CHECKING:
    from rest_framework.views import APIView


class JSONRenderer(BaseRenderer):
    """Bytes are JSON already and pass through; anything else is encoded."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        return data if isinstance(data, bytes) else orjson.dumps(data, default=str)


@lru_cache(maxsize=4)
def _valkey(address: str) -> Redis:
    return Redis.from_url(address)


class MinuteThrottle(BaseThrottle):
    """So many requests a minute for each token; a tenth of it for each address without one.

    The count lives in Valkey. When that is away nobody is refused: the record must stay readable.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        now = time.time()
        window = int(now // 60)
        self.reset = 60 - int(now % 60)
        self.limit = settings.API_RATE if request.auth else max(settings.API_RATE // 10, 1)
        who = token_of(request).digest[:32] if request.auth else self.get_ident(request)
        used = self._count(f"rate:{who}:{window}")
        request.rate = (self.limit, max(self.limit - used, 0), self.reset)  # type: ignore[attr-defined]
        return used <= self.limit

    def _count(self, key: str) -> int:
        """Once more, in one round trip; 0 without Valkey."""
        kept = cache.make_key(key)
        try:
            with _valkey(settings.CACHES["default"]["LOCATION"]).pipeline(transaction=False) as pipeline:
                pipeline.incr(kept)
                pipeline.expire(kept, 120)
                count, _ = pipeline.execute()
        except RedisError:
            return 0
        return int(count)

    def wait(self) -> float:
        return self.reset
