"""`manage.py import_cadres FILE --user NAME`."""

from imports.choices import Kind
from imports.commands import ImportCommand


class Command(ImportCommand):
    """Import cadres and their posts."""

    kind = Kind.CADRES
