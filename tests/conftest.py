"""The actors, always these, and one small world that most tests start from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.test import Client

from cases import copying
from cases.models import Case, LedgerCounter
from tests import factories
from tracker.audiences import Audience
from tracker.models import ApiToken, User
from tracker.permissions import Role


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose tests empty the tables come last: afterwards the rows that migrations ship are gone."""
    emptying = {
        item.path
        for item in items
        if (marker := item.get_closest_marker("django_db")) and marker.kwargs.get("transaction")
    }
    items.sort(key=lambda item: item.path in emptying)


@pytest.fixture(autouse=True)
def _as_started(request: pytest.FixtureRequest, settings: Any) -> None:
    """What a start does for the site: an empty cache of its own (rate limits live in Valkey, which the suite's processes
    share), static files by their own names, and the ledger's counter and the clocks, which emptied tables have lost."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    marker = request.node.get_closest_marker("django_db")
    if marker or "db" in request.fixturenames:
        is_transactional = marker is not None and marker.kwargs.get("transaction", False)
        request.getfixturevalue("transactional_db" if is_transactional else "db")
        LedgerCounter.objects.get_or_create(pk=1)
        factories.ship_clocks()
        if not is_transactional:
            request.getfixturevalue("monkeypatch").setattr(copying, "snapshot", _inside(connections["default"]))


def _inside(own: Any) -> Callable[[], Any]:
    """The test's own connection for exports: no other sees what a test that is rolled back has written."""

    @contextmanager
    def snapshot() -> Iterator[Any]:
        own.inc_thread_sharing()
        try:
            yield own
        finally:
            own.dec_thread_sharing()

    return snapshot


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """One database for each worker."""


def _user(role: str, name: str) -> User:
    return User.objects.create_user(name, role=role, display_name=name.title())


@pytest.fixture
def researcher(db: None) -> User:
    return _user(Role.RESEARCHER, "researcher")


@pytest.fixture
def advocate(db: None) -> User:
    return _user(Role.ADVOCATE, "advocate")


@pytest.fixture
def editor(db: None) -> User:
    return _user(Role.EDITOR, "editor")


@pytest.fixture
def reviewer(db: None) -> User:
    return _user(Role.REVIEWER, "reviewer")


@pytest.fixture
def admin(db: None) -> User:
    return _user(Role.ADMIN, "admin")


@pytest.fixture
def outsider(db: None) -> User:
    """A partner's account: signed in, and of no role in the team."""
    return _user(Role.PARTNER, "outsider")


@pytest.fixture
def visitor(db: None) -> Client:
    """Nobody: a browser that is not signed in."""
    return Client()


class ApiClient(Client):
    """A client that sends a token and reads JSON."""

    def __init__(self, token: str | None = None) -> None:
        super().__init__(headers={"Authorization": f"Bearer {token}"} if token else None)
        self.token = token

    def json(self, path: str, **query: Any) -> Any:
        """The answer's JSON. Fails on any answer but 200, with what it says."""
        answer = self.get(f"/api/v1/{path}", query)
        assert answer.status_code == 200, (answer.status_code, answer.content[:500])
        return answer.json()

    def refs(self, **query: Any) -> list[str]:
        """The refs of the cases that a query finds, in order."""
        return [card["ref"] for card in self.json("cases/", **query)["results"]]


@pytest.fixture
def partner(db: None) -> ApiClient:
    """A partner's token."""
    holder = User.objects.create_user("partner", role=Role.PARTNER)
    return ApiClient(ApiToken.objects.create(holder, audience=Audience.PARTNER)[1])


@pytest.fixture
def public(db: None) -> ApiClient:
    """The API without a token."""
    return ApiClient()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def publish_case(researcher: User, reviewer: User) -> Callable[..., Case]:
    """Makes a case with what `factories.make_case` takes, approves and publishes it to that audience."""

    def make(*, audience: Audience = Audience.PARTNER, **what: Any) -> Case:
        case = factories.make_case(by=researcher, **what)
        factories.approve_and_publish(case, audience=audience, by=reviewer)
        return case

    return make


@pytest.fixture
def time_machine_at() -> Callable[[str], Any]:
    """The clock standing still at noon UTC of a day."""
    return lambda day: time_machine.travel(f"{day}T12:00:00+00:00", tick=False)


@pytest.fixture
def samadov(researcher: User) -> Case:
    person = factories.make_person(
        "Rauf Samadov", names=["Rauf Səmədov"], occupation="satirical poet", residence="Salyan"
    )
    return factories.make_case(
        by=researcher,
        person=person,
        detentions=[
            {
                "began": "../2023-09-26",
                "known_on": date(2023, 9, 26),
                "custody_type": "pretrial_remand",
                "facility": factories.make_facility(),
                "certainty": "alleged",
                "attribution": "Lawyer Leyla Karimli",
            }
        ],
        charges=[{"text": "drug offences", "articles": ["234.4.3"]}],
    )
