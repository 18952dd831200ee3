"""Levies follow the union: from the day of a handover they count for the new township (R-FND-31).

The handover may be recorded long after it took effect: whatever counts from that day on follows.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.models import Levy, LevyPayment
from funding.selectors.collecting import MOST_TIERS, collecting_townships
from funding.services.dues import DueBook
from funding.services.levies import calculate
from funding.services.levy_rows import counted_on
from history.services import record_many, snapshot
from townships.models import Affiliation, Employer, UnionEmployer

AT_ONCE = 500


class LeviesFollow:
    """The levies of the county, as `townships.services.leaders` tells about changes."""

    def leader_changed(
        self,
        *,
        county_code: str,
        union_ids: Collection[int],
        employer_ids: Collection[int],
        on: date,
        user: Any,
    ) -> None:
        """Work out anew where everything since the day counts."""
        employers = set(employer_ids) | _covered(county_code, union_ids)
        count_anew(county_code=county_code, employer_ids=employers, since=on, user=user)


def count_anew(
    *, county_code: str, employer_ids: Collection[int], since: date, user: Any, reason: str = ""
) -> int:
    """Bring levies and payments of these employers in line with who leads them, from a day on.

    Set-based; each changed row gets its entry in the history. Returns how many changed.
    """
    if not employer_ids:
        return 0
    since = max(since, date(1, 1, 1))
    why = reason or _("counts for the township that leads the union")
    levies = _since_month(Levy.objects.in_county(county_code), since)
    payments = LevyPayment.objects.in_county(county_code).filter(paid_on__gte=since)
    own = payments.filter(reverses__isnull=True)
    changed = [
        settle_rows(
            rows.filter(employer_id__in=employer_ids),
            county_code=county_code,
            user=user,
            reason=why,
        )
        for rows in (levies, own)
    ]
    _reversals_too(county_code, employer_ids, user, why)
    return sum(changed)


def _covered(county_code: str, union_ids: Collection[int]) -> set[int]:
    """Employers that these unions, or unions below them, ever covered."""
    every, wanted = set(union_ids), set(union_ids)
    for _tier in range(MOST_TIERS):
        below = Affiliation.objects.in_county(county_code).filter(superior_id__in=wanted)
        wanted = set(below.values_list("union_id", flat=True)) - every if wanted else set()
        every |= wanted
        if not wanted:
            break
    rows = UnionEmployer.objects.in_county(county_code).filter(union_id__in=every)
    return set(rows.values_list("employer_id", flat=True))


def _since_month(rows: QuerySet[Levy], since: date) -> QuerySet[Levy]:
    """Levies of the months that begin on the day or later."""
    month = since.month if since.day == 1 else since.month + 1
    return rows.filter(Q(year__gt=since.year) | Q(year=since.year, month__gte=month))


def settle_rows(rows: QuerySet[Any], *, county_code: str, user: Any, reason: str) -> int:
    """Write the township that each of these levies or payments counts for now; how many changed."""
    found = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    pairs = {row.pk: (row.employer_id, counted_on(row)) for row in found}
    now = collecting_townships(county_code, set(pairs.values()))
    moved = [row for row in found if row.collecting_township_id != now[pairs[row.pk]]]
    _write(moved, {row.pk: now[pairs[row.pk]] for row in moved}, user, reason)
    return len(moved)


def _reversals_too(county_code: str, employer_ids: Collection[int], user: Any, reason: str) -> None:
    """A reversal counts where the payment counts that it takes back."""
    rows = LevyPayment.objects.in_county(county_code).filter(
        employer_id__in=employer_ids, reverses__isnull=False
    )
    locked = rows.select_related("reverses").order_by("pk")
    places = {row.pk: row.reverses.collecting_township_id for row in locked}
    moved = [row for row in locked if row.collecting_township_id != places[row.pk]]
    _write(moved, places, user, reason)


def _write(rows: list[Any], places: dict[int, str | None], user: Any, reason: str) -> None:
    if not rows:
        return
    before = [snapshot(row) for row in rows]
    names = ["collecting_township", "version", "updated_at", "updated_by"]
    book = DueBook() if isinstance(rows[0], Levy) else None
    for row in rows:
        row.collecting_township_id = places[row.pk]
        row.version, row.updated_at = row.version + 1, timezone.now()
        row.updated_by = user if getattr(user, "pk", None) else None
        if book is not None:
            calculate(row, book)
    if book is not None:
        names += ["due", "basis"]
    _update(rows, names)
    changes = list(zip(rows, before, strict=True))
    record_many(changes=_labelled(changes), user=user, reason=reason)


def _update(rows: list[Any], names: list[str]) -> None:
    county = rows[0].county_code
    type(rows[0]).objects.in_county(county).bulk_update(rows, names, batch_size=AT_ONCE)


def _labelled(changes: list[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    """The rows with their employers, whose names the history shows: one query for all."""
    county = changes[0][0].county_code
    ids = {row.employer_id for row, _before in changes}
    employers = Employer.objects.in_county(county).in_bulk(ids)
    for row, before in changes:
        row.employer = employers[row.employer_id]
        yield row, before
