"""Names are sorted as in a dictionary, in every list that shows some."""

import pytest
from django.urls import reverse

from members.models import Member
from townships.models import Employer, Union
from townships.pinyin import search_text
from unionreg.change_list import spelling_of

MEMBERS = reverse("admin:members_member_changelist")
EMPLOYERS = reverse("admin:townships_employer_changelist")
# Unicode has 丁 before 乙, 张 before 章 before 阿.
PEOPLE = ["章伟", "乙安", "张伟", "丁安", "阿依古丽·买买提", "张伟", "Anna Li"]
SORTED = ["Anna Li", "阿依古丽·买买提", "丁安", "乙安", "张伟", "张伟", "章伟"]


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
    names = ["丁村机械厂", "乙村面粉厂", "安阳酒店"]
    for name in names:
        Employer.objects.create(
            county_code="410581",
            township=unions.linqi.township,
            name=name,
            pinyin=search_text(name),
        )
    client = as_user(staff.county)
    assert listed(client, EMPLOYERS) == ["安阳酒店", *names[:2]]
    assert listed(client, f"{EMPLOYERS}?o=-0") == ["乙村面粉厂", "丁村机械厂", "安阳酒店"]


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
