"""The admin of money, one file a record."""

from funding.admin import (
    grant,  # noqa: F401
    year_input,  # noqa: F401
)
