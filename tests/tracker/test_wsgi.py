"""What the web processes add to the application."""

from __future__ import annotations

import importlib

import pytest
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created


@pytest.fixture
def web_process():
    """The application loaded as the web server loads it; other tests keep connections without its limits."""
    module = importlib.reload(importlib.import_module("tracker.wsgi"))
    yield
    connection_created.disconnect(module.limit_questions)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_questions_of_the_web_end_after_the_seconds_that_the_setting_gives(settings, web_process):
    settings.STATEMENT_SECONDS = 1
    connection.close()
    with connection.cursor() as cursor, pytest.raises(OperationalError, match="statement timeout"):
        cursor.execute("SELECT pg_sleep(3)")
