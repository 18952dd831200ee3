"""Errors that writing a county-level row may raise."""

from typing import Any


class CountyChanged(ValueError):
    """A saved row was given another county; a move closes the old row and opens a new one."""


class Conflict(Exception):
    """Somebody else saved the same record in the meantime.

    `current` is the record as it is stored now.
    """

    def __init__(self, current: Any) -> None:
        super().__init__(f"{type(current).__name__} {current.pk} has changed meanwhile")
        self.current = current
