"""`check_registry`: look for records that contradict each other; for every night."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Member, PersonKey
from members.selectors.integrity import Problem, county_problems, nationwide_problems
from townships.models import Division, Union

WORDS = {
    "overlap": gettext_lazy("two memberships on the same day"),
    "state": gettext_lazy("the member's row and the membership differ"),
    "place": gettext_lazy("the member lies in another township than the union"),
    "first_day": gettext_lazy("a membership began before the first join date"),
    "summary": gettext_lazy("the counts of the union are wrong (run rebuild_summaries)"),
    "no_key": gettext_lazy("the person has no key"),
    "two_members": gettext_lazy("the person is a member in two places"),
    "lost_key": gettext_lazy("the key of a person points to no row"),
    "identity": gettext_lazy("the ID number cannot be read or does not fit its index"),
    "two_superiors": gettext_lazy("the union has two superiors on the same day"),
    "covered_twice": gettext_lazy("two unions cover the employer on the same day"),
    "duplicate_id": gettext_lazy("the same id was given twice"),
}


class Command(BaseCommand):
    """Names rows by county and id only; ends with code 1 when anything was found."""

    help = (
        "Look for memberships, superiors and coverage that overlap, people who are members twice, "
        "and other contradictions."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", help="code of one county (default: all)")
        parser.add_argument("--deep", action="store_true", help="decrypt every ID number as well")
        parser.add_argument("--json", action="store_true", help="one JSON object per problem")

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        for problem in self._problems(options["county"], deep=options["deep"]):
            number += 1
            self.stdout.write(_as_json(problem) if options["json"] else _as_text(problem))
        if number:
            self.stderr.write(_("%(number)s problems found.") % {"number": number})
            raise SystemExit(1)
        if not options["json"]:
            self.stdout.write(_("No contradictions found."))

    def _problems(self, county: str | None, *, deep: bool) -> Any:
        for county_code in [_key_of(county)] if county else _counties():
            yield from county_problems(county_code, deep=deep)
        if not county:
            yield from nationwide_problems()


def _key_of(code: str) -> str:
    """The registry key of a county by today's code."""
    return Division.objects.get(code=code).key


def _counties() -> list[str]:
    """Every county that has people or unions."""
    found: set[str] = set()
    for model in (Member, PersonKey, Union):
        found |= set(
            model._base_manager.order_by().values_list("county_code", flat=True).distinct()
        )
    return sorted(found)


def _as_text(problem: Problem) -> str:
    return f"{problem.county_code or '-'} {problem.row}: {WORDS[problem.rule]}"


def _as_json(problem: Problem) -> str:
    return json.dumps(problem._asdict(), ensure_ascii=False)
