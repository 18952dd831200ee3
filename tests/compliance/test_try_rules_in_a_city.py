"""The simulator for all counties of a city or province at once."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from compliance.permissions import SIMULATE
from compliance.selectors.regions import load_region, within_bounds
from policies.engine import Status
from tests.compliance.checked import make_union
from tests.compliance.test_try_rules_out import PAGE, ask, asked, figures
from tests.places import load_policies
from townships.choices import UnionKind
from townships.models import TownshipSummary
from townships.selectors.places import counties_of

CITY = "4105"


@pytest.fixture
def city(places):
    """临淇 lacks three firms, 合涧 has enough; 城关 in 汤阴 lacks eight firms."""
    load_policies()
    figures(places.linqi, 97, 6180, True)
    figures(places.hejian, 120, 8000, True)
    figures(places.chengguan, 92, 5000, True)
    for place in (places.linqi, places.hejian, places.chengguan):
        TownshipSummary.objects.create(county_code=place.parent_id, township_key=place.key)
    return places


def test_counts_by_county_at_the_limit(city, staff, as_user):
    client = as_user(staff.city)
    lines: dict[str, Any] = {}
    for limit, changes in ((98, {}), (97, {"林州市": 1}), (92, {"林州市": 1, "汤阴县": 1})):
        context = ask(client, **asked(place=CITY, firm_count=limit))
        lines = {line.name: line for line in context["counties"]}
        assert set(lines) == {"林州市", "汤阴县"}
        assert {name: one.changed for name, one in lines.items() if one.changed} == changes
    assert [row.name for row in lines["汤阴县"].rows] == ["城关镇"]
    assert (lines["林州市"].figures.met_before, lines["林州市"].figures.met_after) == (1, 2)


def test_a_county_of_it_goes_on_with_the_same_numbers(city, staff, as_user):
    client = as_user(staff.city)
    context = ask(client, **asked(place=CITY, firm_count=92))
    query = next(one.query for one in context["counties"] if one.name == "汤阴县")
    alone = client.get(f"{PAGE}?{query}").context
    assert alone["desk"].area.key == "410523"
    assert [line.new_status for line in alone["simulation"].lines] == [Status.SATISFIED]


@pytest.mark.parametrize(
    ("who", "place", "status"),
    [
        ("city", CITY, 200),
        ("province", CITY, 200),
        ("province", "41", 200),
        ("city", "41", 404),
        ("county", CITY, 404),
        ("auditor", CITY, 404),
        ("city", "3306", 404),
        ("city", "4105.410581", 404),
    ],
)
def test_inside_only(city, staff, as_user, who, place, status):
    assert as_user(getattr(staff, who)).get(PAGE, {"place": place}).status_code == status


def test_what_is_too_much_goes_on_by_county(city, staff):
    counties = counties_of(staff.city, SIMULATE)
    region = load_region(city.anyang, counties)
    for number, (county, place) in enumerate((("410523", "chengguan"), ("410581", "linqi"))):
        make_union(f"{number}厂工会", UnionKind.OWN, county, township=getattr(city, place))
    names = [one.name for one in region.counties]
    assert names == ["汤阴县", "林州市"]
    for most, taken in ((0, 1), (1, 1), (2, 2)):
        found = within_bounds(region, "union", most)
        assert [area.county.name for area in found.areas] == names[:taken], most
        assert [one.name for one in found.left] == names[taken:]


def test_workbook_names_the_county(city, staff, as_user):
    response = as_user(staff.city).get(f"{PAGE}export/", asked(place=CITY, firm_count=92))
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    found = {row[1]: row[0] for row in rows if row[0] in ("林州市", "汤阴县")}
    assert found["临淇镇"] == "林州市"
    assert found["城关镇"] == "汤阴县"


def test_questions_do_not_grow_with_rows(city, staff, as_user):
    client = as_user(staff.city)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            context = ask(client, rule="R-ORG-07", place=CITY)
        assert len(context["simulation"].lines) >= 1
        return len(captured)

    make_union("一厂工会", township=city.linqi)
    count()
    before = count()
    for number in range(5):
        make_union(f"新{number}厂工会", township=city.hejian)
    assert count() == before


def test_a_city_with_one_county_is_offered_as_a_whole(city, staff, as_user):
    """柯桥 is the only county of 绍兴 here."""
    context = ask(as_user(staff.admin), **asked(place="3306", firm_count=97))
    assert "3306" in [key for key, _name in context["desk"].place_choices]
    assert [area.county.name for area in context["desk"].taken.areas] == ["柯桥区"]
