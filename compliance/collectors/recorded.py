"""What is recorded about the townships of a scope, read for all of them at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from compliance.collectors import Case, Scope
from compliance.collectors.dated import exists
from policies.engine import Value
from townships.choices import GRASSROOTS_KINDS, UnionKind, UnionStatus
from townships.models import Division, TownshipStatistics, TownshipSummary, Union
from townships.selectors.unions import ready_to_hand_over

# Measure → column of the statistics.
FIGURES = {
    "firm_count": "firm_count",
    "worker_count": "worker_count",
    "employed_2nd_3rd_sector": "employed_2nd_3rd_sector",
    "fulltime_staffing": "fulltime_staffing",
    "legal_person_units": "legal_person_units",
}
APPROVAL_OF_FORM = ("form_approval_no", "form_approved_on", "form_approved_by")


@dataclass(frozen=True)
class Counted:
    """The last figures of each township, to which counts of the registry can be added."""

    townships: list[Division]
    statistics: Mapping[str, TownshipStatistics]
    names: tuple[str, ...]

    def cases(self, **counts: Mapping[str, Value]) -> Iterator[Case]:
        """A case for each township. `counts`: further measures by key of the township."""
        for township in self.townships:
            figures = self.statistics.get(township.key)
            values: dict[str, Value] = {
                name: getattr(figures, FIGURES[name]) if figures else None for name in self.names
            }
            values |= {name: by_key.get(township.key) for name, by_key in counts.items()}
            as_of = figures.as_of if figures and self.names else None
            yield Case(township.key, township.name, township.key, values, as_of)


def figures(scope: Scope, *names: str) -> Counted:
    """The named figures of the latest statistics not later than the day, as one set.

    Figures of different days are never mixed: what the latest set leaves empty is unknown.
    """
    return Counted(with_duty(scope), _latest(scope) if names else {}, names)


def _latest(scope: Scope) -> dict[str, TownshipStatistics]:
    rows = TownshipStatistics.objects.filter(
        county_code__in=scope.places.codes,
        township_id__in=[township.key for township in scope.townships],
        as_of__lte=scope.on,
    )
    return {row.township_id: row for row in rows.order_by("as_of")}  # the last one wins


def with_duty(scope: Scope) -> list[Division]:
    """Townships that have the work of a union, not those that are kept for statistics only."""
    return [township for township in scope.townships if township.has_union_duty]


def lying_in(scope: Scope, rows: QuerySet[Any], path: str = "township_id") -> QuerySet[Any]:
    """The rows of the townships of the scope, those that were merged into them included."""
    wanted = {township.key for township in scope.townships}
    today = scope.places.county.today if scope.places.county else {}
    keys = sorted(key for key, now in today.items() if now in wanted)
    return rows.filter(county_code__in=scope.places.codes, **{f"{path}__in": keys})


def by_township(scope: Scope, counts: QuerySet[Any], path: str, name: str) -> dict[str, Value]:
    """Counts grouped by a township column, added up by township of today; 0 where there are none.

    `counts`: rows with the columns `path` and `name`.
    """
    today = scope.places.county.today if scope.places.county else {}
    found: dict[str, int] = {township.key: 0 for township in scope.townships}
    for key, number in counts.values_list(path, name):
        found[today[key]] += number
    return dict(found)


def grassroots_unions(scope: Scope, *kinds: str) -> dict[str, Value]:
    """Grassroots unions (of some kinds) by township, founded and not closed on the day."""
    rows = (
        lying_in(scope, Union.objects.filter(kind__in=kinds or GRASSROOTS_KINDS))
        .filter(Q(founded_on__isnull=True) | Q(founded_on__lte=scope.on))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=scope.on))
        .exclude(status=UnionStatus.PREPARING)
    )
    return _grouped(scope, rows)


def led_by_county(scope: Scope) -> dict[str, Value]:
    """Active unions by township that the county leads although the township has a union.

    Unknown for a day before today: not every superior of then is recorded.
    """
    if scope.looks_back:
        return {}
    rows = Union.objects.filter(kind__in=GRASSROOTS_KINDS, status=UnionStatus.ACTIVE)
    return _grouped(scope, lying_in(scope, rows), ready_to_hand_over())


def _grouped(scope: Scope, rows: QuerySet[Any], counted: Q | None = None) -> dict[str, Value]:
    grouped = rows.order_by().values("township_id").annotate(number=Count("pk", filter=counted))
    return by_township(scope, grouped, "township_id", "number")


def summed(scope: Scope, column: str) -> dict[str, Value]:
    """A column of the summary rows by township; unknown for a day before today."""
    if scope.on < timezone.localdate():
        return {}
    rows = lying_in(scope, TownshipSummary.objects.all(), "township_key").order_by()
    grouped = rows.values("township_key").annotate(number=Sum(column))
    return by_township(scope, grouped, "township_key", "number")


def township_unions(scope: Scope) -> dict[str, Union]:
    """The open union of each township, or its dispatched work committee, by key of today.

    On a day before today the form is unknown (empty): only today's is recorded.
    """
    rows = Union.objects.filter(exists(scope), kind=UnionKind.TOWNSHIP)
    rows = rows.only("county_code", "township_id", "form", *APPROVAL_OF_FORM).order_by()
    today = scope.places.county.today if scope.places.county else {}
    found = {today[str(union.township_id)]: union for union in lying_in(scope, rows)}
    for union in found.values() if scope.looks_back else ():
        union.form = ""
    return found
