"""Keeps the bytes of a frozen issue."""

from __future__ import annotations

import hashlib

from cases.indexing import words_in
from reports.choices import FormKind
from reports.models import Issue, IssueForm


def keep_forms(issue: Issue, forms: dict[FormKind, bytes], *, former: dict[str, list[str]] | None = None) -> None:
    """Stores every form with its SHA-256 and those of bytes that are gone, and the words of the text form for the
    archive's search."""
    IssueForm.objects.bulk_create(
        IssueForm(
            issue=issue,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            former_sha256=(former or {}).get(kind, []),
            words=_words(content.decode()) if kind == FormKind.TEXT else None,
        )
        for kind, content in forms.items()
    )


def _words(text: str) -> set[str]:
    """Longer ones are no words, and PostgreSQL would refuse them."""
    return {word for word in words_in([text]) if len(word) <= 200}
