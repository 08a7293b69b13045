"""The issue as a mail without sender and recipients: its text, and the page with the style at each element."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import css_inline

from reports.rendering.page import page_of
from reports.rendering.printed import clean, printed
from reports.rendering.text import as_text

# Mail programs that know no style sheet still get the look; those that do, the dark one too.
_INLINER = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def as_mail(said: dict[str, Any], language: str, mark: str) -> bytes:
    """Dated midnight of the issue's date; the boundary comes from the content, so that the bytes stay the same."""
    issue = printed(said, language, mark)
    page = _INLINER.inline(page_of(issue))
    message = EmailMessage(policy=SMTP)
    message["Subject"] = issue["title"]
    message["Date"] = datetime.combine(date.fromisoformat(said["dated"]), time(), UTC)
    text = "\n\n".join(filter(None, [mark, as_text(said).decode()]))
    message.set_content(clean(text), cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    message["Content-Language"] = language
    # No line of quoted-printable can hold “=_”.
    message.set_boundary(f"=_{hashlib.sha256(page.encode()).hexdigest()[:40]}")
    return message.as_bytes()
