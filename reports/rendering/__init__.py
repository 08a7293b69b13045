"""One issue in its forms. Each form is made from `issue_json`, so all of them say the same."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson

from reports.choices import FormKind
from reports.models import Issue
from reports.rendering.docx import as_docx
from reports.rendering.issue import issue_json
from reports.rendering.mail import as_mail
from reports.rendering.page import as_page
from reports.rendering.pdf import as_pdf
from reports.rendering.text import as_text

__all__ = ["fingerprint", "issue_json", "render_form", "render_said", "said_by"]

_RENDERERS: dict[FormKind, Callable[[dict[str, Any], str, str], bytes]] = {
    FormKind.TEXT: lambda said, language, mark: as_text(said),
    FormKind.PAGE: as_page,
    FormKind.PDF: as_pdf,
    FormKind.DOCX: as_docx,
    FormKind.MAIL: as_mail,
    FormKind.JSON: lambda said, language, mark: orjson.dumps(said, option=orjson.OPT_INDENT_2),
}


def render_form(issue: Issue, kind: FormKind) -> bytes:
    """The issue's bytes in that form as it stands now."""
    return render_said(issue_json(issue), kind, issue.series.language, issue.series.mark)


def fingerprint(issue: Issue) -> str:
    """Of the issue as it stands, read with `for_reading()`: of all that what is printed is a function of."""
    said = (render_form(issue, FormKind.JSON), issue.series.language.encode(), issue.series.mark.encode())
    return sha256(b"\0".join(said)).hexdigest()


def said_by(issue: Issue) -> dict[str, Any]:
    """The issue as data: of a frozen one what its kept JSON says, where that is there."""
    kept = issue.forms.kept().filter(kind=FormKind.JSON).defer("words").first() if issue.is_frozen else None
    if kept is not None:
        said: dict[str, Any] = orjson.loads(bytes(kept.content))
        return said
    return issue_json(Issue.objects.for_reading().get(pk=issue.pk))


def render_said(said: dict[str, Any], kind: FormKind, language: str = "en", mark: str = "") -> bytes:
    """The bytes of an issue given as data, an old one read from text among them. The same data, the same bytes.
    The printed ones carry the mark of whom they are for, if there is one."""
    return _RENDERERS[kind](said, language, mark)
