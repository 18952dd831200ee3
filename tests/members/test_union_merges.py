"""When a union closes, merges or moves, its members follow or keep it from closing."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from members.selectors.integrity import county_problems
from members.services.membership import end
from tests.members.conftest import DAY, periods
from townships.choices import UnionKind
from townships.models import TownshipSummary, Union, UnionSummary
from townships.services.closing import Approval, dissolve_union, merge_union
from townships.services.unions import save_union

MERGE = datetime.date(2025, 1, 1)
APPROVAL = Approval(
    number="示例工〔2025〕1号", approved_by="林州市总工会", closed_on=MERGE, reason="企业合并"
)


@pytest.fixture
def villages(unions, places):
    """Two village unions of 临淇镇."""
    return [
        Union.objects.create(
            county_code="410581",
            code=f"41058110100{n}0",
            name=name,
            kind=UnionKind.VILLAGE,
            township=places.linqi,
            superior=unions.linqi,
        )
        for n, name in ((3, "临淇村工会"), (4, "白泉村工会"))
    ]


def test_members_go_along_when_a_union_merges(staff, villages, enrolled):
    first, second = villages
    member = enrolled(union=first)
    merge_union(union=first, target=second, approval=APPROVAL, user=staff.county)
    last = MERGE - datetime.timedelta(days=1)
    assert periods(member) == [(first.pk, DAY, last), (second.pk, MERGE, None)]
    assert UnionSummary.objects.get(union=second).members == 1
    assert list(county_problems("410581")) == []


def test_a_union_with_members_is_not_dissolved(staff, unions, enrolled):
    enrolled(union=unions.factory)
    with pytest.raises(ValidationError) as refusal:
        dissolve_union(union=unions.factory, approval=APPROVAL, user=staff.county)
    assert "1" in str(refusal.value)
    unions.factory.refresh_from_db()
    assert unions.factory.is_open


def test_members_lie_where_their_union_lies(staff, unions, villages, enrolled, places):
    village, _other = villages
    member = enrolled(union=village)
    village.township = places.hejian
    village.superior = unions.hejian
    save_union(union=village, user=staff.county)
    member.refresh_from_db()
    assert member.township_id == places.hejian.key
    counts = dict(TownshipSummary.objects.values_list("township_key", "members"))
    assert (counts["410581101"], counts["410581100"]) == (0, 1)
    assert list(county_problems("410581")) == []


def test_a_union_is_not_merged_before_somebody_joined(staff, villages, enrolled):
    first, second = villages
    enrolled(union=first, on=MERGE + datetime.timedelta(days=1))
    with pytest.raises(ValidationError) as refusal:
        merge_union(union=first, target=second, approval=APPROVAL, user=staff.county)
    assert list(refusal.value.message_dict) == ["closed_on"]
    first.refresh_from_db()
    assert first.is_open


@pytest.mark.parametrize(("late", "allowed"), [(1, False), (0, True)])
def test_a_union_is_not_dissolved_before_somebody_left(staff, villages, enrolled, late, allowed):
    union = villages[0]
    last = MERGE + late * datetime.timedelta(days=1)
    end(member=enrolled(union=union), ended_by="6", on=last, reason_code="5", user=None)
    if allowed:
        dissolve_union(union=union, approval=APPROVAL, user=staff.county)
        return
    with pytest.raises(ValidationError) as refusal:
        dissolve_union(union=union, approval=APPROVAL, user=staff.county)
    assert list(refusal.value.message_dict) == ["closed_on"]
