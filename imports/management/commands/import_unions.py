"""`manage.py import_unions FILE --user NAME`."""

from imports.choices import Kind
from imports.commands import ImportCommand


class Command(ImportCommand):
    """Import unions."""

    kind = Kind.UNIONS
