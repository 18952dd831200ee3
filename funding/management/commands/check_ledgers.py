"""`manage.py check_ledgers`: whether every balance is what the journal says (R-FIN-05)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from funding.exact import ZERO
from funding.models import Ledger
from funding.selectors.books import balance_of, discrepancies, gaps


class Command(BaseCommand):
    """Compares stored balances with the journal and looks for gaps in the numbers."""

    help = "Compare the balances of sub-ledgers with their journals; fails where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        """One county only, if wanted."""
        parser.add_argument("--county", default="", help="registry key of a county")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell what is wrong; raises CommandError when anything is."""
        county = options["county"]
        found = [
            f"{one.sub_ledger}: {one.stored} stored, {one.journal} by its journal"
            for one in discrepancies(county)
        ]
        found += [f"sub-ledger {pk}, {year}: numbers with a gap" for pk, year in gaps(county)]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} differences")
        rows = Ledger.objects.filter(county_code=county) if county else Ledger.objects.all()
        total = sum((balance_of(ledger) for ledger in rows), ZERO)
        self.stdout.write(f"{rows.count()} ledgers add up: {total} yuan")
