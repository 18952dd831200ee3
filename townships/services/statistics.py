"""Recording the dated figures of townships."""

from typing import Any

from django.db import transaction

from history.services import save_record
from policies.engine import Book
from townships.choices import OPEN_STATUSES, UnionForm, UnionKind
from townships.models import TownshipStatistics, Union
from townships.problems import Problem, Saved
from townships.rules import form_conditions, make_case
from townships.services.common import lock_stored, settle_county, today_or
from townships.services.summaries import refresh


@transaction.atomic
def save_statistics(
    *,
    statistics: TownshipStatistics,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
    batch_id: int | None = None,
    book: Book | None = None,
) -> Saved[TownshipStatistics]:
    """Save the figures of one township and day; empty figures stay unknown.

    Tells when a 总工会 no longer meets the conditions (R-ORG-02: a notice, no refusal). Raises
    Refused for a day to come or a place that is no township, ValidationError, Conflict.
    """
    stored = lock_stored(statistics, expected_version)
    if statistics.as_of is not None:
        today_or(statistics.as_of, "as_of")
    settle_county(statistics, stored)
    save_record(
        instance=statistics,
        user=user,
        expected_version=expected_version,
        reason=reason,
        batch_id=batch_id,
    )
    keys = {statistics.township_id, stored.township_id if stored else statistics.township_id}
    refresh(county_code=statistics.county_code, township_keys=keys)
    return Saved(statistics, _notices(statistics, book))


def _notices(statistics: TownshipStatistics, book: Book | None) -> tuple[Problem, ...]:
    union = (
        Union.objects.in_county(statistics.county_code)
        .filter(township_id=statistics.township_id, kind=UnionKind.TOWNSHIP)
        .filter(form=UnionForm.GENERAL, status__in=OPEN_STATUSES)
        .first()
    )
    if union is None:
        return ()
    case = make_case(union=union, stored=union, on=statistics.as_of, book=book)
    found = [problem for problem in form_conditions(case) if not problem.blocking]
    return tuple(found)
