"""Counting a county from its records again, and comparing with what the summary rows say.

The rows are kept in the transaction of each change by `townships.services.summaries` and
`members.services.summaries`; the same two count here, so that there is one meaning of each number.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.services import summaries as people
from townships.models import TownshipMonth, TownshipSummary, Union, UnionSummary
from townships.services import summaries as organisations
from unionreg.county import CountyQuerySet

BOOKKEEPING = {"id", "county_code", "updated_at", "check_due"}


@dataclass(frozen=True)
class Difference:
    """A summary row that was not what the records say. `kept` None: there was no row."""

    county_code: str
    table: str
    key: str
    kept: dict[str, Any] | None
    counted: dict[str, Any]

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Each number that differs: (kept, counted)."""
        kept = self.kept or {}
        return {
            name: (kept.get(name), value)
            for name, value in self.counted.items()
            if kept.get(name) != value
        }


@transaction.atomic
def rebuild(*, county_code: str) -> list[Difference]:
    """Count everything of a county again and say what was wrong. Past months stay as they are."""
    before = _rows(county_code)
    organisations.refresh_county(county_code=county_code)
    unions = Union.objects.in_county(county_code).order_by("pk").values_list("pk", flat=True)
    people.refresh(county_code=county_code, union_ids=unions)
    keys = organisations.all_keys(county_code)
    people.refresh_townships(county_code=county_code, keys=keys)
    return _compare(county_code, before, _rows(county_code))


def differences(*, county_code: str) -> list[Difference]:
    """What `rebuild` would change; nothing is written."""
    with transaction.atomic():
        found = rebuild(county_code=county_code)
        transaction.set_rollback(True)
    return found


Rows = dict[tuple[str, str], dict[str, Any]]


def _rows(county_code: str) -> Rows:
    """All summary rows of a county with those of the running month."""
    month = timezone.localdate().replace(day=1)
    found: Rows = {}
    tables: tuple[tuple[CountyQuerySet[Any], str], ...] = (
        (UnionSummary.objects.in_county(county_code), "union_id"),
        (TownshipSummary.objects.in_county(county_code), "township_key"),
        (TownshipMonth.objects.in_county(county_code).filter(month=month), "township_key"),
    )
    for rows, key in tables:
        name = rows.model._meta.model_name or ""
        for row in rows.values():
            numbers = {k: v for k, v in row.items() if k not in {*BOOKKEEPING, key}}
            found[name, str(row[key])] = numbers
    return found


def _compare(county_code: str, kept: Rows, counted: Rows) -> list[Difference]:
    """Rows that differ; a row that was not there is no error while it counts nothing."""
    found = []
    for (table, key), numbers in sorted(counted.items()):
        before = kept.get((table, key))
        if before == numbers or (before is None and not _counts_anything(numbers)):
            continue
        found.append(Difference(county_code, table, key, before, numbers))
    return found


def _counts_anything(numbers: dict[str, Any]) -> bool:
    return any(value for name, value in numbers.items() if name not in ("month", "township_id"))
