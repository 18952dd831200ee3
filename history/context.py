"""The id of the request at work, so that a change can be traced to it without passing it around."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
