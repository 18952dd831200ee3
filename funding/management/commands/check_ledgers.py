"""`manage.py check_ledgers`: whether balances, entries and closings are sound (R-FIN-05)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.exact import ZERO
from funding.models import Ledger
from funding.selectors.books import balance_of, discrepancies, gaps
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
        found = _differences(county)
        for line in found:
            self.stdout.write(line)
        if found:
            text = ngettext("%(n)s difference", "%(n)s differences", len(found))
            raise CommandError(text % {"n": len(found)})
        rows = Ledger.objects.filter(county_code=county) if county else Ledger.objects.all()
        total = sum((balance_of(ledger) for ledger in rows), ZERO)
        number = len(rows)
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


def _differences(county: str) -> list[str]:
    balances = _("%(ledger)s: %(stored)s yuan stored, %(journal)s yuan by its journal")
    holes = _("Sub-ledger %(pk)s, %(year)s: the numbers have a gap")
    return [
        *(
            balances % {"ledger": one.sub_ledger, "stored": one.stored, "journal": one.journal}
            for one in discrepancies(county)
        ),
        *(holes % {"pk": pk, "year": year} for pk, year in gaps(county)),
        *_tampered(county),
    ]


def _tampered(county: str) -> list[str]:
    changed = _("%(ledger)s: the entry “%(entry)s” is not what was posted")
    gone = _("The entry “%(entry)s” (%(pk)s) was posted and is not in the books any more")
    half = _("%(ledger)s: “%(entry)s” does not close all income and spending of the year")
    return [
        *(changed % {"ledger": one.sub_ledger, "entry": one} for one in altered(county)),
        *(gone % {"entry": one.object_label, "pk": one.object_id} for one in missing(county)),
        *(half % {"ledger": one.sub_ledger, "entry": one} for one in half_closed(county)),
    ]
