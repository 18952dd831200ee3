"""What every request goes through before anything else looks at it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render

NUL = "\0"


class RefuseNulMiddleware:
    """Answers 400 to a NUL in the address or in a form.

    No browser sends one. PostgreSQL keeps none in a text and would fail with a server error at
    whatever query it reached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raise BadRequest; here, so that the answer is the project's own page."""
        values = [request.path, *_texts(request.GET)]
        if request.method == "POST":
            values += _texts(request.POST)
        if any(NUL in value for value in values):
            raise BadRequest("NUL in a request")


class NotAllowedPageMiddleware:
    """Shows a page where an address only takes what a button sends.

    After signing in again, or with Enter in the address bar, somebody asks for it; Django answers
    with nothing, and the browser then shows an error page of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method != "GET":
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page


def _texts(data: QueryDict) -> Iterable[str]:
    return (text for name, values in data.lists() for text in (name, *map(str, values)))
