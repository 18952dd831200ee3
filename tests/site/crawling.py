"""Follows every link and every search form of the site, a few samples of each kind."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.site.reading import Reading

HOST = "http://testserver"
# In any order.
CSP = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'"}
Check = Callable[[Reading], list[str]]


@dataclass
class Walk:
    """What one user saw: the pages by address, and every finding with its address and origin."""

    client: Client
    check: Check
    samples: int = 2
    seen: dict[str, str] = field(default_factory=dict)  # address → name of the view
    findings: list[str] = field(default_factory=list)
    _kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    _waiting: deque[tuple[str, str]] = field(default_factory=deque)

    def views(self) -> set[str]:
        """Names of the views that answered."""
        return set(self.seen.values())

    def start(self, *addresses: str) -> "Walk":
        """Walk from these addresses until nothing new is left."""
        for address in addresses:
            self._queue(address, "/")
        while self._waiting:
            self._visit(*self._waiting.popleft())
        return self

    def _queue(self, address: str, origin: str) -> None:
        """Remember an address unless enough of its kind are known."""
        parts = urlsplit(urldefrag(urljoin(HOST + origin, address)).url)
        if f"{parts.scheme}://{parts.netloc}" != HOST:
            return
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        if target in self.seen or any(target == known for known, _origin in self._waiting):
            return
        if self._is_new(view_name(parts.path), parts.query):
            self._waiting.append((target, origin))

    def _is_new(self, view: str, query: str) -> bool:
        """Whether the view has too few samples, or one of its query parameters none.

        Filters can be combined without end; each of them alone is enough.
        """
        kinds = [(view, name) for name, value in parse_qsl(query) if value] or [(view, "")]
        limits = [1 if name else self.samples for _view, name in kinds]
        is_new = any(self._kinds[kind] < n for kind, n in zip(kinds, limits, strict=True))
        if is_new:
            self._kinds.update(kinds)
        return is_new

    def _visit(self, target: str, origin: str) -> None:
        response = self.client.get(target, follow=True)
        self.seen[target] = view_name(urlsplit(target).path)
        where = f"{target} (from {origin})"
        if response.status_code != 200:
            self.findings.append(f"{where}: {response.status_code}")
            return
        for found in self._problems(response):
            self.findings.append(f"{where}: {found}")

    def _problems(self, response: Any) -> Iterator[str]:
        policy = response.headers.get("Content-Security-Policy", "")
        if not set(policy.split("; ")) >= CSP or "unsafe" in policy:
            yield f"content security policy is {policy!r}"
        if not response.headers["Content-Type"].startswith("text/html"):
            return
        page = Reading(response.content.decode())
        yield from self.check(page)
        here = response.request["PATH_INFO"]
        for address in page.links:
            self._queue(address, here)
        for form in page.forms:
            if form.method == "get":
                self._queue(form.address() if form.action else "?" + form.address()[1:], here)


def view_name(path: str) -> str:
    """Name of the view that answers, with its namespace; the path itself where there is none."""
    try:
        return resolve(path).view_name or path
    except Resolver404:
        return path
