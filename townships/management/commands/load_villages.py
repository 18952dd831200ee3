"""`load_villages PATH`: villages and communities from a file the operator brings along."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from townships.divisions_data import DivisionDataError, read_villages
from townships.management.commands.load_divisions import summary
from townships.services.loading import load_villages

SHOWN = 5


class Command(BaseCommand):
    """Idempotent; the townships must be loaded before."""

    help = "Load villages from villages.csv (or .csv.gz) of the package china-division."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="villages.csv or villages.csv.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = load_villages(read_villages(options["path"]))
        except (DivisionDataError, OSError) as error:
            raise CommandError(str(error))
        self.stdout.write(_("Villages: %(counts)s") % {"counts": summary(result)})
        if result.problems:
            self.stderr.write(
                _("%(n)s villages lie in no loaded township and were left out: %(codes)s …")
                % {"n": len(result.problems), "codes": ", ".join(result.problems[:SHOWN])}
            )
