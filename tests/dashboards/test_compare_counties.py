"""The counties of a city or province side by side."""

import datetime

import pytest
from django.conf import settings

from accounts.choices import Role
from accounts.models import Assignment
from policies.models import Provision
from tests.dashboards.conftest import AS_OF
from tests.policies.local import local_provision
from townships.models import TownshipSummary

pytestmark = pytest.mark.usefixtures("policies")
URL = "/region/4105/"


@pytest.fixture
def two(places, counted, figures):
    """林州 with two townships, 汤阴 with one; 临淇 cannot be judged for its units."""
    counted(places.linqi, members=400, unionised=5, unions=3)
    counted(places.hejian, members=300, unionised=9, unions=2)
    counted(places.chengguan, members=90, unionised=4, unions=1)
    figures(places.linqi, 1000, None)
    figures(places.hejian, 500, 10)
    figures(places.chengguan, 100, 5, as_of=datetime.date(2026, 9, 30))
    figures(places.chengguan, 999, 99, as_of=datetime.date(2025, 9, 30))
    return places


def legend(response) -> str:
    """What stands above the table."""
    return response.content.decode().split("more legend")[1].split("</header>")[0]


def line(response, name: str):
    return next(row for row in response.context["lines"] if row.name == name)


def test_counties_are_added_up_from_their_townships(as_user, staff, two) -> None:
    response = as_user(staff.city).get(URL)
    assert [row.name for row in response.context["lines"]] == ["林州市", "汤阴县"]
    linzhou = line(response, "林州市")
    assert (linzhou.joining.part, linzhou.joining.whole) == (700, 1500)
    # the township without units is left out on both sides
    assert (linzhou.unionisation.part, linzhou.unionisation.whole) == (9, 10)
    assert linzhou.members == 700
    assert linzhou.note == "2/2 个未达标"
    tangyin = line(response, "汤阴县")
    assert (tangyin.joining.part, tangyin.joining.whole) == (90, 100)  # the latest figures
    assert tangyin.as_of == datetime.date(2026, 9, 30)


def test_figures_of_several_days_show_the_first_and_the_last(as_user, staff, two, figures) -> None:
    figures(two.linqi, 1000, 20, as_of=datetime.date(2026, 10, 31))
    response = as_user(staff.city).get(URL)
    linzhou, tangyin = line(response, "林州市"), line(response, "汤阴县")
    assert (linzhou.as_of, linzhou.newest) == (AS_OF, datetime.date(2026, 10, 31))
    assert linzhou.counted == "2026-06-30 – 2026-10-31"
    assert tangyin.counted == "2026-09-30"


def test_a_goal_without_words_quotes_nothing(as_user, staff, two) -> None:
    Provision.objects.filter(rule_id="R-ORG-30").update(key_phrase="")
    text = as_user(staff.city).get(URL).content.decode()
    assert "28号" in text
    assert "“”" not in text


def test_a_local_goal_makes_the_goals_differ(as_user, staff, two) -> None:
    before = as_user(staff.city).get(URL)
    assert not before.context["figures"].goals_differ
    assert before.context["trend"].goal
    goals = {"build_percent": 60, "membership_percent": 40}
    local_provision(
        two.linzhou, rule_id="R-ORG-30", topic="coverage_goal", kind="F", parameters=goals
    )
    after = as_user(staff.city).get(URL)
    assert after.context["figures"].goals_differ
    assert line(after, "林州市").joining.met
    assert after.context["trend"].goal is None
    assert "80%" in legend(before)
    assert "80%" not in legend(after)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_whole_place_is_named_in_the_language_of_the_reader(as_user, staff, two, language) -> None:
    client = as_user(staff.city)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    whole = client.get(URL).context["whole"]
    assert whole.isascii() is (language == "en")


def test_county_page_and_region_agree(as_user, staff, two) -> None:
    figures = as_user(staff.city).get("/county/410581/").context["figures"]
    linzhou = line(as_user(staff.city).get(URL), "林州市")
    assert figures.joining == linzhou.joining
    assert figures.unionisation == linzhou.unionisation
    assert figures.counts.members == linzhou.members


def test_region_is_the_sum_of_its_counties(as_user, staff, two) -> None:
    figures = as_user(staff.city).get(URL).context["figures"]
    assert (figures.joining.part, figures.joining.whole) == (790, 1600)
    assert (figures.unionisation.part, figures.unionisation.whole) == (13, 15)


def test_people_directly_under_the_city_are_counted(as_user, staff, two) -> None:
    TownshipSummary.objects.create(county_code="410500", township_key="410500", members=12)
    response = as_user(staff.city).get(URL)
    city = line(response, "安阳市")
    assert city.members == 12
    assert city.url == ""
    assert city.joining.known is False
    assert response.context["counts"].members == 802


def test_merged_county_counts_where_it_went(as_user, staff, two) -> None:
    two.tangyin.successor = two.linzhou
    two.tangyin.save()
    response = as_user(staff.city).get(URL)
    assert [row.name for row in response.context["lines"]] == ["林州市"]
    assert line(response, "林州市").members == 790


def test_counties_without_records_are_named_apart(as_user, staff, places, counted) -> None:
    counted(places.linqi, members=1)
    response = as_user(staff.city).get(URL)
    assert [row.name for row in response.context["lines"]] == ["林州市"]
    assert [county.name for county in response.context["empty"]] == ["汤阴县"]


def test_course_of_the_region(as_user, staff, two, month_of) -> None:
    month_of(two.linqi, 1, members=10, workers=100)
    month_of(two.hejian, 1, members=30, workers=None)
    month_of(two.chengguan, 1, members=20, workers=100)
    month_of(two.linqi, 0, members=50, workers=100)
    response = as_user(staff.city).get(URL)
    assert [rate.text for rate in response.context["trend"].joining][-2:] == ["15.0%", "50.0%"]
    linzhou = line(response, "林州市").trend
    assert [rate.text for rate in linzhou.joining][-2:] == ["10.0%", "50.0%"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("province", 200), ("city", 200), ("county", 404), ("chair", 404)],
)
def test_only_who_sees_the_whole_region(as_user, staff, two, who, status) -> None:
    client = as_user(getattr(staff, who))
    assert client.get(URL).status_code == status
    assert client.get(f"{URL}export/").status_code == status
    assert client.get("/region/41/").status_code == (404 if who == "city" else status)


@pytest.mark.parametrize("key", ["3306", "330603", "410581", "x", "99"])
def test_nothing_else_is_his_region(as_user, staff, places, key) -> None:
    assert as_user(staff.city).get(f"/region/{key}/").status_code == 404


def test_somebody_with_two_counties_sees_both(as_user, staff, two) -> None:
    Assignment.objects.create(user=staff.county2, role=Role.COUNTY, division=two.linzhou)
    response = as_user(staff.county2).get("/")
    assert {row.name for row in response.context["lines"]} == {"林州市", "汤阴县"}


def test_somebody_with_two_townships_sees_both(as_user, staff, two) -> None:
    Assignment.objects.create(user=staff.chair, role=Role.CHAIR, division=two.hejian)
    response = as_user(staff.chair).get("/")
    assert {row.name for row in response.context["lines"]} == {"临淇镇", "合涧镇"}


def test_administrator_of_the_country_sees_counties_with_records(as_user, staff, two) -> None:
    TownshipSummary.objects.create(county_code="410500", township_key="410500", members=12)
    response = as_user(staff.admin).get("/")
    assert {row.name for row in response.context["lines"]} == {"林州市", "汤阴县", "安阳市"}
    two.tangyin.successor = two.keqiao
    two.tangyin.save()
    response = as_user(staff.admin).get("/")
    assert {row.name for row in response.context["lines"]} == {"林州市", "柯桥区", "安阳市"}
    assert line(response, "柯桥区").members == 90


def test_empty_region_says_so(as_user, staff, places) -> None:
    html = as_user(staff.city).get(URL).content.decode()
    assert "还没有县登记数据" in html


def test_counties_that_are_no_region_have_a_workbook_too(as_user, staff, two) -> None:
    """The whole country has no key; its page offers the same table as a file."""
    client = as_user(staff.admin)
    url = client.get("/").context["export_url"]
    assert client.get(url)["Content-Type"].endswith("spreadsheetml.sheet")
    Assignment.objects.create(user=staff.county2, role=Role.COUNTY, division=two.linzhou)
    client = as_user(staff.county2)
    assert client.get(client.get("/").context["export_url"]).status_code == 200
    assert as_user(staff.county).get(url)["Location"] == "/county/410581/export/"
    assert as_user(staff.chair).get(url).status_code == 404
