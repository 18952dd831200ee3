"""The admin of rights and duties, one file a record."""

from rights.admin import contract, work  # noqa: F401
