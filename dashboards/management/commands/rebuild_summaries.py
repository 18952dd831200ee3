"""`rebuild_summaries`: count summary rows from the records again; every night, and on demand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dashboards.services import Difference, backfill, differences, rebuild, roll
from townships.choices import Level
from townships.models import Division, Employer, TownshipStatistics, TownshipSummary, Union
from townships.selectors.divisions import resolve

MOST_SHOWN = 50


class Command(BaseCommand):
    """Counts anew and opens the running month; with --check only compares."""

    help = "Count the numbers of the dashboards from the records again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--division", metavar="CODE", help="one county, city or province only")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit with 1 where numbers differ"
        )
        parser.add_argument(
            "--months",
            type=int,
            default=1,
            metavar="N",
            help="also make missing rows of the last N months from the dates in the records",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counties = _counties(options["division"])
        if options["check"]:
            self._check(counties)
            return
        for county_code in counties:
            found = rebuild(county_code=county_code)
            roll(county_code=county_code)
            backfill(county_code=county_code, months=options["months"])
            if options["verbosity"]:
                self._tell([row for row in found if row.kept is not None])
        if options["verbosity"]:
            self.stdout.write(_("Counted %(n)s counties.") % {"n": len(counties)})

    def _check(self, counties: list[str]) -> None:
        found = [d for county_code in counties for d in differences(county_code=county_code)]
        self._tell(found)
        if found:
            raise CommandError(_("%(n)s summary rows differ.") % {"n": len(found)}, returncode=1)
        self.stdout.write(_("All summary rows of %(n)s counties are right.") % {"n": len(counties)})

    def _tell(self, found: list[Difference]) -> None:
        """Name each number that differs: no names of people are in these rows."""
        for row in found[:MOST_SHOWN]:
            numbers = ", ".join(f"{k} {kept} → {n}" for k, (kept, n) in row.changes.items())
            self.stderr.write(f"{row.county_code} {row.table} {row.key}: {numbers}")
        if len(found) > MOST_SHOWN:
            self.stderr.write(_("and %(n)s more") % {"n": len(found) - MOST_SHOWN})


def _counties(code: str | None) -> list[str]:
    """Registry keys with records, all of them or those in one division."""
    keys = set(_with_records(Union.objects.all())) | set(_with_records(Employer.objects.all()))
    keys |= set(_with_records(TownshipStatistics.objects.all()))
    keys |= set(_with_records(TownshipSummary.objects.all()))
    if code is None:
        return sorted(keys)
    try:
        division = resolve(code)
    except Division.DoesNotExist as error:
        raise CommandError(str(error)) from None
    return sorted(keys & _inside(division))


def _with_records(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values_list("county_code", flat=True).distinct()


def _inside(division: Division) -> set[str]:
    """Registry keys of the counties in a division, reserved keys of its own included."""
    if division.level >= Level.COUNTY:
        return Division.objects.with_predecessors([division.key])
    rows = Division.objects.filter(level__lte=Level.COUNTY, code__startswith=division.code)
    return {row.key.ljust(6, "0") for row in rows}
