"""The scratch counties: real townships, made-up unions and figures, and a clerk for each county."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django.core.management import call_command

from accounts.choices import Role
from accounts.models import Assignment, User
from bench.sizes import CITY
from policies.services.loading import load_policy_data
from townships.choices import UnionForm, UnionKind
from townships.models import Division, TownshipStatistics, Union
from townships.selectors.divisions import townships_of
from townships.services.summaries import refresh_county

COUNTY = "410581"  # 林州市
SEED = 2
ROWS_PER_UNION = 25
LEAST_UNIONS = 20


def prepare(
    rows: int, keys: Sequence[str] = (COUNTY,), rows_per_union: int = ROWS_PER_UNION
) -> None:
    """Migrate the connected database and fill these counties with everything but members.

    `rows`: members that will come in all; there is one union for every `rows_per_union` of them.
    """
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_divisions", stdout=StringIO())
    load_policy_data()
    unions = max(LEAST_UNIONS, rows // rows_per_union // len(keys))
    for key in keys:
        _prepare_county(Division.objects.get(key=key), unions)


def _prepare_county(county: Division, unions: int) -> None:
    townships = [t for t in townships_of(county.key) if t.has_union_duty]
    _make_unions(county, townships, unions)
    _make_statistics(county.key, townships)
    refresh_county(county_code=county.key)  # unions have their summary rows from the beginning
    _make_user(clerk_name(county.key), Role.COUNTY, county)


def clerk_name(county: str) -> str:
    """User name of the clerk of a county; that of the usual one is simply `clerk`."""
    return "clerk" if county == COUNTY else f"clerk-{county}"


def make_city_user() -> User:
    """Somebody who looks after the whole city."""
    return _make_user("city", Role.CITY, Division.objects.get(key=CITY))


def _make_user(name: str, role: Role, place: Division) -> User:
    user = User.objects.create_user(username=name, display_name="王辛", is_staff=True)
    Assignment.objects.create(user=user, role=role, division=place)
    return user


def _make_unions(place: Division, townships: list[Division], count: int) -> None:
    name = f"{place.name}总工会"
    county = Union.objects.create(**_union(place.key, 0, name, UnionKind.COUNTY))
    Union.objects.bulk_create(
        Union(
            **_union(place.key, number, f"{township.name}工会联合会", UnionKind.TOWNSHIP),
            form=UnionForm.FEDERATION,
            township=township,
            superior=county,
        )
        for number, township in enumerate(townships, start=1)
    )
    _make_own_unions(place.key, townships, count)


def _make_own_unions(county: str, townships: list[Division], count: int) -> None:
    federations = Union.objects.in_county(county).filter(kind=UnionKind.TOWNSHIP)
    above = {union.township_id: union for union in federations}
    Union.objects.bulk_create(
        (
            Union(
                **_union(county, 1000 + number, _own_name(number), UnionKind.OWN),
                township=township,
                superior=above[township.key],
            )
            for number in range(count)
            for township in [townships[number % len(townships)]]
        ),
        batch_size=2000,
    )


def _own_name(number: int) -> str:
    return f"示例{number}号机械制造有限公司工会委员会"


def _union(county: str, number: int, name: str, kind: str) -> dict[str, Any]:
    return {"county_code": county, "code": f"{county}{number:07}", "name": name, "kind": kind}


def _make_statistics(county: str, townships: list[Division]) -> None:
    rng = random.Random(SEED)
    TownshipStatistics.objects.bulk_create(
        TownshipStatistics(
            county_code=county,
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


def union_codes(county: str = COUNTY) -> list[str]:
    """Codes of the unions that people can be members of."""
    unions = Union.objects.in_county(county).filter(kind=UnionKind.OWN)
    return list(unions.order_by("code").values_list("code", flat=True))
