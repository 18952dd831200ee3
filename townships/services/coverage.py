"""Which employers a union covers, dated."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history.services import save_record
from townships.models import Employer, Union, UnionEmployer
from townships.services.summaries import refresh
from unionreg.refusals import Refused

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def set_covered_employers(
    *,
    union: Union,
    employers: Iterable[Employer],
    user: Any,
    on: datetime.date | None,
    move: bool = False,
    reason: str = "",
) -> None:
    """Let the union cover exactly these employers from the day `on` (None: day not recorded).

    Coverage that ends stays in history until the day before. An employer of another union is
    refused, or with `move` taken from there. Rows are locked by employer. Raises Refused.
    """
    wanted = {employer.pk: employer for employer in employers}
    _refuse_strangers(union, wanted.values())
    rows = _open_rows(union, wanted)
    covered = {row.employer_id for row in rows if row.union_id == union.pk}
    elsewhere = [row for row in rows if row.union_id != union.pk]
    if elsewhere and not move:
        raise Refused({"employers": [_taken(row) for row in elsewhere]})
    ended = [*elsewhere, *(row for row in rows if row.union_id == union.pk)]
    for row in ended:
        if row.union_id != union.pk or row.employer_id not in wanted:
            end_coverage(row, on or timezone.localdate(), user, reason)
    for key in sorted(set(wanted) - covered):
        new = UnionEmployer(
            county_code=union.county_code, union=union, employer=wanted[key], valid_from=on
        )
        save_record(instance=new, user=user, reason=reason)
    _count_again(union, rows, wanted.values())


def _refuse_strangers(union: Union, employers: Iterable[Employer]) -> None:
    for employer in employers:
        if employer.county_code != union.county_code:
            text = _("%(name)s belongs to another county.") % {"name": employer.name}
            raise Refused({"employers": text})


def _open_rows(union: Union, wanted: dict[int, Employer]) -> list[UnionEmployer]:
    """Open coverage of the union, and of the wanted employers wherever it is, locked."""
    rows = UnionEmployer.objects.in_county(union.county_code).filter(valid_to__isnull=True)
    mine = rows.filter(union_id=union.pk) | rows.filter(employer_id__in=list(wanted))
    ordered = mine.select_related("union", "employer").order_by("employer_id", "pk")
    return list(ordered.select_for_update(of=("self",)))


def _taken(row: UnionEmployer) -> str:
    text = _("%(employer)s is covered by %(union)s already.")
    return text % {"employer": row.employer.name, "union": row.union.name}


def end_coverage(row: UnionEmployer, on: datetime.date, user: Any, reason: str = "") -> None:
    """End a coverage the day before `on`, but not before it began."""
    last_day = on - ONE_DAY
    row.valid_to = max(last_day, row.valid_from) if row.valid_from else last_day
    save_record(instance=row, user=user, reason=reason)


def _count_again(
    union: Union, rows: Iterable[UnionEmployer], employers: Iterable[Employer]
) -> None:
    """The counts of every union and township that gained or lost an employer."""
    places = {employer.township_id for employer in employers}
    places |= {row.employer.township_id for row in rows}
    refresh(
        county_code=union.county_code,
        union_ids={union.pk, *(row.union_id for row in rows)},
        township_keys=places | {union.township_id},
    )


def covered_employers(union: Union) -> list[Employer]:
    """The employers a union covers today, by name."""
    if union.pk is None:
        return []
    rows = UnionEmployer.objects.in_county(union.county_code).filter(
        union_id=union.pk, valid_to__isnull=True
    )
    return [row.employer for row in rows.select_related("employer").order_by("employer__name")]
