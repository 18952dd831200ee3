"""Levies follow the provisions: one that is released later holds for the months from its first day.

What was paid stays as it is, and so does every allocation: its numbers were frozen with it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import scope_of
from funding.models import Levy
from funding.services.dues import DueBook
from funding.services.levies import calculate
from history.services import record_many, snapshot
from policies.models import Provision
from townships.services.summaries import mark_due

BLOCK = 2_000
FIELDS = ("due", "basis", "version", "updated_at", "updated_by")


def counties_with_levies(provision: Provision | None = None) -> list[str]:
    """Registry keys of the counties in which levies are recorded, all or those at its place."""
    places = [provision.jurisdiction] if provision is not None else [None]
    rows = Levy.objects.within(scope_of(places))
    return sorted(set(rows.order_by().values_list("county_code", flat=True).distinct()))


def recalculate(county_code: str) -> int:
    """Write what is due by the provisions of today; how many levies changed.

    Each changed levy gets its entry in the history. Doing it twice changes nothing.
    """
    return sum(number for _last, number in recalculate_in_blocks(county_code))


def recalculate_in_blocks(county_code: str, after: int = 0) -> Iterator[tuple[int, int]]:
    """The same for the levies with an id above `after`, each block in a transaction of its own.

    Yields the last id of each block and how many of its levies changed, so that somebody may stop
    there and go on later.
    """
    book = DueBook()
    for keys in _blocks(county_code, after):
        yield keys[-1], _recalculate(county_code, keys, book)


def _blocks(county_code: str, after: int) -> list[list[int]]:
    rows = Levy.objects.in_county(county_code).filter(payroll_total__isnull=False, pk__gt=after)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return [keys[start : start + BLOCK] for start in range(0, len(keys), BLOCK)]


@transaction.atomic
def _recalculate(county_code: str, keys: list[int], book: DueBook) -> int:
    rows = Levy.objects.in_county(county_code).filter(pk__in=keys).select_related("employer")
    changes = []
    for levy in rows.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        before, known = snapshot(levy), (levy.due, levy.basis)
        calculate(levy, book)
        if (levy.due, levy.basis) != known:
            levy.version, levy.updated_at = levy.version + 1, timezone.now()
            levy.updated_by = None
            changes.append((levy, before))
    _write(county_code, changes)
    townships = {levy.collecting_township_id for levy, _before in changes}
    mark_due(county_code=county_code, township_keys=townships)
    return len(changes)


def _write(county_code: str, changes: list[tuple[Levy, Any]]) -> None:
    if not changes:
        return
    levies = [levy for levy, _before in changes]
    Levy.objects.in_county(county_code).bulk_update(levies, FIELDS, batch_size=500)
    reason = _("calculated anew: another provision is in force")
    record_many(changes=changes, user=None, reason=reason)
