"""The admin of cadres, one file a record."""

from cadres.admin import (  # noqa: F401
    appointment,
    body,
    delegate,
    meeting,
    person,
    term,
)
