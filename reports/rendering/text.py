"""The text form: the seed's own."""

from __future__ import annotations

from typing import Any

from reports.archive import issue_as_text


def as_text(said: dict[str, Any]) -> bytes:
    """The issue as UTF-8 text, one paragraph an entry, no newline at the end."""
    return issue_as_text(said).encode()
