"""Signed-in browser pages that fail the test when the browser complains."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts.models import User

# A page that a test asks for although it does not exist or is closed.
_EXPECTED = ("status of 404", "status of 403", "status of 429")


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains about, content security policy first of all."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)
    yield heard
    unexpected = [text for text in heard if not any(known in text for known in _EXPECTED)]
    assert unexpected == []


@pytest.fixture
def open_as(page: Page, live_server, complaints: list[str]) -> Callable[[User | None, str], Page]:
    """Open a path as somebody, or as nobody."""

    def open_page(user: User | None, path: str) -> Page:
        if user is not None:
            client = Client()
            client.force_login(user, backend="accounts.backends.RoleBackend")
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            name = settings.SESSION_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_page
