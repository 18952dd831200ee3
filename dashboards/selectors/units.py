"""Where in a township most workers are not members: unions with few, and units without a union.

Members are known by union, so an own union stands for its unit and a joint union for its units
together.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from dashboards.rates import Rate
from dashboards.selectors.places import TownshipPlace
from townships.choices import EmployerStatus, UnionStatus
from townships.models import Employer, Union, UnionEmployer, UnionSummary


@dataclass(frozen=True)
class Unit:
    """One line: a union with its units, or an employer without a union.

    `uncounted`: units of the union that are missing in its workers.
    """

    name: str
    pk: int
    has_union: bool
    members: int
    workers: int
    goal: int | None
    uncounted: int = 0

    @property
    def rate(self) -> Rate:
        """Members of workers; unknown while a unit has not recorded its own."""
        return Rate(self.members, None if self.uncounted else self.workers, self.goal)

    @property
    def missing(self) -> int:
        """Workers who are not members."""
        return max(self.workers - self.members, 0)


@dataclass(frozen=True)
class Units:
    """The lines with most workers outside the union, and how many units have no union at all."""

    worst: list[Unit]
    without_union: int
    workers_without_union: int


def units_of(place: TownshipPlace, goal: int | None, *, limit: int = 5) -> Units:
    """The `limit` units or unions of a township with most workers who are not members."""
    uncovered = employers_without_union(place)
    totals = uncovered.aggregate(count=Count("id"), workers=Sum("worker_count", default=0))
    lines = [*_few_members(place, goal, limit), *_no_union(uncovered, goal, limit)]
    lines.sort(key=lambda unit: (-unit.missing, unit.name))
    return Units(lines[:limit], totals["count"], totals["workers"])


def employers_without_union(place: TownshipPlace) -> QuerySet[Employer]:
    """Legal-person units in business that no active union covers today.

    Without a join: as long as PostgreSQL has no statistics it would go through the unions of the
    county again for each unit.
    """
    codes = place.county.codes
    closed = Union.objects.filter(county_code__in=codes).exclude(status=UnionStatus.ACTIVE)
    covered = UnionEmployer.objects.filter(county_code__in=codes, valid_to__isnull=True).exclude(
        union_id__in=closed.values("pk")
    )
    return Employer.objects.filter(
        ~Q(pk__in=covered.values("employer_id")),
        county_code__in=codes,
        township_id__in=place.keys,
        status=EmployerStatus.OPEN,
        is_legal_person=True,
    )


def _few_members(place: TownshipPlace, goal: int | None, limit: int) -> list[Unit]:
    rows = (
        UnionSummary.objects.filter(
            county_code__in=place.county.codes,
            township_id__in=place.keys,
            union__status=UnionStatus.ACTIVE,
            workers__gt=F("members"),
        )
        .order_by(F("members") - F("workers"), "union__name")
        .values_list("union__name", "union_id", "members", "workers", "uncounted")
    )
    return [
        Unit(name, pk, True, members, workers or 0, goal, uncounted)
        for name, pk, members, workers, uncounted in rows[:limit]
    ]


def _no_union(uncovered: QuerySet[Employer], goal: int | None, limit: int) -> list[Unit]:
    rows = uncovered.filter(worker_count__gt=0).order_by("-worker_count", "pinyin", "name")
    return [Unit(row.name, row.pk, False, 0, row.worker_count or 0, goal) for row in rows[:limit]]
