"""The simulator for federations: a county, and all counties of its city."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.choices import Role
from compliance.models import StoredVerdict
from federations.models import Coverage, Federation
from policies.engine import Status
from tests.compliance.test_try_rules_out import PAGE, ask, asked, statuses
from tests.federations.conftest import COUNTY, Lianchi, day, make_lianchi
from tests.places import load_policies, make_division, make_user
from townships.models import Division, TownshipSummary, Union

RULE, CITY, NAME = "R-ORG-23", "1306", "货运行业工会联合会"


@pytest.fixture
def world(places) -> Lianchi:
    """A federation that covers two unions: as many as R-ORG-23 asks for in 河北."""
    load_policies()
    world = make_lianchi()
    union = Union.objects.create(
        county_code=COUNTY, code="1306069000088", name=NAME, kind="federation"
    )
    Union.objects.filter(pk=union.pk).update(founded_on=day("2020-01-01"))
    world.federation = Federation.objects.create(
        county_code=COUNTY, union=union, kind="industry", level="county", has_party_org=False
    )
    for one in world.unions[:2]:
        Coverage.objects.create(
            county_code=COUNTY, federation=world.federation, union=one, valid_from="2024-01-01"
        )
    TownshipSummary.objects.create(county_code=COUNTY, township_key=world.north.key)
    return world


@pytest.fixture
def city(world) -> Any:
    """Somebody of 保定 with two counties, of which one has records."""
    make_division("130602", "竞秀区", "district")
    return make_user("baoding", Role.CITY, Division.objects.get(key=CITY))


def trial(**values: object) -> dict[str, Any]:
    return asked(RULE, "13", **values)


def test_numbers_at_the_limit(world, as_user) -> None:
    client = as_user(world.clerk)
    context: Any = {}
    for least, new in ((1, Status.SATISFIED), (2, Status.SATISFIED), (3, Status.VIOLATED)):
        context = ask(client, **trial(covered_unions=least))
        assert statuses(context) == {NAME: (Status.SATISFIED, new)}, least
    (row,) = context["changed"]
    assert client.get(row.url).status_code == 200
    assert "2" in row.cells[0].text
    assert not StoredVerdict.objects.exists()


def test_all_counties_of_the_city_and_their_workbook(world, city, as_user) -> None:
    client = as_user(city)
    (line,) = ask(client, **trial(place=CITY, covered_unions=3))["counties"]
    assert (line.name, line.subjects, line.changed) == ("莲池区", 1, 1)
    alone = client.get(f"{PAGE}?{line.query}").context
    assert statuses(alone) == {NAME: (Status.SATISFIED, Status.VIOLATED)}
    answer = client.get(f"{PAGE}export/", trial(place=CITY, covered_unions=3))
    rows = load_workbook(BytesIO(answer.content)).active.values
    assert [row[0] for row in rows][1:] == [NAME]


def test_elsewhere_it_is_tried_by_the_provisions_of_another_place(world, places, staff, as_user):
    """In 林州 the rule does not hold; by the one of 河北 it would be unknown without coverage."""
    union = Union.objects.create(
        county_code="410581", code="410581088", name="林州联合会", kind="federation"
    )
    Federation.objects.create(county_code="410581", union=union, kind="industry", level="county")
    context = ask(as_user(staff.county), rule=RULE, like="13")
    assert statuses(context) == {"林州联合会": (Status.NOT_APPLICABLE, Status.UNKNOWN)}


@pytest.mark.parametrize(("who", "status"), [("county", 404), ("city", 404), ("admin", 200)])
def test_inside_only(world, staff, as_user, who, status) -> None:
    answer = as_user(getattr(staff, who)).get(PAGE, trial(place=COUNTY))
    assert answer.status_code == status


def test_every_rule_about_federations_can_be_tried(world, city, as_user) -> None:
    clerk, office = as_user(world.clerk), as_user(city)
    groups = dict(ask(clerk)["question"].fields["rule"].choices)
    found = [rule for rule, _name in groups["联合会"]]
    assert {"R-ORG-25", "R-COM-10", "R-MTG-03", "R-NAM-03"} <= set(found)
    for rule in found:
        assert "simulation" in ask(clerk, rule=rule), rule
        assert "simulation" in ask(office, rule=rule, place=CITY), rule
