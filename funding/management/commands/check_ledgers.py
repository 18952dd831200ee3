"""`manage.py check_ledgers`: whether balances, entries and closings are sound (R-FIN-05)."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.selectors.books import discrepancies, gaps, total_of
from funding.selectors.soundness import altered, half_closed, missing
from townships.choices import Level
from townships.models import Division


class Command(BaseCommand):
    """Compares balances with the journal; looks for gaps and for entries changed by hand."""

    help = "Check balances, numbers, seals and closings of all books; fails where one is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """One county only, if wanted."""
        parser.add_argument("--division", default="", help="code or registry key of a county")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell what is wrong; raises CommandError when anything is."""
        county = _county(options["division"])
        found = 0
        for line in _differences(county):
            self.stdout.write(line)
            found += 1
        if found:
            text = ngettext("%(n)s difference", "%(n)s differences", found)
            raise CommandError(text % {"n": found})
        number, total = total_of(county)
        text = ngettext(
            "%(n)s ledger adds up: %(total)s yuan", "%(n)s ledgers add up: %(total)s yuan", number
        )
        self.stdout.write(text % {"n": number, "total": f"{total:,.2f}"})


def _county(code: str) -> str:
    """The registry key of the county; raises CommandError where there is none."""
    if not code:
        return ""
    rows = Division.objects.filter(level=Level.COUNTY)
    found = rows.filter(code=code).first() or rows.filter(key=code).first()
    if found is None:
        raise CommandError(_("There is no county with the code %(code)s.") % {"code": code})
    return str(found.key)


def _differences(county: str) -> Iterator[str]:
    """A line for each; one at a time, because there may be as many as entries."""
    balances = _("%(ledger)s: %(stored)s yuan stored, %(journal)s yuan by its journal")
    holes = _("Sub-ledger %(pk)s, %(year)s: the numbers have a gap")
    for one in discrepancies(county):
        values = {"ledger": one.sub_ledger, "stored": one.stored, "journal": one.journal}
        yield balances % values
    for pk, year in gaps(county):
        yield holes % {"pk": pk, "year": year}
    yield from _tampered(county)


def _tampered(county: str) -> Iterator[str]:
    changed = _("%(ledger)s: the entry “%(entry)s” is not what was posted")
    gone = _("The entry “%(entry)s” (%(pk)s) was posted and is not in the books any more")
    half = _("%(ledger)s: “%(entry)s” does not close all income and spending of the year")
    for entry in altered(county):
        yield changed % {"ledger": entry.sub_ledger, "entry": entry}
    for change in missing(county):
        yield gone % {"entry": change.object_label, "pk": change.object_id}
    for entry in half_closed(county):
        yield half % {"ledger": entry.sub_ledger, "entry": entry}
