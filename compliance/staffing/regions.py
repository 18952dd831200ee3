"""The counties of a city side by side, added up, always in the same number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from cadres.choices import LEADERS, AppointmentType, Body, PartyRole, Post
from cadres.models import Appointment, SocialWorker
from cadres.selectors.posts import on_day
from cadres.selectors.social_workers import QUOTA, employed_on
from compliance.choices import FindingState
from compliance.models import StoredVerdict
from compliance.permissions import VIEW
from compliance.selectors.findings import visible
from compliance.staffing.lines import finding_rules
from townships.choices import Level, UnionKind
from townships.models import Division

FULLTIME = AppointmentType.FULLTIME


@dataclass
class CountyLine:
    """One county: sums over its townships. `quota` and `actual` are those of the last check."""

    key: str
    name: str
    townships: int = 0
    recorded: int = 0
    chairs: int = 0
    fulltime_chairs: int = 0
    deputies: int = 0
    fulltime_vices: int = 0
    workers: int = 0
    quota: int = 0
    gap: int = 0
    findings: int = 0

    @property
    def known(self) -> dict[str, int | None]:
        """Each column; None where the county has recorded nothing of the kind."""
        found: dict[str, int | None] = {name: getattr(self, name) for name in SUMMED}
        if not self.recorded:
            found |= dict.fromkeys(OF_POSTS)
        if not self.workers:
            found |= dict.fromkeys(("workers", "gap"))
        if not self.quota:
            found |= dict.fromkeys(("quota", "gap"))
        return found

    @property
    def url(self) -> str:
        """The townships of the county."""
        return f"{reverse('staffing')}?county={self.key}"


OF_POSTS = ("chairs", "fulltime_chairs", "deputies", "fulltime_vices")
SUMMED = (
    *("townships", "recorded", "chairs", "fulltime_chairs", "deputies", "fulltime_vices"),
    *("workers", "quota", "gap", "findings"),
)


@dataclass(frozen=True)
class Region:
    """The counties with their sums."""

    lines: list[CountyLine] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Each column added up."""
        return {name: sum(getattr(line, name) for line in self.lines) for name in SUMMED}


def region(user: Any, counties: Sequence[Division], on: date) -> Region:
    """A line for each county of today, with the rows of those that were merged into it."""
    lines = {county.key: CountyLine(county.key, county.name) for county in counties}
    today = _today(lines)
    for add in (_townships, _posts, _workers):
        for key, numbers in add(today, on):
            _add(lines[today[key]], numbers)
    for key, quota, gap in _quotas(user, today):
        _add(lines[today[key]], {"quota": quota, "gap": gap})
    for key, number in _findings(user, today):
        _add(lines[today[key]], {"findings": number})
    return Region(list(lines.values()))


Numbers = Iterable[tuple[str, Mapping[str, int]]]


def _add(line: CountyLine, numbers: Mapping[str, int]) -> None:
    for name, number in numbers.items():
        setattr(line, name, getattr(line, name) + number)


def _today(keys: Iterable[str]) -> dict[str, str]:
    """Every key whose rows belong to one of the counties → the county of today."""
    found = {key: key for key in keys}
    former = Division.objects.filter(level=Level.COUNTY, successor_id__in=sorted(found))
    pairs = former.values_list("key", "successor_id")
    return found | {key: str(now) for key, now in pairs if key not in found}


def _townships(today: Mapping[str, str], on: date) -> Numbers:
    rows: QuerySet[Any] = Division.objects.filter(
        parent_id__in=sorted(today),
        level=Level.TOWNSHIP,
        valid_to__isnull=True,
        has_union_duty=True,
    )
    grouped = rows.order_by().values_list("parent_id").annotate(number=Count("pk"))
    return [(key, {"townships": number}) for key, number in grouped]


def _posts(today: Mapping[str, str], on: date) -> Numbers:
    """Leaders of township unions by how they serve; unions with any post in office."""
    rows: QuerySet[Any] = Appointment.objects.filter(
        on_day(on), county_code__in=sorted(today), union__kind=UnionKind.TOWNSHIP
    )
    leads = Q(body=Body.COMMITTEE, post__in=LEADERS)
    chair, vice = leads & Q(post=Post.CHAIR), leads & Q(post=Post.VICE_CHAIR)
    deputy = chair & Q(party_role=PartyRole.DEPUTY_SECRETARY)
    grouped = (
        rows.order_by()
        .values("county_code")
        .annotate(
            recorded=Count("union_id", distinct=True),
            chairs=Count("pk", filter=chair),
            fulltime_chairs=Count("pk", filter=chair & Q(appointment_type=FULLTIME)),
            deputies=Count("pk", filter=deputy),
            fulltime_vices=Count("pk", filter=vice & Q(appointment_type=FULLTIME)),
        )
    )
    return [(row.pop("county_code"), row) for row in grouped]


def _workers(today: Mapping[str, str], on: date) -> Numbers:
    rows: QuerySet[Any] = SocialWorker.objects.filter(
        employed_on(on), county_code__in=sorted(today)
    )
    grouped = rows.order_by().values_list("county_code").annotate(number=Count("pk"))
    return [(key, {"workers": number}) for key, number in grouped]


def _quotas(user: Any, today: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """(county, quota, posts not filled) by the verdicts of the last check."""
    rows = StoredVerdict.objects.visible_to(user, VIEW).filter(
        county_code__in=sorted(today), rule_id=QUOTA, is_latest=True
    )
    quota, gap = Counter[str](), defaultdict[str, int](int)
    for key, value, inputs in rows.values_list("county_code", "value", "inputs").iterator(2000):
        if isinstance(value, int):
            quota[key] += value
            actual = inputs.get("social_workers")
            gap[key] += max(value - actual, 0) if isinstance(actual, int) else 0
    return [(key, number, gap[key]) for key, number in quota.items()]


def _findings(user: Any, today: Mapping[str, str]) -> list[tuple[str, int]]:
    rows: QuerySet[Any] = visible(user).filter(
        county_code__in=sorted(today), state=FindingState.OPEN, rule_id__in=finding_rules()
    )
    grouped = rows.order_by().values_list("county_code").annotate(number=Count("pk"))
    return list(grouped)
