"""An issue sent to whoever is about to send it, and what became of that, which their page tells for an hour."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext as _

from reports.choices import FormKind
from reports.mailing.messages import IssueMail
from reports.models import IssueForm
from tracker.mail import Fault, Mailer, MailFault
from tracker.models import User
from tracker.permissions import Permission

TOLD_FOR = 3600
ASKED, SENT, NOT_MADE = "asked", "sent", "not made"


def note_asked(issue_id: int, user: User) -> None:
    cache.set(_place(issue_id, user.pk), ASKED, TOLD_FOR)


def preview_in_words(issue_id: int, user: User) -> tuple[str, str]:
    """`asked`, `sent` or `failed`, and why; empty where no preview was asked for lately."""
    said = cache.get(_place(issue_id, user.pk)) or ""
    if said == NOT_MADE:
        return "failed", _("it could not be made; try again, and if that fails too, the log of this site says why")
    return ("failed", str(Fault(said).label)) if said in Fault.values else (said, "")


def send_preview(issue_id: int, user_id: int) -> bool:
    """Whether the preview was taken over; only whoever may send the issue gets one. However it ends, the page tells."""
    said = NOT_MADE
    try:
        if _was_sent(issue_id, user_id):
            said = SENT
    except MailFault as fault:
        said = fault.fault.value
    finally:
        cache.set(_place(issue_id, user_id), said, TOLD_FOR)
    return said == SENT


def _was_sent(issue_id: int, user_id: int) -> bool:
    """Raises `MailFault`."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    form = IssueForm.objects.kept().filter(issue=issue_id, kind=FormKind.MAIL).select_related("issue__series").first()
    if user is None or form is None or not user.may(Permission.BULLETIN_FREEZE):
        return False
    content = IssueMail.of(form.issue, bytes(form.content)).as_preview(user.email)
    with Mailer() as mailer:
        return mailer.send(content, user.email)


def _place(issue_id: int, user_id: int) -> str:
    return f"preview:{issue_id}:{user_id}"
