"""`partition_by_county --division 41`: LIST partitions for the counties of a province."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from townships.choices import Level
from townships.models import Division
from unionreg.county.partitioning import merge_partitions, partition


class Command(BaseCommand):
    """Partition the county-level tables of a PostgreSQL database; can be repeated."""

    help = "Partition the county-level tables by county (PostgreSQL)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--division",
            help="code of a province, city or county whose counties get a partition each",
        )
        parser.add_argument("--undo", action="store_true", help="make plain tables again")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._undo() if options["undo"] else self._partition(options["division"] or "")
        except RuntimeError:
            raise CommandError(_("Partitions need PostgreSQL.")) from None

    def _undo(self) -> None:
        tables = merge_partitions()
        self.stdout.write(_("%(tables)s tables converted.") % {"tables": len(tables)})

    def _partition(self, code: str) -> None:
        counties = Division.objects.filter(level=Level.COUNTY, code__startswith=code).values_list(
            "key", flat=True
        )
        if not code or not counties:
            raise CommandError(_("No county has a code like this."))
        tables = partition(counties)
        self.stdout.write(
            _("%(tables)s tables partitioned, %(counties)s counties each.")
            % {"tables": len(tables), "counties": len(counties)}
        )
