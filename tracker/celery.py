"""The Celery application: who does a piece of work and when. Tasks themselves ask PostgreSQL what is due."""

import os
from pathlib import Path

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_ready.connect
@signals.beat_init.connect
def note_ready(**_: object) -> None:
    """Leave a mark for `up` that this process is at work."""
    if path := os.environ.get("TRACKER_READY_FILE"):
        Path(path).touch()
