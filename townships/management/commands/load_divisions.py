"""`load_divisions`: provinces, cities, counties and townships that ship with unionreg."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from townships.divisions_data import DivisionDataError
from townships.services.loading import LoadResult, load_divisions


def summary(result: LoadResult) -> str:
    """The counts in one line."""
    return _(
        "%(created)s new, %(updated)s changed, %(unchanged)s unchanged, "
        "%(corrected)s corrected by hand and left alone."
    ) % {
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "corrected": result.corrected,
    }


class Command(BaseCommand):
    """Idempotent: a second run changes nothing."""

    help = "Load the shipped divisions. Can be repeated; corrections made by hand stay."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = load_divisions()
        except DivisionDataError as error:
            raise CommandError(str(error))
        self.stdout.write(_("Divisions: %(counts)s") % {"counts": summary(result)})
