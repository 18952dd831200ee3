"""What all tests share. Fixtures of one app lie in that app's folder."""

import gc
import os
import warnings
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

from tests.matrix.fixtures import built_world, clients, world
from tests.places import as_user, places, staff, unions
from tools import browser
from unionreg.county.partitioning import partition

__all__ = ["as_user", "built_world", "clients", "places", "staff", "unions", "world"]

# A slow machine is no failure; the same examples in every run, so that a red one can be repeated.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.load_profile("suite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """With PARTITIONED=1 the county-level tables of the test database become LIST partitions."""
    if os.environ.get("PARTITIONED") == "1":
        with django_db_blocker.unblock():
            assert partition(["410581", "410523", "330603"])
    yield
    with django_db_blocker.unblock():
        _end_other_sessions()


def _end_other_sessions() -> None:
    """A session that a test left open would keep the database from being dropped; say which.

    Those that PgBouncer keeps are idle after their reset.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid), state, query FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend' AND query <> 'DISCARD ALL'"
        )
        for _ended, state, query in cursor.fetchall():
            warnings.warn(f"a test left a session open, {state}: {query[:300]}", stacklevel=1)
    connection.close()


@pytest.fixture
def database_url(transactional_db) -> str:
    """DATABASE_URL of the running test database, for processes that a test starts.

    What such a process sees must be committed, hence the real transactions.
    """
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    login = f"{quote(settings['USER'], safe='')}:{quote(settings['PASSWORD'], safe='')}"
    return f"postgres://{login}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict:
    """The system's Chromium: nothing is downloaded for the tests."""
    path = browser.find()
    assert path, "No Chromium found: run `make browser` or set CHROMIUM."
    return {**browser_type_launch_args, "executable_path": path, "args": list(browser.ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict:
    """A clerk's screen: Chinese, Beijing time, 1366 by 768."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }


def pytest_collection_finish() -> None:
    """Thousands of collected tests live to the end: the garbage collector need not walk them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that `-m 'not browser'` leaves it out.

    On the second database the tests of what no database changes are left out (tools/run_tests.py).
    """
    for item in items:
        if "page" in _fixtures(item):
            item.add_marker(pytest.mark.browser)
    if os.environ.get("UNIONREG_DATABASE_TESTS_ONLY") == "1":
        config.hook.pytest_deselected(items=[i for i in items if not _needs_this_database(i)])
        items[:] = [item for item in items if _needs_this_database(item)]
    _begin_with_the_slow(items)


def _begin_with_the_slow(items: list[pytest.Item]) -> None:
    """Among the tests with real transactions, which come last: no process shall wait for one."""
    late = [n for n, item in enumerate(items) if "transactional_db" in _fixtures(item)]
    ordered = sorted(late, key=lambda n: items[n].get_closest_marker("slow") is None)
    for place, item in zip(late, [items[n] for n in ordered], strict=True):
        items[place] = item


def _needs_this_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("appearance"):
        return False
    asked = {"db", "transactional_db", "django_db_setup"} & _fixtures(item)
    return bool(asked) or item.get_closest_marker("django_db") is not None


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))
