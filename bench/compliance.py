"""A full check of a large county beside one plain pass over the same rows."""

from __future__ import annotations

import datetime
import os
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.county import COUNTY
from compliance.models import Finding, StoredVerdict
from compliance.services import Tally, check_county
from dashboards.services.rebuild import rebuild
from members.choices import IdType, Sex
from members.models import Member
from townships.choices import UnionKind
from townships.models import Employer, TownshipStatistics, Union, UnionEmployer

UNIONS = int(os.environ.get("BENCH_COUNTY_UNIONS", "1000"))
MEMBERS = int(os.environ.get("BENCH_COUNTY_MEMBERS", "50000"))
JOINT_EACH = 10  # every tenth union is a joint one, of three units
BATCH = 2000
OPENED = datetime.date(2015, 3, 1)


def fill() -> None:
    """Bring the scratch county to its size: unions with their units, members, summary rows."""
    own = Union.objects.in_county(COUNTY).filter(kind=UnionKind.OWN)
    like = own.select_related("township").order_by("code").first()
    if like is None:
        raise RuntimeError("The scratch county has no unions")
    _make_unions(UNIONS - own.count())
    unions = list(own.order_by("code")[:UNIONS])
    for number, union in enumerate(unions):
        if number % JOINT_EACH == JOINT_EACH - 1:
            union.kind = UnionKind.JOINT
    Union.objects.bulk_update(unions, ["kind"], batch_size=BATCH)
    _make_units(unions)
    _make_members(unions)
    rebuild(county_code=COUNTY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # autovacuum would do it soon after
            cursor.execute("ANALYZE")


def _make_unions(count: int) -> None:
    above = list(Union.objects.in_county(COUNTY).filter(kind=UnionKind.TOWNSHIP).order_by("code"))
    Union.objects.bulk_create(
        [
            Union(
                county_code=COUNTY,
                code=f"{COUNTY}{50_000 + number:07}",
                name=f"示例续{number}号机械制造有限公司工会委员会",
                kind=UnionKind.OWN,
                township_id=superior.township_id,
                superior=superior,
            )
            for number in range(count)
            for superior in [above[number % len(above)]]
        ],
        batch_size=BATCH,
    )


def _make_units(unions: list[Union]) -> None:
    employers, covered = [], []
    for number, union in enumerate(unions):
        for part in range(3 if union.kind == UnionKind.JOINT else 1):
            employer = Employer(
                county_code=COUNTY,
                name=f"示例{number}之{part}号机械制造有限公司",
                township_id=union.township_id,
                opened_on=OPENED,
            )
            employers.append(employer)
            covered.append((union, employer))
    Employer.objects.bulk_create(employers, batch_size=BATCH)
    UnionEmployer.objects.bulk_create(
        [
            UnionEmployer(county_code=COUNTY, union=union, employer=employer, valid_from=OPENED)
            for union, employer in covered
        ],
        batch_size=BATCH,
    )


def _make_members(unions: list[Union]) -> None:
    """Bare member rows: a check counts people and looks at nothing else of them."""
    there = Member.objects.in_county(COUNTY).count()
    Member.objects.bulk_create(
        (_member(number, unions[number % len(unions)]) for number in range(there, MEMBERS)),
        batch_size=BATCH,
    )


def _member(number: int, union: Union) -> Member:
    return Member(
        county_code=COUNTY,
        name="张三",
        sex=Sex.MALE,
        id_type=IdType.RESIDENT_ID,
        id_cipher="",
        id_hash=f"{number:032x}",
        id_masked="",
        workplace=f"示例{number % 97}之0号机械制造有限公司",
        union=union,
        township_id=union.township_id,
    )


def forget() -> None:
    """Take away what earlier checks stored, so that the next one is the first again."""
    Finding.objects.all().delete()
    StoredVerdict.objects.all().delete()


def check() -> Tally:
    """The full check of the county, as the worker and the nightly command do it."""
    return check_county(county_code=COUNTY)


def confirm(first: Tally, again: Tally) -> None:
    """Refuse to publish a time for work that was not done, or done twice."""
    stored = StoredVerdict.objects.filter(is_latest=True).count()
    if not first.verdicts == first.written == stored or again.written or again.opened:
        raise RuntimeError(f"{stored} verdicts are stored after {first} and {again}")


def plain_pass() -> int:
    """Every row that the check looks at is read once, in the columns it needs."""
    unions = Union.objects.in_county(COUNTY).values_list(
        *("pk", "name", "kind", "form", "township_id", "superior__kind", "superior__township_id")
    )
    units = UnionEmployer.objects.in_county(COUNTY).values_list("employer_id", "valid_from")
    employers = Employer.objects.in_county(COUNTY).values_list("pk", "name", "opened_on")
    figures = TownshipStatistics.objects.in_county(COUNTY).values_list()
    members = Member.objects.in_county(COUNTY).values_list("union_id", "workplace")
    every: list[Any] = [unions, units, employers, figures, members]
    return sum(1 for rows in every for _row in rows.iterator(BATCH))


def describe() -> str:
    """What was checked, and in how many queries."""
    with CaptureQueriesContext(connection) as captured:
        tally = check()
    unions = Union.objects.in_county(COUNTY).count()
    members = Member.objects.in_county(COUNTY).count()
    townships = TownshipStatistics.objects.in_county(COUNTY).count()
    return (
        f"{connection.vendor}: a check of {townships} townships, {unions:,} unions and "
        f"{members:,} members gave {tally.verdicts:,} verdicts in {len(captured):,} queries "
        f"({timezone.localdate()})"
    )
