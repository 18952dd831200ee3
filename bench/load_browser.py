"""The least of a browser: cookies, forms with their token, redirects, a connection a request."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TIMEOUT = 60
FORM = "application/x-www-form-urlencoded"
SIGN_IN = "/accounts/sign-in/"
UNTYPED = ("submit", "button", "file", "image", "reset")


@dataclass(frozen=True)
class Answer:
    """What the server said, and how long it took from the first byte sent to the last received."""

    status: int
    location: str
    text: str
    start: float
    seconds: float


@dataclass
class Browser:
    """One person's browser; it signs in once and keeps its session."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page; redirects are not followed."""
        return self._ask("GET", path)

    def post(self, path: str, data: dict[str, str]) -> Answer:
        """Send a form with the token that guards against forged ones."""
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, urlencode({**data, **token}))

    def sign_in(self, name: str, password: str) -> None:
        """Raises RuntimeError when the server does not let us in."""
        self.get(SIGN_IN)
        answer = self.post(SIGN_IN, {"username": name, "password": password})
        if answer.status != 302:
            raise RuntimeError(f"{name} cannot sign in: {answer.status}")

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        start = time.monotonic()
        try:
            connection.request(method, path, body, self._headers(body))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        seconds = time.monotonic() - start
        self._keep_cookies(response)
        location = urlsplit(response.headers.get("Location", ""))._replace(scheme="", netloc="")
        text = content.decode(errors="replace")
        return Answer(response.status, location.geturl(), text, start, seconds)

    def _headers(self, body: str | None) -> dict[str, str]:
        headers = {
            "Accept-Language": "zh-CN",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        return headers if body is None else {**headers, "Content-Type": FORM}

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value


class FormReader(HTMLParser):
    """Reads what a browser would send of the form that holds a certain field."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.fields: dict[str, str] = {}
        self._current: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field with its value."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._current = {}
        elif tag == "input" and name and given.get("type") not in UNTYPED:
            self._input(name, given)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._current[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name

    def _input(self, name: str, given: dict[str, str]) -> None:
        box = given.get("type") in ("checkbox", "radio")
        if not box or "checked" in given:
            self._current[name] = given.get("value", "on" if box else "")

    def handle_data(self, data: str) -> None:
        """The text inside a text area."""
        if self._area:
            self._current[self._area] = self._current.get(self._area, "") + data

    def handle_endtag(self, tag: str) -> None:
        """At the end of the form that holds the field, keep it."""
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "form" and self.wanted in self._current:
            self.fields = self._current


def read_form(text: str, wanted: str) -> dict[str, str]:
    """Fields and values of the form with the field `wanted`; empty when there is none."""
    reader = FormReader(wanted)
    reader.feed(text)
    return reader.fields
