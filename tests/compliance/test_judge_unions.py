"""What the registry records of unions and employers reaches the rules, at their limits."""

import datetime

import pytest

from members.models import Member
from policies.engine import NEVER
from policies.engine.verdicts import plain
from tests.compliance.checked import (
    LATER,
    ON,
    answers,
    check,
    cover,
    finding_of,
    make_employer,
    make_township_union,
    make_union,
    verdict_of,
)
from tests.places import make_division
from townships.choices import AccountMode, UnionForm, UnionKind, UnionStatus
from townships.models import Division, Employer, Union, UnionEmployer

pytestmark = pytest.mark.usefixtures("policies")
MISSING, OTHER, POST, MONEY, PAST = "missing_data", "other", "missing_post", "money", "past_date"
SHAOXING = {"county_code": "330603"}
FOUNDED = datetime.date(2020, 5, 20)


def put(union, **values):
    """Write columns of a union."""
    Union.objects.filter(pk=union.pk).update(**values)


def test_committees_are_founded_with_the_union(unions):
    """R-ORG-06: a missing day is unknown and a missing body; another day is only reported."""
    key = unions.linqi.pk
    assert answers("R-ORG-06", key) == ("unknown", MISSING)
    put(unions.linqi, founded_on=FOUNDED)
    assert answers("R-ORG-06", key) == ("unknown", POST)
    put(unions.linqi, audit_committee_on=FOUNDED)
    assert answers("R-ORG-06", key) == ("unknown", POST)
    put(unions.linqi, women_committee_on=FOUNDED + datetime.timedelta(days=1))
    assert answers("R-ORG-06", key) == ("violated", OTHER)
    assert verdict_of("R-ORG-06", key).kind == "RP"
    put(unions.linqi, women_committee_on=FOUNDED)
    assert answers("R-ORG-06", key) == ("satisfied", None)


def test_a_dispatched_body_and_one_in_preparation_have_no_committees(unions):
    put(unions.linqi, form=UnionForm.WORK_COMMITTEE)
    put(unions.hejian, status=UnionStatus.PREPARING)
    check()
    assert verdict_of("R-ORG-06", unions.linqi.pk) is None
    assert verdict_of("R-ORG-06", unions.hejian.pk) is None


def test_every_union_has_a_superior_of_its_tier(unions):
    """R-ORG-07 asks for one, R-ORG-20 for the right one; the county federation has none."""
    key = unions.factory.pk
    assert answers("R-ORG-07", key) == ("satisfied", None)
    assert verdict_of("R-ORG-07", unions.county.pk) is None
    put(unions.factory, superior=None)
    assert answers("R-ORG-07", key) == ("unknown", MISSING)
    assert finding_of("R-ORG-20", key) is None
    joint = make_union("联合工会", UnionKind.JOINT, superior=unions.linqi)
    put(unions.factory, superior=joint)
    assert answers("R-ORG-20", key) == ("violated", OTHER)
    assert verdict_of("R-ORG-07", key).status == "satisfied"


def test_a_union_in_no_county_is_judged_by_what_holds_above(places):
    """Province-direct rows have a key that is no division; 河南 and the nation still hold there."""
    direct = make_union("省直单位工会", county_code="410000")
    assert answers("R-ORG-07", direct.pk, county_code="410000") == ("unknown", MISSING)
    assert verdict_of("R-ORG-10", direct.pk) is None


def test_an_office_leads_nobody_in_anyang(unions, places):
    """R-ORG-10 holds in 安阳."""
    office = make_union("临淇镇机关工会", UnionKind.OFFICE, superior=unions.linqi)
    put(unions.factory, superior=office)
    assert answers("R-ORG-10", unions.factory.pk) == ("violated", OTHER)
    beside = make_union("柯桥街道机关工会", UnionKind.OFFICE, **SHAOXING)
    led = make_union("柯桥厂工会", superior=beside, **SHAOXING)
    assert answers("R-ORG-10", led.pk, **SHAOXING) == (None, None)


def test_the_union_of_a_township_names_its_party_organisation(unions, places):
    """R-RGT-13, where it is in force: unnamed is unknown, never a no."""
    superior = make_union("柯桥区总工会", UnionKind.COUNTY, **SHAOXING)
    street = places.keqiao_street
    union = make_township_union(street, superior=superior, **SHAOXING)
    assert answers("R-RGT-13", union.pk, **SHAOXING) == ("unknown", MISSING)
    put(union, party_organisation="柯桥街道党工委")
    assert answers("R-RGT-13", union.pk, **SHAOXING) == ("satisfied", None)
    put(union, superior=None)
    assert answers("R-RGT-13", union.pk, **SHAOXING) == ("unknown", None)
    put(union, form=UnionForm.WORK_COMMITTEE)
    assert answers("R-RGT-13", union.pk, **SHAOXING) == (None, None)
    assert answers("R-RGT-13", unions.linqi.pk) == (None, None)


def test_a_township_union_without_unions_is_an_empty_shell(unions):
    """R-ORG-11: a count of the registry, so none is 0 and not unknown."""
    assert answers("R-ORG-11", unions.linqi.pk) == ("satisfied", None)
    assert answers("R-ORG-11", unions.hejian.pk) == ("violated", OTHER)
    closed = {"status": UnionStatus.DISSOLVED, "closed_on": ON, "closing_approval_no": "1号"}
    put(unions.factory, **closed)
    assert answers("R-ORG-11", unions.linqi.pk) == ("violated", OTHER)
    put(unions.linqi, form=UnionForm.WORK_COMMITTEE)
    assert answers("R-ORG-11", unions.linqi.pk) == (None, None)


def test_a_union_lies_in_the_township_of_its_superior(unions, places):
    """R-ORG-13 holds in 安阳 and speaks of what townships lead."""
    key = unions.factory.pk
    assert answers("R-ORG-13", key) == ("satisfied", None)
    put(unions.factory, township=places.hejian)
    assert answers("R-ORG-13", key) == ("violated", OTHER)
    assert verdict_of("R-ORG-13", key).inputs == {
        "township": "合涧镇",
        "parent_township": "临淇镇",
    }
    put(unions.factory, township=None)
    assert answers("R-ORG-13", key) == ("unknown", MISSING)
    assert finding_of("R-ORG-13", key).township_key == "410581"
    put(unions.factory, superior=unions.county)
    assert answers("R-ORG-13", key) == (None, None)


def test_a_merged_county_is_judged_by_the_townships_of_today(places):
    """R-ORG-13: 汤阴县 became part of 林州市; its rows keep its key."""
    row = make_division("410523101", "菜园镇")
    lead = make_township_union(places.chengguan, county_code="410523")
    led = make_union("甲厂工会", superior=lead, township=places.chengguan, county_code="410523")
    Division.objects.filter(key="410523").update(successor=places.linzhou, valid_to=ON)
    assert answers("R-ORG-13", led.pk, county_code="410523") == ("satisfied", None)
    put(led, township=row)
    assert answers("R-ORG-13", led.pk, county_code="410523") == ("violated", OTHER)


def test_two_townships_of_one_name_are_two(unions, places):
    """R-ORG-13 compares the places, not what they are called."""
    Division.objects.filter(key=places.hejian.key).update(name=places.linqi.name)
    put(unions.factory, township=places.hejian)
    assert answers("R-ORG-13", unions.factory.pk) == ("violated", OTHER)
    inputs = verdict_of("R-ORG-13", unions.factory.pk).inputs
    assert places.hejian.code in inputs["township"]
    assert places.linqi.code in inputs["parent_township"]


def test_a_joint_union_has_two_units(places):
    """R-ORG-16 in 绍兴: 2 will do, 1 will not, none is not recorded; ended coverage is none."""
    union = make_union("联合工会", UnionKind.JOINT, township=places.keqiao_street, **SHAOXING)
    assert answers("R-ORG-16", union.pk, **SHAOXING) == ("unknown", MISSING)
    first = make_employer("甲厂", places.keqiao_street, **SHAOXING)
    second = make_employer("乙厂", places.keqiao_street, **SHAOXING)
    cover(union, first)
    assert answers("R-ORG-16", union.pk, **SHAOXING) == ("violated", OTHER)
    (row,) = cover(union, second)
    assert answers("R-ORG-16", union.pk, **SHAOXING) == ("satisfied", None)
    UnionEmployer.objects.filter(pk=row.pk).update(valid_to=ON)
    assert answers("R-ORG-16", union.pk, **SHAOXING) == ("violated", OTHER)


def test_a_name_ends_as_its_form_says(unions):
    key = unions.linqi.pk
    assert answers("R-NAM-05", key) == ("satisfied", None)
    put(unions.linqi, name="临淇镇总工会")
    assert answers("R-NAM-05", key) == ("violated", OTHER)
    put(unions.linqi, form=UnionForm.GENERAL)
    assert answers("R-NAM-05", key) == ("satisfied", None)
    assert answers("R-NAM-05", unions.factory.pk) == (None, None)
    put(unions.factory, name="示例厂总工会")
    assert answers("R-NAM-05", unions.factory.pk) == ("violated", OTHER)
    put(unions.factory, name="示例厂工会委员会")
    assert answers("R-NAM-05", unions.factory.pk) == (None, None)


@pytest.mark.parametrize(
    ("legal_person", "mode", "own", "either"),
    [
        (True, AccountMode.OWN, ("satisfied", None), ("satisfied", None)),
        (True, AccountMode.CUSTODY, ("violated", MONEY), ("satisfied", None)),
        (True, "", ("unknown", MISSING), ("unknown", None)),
        (False, AccountMode.CUSTODY, ("satisfied", None), ("satisfied", None)),
        (False, "", ("satisfied", None), ("unknown", MISSING)),
        (None, AccountMode.OWN, ("unknown", MISSING), ("satisfied", None)),
        (None, "", ("unknown", MISSING), ("unknown", None)),
    ],
)
def test_who_keeps_the_money_is_asked_once(unions, legal_person, mode, own, either):
    """R-FIN-02 and R-FIN-03: what is not recorded is one finding and not two."""
    put(unions.linqi, is_legal_person=legal_person, account_mode=mode)
    assert answers("R-FIN-02", unions.linqi.pk) == own
    assert answers("R-FIN-03", unions.linqi.pk) == either


def test_shaoxing_asks_every_union_for_an_account(places):
    """R-FIN-04; where custody is allowed, nothing of it is judged."""
    union = make_union("柯桥厂工会", township=places.keqiao_street, **SHAOXING)
    township = make_township_union(places.keqiao_street, **SHAOXING)
    assert answers("R-FIN-04", union.pk, **SHAOXING) == ("unknown", MISSING)
    assert answers("R-FIN-04", township.pk, **SHAOXING) == ("unknown", None)
    Union.objects.update(account_mode=AccountMode.CUSTODY)
    assert answers("R-FIN-04", union.pk, **SHAOXING) == ("violated", MONEY)
    assert answers("R-FIN-04", township.pk, **SHAOXING) == ("violated", MONEY)


def test_a_unit_has_a_union_within_a_year(places):
    """R-ORG-14 in 绍兴: the corresponding day still counts; 2024-02-29 ends on 2025-02-28."""
    unit = make_employer("甲厂", places.keqiao_street, opened_on=datetime.date(2024, 2, 29))
    Employer.objects.update(county_code="330603")
    last = datetime.date(2025, 2, 28)
    assert answers("R-ORG-14", unit.pk, on=last, **SHAOXING) == ("satisfied", None)
    assert verdict_of("R-ORG-14", unit.pk).value == "2025-02-28"
    late = last + datetime.timedelta(days=1)
    assert answers("R-ORG-14", unit.pk, on=late, **SHAOXING) == ("violated", PAST)
    found = finding_of("R-ORG-14", unit.pk)
    assert (found.due_on, found.first_seen) == (last, late)
    union = make_union("甲厂工会", founded_on=late, **SHAOXING)
    cover(union, unit, since=late)
    # it came late, and that cannot be mended any more
    assert answers("R-ORG-14", unit.pk, on=late, **SHAOXING) == ("violated", None)
    Employer.objects.update(opened_on=None)
    assert answers("R-ORG-14", unit.pk, on=late, **SHAOXING) == ("unknown", None)
    UnionEmployer.objects.update(valid_to=late)
    assert answers("R-ORG-14", unit.pk, on=late, **SHAOXING) == ("unknown", MISSING)
    assert verdict_of("R-ORG-14", unit.pk).inputs["built_on"] == plain(NEVER)
    Employer.objects.update(status="closed")
    assert answers("R-ORG-14", unit.pk, on=late, **SHAOXING) == (None, None)


def test_25_members_of_one_unit_have_a_union_of_their_own(places):
    """R-ORG-15 in 绍兴: 24 may stay in the joint union, 25 may not."""
    union = make_union("联合工会", UnionKind.JOINT, township=places.keqiao_street, **SHAOXING)
    unit = make_employer("甲厂", places.keqiao_street, **SHAOXING)
    cover(union, unit)
    assert answers("R-ORG-15", unit.pk, **SHAOXING) == ("unknown", None)
    members = [
        Member(name="张三", union=union, workplace=place, id_hash=f"{n:032x}", **SHAOXING)
        for n, place in enumerate(["甲厂"] * 24 + ["乙厂"] * 30)
    ]
    Member.objects.bulk_create(members)
    assert answers("R-ORG-15", unit.pk, **SHAOXING) == ("satisfied", None)
    Member.objects.filter(pk=members[30].pk).update(workplace="甲厂")
    assert answers("R-ORG-15", unit.pk, **SHAOXING) == ("violated", OTHER)
    assert verdict_of("R-ORG-15", unit.pk).inputs["member_count"] == 25
    Member.objects.filter(pk=members[30].pk).update(state="ended")
    assert answers("R-ORG-15", unit.pk, **SHAOXING, on=LATER) == ("satisfied", None)
