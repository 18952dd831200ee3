"""`manage.py import_statistics FILE --user NAME`."""

from imports.choices import Kind
from imports.commands import ImportCommand


class Command(ImportCommand):
    """Import township statistics."""

    kind = Kind.STATISTICS
