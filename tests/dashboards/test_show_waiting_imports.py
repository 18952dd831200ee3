"""Imports among what waits on the home page."""

import datetime

import pytest
from django.utils import timezone

from imports.choices import Kind, State
from imports.models import ImportBatch
from tests.dashboards.home import COUNTY, has, make_unions, task, tasks
from tests.places import Staff
from townships.choices import UnionKind
from townships.models import Union, UnionSummary

pytestmark = pytest.mark.usefixtures("policies")


def batch(user, places, **fields) -> ImportBatch:
    values = {
        "county_code": COUNTY,
        "kind": Kind.MEMBERS,
        "original_name": "林州市会员.xlsx",
        "size": 1,
        "created_by": user,
        **fields,
    }
    return ImportBatch.objects.create(**values)


def test_imports_that_wait(as_user, staff: Staff, places) -> None:
    now = timezone.now()
    day = datetime.timedelta(days=1)
    old = batch(
        staff.county,
        places,
        state=State.APPLIED,
        original_name="早办完.xlsx",
        new_count=9,
        applied_at=now - 20 * day,
    )
    batch(staff.county, places, state=State.READY, original_name="等确认.xlsx", new_count=5)
    batch(staff.county, places, state=State.REFUSED, original_name="被退回.xlsx")
    batch(staff.county, places, state=State.FAILED, original_name="停了.xlsx")
    batch(
        staff.county,
        places,
        state=State.APPLIED,
        original_name="有错.xlsx",
        failed_count=38,
        applied_at=now - 5 * day,
    )
    batch(
        staff.county,
        places,
        state=State.APPLIED,
        original_name="能撤销.xlsx",
        new_count=9,
        applied_at=now,
    )
    batch(staff.county, places, state=State.DISCARDED, original_name="不要了.xlsx")
    batch(staff.county2, places, county_code="410523", state=State.READY, original_name="别县.xlsx")
    response = as_user(staff.county).get("/?all=1")
    assert task(response, "等确认.xlsx").text == "已检查完，等您确认"
    assert task(response, "停了.xlsx").text == "没有导入成功"
    assert "38 行" in task(response, "有错.xlsx").text
    # nothing to do: nothing came of a refused file, and nobody has to undo anything
    for name in ("被退回", "能撤销", "早办完", "不要了", "别县"):
        assert not has(response, name)
    html = response.content.decode()
    assert "别县" not in html
    assert "不要了" not in html
    assert f"/imports/{old.pk}/" not in html  # only the three newest are listed


@pytest.mark.parametrize(
    ("name", "fields", "closed"),
    [
        ("出错的行－名册.xlsx", {"state": State.APPLIED}, True),
        ("名册.xlsx", {"state": State.READY}, True),
        ("名册.xlsx", {"state": State.REFUSED}, False),
        ("名册.xlsx", {"state": State.APPLIED, "kind": Kind.EMPLOYERS}, False),
        ("名册二.xlsx", {"state": State.APPLIED}, False),
    ],
)
def test_rows_that_came_again_wait_no_longer(
    as_user, staff: Staff, places, name, fields, closed
) -> None:
    wrong = {"state": State.APPLIED, "original_name": "名册.xlsx"}
    batch(staff.county, places, failed_count=38, applied_at=timezone.now(), **wrong)
    batch(staff.county, places, original_name=name, **fields)
    assert has(as_user(staff.county).get("/?all=1"), "38 行") is not closed


def test_imports_leave_room_for_the_registry(as_user, staff: Staff, places, unions) -> None:
    """However many files wait, no more than two stand before what the office has to put right."""
    for number in range(12):
        batch(staff.county, places, state=State.READY, original_name=f"{number}.xlsx")
    unions.linqi.certificate_to = timezone.localdate() - datetime.timedelta(days=1)
    unions.linqi.save()
    make_unions(unions, places, 1, kind=UnionKind.JOINT)
    joint = Union.objects.get(kind=UnionKind.JOINT)
    UnionSummary.objects.create(county_code=COUNTY, union=joint, employers=1)
    Union.objects.filter(name__startswith="示例0").update(superior=unions.county)
    response = as_user(staff.county).get("/")
    names = [about for about, _text in tasks(response)]
    assert len(names) == 7
    assert len([name for name in names if name.endswith(".xlsx")]) == 2
    waiting = [group.count for group in response.context["groups"]]
    assert 12 in waiting


def test_chair_sees_the_imports_of_his_township_only(as_user, staff: Staff, places) -> None:
    batch(staff.county, places, state=State.READY, original_name="全市.xlsx")
    batch(staff.chair, places, state=State.READY, original_name="本镇.xlsx", township=places.linqi)
    response = as_user(staff.chair).get("/")
    assert has(response, "本镇.xlsx")
    assert not has(response, "全市.xlsx")


def test_most_urgent_first_and_no_more_than_fit(as_user, staff: Staff, places, unions) -> None:
    for number in range(12):
        batch(staff.county, places, state=State.READY, original_name=f"{number}.xlsx")
    unions.linqi.certificate_to = timezone.localdate() - datetime.timedelta(days=1)
    unions.linqi.save()
    response = as_user(staff.county).get("/")
    assert len(tasks(response)) == 7
    assert tasks(response)[0][0] == "临淇镇工会联合会"
    assert response.context["total"] > 12
    assert 'href="?all=1#todo"' in response.content.decode()
    everything = as_user(staff.county).get("/?all=1")
    assert len(tasks(everything)) == everything.context["total"]


def test_all_that_wait_are_counted_however_many_came_since(as_user, staff: Staff, places) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=8)
    first = batch(staff.county, places, state=State.READY, original_name="等了很久.xlsx")
    lost = batch(
        staff.county, places, state=State.APPLIED, original_name="过期.xlsx", failed_count=1
    )
    for old in (first, lost):
        ImportBatch.objects.filter(pk=old.pk, county_code=COUNTY).update(created_at=long_ago)
    wrong = {"state": State.APPLIED, "failed_count": 2}
    batch(staff.county, places, original_name="有错.xlsx", **wrong)
    for number in range(30):
        batch(staff.county, places, state=State.APPLIED, original_name=f"好{number}.xlsx")
    response = as_user(staff.county).get("/?all=1")
    assert has(response, "等了很久.xlsx")
    assert has(response, "有错.xlsx")
    assert not has(response, "过期.xlsx")


def test_what_a_chair_has_sent_waits_for_the_chair(as_user, staff: Staff, places) -> None:
    here = {"state": State.READY, "township": places.linqi}
    batch(staff.chair, places, original_name="主席的.xlsx", **here)
    batch(staff.county, places, original_name="替乡镇传的.xlsx", **here)
    office = as_user(staff.county).get("/?all=1")
    assert not has(office, "主席的.xlsx")
    assert has(office, "替乡镇传的.xlsx")
    township = as_user(staff.chair).get("/").text
    assert "主席的.xlsx" in township
    assert "替乡镇传的.xlsx" in township
