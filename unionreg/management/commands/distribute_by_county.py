"""`distribute_by_county [--undo]`: the county-level tables over a Citus cluster, and back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from unionreg.county.citus import distribute, gather


class Command(BaseCommand):
    """Spread the county-level tables over a Citus cluster; can be repeated."""

    help = "Spread the county-level tables over a Citus cluster by county."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--shards", type=int, default=32, help="shards of each table")
        parser.add_argument("--undo", action="store_true", help="gather the tables again")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tables = gather() if options["undo"] else distribute(options["shards"])
        except RuntimeError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("%(tables)s tables converted.") % {"tables": len(tables)})
