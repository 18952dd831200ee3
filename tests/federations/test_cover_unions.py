"""Coverage: of unions that exist, dated, many at once; who is not covered yet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.choices import Post
from federations.models import Coverage, Federation
from federations.selectors.coverage import candidates, overlaps, reach, uncovered_units
from federations.services.coverage import cover_unions, end_coverage
from tests.federations.conftest import COUNTY, day
from townships.choices import UnionStatus
from townships.models import Employer, Union, UnionEmployer
from unionreg.refusals import Refused

ON = day("2024-03-01")


@pytest.fixture
def world(documents):
    documents.federation = documents.start()
    return documents


def cover(world, *unions, on=ON):
    return cover_unions(federation=world.federation, unions=unions, on=on, user=world.clerk)


def test_many_unions_are_covered_at_once(world):
    cover(world, *world.unions)
    assert Coverage.objects.filter(valid_from=ON, valid_to=None).count() == 4


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("itself", ""),
        ("county", "莲池区总工会"),
        ("preparing", "第1货运公司"),
        ("elsewhere", "城关镇"),
        ("later", "2024-03-02"),
    ],
)
def test_what_is_no_existing_grassroots_union_of_the_county_is_refused(world, unions, which, said):
    first = world.unions[0]
    chosen = {
        "itself": world.federation.union,
        "county": world.federation_of_county,
        "elsewhere": unions.chengguan,
    }.get(which, first)
    if which == "preparing":
        Union.objects.filter(pk=first.pk).update(status=UnionStatus.PREPARING)
    if which == "later":
        Union.objects.filter(pk=first.pk).update(founded_on=day("2024-03-02"))
    chosen.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        cover(world, world.unions[1], chosen)
    assert said in str(refusal.value)
    assert "冀工办发〔2020〕43号 二.1、二.2" in str(refusal.value)
    assert not Coverage.objects.exists()


@pytest.mark.parametrize(("again", "refused"), [("2024-06-30", True), ("2024-07-01", False)])
def test_coverage_ends_with_its_last_day_and_may_begin_again_after_it(world, again, refused):
    (row,) = cover(world, world.unions[0])
    with pytest.raises(Refused):
        cover(world, world.unions[0], on=day("2024-05-01"))
    end_coverage(coverage=row, last_day=day("2024-06-30"), user=world.clerk)
    if refused:
        with pytest.raises(Refused, match="2024-06-30"):
            cover(world, world.unions[0], on=day(again))
    else:
        cover(world, world.unions[0], on=day(again))


@pytest.mark.parametrize(("last", "refused"), [("2024-02-29", True), ("2024-03-01", False)])
def test_coverage_does_not_end_before_it_began(world, last, refused):
    (row,) = cover(world, world.unions[0])
    if refused:
        with pytest.raises(Refused):
            end_coverage(coverage=row, last_day=day(last), user=world.clerk)
        return
    saved = end_coverage(coverage=row, last_day=day(last), user=world.clerk)
    assert [notice.rule for notice in saved.notices] == ["R-ORG-23"]


def test_another_federation_of_the_same_kind_is_a_doubtful_overlap(world):
    cover(world, *world.unions[:2])
    union = Union.objects.create(
        county_code=COUNTY, code="1306069000099", name="另一个工会联合会", kind="federation"
    )
    other = Federation.objects.create(
        county_code=COUNTY, union=union, kind="industry", level="county"
    )
    cover_unions(federation=other, unions=world.unions[1:3], on=ON, user=world.clerk)
    (found,) = overlaps(world.federation, ON)
    assert (found.union, found.others, found.same_kind) == (world.unions[1], [union.name], True)


def test_units_without_union_are_still_to_be_reached(world):
    def unit(name, union=None, workers=None, industry="G"):
        made = Employer.objects.create(
            county_code=COUNTY,
            name=name,
            township=world.north,
            worker_count=workers,
            counted_on=ON if workers else None,
            industry=industry,
        )
        if union is not None:
            UnionEmployer.objects.create(county_code=COUNTY, union=union, employer=made)

    Federation.objects.filter(pk=world.federation.pk).update(industry="G")
    world.federation.refresh_from_db()
    cover(world, world.unions[0])
    unit("已覆盖", world.unions[0])
    unit("另有工会", world.unions[1])
    unit("小店", workers=3)
    unit("没填职工数的店")
    unit("别的行业", industry="F")
    found = reach(world.federation, ON)
    assert (found.units, found.covered, found.others, found.without_union) == (4, 1, 1, 2)
    assert (found.workers_left, found.uncounted_left) == (3, 1)
    assert {e.name for e in uncovered_units(world.federation, ON)} == {"小店", "没填职工数的店"}
    assert list(candidates(world.federation, "")) == [world.unions[1]]
    assert world.unions[3] in candidates(world.federation, "第4")


def test_the_pages_ask_the_same_number_of_questions_for_more_rows(world, as_user):
    client = as_user(world.clerk)
    names = ("federation_coverage", "federation_committee", "federation")
    pages = [reverse(name, args=[world.federation.pk]) for name in names]
    pages.append(reverse("admin:federations_federation_changelist"))

    def count():
        numbers = []
        for address in pages:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            numbers.append(len(queries))
        return numbers

    cover(world, world.unions[0])
    for address in pages:
        client.get(address)  # what is read once for all pages
    before = count()
    cover(world, *world.unions[1:])
    for number in range(3):
        union = Union.objects.create(
            county_code=COUNTY,
            code=f"130606900010{number}",
            name=f"第{number}个工会联合会",
            kind="federation",
        )
        Federation.objects.create(county_code=COUNTY, union=union, kind="industry", level="county")
    assert count() == before


def test_whoever_still_sits_for_a_union_is_told_when_its_coverage_ends(world):
    row, *_ = cover(world, *world.unions[:3])
    world.post(world.federation.union, "己委员", Post.MEMBER, represents=world.unions[0])
    saved = end_coverage(coverage=row, last_day=day("2024-06-30"), user=world.clerk)
    assert ["己委员" in notice.text for notice in saved.notices] == [True]


def test_nobody_is_covered_before_there_were_unions(world):
    with pytest.raises(Refused) as refusal:
        cover(world, world.unions[0], on=day("1925-04-30"))
    assert list(refusal.value.message_dict) == ["valid_from"]
