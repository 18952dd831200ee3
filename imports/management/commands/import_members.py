"""`manage.py import_members FILE --user NAME`."""

from imports.choices import Kind
from imports.commands import ImportCommand


class Command(ImportCommand):
    """Import members."""

    kind = Kind.MEMBERS
