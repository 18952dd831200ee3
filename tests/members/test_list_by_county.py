"""Who looks after several counties sees in the list of members which one, and can choose."""

import pytest
from django.urls import reverse

from members.models import Member

LIST = reverse("admin:members_member_changelist")


@pytest.fixture
def people(unions, enrolled):
    """One person in each of two counties of a city."""
    places = {"甲": unions.linqi, "乙": unions.chengguan}
    return [
        enrolled(2 * n + 1, name=name, union=union)
        for n, (name, union) in enumerate(places.items())
    ]


def columns(changelist):
    return [getattr(column, "__name__", column) for column in changelist.list_display]


def listed(client, query=""):
    response = client.get(LIST + query)
    assert response.status_code == 200
    changelist = response.context["cl"]
    return changelist, sorted(person.name for person in changelist.result_list)


def test_the_city_sees_the_county_and_chooses_one(as_user, staff, people):
    client = as_user(staff.city)
    changelist, names = listed(client)
    assert names == ["乙", "甲"]
    assert columns(changelist)[-1] == "county"
    html = client.get(LIST).content.decode()
    assert html.count("林州市") >= 2  # in the filter and in a row
    first, second = (person.county_code for person in people)
    assert listed(client, f"?county_code__in={first}")[1] == ["甲"]
    assert listed(client, f"?county_code__in={second}")[1] == ["乙"]
    assert listed(client, f"?county_code__in={first},{second}")[1] == ["乙", "甲"]


def test_who_sees_one_county_is_not_told_it(as_user, staff, people):
    changelist, names = listed(as_user(staff.county))
    assert names == ["甲"]
    assert "county" not in columns(changelist)
    assert "county_code__in" not in as_user(staff.county).get(LIST).content.decode()
    assert listed(as_user(staff.county), f"?county_code__in={people[0].county_code}")[1] == ["甲"]
    elsewhere, names = listed(as_user(staff.county), f"?county_code__in={people[1].county_code}")
    assert (names, elsewhere.result_count) == ([], 0)


@pytest.mark.parametrize("value", ["x", "٤", ",", "-1", "1' OR 1"])
def test_counties_that_there_are_not(as_user, staff, people, value):
    assert listed(as_user(staff.city), f"?county_code__in={value}")[1] == []


def test_a_person_without_a_township_has_the_code_of_the_county(people):
    from members.admin.columns import county

    assert county(people[0]) == "林州市"
    assert county(Member(county_code="410581")) == "410581"
