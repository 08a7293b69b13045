"""What the web processes add to the application."""

import pytest
from django.db import OperationalError, connection

from tracker.wsgi import limit_questions


@pytest.mark.django_db(transaction=True)
def test_questions_of_the_web_end_after_the_seconds_that_the_setting_gives(settings):
    settings.STATEMENT_SECONDS = 1
    try:
        limit_questions(connection)
        with connection.cursor() as cursor, pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(3)")
    finally:
        connection.close()
