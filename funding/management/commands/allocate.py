"""`manage.py allocate SCHEME --division CODE --year Y`: what a scheme gives every township."""

import argparse
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from funding.models import Scheme
from funding.schemes.results import Result
from funding.selectors.schemes import cut_of, work_out
from funding.services.allocations import save_allocation
from policies.engine import PolicyError
from policies.management.commands.evaluate import find_division, parse_day
from townships.choices import Level
from townships.selectors.places import CountyPlace, find_county
from unionreg.refusals import Refused

CHANGE = "funding.change_allocation"


class Command(BaseCommand):
    """Calculate a year of a county by one scheme."""

    help = "Calculate what a scheme gives every township of a county; the same as on the page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("scheme", help="for example haimen")
        parser.add_argument("--division", metavar="CODE", help="today's or a former code")
        parser.add_argument("--year", type=int, required=True, metavar="YYYY")
        parser.add_argument(
            "--as-of", metavar="DATE", help="end of a month, or today; the year's end else"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print JSON on one line"
        )
        parser.add_argument("--save", action="store_true", help="keep it as a draft")
        parser.add_argument("--user", metavar="NAME", help="who calculates it; with --save")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(argparse.Namespace(**options))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PolicyError as error:
            raise CommandError(str(error)) from error

    def _handle(self, options: argparse.Namespace) -> None:
        as_of = parse_day(options.as_of) if options.as_of else None
        cut = cut_of(options.year, as_of)
        scheme = _scheme(options.scheme)
        place = _county(options.division, cut.as_of)
        result = work_out(scheme, place, cut)
        if options.save:
            user = _user(options.user, place)
            save_allocation(scheme=scheme, place=place, year=cut.year, user=user, as_of=cut.as_of)
        if options.as_json:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(as_text(result))


def _scheme(key: str) -> Scheme:
    rows = Scheme.objects.filter(key=key).select_related("place", "document")
    found: Scheme | None = rows.first()
    if found is None:
        known = _(", ").join(Scheme.objects.order_by("key").values_list("key", flat=True))
        text = _("There is no scheme “%(key)s”. Known schemes: %(known)s.")
        raise Refused(text % {"key": key, "known": known})
    return found


def _county(code: str | None, on: Any) -> CountyPlace:
    division = find_division(code, on)
    place = find_county(division.key) if division.level == Level.COUNTY else None
    if place is None:
        text = _("%(name)s is no county; money is allocated by counties.")
        raise Refused(text % {"name": division.name})
    return place


def _user(name: str | None, place: CountyPlace) -> User:
    user = User.objects.filter(username=name or "", is_active=True).first()
    if user is None or not user.scope_for(CHANGE).covers(place.division.key, None):
        text = _("Name with --user an account that may calculate for %(place)s.")
        raise Refused(text % {"place": place.title})
    return user


def as_text(result: Result) -> str:
    """The result for a reader: every township with its parts, then the total."""
    day = result.as_of.isoformat()
    lines = [f"{result.scheme_title}  {result.county_name} {result.year}  {day}"]
    for line in result.lines:
        shown = f"{line.amount:,.2f}" if line.amount is not None else line.reason
        lines.append(f"{line.key}\t{line.name}\t{shown}")
        lines += [
            f"  - {part.label}：{part.calculation} = {part.amount:,.2f}（{part.basis}）"
            for part in line.parts
            if part.amount is not None
        ]
    lines.append(_("Total: %(total)s yuan") % {"total": f"{result.total:,.2f}"})
    if result.open or result.refused:
        text = _("without an amount: %(open)s townships, refused: %(refused)s")
        lines.append(text % {"open": result.open, "refused": result.refused})
    return "\n".join(lines)
