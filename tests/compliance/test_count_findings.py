"""Counts on other pages: menu, home page, dashboards; nothing is said twice."""

import pytest
from django.urls import reverse

from compliance.choices import RunState
from compliance.models import CheckRun
from compliance.selectors import findings as selectors
from tests.compliance.made import make_finding
from townships.models import TownshipSummary


@pytest.mark.parametrize(
    ("who", "number"), [("chair", "1"), ("county", "2"), ("city", "3"), ("chair_beside", "1")]
)
def test_menu_counts_what_one_sees(as_user, staff, finding, beside, elsewhere, who, number) -> None:
    page = as_user(getattr(staff, who)).get(reverse("password_change"))
    assert page.context["shell"].waiting == number


def test_menu_stops_counting(as_user, staff, finding, beside, monkeypatch) -> None:
    monkeypatch.setattr(selectors, "MOST_COUNTED", 1)
    assert selectors.open_number(staff.county) == 2
    make_finding(key="x")
    assert selectors.open_number(staff.county) == 2


def test_menu_without_findings(as_user, staff, policies) -> None:
    assert as_user(staff.county).get(reverse("password_change")).context["shell"].waiting == ""


@pytest.mark.parametrize(
    ("who", "path", "number", "query"),
    [
        ("county", "/", 2, ""),
        ("chair", "/", 1, "township=410581101"),
        ("county", "/township/410581100/", 1, "township=410581100"),
        ("city", "/township/410581100/", 1, "county=410581&township=410581100"),
        ("county", "/county/410581/", 2, ""),
        ("city", "/county/410581/", 2, "county=410581"),
        ("city", "/", 3, ""),
    ],
)
def test_cards(as_user, staff, finding, beside, elsewhere, who, path, number, query) -> None:
    card = as_user(getattr(staff, who)).get(path).context["findings"]
    assert card.total == number
    assert [(tab.key, tab.count) for tab in card.groups] == [("other", number)]
    assert card.url == f"{reverse('compliance_list')}?{query}"


def test_card_says_when_it_was_checked(as_user, staff, finding) -> None:
    assert as_user(staff.county).get("/").context["findings"].last is None
    CheckRun.objects.create(
        county_code="410581", state=RunState.DONE, finished_at="2026-11-20T08:00:00Z"
    )
    assert as_user(staff.county).get("/").context["findings"].last is not None


def test_a_city_is_checked_when_the_last_of_its_counties_was(as_user, staff, finding) -> None:
    for code in ("410581", "410523"):
        TownshipSummary.objects.create(county_code=code, township_key=code)
    done = {"state": RunState.DONE}
    CheckRun.objects.create(county_code="410581", finished_at="2026-11-20T08:00:00Z", **done)
    city = as_user(staff.city)
    assert city.get("/").context["findings"].last is None
    CheckRun.objects.create(county_code="410523", finished_at="2026-11-19T08:00:00Z", **done)
    assert city.get("/").context["findings"].last.day == 19


def tasks(page) -> set[str]:
    return {task.icon for group in page.context["groups"] for task in group.tasks}


def test_what_the_list_tells_is_no_task_as_well(as_user, staff, places, policies) -> None:
    TownshipSummary.objects.create(county_code="410581", township_key="410581101")
    client = as_user(staff.county)
    assert "table" in tasks(client.get("/"))
    make_finding()
    assert "table" not in tasks(client.get("/"))
    assert "table" in tasks(as_user(staff.county2).get("/"))


def test_county_table_leads_to_the_verdicts(as_user, staff, finding) -> None:
    lines = as_user(staff.city).get("/county/410581/").context["lines"]
    assert {line.key: line.verdict for line in lines}["410581101"] == finding.verdict_id


def test_township_leads_to_the_verdict_on_its_goals(as_user, staff, finding, beside) -> None:
    page = as_user(staff.chair).get("/")
    assert page.context["goals_verdict"] == finding.verdict_id
    assert reverse("explain", args=[finding.verdict_id]) in page.content.decode()


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [("county", "/", 27), ("chair", "/", 40), ("city", "/county/410581/", 25)],
)
def test_number_of_queries_does_not_grow(
    as_user, staff, finding, django_assert_max_num_queries, who, path, most
) -> None:
    for n in range(20):
        make_finding(key=str(n), verdict=finding.verdict, assignee=staff.chair)
    client = as_user(getattr(staff, who))
    client.get(path)  # what is read once per process
    with django_assert_max_num_queries(most):
        assert client.get(path).context["findings"].total == 21
