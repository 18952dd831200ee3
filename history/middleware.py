"""Gives every request an id; it is stored with each change and returned in a response header."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from history.context import request_id


class RequestIdMiddleware:
    """Sets `history.context.request_id` for the time of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
        finally:
            request_id.reset(token)
        return response
