"""The admin of cadres, one file a record."""

from cadres.admin import (  # noqa: F401
    allowance,
    appointment,
    body,
    delegate,
    meeting,
    person,
    social_worker,
    term,
    training,
)
