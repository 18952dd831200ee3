"""Month rows and the nightly command."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dashboards.services import backfill, rebuild, roll
from members.services.membership import end, enrol
from tests.members.conftest import details, number
from townships.models import (
    Employer,
    TownshipMonth,
    TownshipStatistics,
    TownshipSummary,
    UnionEmployer,
)
from townships.services.summaries import refresh_county

COUNTY = "410581"


def month(back: int) -> datetime.date:
    day = timezone.localdate().replace(day=1)
    for _n in range(back):
        day = (day - datetime.timedelta(days=1)).replace(day=1)
    return day


def row(township, back: int) -> TownshipMonth:
    return TownshipMonth.objects.get(
        county_code=COUNTY, township_key=township.key, month=month(back)
    )


def join(union, sequence: int, on: datetime.date, **more):
    saved = enrol(
        union=union,
        id_number=number(sequence),
        details=details(**more),
        joined_on=on,
        user=None,
    )
    return saved.member


def test_new_month_opens_although_nothing_happens(places, unions) -> None:
    join(unions.factory, 1, month(3))
    TownshipMonth.objects.all().delete()
    roll(county_code=COUNTY)
    assert row(places.linqi, 0).members == 1
    assert row(places.hejian, 0).members == 0


def test_month_without_a_change_repeats_the_one_before(places, unions, month_of) -> None:
    month_of(places.linqi, 4, members=30, workers=50, unionised=2, joined=9)
    roll(county_code=COUNTY)
    for back in (3, 2, 1):
        assert row(places.linqi, back).members == 30
        assert row(places.linqi, back).workers == 50
        assert row(places.linqi, back).joined == 0  # what happened did not happen again
    assert row(places.linqi, 4).joined == 9
    assert row(places.linqi, 0).members == 0  # the running month is what the records say


def test_closed_months_are_not_written_again(places, unions, month_of) -> None:
    month_of(places.linqi, 2, members=30)
    join(unions.factory, 1, month(5))
    roll(county_code=COUNTY)
    backfill(county_code=COUNTY, months=6)
    assert row(places.linqi, 2).members == 30


def test_months_before_the_registry_come_from_the_dates_in_it(places, unions) -> None:
    join(unions.factory, 2, month(4), sex="2")  # an even number is a woman
    gone = join(unions.factory, 3, month(5))
    end(member=gone, ended_by="6", on=month(2), reason_code="5", user=None)
    firm = Employer.objects.create(county_code=COUNTY, name="示例厂", township=places.linqi)
    UnionEmployer.objects.create(
        county_code=COUNTY, union=unions.factory, employer=firm, valid_from=month(3)
    )
    for back, workers in ((4, 40), (1, 60)):
        TownshipStatistics.objects.create(
            county_code=COUNTY,
            township=places.linqi,
            as_of=month(back),
            worker_count=workers,
            legal_person_units=5,
            source="x",
        )
    refresh_county(county_code=COUNTY)
    assert backfill(county_code=COUNTY, months=7) > 0
    members = [row(places.linqi, back).members for back in (6, 5, 4, 3, 2, 1, 0)]
    assert members == [0, 1, 2, 2, 1, 1, 1]
    assert [row(places.linqi, back).women for back in (5, 4)] == [0, 1]
    assert [row(places.linqi, back).unionised for back in (4, 3, 1)] == [0, 1, 1]
    assert [row(places.linqi, back).workers for back in (5, 4, 2, 1)] == [None, 40, 40, 60]
    assert [row(places.linqi, back).joined for back in (5, 4, 3)] == [1, 1, 0]
    assert row(places.linqi, 2).left == 1
    assert backfill(county_code=COUNTY, months=7) == 0  # a second time makes nothing


def test_backfilled_month_agrees_with_the_kept_one(places, unions) -> None:
    """Counting the running month from the dates gives what the services kept."""
    for sequence in (1, 3, 5):
        join(unions.factory, sequence, month(2), is_migrant=sequence == 3)
    rebuild(county_code=COUNTY)
    kept = row(places.linqi, 0)
    names = ("members", "women", "migrants", "kept", "unions")
    expected = {name: getattr(kept, name) for name in names}
    backfill(county_code=COUNTY, months=2)
    before = row(places.linqi, 1)
    assert {name: getattr(before, name) for name in names} == expected


def test_command_checks_and_repairs(places, unions) -> None:
    join(unions.factory, 1, month(3))
    call_command("rebuild_summaries", stdout=StringIO())
    call_command("rebuild_summaries", check=True, stdout=StringIO())
    TownshipSummary.objects.filter(township_key=places.linqi.key).update(members=99)

    told = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("rebuild_summaries", check=True, stderr=told, stdout=StringIO())
    assert error.value.returncode == 1
    assert f"{COUNTY} townshipsummary {places.linqi.key}: members 99 → 1" in told.getvalue()
    assert TownshipSummary.objects.get(township_key=places.linqi.key).members == 99

    call_command("rebuild_summaries", stdout=StringIO(), stderr=StringIO())
    assert TownshipSummary.objects.get(township_key=places.linqi.key).members == 1
    call_command("rebuild_summaries", check=True, stdout=StringIO())


@pytest.mark.parametrize(
    ("code", "touched"), [("410523", False), ("410581", True), ("4105", True), ("41", True)]
)
def test_command_keeps_to_one_division(places, unions, code, touched) -> None:
    join(unions.factory, 1, month(3))
    TownshipSummary.objects.update(members=99)
    call_command("rebuild_summaries", division=code, stdout=StringIO(), stderr=StringIO())
    members = TownshipSummary.objects.get(township_key=places.linqi.key).members
    assert members == (1 if touched else 99)


def test_command_refuses_an_unknown_code(places) -> None:
    with pytest.raises(CommandError):
        call_command("rebuild_summaries", division="999999")


def test_command_finds_a_renumbered_county_by_both_codes(places, counted) -> None:
    counted(places.sanchang, members=5)
    for code in ("320684", "320614"):
        TownshipSummary.objects.update(members=5)
        call_command("rebuild_summaries", division=code, stdout=StringIO(), stderr=StringIO())
        assert TownshipSummary.objects.get(township_key=places.sanchang.key).members == 0
