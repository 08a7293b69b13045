"""The world of the canary's tests and everybody who may ask in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.rules.world import World, make_readers, make_world
from tracker.models import User
from tracker.permissions import Role


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, made once for this module; what a test changes in it is rolled back with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(
            User.objects.create_user("researcher", role=Role.RESEARCHER),
            User.objects.create_user("reviewer", role=Role.REVIEWER),
        )
        transaction.set_rollback(True)


@pytest.fixture
def world(_built, db, settings) -> World:
    settings.API_RATE = 1_000_000
    return _built


@pytest.fixture
def readers(world) -> dict[str, Client]:
    return make_readers(world)
