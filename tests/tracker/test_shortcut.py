"""What the API's answers pass, and what takes the long way."""

from __future__ import annotations

import pytest
from django.contrib.sessions.middleware import SessionMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_sessions(monkeypatch):
    def fail(self, request):
        raise AssertionError("a session was begun")

    monkeypatch.setattr(SessionMiddleware, "process_request", fail)


@pytest.mark.parametrize(
    "address", ["/api/v1/cases/", "/api/v1/cases.ndjson", "/api/v1/changes/", "/api/v1/bulletins/"]
)
def test_api_answers_without_what_only_pages_need(without_sessions, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/api/v1/cases/NOSUCH/", "/api/v1/no-such-address/"])
def test_refusals_of_the_api_are_problems_there_too(without_sessions, client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("address", ["/api/v1/docs/", "/sign-in/", "/facilities/"])
def test_pages_take_the_long_way(without_sessions, client, address):
    with pytest.raises(AssertionError, match="a session was begun"):
        client.get(address)
