"""`partition_by_county --division 41`: LIST partitions for the counties of a province."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from townships.choices import Level
from townships.models import Division
from unionreg.county.partitioning import partition


class Command(BaseCommand):
    """Partition the county-level tables of a PostgreSQL database; can be repeated."""

    help = "Partition the county-level tables by county (PostgreSQL)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--division",
            required=True,
            help="code of a province, city or county whose counties get a partition each",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counties = Division.objects.filter(
            level=Level.COUNTY, code__startswith=options["division"]
        ).values_list("key", flat=True)
        if not counties:
            raise CommandError(_("No county has a code like this."))
        try:
            tables = partition(counties)
        except RuntimeError:
            raise CommandError(_("Partitions need PostgreSQL.")) from None
        self.stdout.write(
            _("%(tables)s tables partitioned, %(counties)s counties each.")
            % {"tables": len(tables), "counties": len(counties)}
        )
