"""The search box for people."""

import datetime

import pytest
from django.db import connection

from members.models import Member
from members.selectors.search import find_by_id, looks_like_id, search
from members.services.membership import end, transfer
from tests.members.conftest import DAY, number

NAMES = {
    1: "王伟芳",
    3: "单雄信",
    5: "吕布",
    7: "欧阳建国",
    9: "买买提·吐尔逊",
    11: "林云",
    13: "曾国藩",
    15: "张伟",
}


@pytest.fixture
def people(unions, enrolled):
    for sequence, name in NAMES.items():
        enrolled(sequence, name=name, phone=f"138000000{sequence:02d}")
    enrolled(17, union=unions.chengguan, name="王伟")


def found(user, text):
    return {row.name for row in search(Member.objects.visible_to(user), text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王伟芳", {"王伟芳"}),
        ("伟芳", {"王伟芳"}),
        ("伟", {"王伟芳", "张伟"}),
        (" 王 伟芳 ", {"王伟芳"}),
        ("买买提•吐尔逊", {"买买提·吐尔逊"}),
        ("芳伟", set()),
        ("wangweifang", {"王伟芳"}),
        ("WeiFang", {"王伟芳"}),
        ("wwf", {"王伟芳"}),
        ("ww", {"王伟芳"}),
        ("shanxiongxin", {"单雄信"}),
        ("danxiongxin", set()),
        ("sxx", {"单雄信"}),
        ("zengguofan", {"曾国藩"}),
        ("zgf", {"曾国藩"}),
        ("lvbu", {"吕布"}),
        ("lübu", {"吕布"}),
        ("lu:bu", {"吕布"}),
        ("lyubu", {"吕布"}),
        ("Lǚ Bù", {"吕布"}),
        ("lubu", {"吕布"}),
        ("linyun", {"林云"}),
        ("ouyangjianguo", {"欧阳建国"}),
        ("oyjg", {"欧阳建国"}),
        ("13800000005", {"吕布"}),
        ("138 0000 0005", {"吕布"}),
        ("138-0000-0005", {"吕布"}),
        ("１３８００００００５", set()),
        ("１３８０００００００５", {"吕布"}),
        ("1380000", set()),
        ("张 weI", {"张伟"}),
        ("%", set()),
        ("_伟", set()),
        ("12345", set()),
        ("", set(NAMES.values())),
    ],
)
def test_one_box_finds_people(staff, people, text, names):
    assert found(staff.county, text) == names


def test_the_last_four_find_a_person_also_with_small_x(staff, people, enrolled):
    tail = number(1)[-4:]
    assert "王伟芳" in found(staff.county, tail)
    with_x = next(n for n in range(101, 199, 2) if number(n).endswith("X"))
    enrolled(with_x, name="赵钱孙")
    assert "赵钱孙" in found(staff.county, number(with_x)[-4:].lower())


def test_words_narrow_each_other(staff, people):
    assert found(staff.county, f"wang {number(1)[-4:]}") == {"王伟芳"}
    assert found(staff.county, f"zhang {number(1)[-4:]}") == set()


def test_only_ones_own_places_are_searched(staff, people):
    assert found(staff.county, "王伟") == {"王伟芳"}
    assert found(staff.county2, "王伟") == {"王伟"}
    assert found(staff.city, "王伟") == {"王伟芳", "王伟"}
    assert found(staff.chair_beside, "王伟") == set()


# --- whole ID numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{}", " {} ", "'{}", "{0[0]}{0[1]} {1}"])
def test_the_whole_number_finds_the_person(staff, people, form):
    value = number(1)
    text = form.format(value, value[2:]) if "{1}" in form else form.format(value)
    assert looks_like_id(text)
    assert [row.name for row in find_by_id(staff.county, text)] == ["王伟芳"]


def test_the_old_number_with_fifteen_digits_too(staff, people):
    assert [row.name for row in find_by_id(staff.county, number(1)[:6] + number(1)[8:17])]


def test_the_general_search_never_takes_a_whole_number(staff, people):
    assert found(staff.county, number(1)) == set()


@pytest.mark.parametrize(
    ("text", "is_id"),
    [
        (number(1), True),
        (number(1)[:17], True),
        (number(1) + "1", True),
        (f"王伟芳{number(1)}", True),
        ("E12345678", True),
        ("13800000001", False),
        ("0372-1234567", False),
        ("031X", False),
        ("王伟芳", False),
        ("wwf", False),
    ],
)
def test_what_looks_like_a_whole_number(text, is_id):
    assert looks_like_id(text) == is_id


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("chair", True),
        ("city", True),
        ("auditor", True),
        ("chair_beside", False),
        ("county2", False),
    ],
)
def test_outside_nobody_is_found(staff, people, who, sees):
    assert bool(find_by_id(staff.all()[who], number(1))) == sees


def test_each_county_finds_its_own_row(staff, unions, enrolled):
    old = enrolled(1)
    new = transfer(
        member=old,
        to_union=unions.chengguan,
        effective_on=DAY + datetime.timedelta(days=1),
        user=None,
    )
    assert find_by_id(staff.county, number(1)) == [old]
    assert find_by_id(staff.county2, number(1)) == [new]
    assert find_by_id(staff.city, number(1)) == [new, old]


def test_who_has_left_is_found_too(staff, enrolled):
    member = enrolled(1)
    end(member=member, ended_by="6", on=DAY, reason_code="5", user=None)
    assert find_by_id(staff.chair, number(1)) == [member]


def test_part_of_a_name_uses_the_index_on_characters(staff, people):
    """PostgreSQL can answer from the index; SQLite has none and scans the names of the county.

    Asked for the whole country: with a handful of rows, a county's own index is cheaper.
    """
    rows = search(Member.objects.visible_to(staff.admin), "伟芳")
    indexed = "Index Cond: (string_to_array"
    if connection.vendor != "postgresql":
        assert indexed not in rows.explain()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert indexed in rows.explain()


def test_every_search_names_the_county(staff, people):
    for text in ("伟芳", "ww", "0031", "13800000005"):
        sql = str(search(Member.objects.visible_to(staff.county), text).query)
        assert '"county_code" IN (410581)' in sql
