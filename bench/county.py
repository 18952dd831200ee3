"""The scratch county: 林州市 with its real townships, made-up unions, figures, and one clerk."""

from __future__ import annotations

import datetime
import random
from io import StringIO
from typing import Any

from django.core.management import call_command

from accounts.choices import Role
from accounts.models import Assignment, User
from policies.services.loading import load_policy_data
from townships.choices import UnionForm, UnionKind
from townships.models import Division, TownshipStatistics, Union
from townships.selectors.divisions import townships_of

COUNTY = "410581"
SEED = 2
ROWS_PER_UNION = 25
LEAST_UNIONS = 20


def prepare(rows: int) -> None:
    """Migrate the connected database and fill it with everything but members.

    `rows`: members that will come; there is one union for every `ROWS_PER_UNION` of them.
    """
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_divisions", stdout=StringIO())
    load_policy_data()
    townships = [t for t in townships_of(COUNTY) if t.has_union_duty]
    _make_unions(townships, max(LEAST_UNIONS, rows // ROWS_PER_UNION))
    _make_statistics(townships)
    clerk = User.objects.create_user(username="clerk", display_name="王辛", is_staff=True)
    county = Division.objects.get(key=COUNTY)
    Assignment.objects.create(user=clerk, role=Role.COUNTY, division=county)


def _make_unions(townships: list[Division], count: int) -> None:
    county = Union.objects.create(**_union(0, "林州市总工会", UnionKind.COUNTY))
    Union.objects.bulk_create(
        Union(
            **_union(number, f"{place.name}工会联合会", UnionKind.TOWNSHIP),
            form=UnionForm.FEDERATION,
            township=place,
            superior=county,
        )
        for number, place in enumerate(townships, start=1)
    )
    above = {u.township_id: u for u in Union.objects.filter(kind=UnionKind.TOWNSHIP)}
    Union.objects.bulk_create(
        Union(
            **_union(1000 + number, f"示例{number}号机械制造有限公司工会委员会", UnionKind.OWN),
            township=place,
            superior=above[place.key],
        )
        for number in range(count)
        for place in [townships[number % len(townships)]]
    )


def _union(number: int, name: str, kind: str) -> dict[str, Any]:
    return {"county_code": COUNTY, "code": f"{COUNTY}{number:07}", "name": name, "kind": kind}


def _make_statistics(townships: list[Division]) -> None:
    rng = random.Random(SEED)
    TownshipStatistics.objects.bulk_create(
        TownshipStatistics(
            county_code=COUNTY,
            township=place,
            as_of=datetime.date(2026, 6, 30),
            firm_count=rng.randrange(60, 140),
            worker_count=rng.randrange(3000, 7000),
            legal_person_units=rng.randrange(140, 200),
            fulltime_staffing=rng.choice([True, False]),
            source="镇统计站（示例）",
        )
        for place in townships
    )


def union_codes() -> list[str]:
    """Codes of the unions that people can be members of."""
    unions = Union.objects.in_county(COUNTY).filter(kind=UnionKind.OWN)
    return list(unions.order_by("code").values_list("code", flat=True))
