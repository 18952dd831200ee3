"""The admin of cadres, one file a record."""

from cadres.admin import body, delegate, meeting, term  # noqa: F401
