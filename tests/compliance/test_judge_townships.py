"""What the registry records of townships reaches the rules, at their limits and where they hold."""

import pytest
from django.utils import timezone

from compliance.services.due import check_due
from tests.compliance.checked import (
    COUNTY,
    LATER,
    ON,
    answers,
    check,
    count,
    finding_of,
    make_township_union,
    make_union,
    verdict_of,
)
from tests.places import make_division
from townships.choices import UnionForm, UnionKind, UnionStatus
from townships.models import TownshipStatistics, TownshipSummary

pytestmark = pytest.mark.usefixtures("policies")
MISSING, OTHER, POST = "missing_data", "other", "missing_post"


def test_a_permission_is_no_duty(places):
    """R-ORG-02: who may have a 总工会 and has none has nothing to put in order, nor who may not."""
    figures = count(places.linqi, firm_count=100, worker_count=5000, fulltime_staffing=True)
    assert answers("R-ORG-02", places.linqi.key) == ("satisfied", None)
    for name, below in {"firm_count": 99, "worker_count": 4999, "fulltime_staffing": False}.items():
        TownshipStatistics.objects.filter(pk=figures.pk).update(
            **{"firm_count": 100, "worker_count": 5000, "fulltime_staffing": True, name: below}
        )
        assert answers("R-ORG-02", places.linqi.key) == ("violated", None)


def test_a_general_union_without_figures_has_to_be_judged(places):
    union = make_township_union(places.linqi, UnionForm.GENERAL)
    assert answers("R-ORG-02", places.linqi.key) == ("unknown", MISSING)
    count(places.linqi, firm_count=5, worker_count=50, fulltime_staffing=False)
    # it fell below: no document orders it to be dissolved
    assert answers("R-ORG-02", places.linqi.key) == ("violated", None)
    TownshipStatistics.objects.update(firm_count=None)
    union.form_approval_no, union.form_approved_by = "安工〔2020〕1号", "安阳市总工会"
    union.form_approved_on = ON
    union.save()
    assert answers("R-ORG-02", places.linqi.key) == ("unknown", None)


@pytest.mark.parametrize(
    ("firms", "employed", "form", "expected"),
    [
        (50, 2000, None, ("satisfied", OTHER)),
        (50, 2000, UnionForm.COMMITTEE, ("satisfied", OTHER)),
        (50, 2000, UnionForm.GENERAL, ("satisfied", None)),
        (49, 2001, UnionForm.COMMITTEE, ("violated", None)),
        (51, 1999, UnionForm.COMMITTEE, ("violated", None)),
        (51, None, UnionForm.COMMITTEE, ("unknown", MISSING)),
        (51, None, UnionForm.GENERAL, ("unknown", None)),
    ],
)
def test_a_duty_that_is_met_asks_for_the_form(places, firms, employed, form, expected):
    """R-ORG-03 in 绍兴: the finding is there when the conditions are, and the form is not."""
    place = places.keqiao_street
    count(place, county_code="330603", firm_count=firms, employed_2nd_3rd_sector=employed)
    if form:
        make_township_union(place, form, county_code="330603")
    assert answers("R-ORG-03", place.key, county_code="330603") == expected


def test_haimen_counts_unions_and_excludes_the_limit(places):
    """R-ORG-04: 超过 200 and 超过 10000; one that is being prepared or closed does not count."""
    place, where = places.sanchang, {"county_code": "320684"}
    figures = count(place, worker_count=10001, **where)
    for number in range(200):
        make_union(f"海门{number}号厂工会委员会", township=place, **where)
    make_union("筹备厂工会", township=place, status=UnionStatus.PREPARING, **where)
    closed = {"closing_approval_no": "1号", "status": UnionStatus.DISSOLVED, "closed_on": ON}
    make_union("旧厂工会", township=place, **closed, **where)
    assert answers("R-ORG-04", place.key, **where) == ("violated", None)
    one_more = make_union("新厂工会", township=place, founded_on=LATER, **where)
    assert answers("R-ORG-04", place.key, **where) == ("violated", None)
    one_more.founded_on = ON
    one_more.save()
    assert answers("R-ORG-04", place.key, **where) == ("satisfied", OTHER)
    TownshipStatistics.objects.filter(pk=figures.pk).update(worker_count=10000)
    assert answers("R-ORG-04", place.key, **where) == ("violated", None)


def test_unions_that_could_be_handed_over_are_counted(places, unions):
    """R-ORG-12: only where the township has a union that can take them; advice in 安阳."""
    assert answers("R-ORG-12", places.linqi.key) == ("satisfied", None)
    direct = make_union("直管厂工会", township=places.linqi, superior=unions.county)
    make_union("振林厂工会", township=places.zhenlin, superior=unions.county)
    assert answers("R-ORG-12", places.linqi.key) == ("violated", OTHER)
    assert verdict_of("R-ORG-12", places.linqi.key).inputs == {"county_managed_unions": 1}
    assert verdict_of("R-ORG-12", places.zhenlin.key).status == "satisfied"
    direct.superior = unions.linqi
    direct.save()
    assert answers("R-ORG-12", places.linqi.key) == ("satisfied", None)


def test_rates_are_counted_in_the_registry_against_the_latest_figures(places):
    """R-ORG-30: 80 of 100 reaches the goal, 799 of 1000 does not, no number is no rate."""
    today = timezone.localdate()
    summary = TownshipSummary.objects.create(
        county_code=COUNTY, township_key=places.linqi.key, members=800, unionised=80
    )
    assert answers("R-ORG-30", places.linqi.key, on=today) == ("unknown", MISSING)
    count(places.linqi, today, worker_count=1000, legal_person_units=100)
    assert answers("R-ORG-30", places.linqi.key, on=today) == ("satisfied", None)
    summary.members = 799
    summary.save()
    assert answers("R-ORG-30", places.linqi.key, on=today) == ("violated", OTHER)
    TownshipStatistics.objects.update(worker_count=None)
    assert answers("R-ORG-30", places.linqi.key, on=today) == ("unknown", MISSING)
    assert verdict_of("R-ORG-30", places.linqi.key).inputs["worker_count"] is None


def test_figures_of_a_later_day_or_of_two_days_are_not_used(places):
    count(places.linqi, ON, firm_count=100, worker_count=5000, fulltime_staffing=True)
    count(places.linqi, LATER, firm_count=10)
    assert answers("R-ORG-02", places.linqi.key)[0] == "satisfied"
    assert verdict_of("R-ORG-02", places.linqi.key).figures_as_of == ON
    assert answers("R-ORG-02", places.linqi.key, on=LATER)[0] == "unknown"
    assert verdict_of("R-ORG-02", places.linqi.key).figures_as_of == LATER


def test_where_all_townships_have_a_union(places):
    """R-ORG-35: reported of 西宁, where any union will do, and of 保定, where it is a 总工会."""
    make_division("630102", "城东区", "district")
    east = make_division("630102001", "周家泉街道", "street")
    make_division("130606", "莲池区", "district")
    lotus = make_division("130606001", "和平街道", "street")
    for place, county in ((east, "630102"), (lotus, "130606")):
        where = {"county_code": county}
        assert answers("R-ORG-35", place.key, **where) == ("violated", POST)
        union = make_township_union(place, UnionForm.COMMITTEE, **where)
        status = "satisfied" if place == east else "violated"
        assert answers("R-ORG-35", place.key, **where)[0] == status
        union.form = UnionForm.GENERAL
        union.save()
        assert answers("R-ORG-35", place.key, **where) == ("satisfied", None)
    check()
    assert verdict_of("R-ORG-35", places.linqi.key) is None


def test_what_is_calculated_is_kept_and_asks_for_nothing(places):
    """R-SOC-02: the quota stands in the verdict, although nobody recorded who is in post."""
    assert answers("R-SOC-02", places.linqi.key) == ("unknown", None)
    assert verdict_of("R-SOC-02", places.linqi.key).value is None
    count(places.linqi, worker_count=6000)
    assert answers("R-SOC-02", places.linqi.key) == ("unknown", None)
    assert verdict_of("R-SOC-02", places.linqi.key).value == 2


def test_a_township_kept_for_statistics_only_is_not_judged(places):
    places.linqi.has_union_duty = False
    places.linqi.save()
    check()
    assert verdict_of("R-ORG-30", places.linqi.key) is None
    assert verdict_of("R-ORG-30", places.hejian.key) is not None


def test_a_township_that_was_merged_counts_in_the_one_it_is_part_of(places):
    """Rows keep their key; the township of today is judged with them, the former one is not."""
    places.hejian.successor, places.hejian.valid_to = places.linqi, ON
    places.hejian.save()
    union = make_township_union(places.hejian, UnionForm.COMMITTEE)
    for place, members in ((places.linqi, 10), (places.hejian, 5)):
        TownshipSummary.objects.create(
            county_code=COUNTY, township_key=place.key, members=members, check_due=False
        )
    today = timezone.localdate()
    check(on=today)
    assert verdict_of("R-ORG-30", places.linqi.key).inputs["member_count"] == 15
    assert verdict_of("R-ORG-30", places.hejian.key) is None
    assert verdict_of("R-ORG-06", union.pk).township_key == places.hejian.key
    # a change in the former township makes the one of today due
    rows = TownshipSummary.objects.filter(township_key=places.hejian.key)
    rows.update(members=6, check_due=True)
    check_due(COUNTY)
    assert verdict_of("R-ORG-30", places.linqi.key).inputs["member_count"] == 16
    assert not TownshipSummary.objects.filter(check_due=True).exists()
    assert finding_of("R-ORG-30", places.linqi.key) is not None


def test_a_county_that_was_merged_keeps_its_key_and_is_judged_where_it_lies(places):
    """汤阴 becomes part of 林州: its unions by its own key, its township by the county of today."""
    places.tangyin.successor = places.linzhou
    places.tangyin.save()
    union = make_union("汤阴厂工会", UnionKind.OWN, "410523", township=places.chengguan)
    count(places.chengguan, county_code="410523", firm_count=1)
    check("410523")
    assert verdict_of("R-ORG-07", union.pk).county_code == "410523"
    assert verdict_of("R-ORG-02", places.chengguan.key) is None
    check(COUNTY)
    assert verdict_of("R-ORG-02", places.chengguan.key).county_code == COUNTY


def test_village_unions_are_counted_for_their_subsidy(places):
    """R-FND-22 in 土默特右旗: 1000 yuan for each village and community union."""
    place = make_division("150221100", "萨拉齐镇")
    where = {"county_code": "150221"}
    for name, kind in (("甲村工会", UnionKind.VILLAGE), ("乙厂工会", UnionKind.OWN)):
        make_union(name, kind, township=place, **where)
    assert answers("R-FND-22", place.key, **where) == ("satisfied", None)
    assert verdict_of("R-FND-22", place.key).value == "1000.00"
