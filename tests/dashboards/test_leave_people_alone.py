"""Numbers come from summary rows: no page of numbers reads people or their memberships.

With 1.76 million people one look at all of them takes a second; a city's summary rows are read in
milliseconds.
"""

import pytest
from django.urls import reverse

from dashboards.reports.counts import MOST_PEOPLE
from dashboards.reports.registry import REPORTS
from tests.dashboards.test_count_queries import questions

pytestmark = pytest.mark.usefixtures("policies", "unions")

PEOPLE = ("members_member", "members_membership")
COUNTY, TOWNSHIP, CITY = "410581", "410581101", "4105"
# Who looks at the numbers of which place.
READERS = [
    ("chair", TOWNSHIP),
    ("county", COUNTY),
    ("city", CITY),
    ("province", "41"),
]
# Reports about what no summary row holds; above MOST_PEOPLE they show links instead of numbers.
READ_PEOPLE = {
    "files": "which entries are missing in each person's file (R-MEM-06)",
    "growth": "who joined until the same day of last year (R-ORG-29)",
}


def dashboard_of(key: str) -> str:
    name = {4: "region", 2: "region", 6: "county_dashboard"}.get(len(key), "township")
    return reverse(name, args=[key])


def about_people(asked: list[str]) -> list[str]:
    return [sql for sql in asked if any(f'"{table}"' in sql for table in PEOPLE)]


@pytest.mark.parametrize(("who", "key"), READERS)
def test_dashboards_read_no_people(as_user, staff, who, key) -> None:
    client = as_user(getattr(staff, who))
    for path in ("/", dashboard_of(key), reverse("figures", args=[key])):
        asked = questions(client, path)
        assert any("townships_township" in sql for sql in asked), path
        assert about_people(asked) == [], path


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_reports_read_no_people_but_for_these(as_user, staff, name) -> None:
    for who, key in READERS[1:3]:
        path = f"{reverse('report', args=[name])}?place={key}"
        client = as_user(getattr(staff, who))
        found = about_people(questions(client, path))
        assert not found or name in READ_PEOPLE, (path, found)


@pytest.mark.parametrize("name", sorted(READ_PEOPLE))
def test_what_reads_people_reads_them_in_small_places_only(
    as_user, staff, places, counted, name
) -> None:
    path = f"{reverse('report', args=[name])}?place={CITY}"
    client = as_user(staff.city)
    assert about_people(questions(client, path))
    counted(places.linqi, members=MOST_PEOPLE + 1)
    assert about_people(questions(client, path)) == []
