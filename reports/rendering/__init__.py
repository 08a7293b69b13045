"""One issue in its forms. Each form is made from `issue_json`, so all of them say the same."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from reports.choices import FormKind
from reports.models import Issue
from reports.rendering.issue import issue_json
from reports.rendering.text import as_text

__all__ = ["issue_json", "render_form", "render_said"]


def _json(said: dict) -> bytes:
    return orjson.dumps(said, option=orjson.OPT_INDENT_2)


_RENDERERS: dict[FormKind, Callable[[dict], bytes]] = {FormKind.TEXT: as_text, FormKind.JSON: _json}


def render_form(issue: Issue, kind: FormKind) -> bytes:
    """The issue's bytes in that form as it stands now."""
    return render_said(issue_json(issue), kind)


def render_said(said: dict, kind: FormKind) -> bytes:
    """The bytes of an issue given as data, an old one read from text among them."""
    return _RENDERERS[kind](said)
