"""Periodic work on cases: each asks PostgreSQL what is due, so that losing the broker loses nothing."""

from celery import shared_task

from cases.name_words import forget_unused_words
from cases.writing import rebuild_stale


@shared_task
def rebuild_stale_documents() -> int:
    """Rebuilds the team documents that a change of something shared has marked. Returns how many."""
    done = 0
    while batch := rebuild_stale():
        done += batch
    return done


@shared_task
def forget_unused_name_words() -> int:
    """Takes the words of names that no document holds any more out of the dictionary. Returns how many."""
    return forget_unused_words()
