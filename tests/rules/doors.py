"""Every address of the site, walked from the URL resolver, so that a test which asks all doors learns of a new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Django's own admin: accounts and vocabularies only, which `test_admin_holds_no_case` sees to.
ADMIN = "admin"


@dataclass(frozen=True)
class Door:
    """A named address: `params` are the parts of it that vary."""

    name: str
    params: tuple[str, ...]

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    def paths(self, values: dict[str, list[str]]) -> list[str]:
        """The address with every combination of these values. Raises `KeyError` for a part that has none."""
        combinations = product(*(values[param] for param in self.params))
        return [reverse(self.name, kwargs=dict(zip(self.params, chosen, strict=True))) for chosen in combinations]


def doors() -> list[Door]:
    """All of them; of Django's admin its first page alone."""
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda door: door.name)


def _walk(patterns: list, namespace: str, params: tuple[str, ...]) -> Iterator[Door]:
    for pattern in patterns:
        here = (*params, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, _join(namespace, pattern.namespace), here)
        elif isinstance(pattern, URLPattern) and (namespace != ADMIN or pattern.name == "index"):
            # An address without a name can't be in any table: its pattern stands in for it and fails there.
            yield Door(_join(namespace, pattern.name or f"unnamed {pattern.pattern}"), here)


def _join(namespace: str, name: str | None) -> str:
    return ":".join(part for part in (namespace, name) if part)
