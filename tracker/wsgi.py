"""The web application as the web server loads it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

application = get_wsgi_application()


def limit_questions(connection: object, **_: object) -> None:
    """A page or an answer that takes too long is ended by PostgreSQL; commands and jobs may take their time."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SET statement_timeout = %s", [settings.STATEMENT_SECONDS * 1000])


connection_created.connect(limit_questions)
