"""The admin of people."""

from members.admin import member  # noqa: F401
