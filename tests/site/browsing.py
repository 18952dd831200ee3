"""A browser without a server: what it asks for is answered by Django's test client.

The demo data live in a transaction that no other process can see, so a real server would show an
empty database. Headers, the content security policy among them, reach the browser as they are.
"""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

HOST = "http://127.0.0.1"  # an address that browsers trust
_OWN_HEADERS = {"content-length", "set-cookie"}


def answer_from(client: Client, page: Page) -> None:
    """Answer everything that the page asks for from this client."""
    page.route("**/*", lambda route: _answer(client, route))


def _answer(client: Client, route: Route) -> None:
    address = urlsplit(route.request.url)
    if f"{address.scheme}://{address.netloc}" != HOST:
        route.abort()
    elif address.path.startswith("/static/"):
        _send_file(route, address.path.removeprefix("/static/"))
    else:
        target = address.path + (f"?{address.query}" if address.query else "")
        response = client.get(target, follow=True)
        headers = {k: v for k, v in response.headers.items() if k.lower() not in _OWN_HEADERS}
        route.fulfill(status=response.status_code, headers=headers, body=b"".join(iter(response)))


def _send_file(route: Route, name: str) -> None:
    found = finders.find(name)
    if not isinstance(found, str):
        route.fulfill(status=404)
        return
    kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
    route.fulfill(status=200, content_type=kind, body=Path(found).read_bytes())
