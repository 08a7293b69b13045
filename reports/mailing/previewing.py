"""An issue sent to whoever is about to send it, and what became of that, which their page tells for an hour."""

from __future__ import annotations

from django.core.cache import cache

from reports.choices import FormKind
from reports.mailing.messages import IssueMail
from reports.models import IssueForm
from tracker.mail import Fault, Mailer, MailFault
from tracker.models import User
from tracker.permissions import Permission

TOLD_FOR = 3600
ASKED, SENT = "asked", "sent"


def note_asked(issue_id: int, user: User) -> None:
    cache.set(_place(issue_id, user.pk), ASKED, TOLD_FOR)


def preview_in_words(issue_id: int, user: User) -> tuple[str, str]:
    """`asked`, `sent` or `failed`, and why; empty where no preview was asked for lately."""
    said = cache.get(_place(issue_id, user.pk)) or ""
    return ("failed", str(Fault(said).label)) if said in Fault.values else (said, "")


def send_preview(issue_id: int, user_id: int) -> bool:
    """Whether the preview was taken over; only whoever may send the issue gets one."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    form = IssueForm.objects.kept().filter(issue=issue_id, kind=FormKind.MAIL).select_related("issue__series").first()
    if user is None or form is None or not user.may(Permission.BULLETIN_FREEZE):
        return False
    content = IssueMail.of(form.issue, bytes(form.content)).as_preview(user.email)
    try:
        with Mailer() as mailer:
            is_sent = mailer.send(content, user.email)
        cache.set(_place(issue_id, user_id), SENT, TOLD_FOR)
    except MailFault as fault:
        is_sent = False
        cache.set(_place(issue_id, user_id), fault.fault.value, TOLD_FOR)
    return is_sent


def _place(issue_id: int, user_id: int) -> str:
    return f"preview:{issue_id}:{user_id}"
