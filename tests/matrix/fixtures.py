"""The world of the matrix as fixtures: built once a module, every test starts from it untouched."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.matrix.world import World, build
from tests.places import signed_in


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """Inside a transaction of its own, around those of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built_world: World, db: None) -> World:
    """Records of every kind in every sort of place."""
    return built_world


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    """A signed-in client for each user."""
    return {name: signed_in(user) for name, user in world.users.items()}
