"""The Celery application as beat needs it: the timetable alone. Without Django it starts at once and stays small."""

from celery import Celery

app = Celery("tracker", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
