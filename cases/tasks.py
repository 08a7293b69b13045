"""Periodic work on cases: each asks PostgreSQL what is due, so that losing the broker loses nothing."""

from celery import shared_task

from cases.writing import rebuild_stale


@shared_task
def rebuild_stale_documents() -> int:
    """Rebuilds the team documents that a change of something shared has marked. Returns how many."""
    done = 0
    while batch := rebuild_stale():
        done += batch
    return done
