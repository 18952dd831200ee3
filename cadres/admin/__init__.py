"""The admin of cadres, one file a record."""

from cadres.admin import (  # noqa: F401
    allowance,
    appointment,
    person,
    social_worker,
    training,
)
