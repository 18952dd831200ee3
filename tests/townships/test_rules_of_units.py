"""Table T-4 and the year of R-ORG-14: what is asked of single units, where a document asks it."""

import datetime

import pytest
from django.utils import timezone

from policies.engine.bounds import Years
from policies.models import Provision
from tests.members.conftest import details, number
from townships.choices import UnionKind
from townships.models import Employer, Union
from townships.services.employers import save_employer
from townships.services.unions import save_union


@pytest.mark.parametrize(
    ("opened", "years", "due"),
    [
        ("2024-03-01", 1, "2025-03-01"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2023-02-28", 1, "2024-02-28"),
        ("2024-12-31", 1, "2025-12-31"),
        ("2024-02-29", 4, "2028-02-29"),
    ],
)
def test_the_time_ends_on_the_corresponding_day(opened, years, due):
    assert Years(years).after(datetime.date.fromisoformat(opened)).isoformat() == due


def opened_on_this_day_last_year(days: int) -> datetime.date:
    """A day whose year ended `days` ago (0: it ends today)."""
    day = timezone.localdate() - datetime.timedelta(days=days)
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day


def notices(saved) -> list[str]:
    return [f"{notice.rule} {notice.basis}" for notice in saved.notices]


@pytest.mark.parametrize(("days", "told"), [(0, False), (1, True)])
def test_employer_without_union_after_a_year_is_told_in_shaoxing(places, policy, days, told):
    row = Employer(
        township=places.keqiao_street, name="某公司", opened_on=opened_on_this_day_last_year(days)
    )
    found = notices(save_employer(employer=row, user=None))
    assert [note.startswith("R-ORG-14") for note in found] == [True] * told


@pytest.mark.parametrize(("years", "told"), [(2, True), (3, False)])
def test_the_years_are_those_of_the_provision(places, policy, years, told):
    Provision.objects.filter(rule_id="R-ORG-14").update(parameters={"union_within": years})
    opened = opened_on_this_day_last_year(1)
    row = Employer(
        township=places.keqiao_street, name="某公司", opened_on=opened.replace(year=opened.year - 1)
    )
    assert bool(notices(save_employer(employer=row, user=None))) is told


def test_nobody_is_told_where_no_document_says_so(places, policy):
    row = Employer(township=places.linqi, name="某公司", opened_on=datetime.date(2000, 1, 1))
    assert notices(save_employer(employer=row, user=None)) == []


def test_employer_with_a_union_is_not_told(places, own_union):
    unit = own_union(places.keqiao_street, "某公司").covered.get().employer
    unit.opened_on = datetime.date(2000, 1, 1)
    assert notices(save_employer(employer=unit, user=None)) == []


@pytest.mark.parametrize(
    ("limit", "members", "told"), [(25, 24, False), (25, 25, True), (3, 2, False), (3, 3, True)]
)
def test_unit_of_so_many_members_should_leave_the_joint_union(
    places, employer, limit, members, told
):
    from members.services.membership import enrol

    Provision.objects.filter(rule_id="R-ORG-15").update(parameters={"member_count": limit})
    units = [employer(places.keqiao_street, f"{name}公司") for name in "甲乙"]
    joint = save_union(
        union=Union(township=places.keqiao_street, kind=UnionKind.JOINT, name="商圈联合工会"),
        employers=units,
        user=None,
    ).record
    for n in range(members):
        enrol(
            union=joint,
            id_number=number(n),
            details=details(f"会员{n}", workplace="甲公司"),
            joined_on=datetime.date(2024, 3, 15),
            user=None,
        )
    joint = Union.objects.get(pk=joint.pk)
    joint.chair_name = "李丁"
    found = notices(save_union(union=joint, user=None))
    assert any(note.startswith("R-ORG-15 ") and "二(一)" in note for note in found) is told
