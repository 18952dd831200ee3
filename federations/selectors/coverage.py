"""Which unions a federation covers, which it could cover, and who is not covered yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from federations.choices import FederationKind
from federations.models import Coverage, Federation, ScatteredCount
from townships.choices import OPEN_STATUSES, EmployerStatus, UnionKind, UnionStatus
from townships.models import Employer, Union, UnionEmployer

# Kinds of unions on which a federation is built (冀工办发〔2020〕43号 二.2).
COVERED_KINDS = (
    *(UnionKind.OWN, UnionKind.OFFICE, UnionKind.JOINT, UnionKind.VILLAGE),
    UnionKind.FEDERATION,
)
# What a union's name adds to that of its unit.
_UNION_ENDINGS = ("", "工会", "工会委员会", "联合工会委员会", "联合工会")
SHORTEST_NAME = 2
LATEST_COUNTS = 5


def holding(on: date) -> Q:
    """Dated rows that hold on a day; the last day is included."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def coverage_of(federation: Federation) -> QuerySet[Coverage]:
    """All rows of a federation, those that ended too, with the union and its township."""
    rows = Coverage.objects.in_county(federation.county_code).filter(federation_id=federation.pk)
    return rows.select_related("union__township")


def covered_on(federation: Federation, on: date) -> QuerySet[Coverage]:
    """Unions that the federation covers on a day and that exist: founded, neither closed."""
    return coverage_of(federation).filter(holding(on), union__status=UnionStatus.ACTIVE)


def covered_names(federation: Federation) -> list[str]:
    """Names of the covered unions, for the check of the federation's own name (R-NAM-03)."""
    rows = coverage_of(federation).filter(valid_to__isnull=True)
    return list(rows.order_by("union__pinyin", "union__name").values_list("union__name", flat=True))


def names_like(county_code: str, middle: str) -> list[str]:
    """Names of units and unions of the county in which the middle of a name ends."""
    ends = [middle[n:] for n in range(len(middle) - SHORTEST_NAME + 1)]
    unions = [f"{end}{ending}" for end in ends for ending in _UNION_ENDINGS[1:]]
    units = Employer.objects.in_county(county_code).filter(name__in=ends)
    found = Union.objects.in_county(county_code).filter(
        name__in=unions, status__in=OPEN_STATUSES, kind__in=(UnionKind.OWN, UnionKind.JOINT)
    )
    return [*units.values_list("name", flat=True), *found.values_list("name", flat=True)]


def candidates(federation: Federation, words: str) -> QuerySet[Union]:
    """Unions that the federation could cover and does not, narrowed by words of their names.

    Without words those of its townships, and with units of its industry.
    """
    rows: QuerySet[Union] = Union.objects.in_county(federation.county_code).filter(
        kind__in=COVERED_KINDS, status=UnionStatus.ACTIVE
    )
    here = Coverage.objects.filter(
        county_code=OuterRef("county_code"),
        union_id=OuterRef("pk"),
        federation_id=federation.pk,
        valid_to__isnull=True,
    )
    rows = rows.exclude(pk=federation.union_id).filter(~Exists(here))
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(pinyin__icontains=word) | Q(code__startswith=word)
        )
    if not words:
        rows = _of_area(federation, rows)
    return rows.select_related("township").order_by("township_id", "pinyin", "name")


def _of_area(federation: Federation, rows: QuerySet[Union]) -> QuerySet[Union]:
    keys = area_keys(federation)
    if keys:
        rows = rows.filter(township_id__in=keys)
    if federation.kind == FederationKind.INDUSTRY and federation.industry:
        units = UnionEmployer.objects.filter(
            county_code=OuterRef("county_code"),
            union_id=OuterRef("pk"),
            valid_to__isnull=True,
            employer__industry=federation.industry,
        )
        rows = rows.filter(Exists(units))
    return rows


def area_keys(federation: Federation) -> list[str]:
    """Keys of the townships that it extends to; empty: all of the county."""
    return sorted(federation.townships.values_list("township_id", flat=True))


@dataclass(frozen=True)
class Overlap:
    """A union that several federations cover at once."""

    union: Union
    others: list[str]
    same_kind: bool


def overlaps(federation: Federation, on: date) -> list[Overlap]:
    """Covered unions that another open federation covers too; of the same kind is doubtful."""
    mine = covered_on(federation, on).values("union_id")
    rows = (
        Coverage.objects.in_county(federation.county_code)
        .filter(holding(on), union_id__in=mine, federation__union__status__in=OPEN_STATUSES)
        .exclude(federation_id=federation.pk)
        .select_related("union", "federation__union")
        .order_by("union__pinyin", "union__name", "federation_id")
    )
    found: dict[int, list[Coverage]] = {}
    for row in rows:
        found.setdefault(row.union_id, []).append(row)
    return [_overlap(federation, group) for group in found.values()]


def _overlap(federation: Federation, rows: list[Coverage]) -> Overlap:
    same = any(row.federation.kind == federation.kind for row in rows)
    return Overlap(rows[0].union, [row.federation.union.name for row in rows], same)


@dataclass(frozen=True)
class Reach:
    """How far a federation covers its area: units and their workers.

    `workers` None: of some units of the area nobody recorded the workers.
    """

    units: int
    covered: int
    without_union: int
    workers_left: int | None
    uncounted_left: int

    @property
    def others(self) -> int:
        """Units that have a union outside of the federation."""
        return self.units - self.covered - self.without_union


def units_of_area(federation: Federation) -> QuerySet[Employer]:
    """Open employers of its townships (without any, of the county), and of its industry."""
    rows = Employer.objects.in_county(federation.county_code).filter(status=EmployerStatus.OPEN)
    keys = area_keys(federation)
    if keys:
        rows = rows.filter(township_id__in=keys)
    if federation.kind == FederationKind.INDUSTRY and federation.industry:
        rows = rows.filter(industry=federation.industry)
    return rows


def _by_unions(unions: QuerySet[Any] | None, on: date) -> Exists:
    """Whether a union, or one of these, covers the employer of the outer query."""
    rows = UnionEmployer.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        county_code=OuterRef("county_code"),
        employer_id=OuterRef("pk"),
        union__status=UnionStatus.ACTIVE,
    )
    return Exists(rows if unions is None else rows.filter(union_id__in=unions))


def uncovered_units(federation: Federation, on: date) -> QuerySet[Employer]:
    """Units of the area without any union: those a federation is still to reach (R-ORG-22, 24).

    No document says how small a small firm is, so all are listed, the smallest first.
    """
    rows = units_of_area(federation).filter(~_by_unions(None, on))
    return rows.select_related("township").order_by("worker_count", "pinyin", "name")


def reach(federation: Federation, on: date) -> Reach:
    """The coverage of the area in numbers: three statements, however many rows."""
    mine = covered_on(federation, on).values("union_id")
    units = units_of_area(federation)
    covered = units.filter(_by_unions(mine, on)).count()
    left = uncovered_units(federation, on).order_by()
    sums = left.aggregate(n=Count("pk"), workers=Sum("worker_count"), counted=Count("worker_count"))
    uncounted = sums["n"] - sums["counted"]
    return Reach(units.count(), covered, sums["n"], sums["workers"], uncounted)


def scattered(federation: Federation) -> list[ScatteredCount]:
    """The counts of scattered workers, the latest first; none: their number is unknown."""
    rows = ScatteredCount.objects.in_county(federation.county_code)
    return list(rows.filter(federation_id=federation.pk).order_by("-as_of")[:LATEST_COUNTS])


def covered_numbers(county_code: str, union_ids: Iterable[int], on: date) -> dict[int, int]:
    """By id of a federation's union how many existing unions it covers on a day."""
    rows = Coverage.objects.in_county(county_code).filter(
        holding(on), federation__union_id__in=list(union_ids), union__status=UnionStatus.ACTIVE
    )
    grouped = rows.order_by().values("federation__union_id").annotate(number=Count("pk"))
    return dict(grouped.values_list("federation__union_id", "number"))
