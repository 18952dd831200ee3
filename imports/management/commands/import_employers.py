"""`manage.py import_employers FILE --user NAME`."""

from imports.choices import Kind
from imports.commands import ImportCommand


class Command(ImportCommand):
    """Import employers."""

    kind = Kind.EMPLOYERS
