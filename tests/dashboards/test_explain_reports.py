"""From a number of a report to its definition, its parts, the clause in force and the rows."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from dashboards.reports import growth
from dashboards.reports.meanings import MEANINGS
from dashboards.reports.registry import REPORTS
from members.services.membership import enrol
from policies.engine import rules
from tests.dashboards.test_count_queries import grow
from tests.dashboards.test_show_reports import TODAY, ask, cells, employer, make_term, pair
from tests.members.conftest import details, number
from townships.models import Union, UnionEmployer

pytestmark = pytest.mark.usefixtures("policies")
PLACES = (("city", "4105"), ("county", "410581"), ("chair", "410581101"))


def how(client, report: str, column: str, place: str = "") -> Any:
    return client.get(f"/reports/{report}/how/{column}/", {"place": place} if place else {})


def explained(client, report: str, column: str, place: str) -> Any:
    response = how(client, report, column, place)
    assert response.status_code == 200
    return response.context


def test_every_meaning_belongs_to_a_report_and_names_rules_there_are() -> None:
    assert set(MEANINGS) == set(REPORTS)
    for found in MEANINGS.values():
        assert all(rule in rules for meaning in found.values() for rule in meaning.rules)


@pytest.mark.parametrize("name", REPORTS)
def test_every_number_of_every_report_is_explained(as_user, staff, places, unions, name) -> None:
    """At each level; a rate has two numbers, and each leads to rows that can be opened."""
    enrol(union=unions.factory, id_number=number(1), details=details(), joined_on=TODAY, user=None)
    make_term(unions.factory, direct_election=True)
    firm = employer(places.linqi, "甲厂", worker_count=5)
    UnionEmployer.objects.create(county_code="410581", union=unions.factory, employer=firm)
    for who, place in PLACES:
        client = as_user(getattr(staff, who))
        page = ask(client, name, place=place)
        if page.status_code == 404:
            assert (who, name) == ("chair", "shares")
            continue
        assert page.context["explained"]
        for _label, url in page.context["explained"]:
            context = client.get(url).context
            assert len(context["numbers"]) == (2 if context["cell"].kind == "share" else 1), url
            for one in context["numbers"]:
                if one.url.startswith("/"):
                    assert client.get(one.url).status_code == 200, one.url


def test_numbers_of_counties_lead_to_the_explanation_of_the_county(as_user, staff, unions) -> None:
    html = ask(as_user(staff.city), "coverage").content.decode()
    assert "/reports/coverage/how/unions/?place=410581" in html
    assert "/reports/coverage/how/general/?place=4105" in html  # the sum
    assert (
        "/reports/levels/how/firms/?place=410581"
        in ask(as_user(staff.city), "levels").content.decode()
    )


def test_rate_is_told_with_its_parts_its_clause_and_its_rows(
    as_user, staff, places, unions
) -> None:
    """2 of 3 units: the same numbers as the report, and lists with as many rows."""
    for township, name, covered in (
        (places.linqi, "甲厂", True),
        (places.linqi, "乙厂", True),
        (places.hejian, "丙厂", False),
    ):
        row = employer(township, name)
        if covered:
            UnionEmployer.objects.create(county_code="410581", union=unions.factory, employer=row)
    client = as_user(staff.county)
    context = explained(client, "uncovered", "covered", "410581")
    assert (
        pair(context["cell"]) == pair(cells(ask(client, "uncovered"), "合计")["covered"]) == (2, 3)
    )
    listed = [client.get(one.url).context["cl"].result_count for one in context["numbers"]]
    assert listed == [2, 3]
    assert [rule.rule_id for rule in context["rules"]] == ["R-ORG-22"]
    assert [line.name for line, _url, _cells in context["rows"]] == ["合涧镇", "临淇镇", "振林街道"]
    url = next(url for line, url, _cells in context["rows"] if line.name == "临淇镇")
    assert pair(client.get(url).context["cell"]) == (2, 2)


def test_new_unions_lead_to_those_founded_in_these_days(as_user, staff, unions) -> None:
    client = as_user(staff.county)
    for day in ("2025-12-31", "2026-01-01"):
        Union.objects.create(
            county_code="410581", code=day, name=day, kind="own", founded_on=day, status="active"
        )
    url = explained(client, "growth", "unions", "410581")["numbers"][0].url
    assert [row.name for row in client.get(url).context["cl"].result_list] == ["2026-01-01"]


def test_new_unions_without_those_being_prepared(as_user, staff, unions) -> None:
    client = as_user(staff.county)
    day = timezone.localdate().replace(month=1, day=1)
    for status in ("active", "preparing"):
        Union.objects.create(
            county_code="410581",
            code=status,
            name=status,
            kind="own",
            founded_on=day,
            status=status,
        )
    (number, *_rest) = explained(client, "growth", "unions", "410581")["numbers"]
    listed = {row.name for row in client.get(number.url).context["cl"].result_list}
    assert listed == {"active"}
    assert number.value == 1


def test_new_members_lead_to_the_people(as_user, staff, unions) -> None:
    """For county and chair; a city, whose counties have pages of their own, gets the words."""
    today = timezone.localdate()
    for sequence, day in enumerate((today, today.replace(year=today.year - 1, month=1, day=1)), 1):
        enrol(
            union=unions.factory,
            id_number=number(sequence),
            details=details(f"张三{sequence}"),
            joined_on=day,
            user=None,
        )
    for who, place in (("county", "410581"), ("chair", "410581101")):
        client = as_user(getattr(staff, who))
        line = ask(client, "growth", place=place).context["table"].lines[0]
        for cell in (line.cells[3], line.cells[4]):
            assert len(client.get(cell.url).context["lines"]) == cell.value == 1
    (shown, *_rest) = explained(as_user(staff.city), "growth", "members", "4105")["numbers"]
    assert "/month/" not in shown.url
    assert shown.value == 1


def test_who_may_not_see_people_is_told_so(as_user, staff, unions, monkeypatch) -> None:
    monkeypatch.setattr(growth, "SEES_PEOPLE", "members.nobody_has_this")
    table = ask(as_user(staff.county), "growth", place="410581").context["table"]
    assert table.lines[0].cells[3].url == ""
    with translation.override("en"):
        assert any("may look at members" in note for note in growth._notes(False, staff.county))


@pytest.mark.parametrize(("year", "day"), [(2027, "2027-02-28"), (2024, "2024-02-29")])
def test_same_days_of_a_leap_day(year, day) -> None:
    assert str(growth.same_day_of(year, datetime.date(2028, 2, 29))) == day


def test_county_without_any_union_on_record_is_unknown_not_none(as_user, staff, unions) -> None:
    """Also for a single township of it; with one on record the others have none."""
    city, county, chair = (as_user(getattr(staff, who)) for who, _place in PLACES)
    assert pair(explained(county, "coverage", "unions", "410581")["cell"]) == (2, 3)
    assert cells(ask(county, "coverage"), "振林街道")["union"].badge == "warn"
    beside = as_user(staff.chair_beside)
    Union.objects.filter(pk=unions.hejian.pk).delete()
    assert pair(explained(beside, "coverage", "unions", "410581100")["cell"]) == (0, 1)
    Union.objects.filter(pk=unions.factory.pk).update(superior=None)
    Union.objects.filter(kind="township").delete()
    for client, place in ((county, "410581"), (chair, "410581101"), (city, "410581")):
        share = explained(client, "coverage", "unions", place)["cell"]
        assert share.part is None, place
        assert "0.0%" not in ask(client, "coverage", place=place).context["table"].says
    assert cells(ask(county, "coverage"), "振林街道")["union"].badge == "unk"
    assert cells(ask(county, "levels"), "振林街道")["townships"].part is None


@pytest.mark.parametrize(
    ("who", "place", "status"),
    [
        ("county", "410581", 200),
        ("auditor", "410581", 200),
        ("city", "410581", 200),
        ("county2", "410581", 404),
        ("chair", "410581", 404),
        ("chair_beside", "410581101", 404),
        ("county", "²", 404),
    ],
)
def test_inside_only(as_user, staff, unions, who, place, status) -> None:
    client = as_user(getattr(staff, who))
    assert how(client, "coverage", "unions", place).status_code == status


def test_what_no_report_has_is_not_found(as_user, staff, unions) -> None:
    client = as_user(staff.county)
    for report, column in (("nothing", "unions"), ("coverage", "x"), ("coverage", "union")):
        assert how(client, report, column).status_code == 404
    anonymous = reverse("report_figure", args=["coverage", "unions"])
    client.logout()
    assert client.get(anonymous).status_code == 302


@pytest.mark.parametrize(("who", "place"), PLACES[:2])
def test_questions_do_not_grow_with_places(as_user, staff, unions, who, place) -> None:
    client = as_user(getattr(staff, who))

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            explained(client, "coverage", "unions", place)
        return len(captured)

    count()
    before = count()
    grow(None, 5)
    assert count() == before <= 20
