"""The admin of people in posts, one file a record."""

from cadres.admin import appointment, person  # noqa: F401
