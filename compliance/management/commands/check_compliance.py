"""`manage.py check_compliance`: evaluate everything stored, store it, say where it stands."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import scope_of
from compliance.selectors.standing import as_json, finding_counts, unresolved, verdict_counts
from compliance.services.checking import Tally, check_county
from compliance.services.runs import request_check, work_on
from policies.engine import PolicyError
from policies.engine.kinds import Status
from policies.management.commands.evaluate import find_division, status_words
from townships.choices import Level
from townships.models import Division, TownshipSummary

JUDGED = (Status.SATISFIED, Status.VIOLATED, Status.UNKNOWN)


class Command(BaseCommand):
    """Every night: what a date makes overdue has changed no record."""

    help = (
        "Evaluate every rule for which something is stored, keep the verdicts and bring the "
        "findings up to date; then print the verdicts by rule and status."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--division", metavar="CODE", help="today's or a former code; all counties without it"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object"
        )

    def handle(self, *, division: str | None, as_json: bool, **options: Any) -> None:
        place = _place(division) if division is not None else None
        busy: list[str] = []
        tally = Tally()
        if place is not None and place.level >= Level.TOWNSHIP:
            tally = _check_township(place)
        else:
            for county_code in _counties(place):
                done = _check_whole(county_code)
                tally, busy = (tally + done, busy) if done else (tally, [*busy, county_code])
        if busy:
            text = _("Another check is under way: %(counties)s. Try again when it is over.")
            raise CommandError(text % {"counties": ", ".join(busy)})
        where = _inside(place)
        self.stdout.write(_as_json(tally, where) if as_json else _as_text(tally, where))


def _place(code: str) -> Division:
    """The division of a code. Raises CommandError."""
    try:
        return find_division(code, timezone.localdate())
    except PolicyError as error:
        raise CommandError(str(error)) from error


def _counties(place: Division | None) -> list[str]:
    """Registry keys of the counties inside the place of which something is recorded."""
    rows = TownshipSummary.objects.within(scope_of([place])).order_by("county_code")
    return list(rows.values_list("county_code", flat=True).distinct())


def _check_whole(county_code: str) -> Tally | None:
    """A full check as a run that others see; None when another one is under way."""
    run = request_check(county_code=county_code, send=False)
    done = work_on(county_code, run.pk)
    if done is None:
        return None
    return Tally(verdicts=done.subjects, opened=done.opened, resolved=done.resolved)


def _check_township(place: Division) -> Tally:
    township = next(one for one in place.chain() if one.level == Level.TOWNSHIP)
    county = township.county()
    if county is None:
        raise CommandError(_("%(place)s lies in no county.") % {"place": place.name})
    tally = Tally()
    for county_code, keys in _keys_of(county, township).items():
        tally += check_county(county_code=county_code, township_keys=sorted(keys))
    return tally


def _keys_of(county: Division, township: Division) -> dict[str, set[str]]:
    """Keys to check by county: the township's own, and those of townships merged into it."""
    found = {county.key: {township.key}}
    rows = TownshipSummary.objects.within(scope_of([township]))
    for county_code, key in rows.values_list("county_code", "township_key"):
        found.setdefault(county_code, set()).add(key)
    return found


def _inside(place: Division | None) -> Q:
    """Verdicts and findings inside a place, by county and below it by township."""
    scope = scope_of([place])
    if scope.nationwide:
        return Q()
    counties = Q(county_code__in=sorted(scope.counties))
    below = Q(county_code__in=sorted(scope.township_counties))
    return counties | (below & Q(township_key__in=sorted(scope.townships)))


def _as_text(tally: Tally, where: Q) -> str:
    """A line a rule: verdicts by status, open findings."""
    found = finding_counts(where)
    lines = []
    for rule_id, by_status in verdict_counts(where).items():
        counts = [f"{status_words(one)} {by_status[one]}" for one in JUDGED if one in by_status]
        told = _("%(n)s findings") % {"n": found.get(rule_id, 0)}
        lines.append("\t".join((rule_id, *counts, told)))
    summary = _("Verdicts %(verdicts)s; findings open %(open)s, new %(new)s, resolved %(resolved)s")
    numbers = {"verdicts": tally.verdicts, "open": sum(found.values())}
    numbers |= {"new": tally.opened, "resolved": tally.resolved}
    return "\n".join([*lines, summary % numbers])


def _as_json(tally: Tally, where: Q) -> str:
    data = {
        "on": timezone.localdate().isoformat(),
        "verdicts": tally.verdicts,
        "opened": tally.opened,
        "resolved": tally.resolved,
        "rules": verdict_counts(where),
        "findings": list(as_json(unresolved(where))),
    }
    return json.dumps(data, ensure_ascii=False)
