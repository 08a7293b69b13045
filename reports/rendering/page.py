"""The HTML form: one page that needs nothing from anywhere, its style inside, no scripts. A mail holds it too."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reports.rendering.printed import printed

_STYLE = Path(__file__).with_name("issue.css").read_text(encoding="utf-8")

_STYLED = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def as_page(said: dict[str, Any], language: str, mark: str) -> bytes:
    return page_of(printed(said, language, mark)).encode()


def page_of(issue: dict[str, Any]) -> str:
    """The page of an issue as `printed` or `traced` gives it."""
    style = mark_safe(f"<style>{_STYLE}</style>")  # noqa: S308 (our own file)
    return render_to_string("reports/forms/issue.html", {"issue": issue, "style": style})


def policy_of(content: bytes) -> str:
    """The Content-Security-Policy under which a page of ours may be shown: its own style sheet, and nothing else."""
    style = _STYLED.search(content)
    digest = base64.b64encode(hashlib.sha256(style[1] if style else b"").digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
