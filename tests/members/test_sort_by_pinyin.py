"""Names are sorted as in a dictionary, in every list that shows some."""

import pytest
from django.db import connection
from django.urls import reverse

from cadres.models import Person
from members.models import Member
from members.names import name_pinyin
from townships.models import Employer, Union
from townships.pinyin import search_text
from unionreg.change_list import spelling_of
from unionreg.respelling import respell_counties

MEMBERS = reverse("admin:members_member_changelist")
EMPLOYERS = reverse("admin:townships_employer_changelist")
# Unicode has 丁 before 乙, 张 before 章 before 阿; by pinyin alone 章安 came between the 张伟.
PEOPLE = ["章安", "乙安", "张伟", "丁安", "阿依古丽·买买提", "张伟", "Anna Li"]
SORTED = ["阿依古丽·买买提", "Anna Li", "丁安", "乙安", "张伟", "张伟", "章安"]


def listed(client, address):
    return [row.name for row in client.get(address).context["cl"].result_list]


def test_people_by_their_pinyin_and_never_mixed(staff, as_user, unions, enrolled):
    for number, name in enumerate(PEOPLE):
        enrolled(2 * number + 1, name=name, union=unions.linqi)
    for user in (staff.county, staff.chair):
        assert listed(as_user(user), f"{MEMBERS}?o=0") == SORTED
        assert listed(as_user(user), f"{MEMBERS}?o=-0") == SORTED[::-1]


def test_pages_beside_a_row_in_this_order(staff, as_user, unions, enrolled):
    for number, name in enumerate(PEOPLE):
        enrolled(2 * number + 1, name=name, union=unions.linqi)
    first = Member.objects.in_county("410581").filter(name="张伟").earliest("id")
    client = as_user(staff.county)
    assert listed(client, f"{MEMBERS}?o=0&p=after-410581-{first.pk}") == SORTED[5:]
    assert listed(client, f"{MEMBERS}?o=0&p=before-410581-{first.pk}") == SORTED[:4]


def test_organisations_too(staff, as_user, unions):
    names = ["丁村机械厂", "程庄酒店", "陈庄酒店", "陈庄机械厂"]
    for name in names:
        Employer.objects.create(
            county_code="410581",
            township=unions.linqi.township,
            name=name,
            pinyin=search_text(name),
        )
    client = as_user(staff.county)
    in_order = ["陈庄机械厂", "陈庄酒店", "程庄酒店", "丁村机械厂"]
    assert listed(client, EMPLOYERS) == in_order
    assert listed(client, f"{EMPLOYERS}?o=-0") == in_order[::-1]


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (Member.objects, ("name_pinyin", "name", "id")),
        (Person.objects, ("name_pinyin", "name", "id")),
        (Employer.objects, ("pinyin", "name", "id")),
    ],
)
def test_an_index_has_this_order(db, rows, order):
    if connection.vendor == "postgresql":  # which otherwise reads and sorts a table of no rows
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = rows.in_county("410581").order_by(*order).explain()
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_names_that_are_stored_are_spelled_anew(unions, enrolled):
    enrolled(name="陈大")
    Member.objects.in_county("410581").update(name_pinyin="chenda")
    Union.objects.in_county("410581").update(pinyin="")
    respell_counties(Member, "name_pinyin", lambda name: name_pinyin(name)[0])
    respell_counties(Union, "pinyin", search_text)
    assert Member.objects.in_county("410581").get().name_pinyin == "chen0陈da0大 chenda"
    assert {row.pinyin == search_text(row.name) for row in Union.objects.all()} == {True}


@pytest.mark.parametrize(
    ("model", "path", "expected"),
    [
        (Member, "name", "name_pinyin"),
        (Member, "union__name", "union__pinyin"),
        (Member, "joined_on", ""),
        (Member, "union__code", ""),
        (Union, "name", "pinyin"),
        (Union, "township__parent__name", "township__parent__pinyin"),
    ],
)
def test_where_the_spelling_is_kept(model, path, expected):
    assert spelling_of(model, path) == expected
