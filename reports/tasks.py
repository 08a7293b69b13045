"""Bulletins' periodic work. The tables say what is due; Celery only decides who does it and when."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from reports.choices import FormKind
from reports.compiling import compile_claimed
from reports.freezing import awaited_forms, render_awaited
from reports.mailing.previewing import send_preview
from reports.mailing.sending import send_due
from reports.mailing.subscribing import forget_unconfirmed
from reports.recompiling import recompile_claimed
from reports.redaction import awaiting_forms, render_again
from reports.scheduling import claim_due_issues, uncompiled_issues


@shared_task
def compile_due_issues() -> int:
    """Claims the issues whose hour has come, and hands every claimed one that nobody compiled yet to a worker."""
    claim_due_issues(now=timezone.now())
    due = list(uncompiled_issues())
    for issue_id in due:
        compile_issue.delay(issue_id)
    return len(due)


@shared_task
def compile_issue(issue_id: int) -> bool:
    """Compiles a claimed issue, or one again for which that was asked. Run twice, or by two workers at once, it is
    compiled once. Whether this call did it."""
    return compile_claimed(issue_id) or recompile_claimed(issue_id)


@shared_task
def render_awaited_forms(issue_id: int | None = None) -> int:
    """Hands each form that an issue, or any, waits for to be frozen to a worker. How many."""
    awaited = [one for one in awaited_forms() if issue_id in (None, one[0])]
    for issue, kind in awaited:
        render_awaited_form.delay(issue, kind)
    return len(awaited)


@shared_task
def render_awaited_form(issue_id: int, kind: str) -> None:
    """Makes one form; after the last the issue is frozen. Run twice it is done once."""
    render_awaited(issue_id, FormKind(kind))


@shared_task
def render_redacted_issues() -> int:
    """Makes the forms again that a withdrawal took away. How many issues that were."""
    return sum(render_again(issue) for issue in awaiting_forms())


@shared_task
def send_due_mail() -> int:
    """Sends the confirmations and issues that are due. How many mails."""
    return send_due()


@shared_task
def send_preview_mail(issue_id: int, user_id: int) -> bool:
    """Sends an issue to the address of somebody who may send it. Whether it was taken over."""
    return send_preview(issue_id, user_id)


@shared_task
def forget_unconfirmed_subscribers() -> int:
    """Takes away addresses that nobody confirmed in time. How many."""
    return forget_unconfirmed()
