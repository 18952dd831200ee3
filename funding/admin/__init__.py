"""The admin of money, one file a record."""

from funding.admin import year_input  # noqa: F401
