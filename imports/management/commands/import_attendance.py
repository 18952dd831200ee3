"""`manage.py import_attendance FILE --user NAME`."""

from imports.choices import Kind
from imports.commands import ImportCommand


class Command(ImportCommand):
    """Import the attendance of trainings."""

    kind = Kind.ATTENDANCE
