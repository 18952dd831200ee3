"""`manage.py recalculate_levies`: what is due by the provisions of today (R-FND-01, R-FND-02)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from funding.services.levy_recount import counties_with_levies, recalculate
from townships.selectors.places import find_county


class Command(BaseCommand):
    """For provisions that were loaded with a release of unionreg; offices' own do it at once."""

    help = "Calculate what is due for levies anew by the provisions in force."

    def add_arguments(self, parser: CommandParser) -> None:
        """One county only, if wanted."""
        parser.add_argument("--division", default="", help="registry key of a county")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell for each county how many levies changed; raises CommandError for no county."""
        wanted = options["division"]
        if wanted and find_county(wanted) is None:
            raise CommandError(_("There is no county with the code %(code)s.") % {"code": wanted})
        for county_code in [wanted] if wanted else counties_with_levies():
            numbers = {"county": county_code, "n": recalculate(county_code)}
            self.stdout.write(_("%(county)s: %(n)s levies changed") % numbers)
