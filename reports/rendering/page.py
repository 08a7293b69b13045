"""The HTML form: one page that needs nothing from anywhere, its style inside, no scripts. A mail holds it too."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
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
    allowed = _hashed(style[1] if style else b"")
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def policy_of_mail(page: str) -> str:
    """The same for a mail's page, whose elements have styles of their own, in a frame of this site."""
    styles = _Styles()
    styles.feed(page)
    allowed = " ".join(_hashed(style.encode()) for style in dict.fromkeys(styles.found))
    return (
        f"default-src 'none'; style-src 'unsafe-hashes' {allowed}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'self'; sandbox"
    )


def _hashed(style: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'"


class _Styles(HTMLParser):
    """Every style sheet and style attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_inside = tag == "style"
        self.found += [value for name, value in attrs if name == "style" and value]

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.found.append(data)
