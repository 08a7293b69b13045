"""Periodic work of the site itself."""

from celery import shared_task

from tracker.unfinished import forget_old


@shared_task
def forget_old_unfinished_forms() -> int:
    """Takes away what was typed and not taken up in time. Returns how many forms."""
    return forget_old()
