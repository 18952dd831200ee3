"""The admin of organisations, one file a record."""

from townships.admin import (  # noqa: F401
    division,
    employer,
    grassroots_union,
    statistics,
    township_union,
    union,
)
