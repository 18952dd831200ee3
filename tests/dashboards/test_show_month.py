"""The people behind the numbers of a month: one line for each change that was counted."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.services.membership import end, enrol, transfer
from tests.members.conftest import details, number

FIRST = timezone.localdate().replace(day=1)
BEFORE = FIRST - datetime.timedelta(days=40)
KINDS = ("joined", "transferred_in", "transferred_out", "left")


@pytest.fixture(autouse=True)
def _twentieth(monkeypatch) -> None:
    """On the first days of a month nobody can have come and gone yet."""
    noon = datetime.datetime.combine(FIRST + _days(19), datetime.time(12), datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)


@pytest.fixture
def join(unions):
    """Enrols somebody in a union."""

    def enrol_one(sequence: int, union, on: datetime.date):
        return enrol(
            union=union,
            id_number=number(sequence),
            details=details(f"张三{sequence}"),
            joined_on=on,
            user=None,
        ).member

    return enrol_one


@pytest.fixture
def month(places, unions, join) -> dict[str, int]:
    """What happened in 临淇镇; nobody is today what he was when he was counted."""
    moved_on = join(1, unions.factory, FIRST)
    transfer(member=moved_on, to_union=unions.hejian, effective_on=FIRST + _days(1), user=None)
    gone = join(2, unions.factory, FIRST)
    end(member=gone, ended_by="6", on=FIRST + _days(1), reason_code="5", user=None)
    came = join(3, unions.hejian, BEFORE)
    transfer(member=came, to_union=unions.factory, effective_on=FIRST, user=None)
    end(member=came, ended_by="5", on=FIRST + _days(2), reason_code="6", user=None)
    inside = join(4, unions.factory, BEFORE)
    transfer(member=inside, to_union=unions.linqi, effective_on=FIRST, user=None)
    join(5, unions.hejian, FIRST)  # in another township
    join(6, unions.factory, BEFORE)  # in another month
    return {"joined": 2, "transferred_in": 2, "transferred_out": 2, "left": 2}


def _days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def url(place, kind: str, month: datetime.date = FIRST, level: str = "township") -> str:
    return f"/{level}/{place.key}/month/?what={kind}&month={month:%Y-%m}"


@pytest.mark.parametrize("who", ["county", "chair", "city", "auditor", "admin"])
def test_as_many_lines_as_the_township_counts(as_user, staff, places, month, who) -> None:
    client = as_user(getattr(staff, who))
    context = client.get(f"/township/{places.linqi.key}/").context
    for kind in KINDS:
        page = client.get(context["urls"][kind]).context
        assert getattr(context["month"], kind) == month[kind], kind
        assert page["page"].paginator.count == len(page["lines"]) == month[kind], kind
        assert {tab.name: tab.count for tab in page["tabs"]} == month


def test_county_counts_all_its_townships(as_user, staff, places, month) -> None:
    page = as_user(staff.county).get(url(places.linzhou, "joined", level="county")).context
    assert [tab.count for tab in page["tabs"]] == [3, 3, 3, 2]
    assert len(page["lines"]) == 3


def test_who_moved_on_is_named_and_opens_only_inside(as_user, staff, places, month) -> None:
    """The chair knows who left; the record is kept elsewhere now."""
    address = url(places.linqi, "transferred_out")

    def opened(user) -> dict[str, bool]:
        lines = as_user(user).get(address).context["lines"]
        return {line.membership.member.name: line.open for line in lines}

    assert opened(staff.chair) == {"张三1": False, "张三4": True}
    assert opened(staff.county) == {"张三1": True, "张三4": True}
    html = as_user(staff.chair).get(address).content.decode()
    assert "张三1" in html
    for number_ in (number(1), number(4)):
        assert number_ not in html


def test_transfer_of_the_first_stands_in_its_own_month(as_user, staff, places, month) -> None:
    """The old membership ended the day before; the change is of this month all the same."""
    lines = as_user(staff.chair).get(url(places.linqi, "transferred_out")).context["lines"]
    assert FIRST in {line.on for line in lines}
    earlier = FIRST - datetime.timedelta(days=1)
    page = as_user(staff.chair).get(url(places.linqi, "transferred_out", earlier)).context
    assert page["lines"] == []


def test_months_before_are_kept_too(as_user, staff, places, month) -> None:
    page = as_user(staff.chair).get(url(places.linqi, "joined", BEFORE)).context
    assert {line.membership.member.name for line in page["lines"]} == {"张三4", "张三6"}
    assert page["balance"] is None
    assert page["after_url"]


@pytest.mark.parametrize("query", ["", "?what=x&month=2026-13", "?month=1999-01", "?page=-4"])
def test_anything_else_shows_who_joined_this_month(as_user, staff, places, month, query) -> None:
    page = as_user(staff.chair).get(f"/township/{places.linqi.key}/month/{query}").context
    assert (page["name"], page["month"], len(page["lines"])) == ("joined", FIRST, 2)


def test_says_how_the_number_of_members_came_about(
    as_user, staff, places, unions, join, month_of
) -> None:
    join(1, unions.factory, BEFORE)  # recorded this month, joined long ago
    join(2, unions.factory, FIRST)
    month_of(places.linqi, 1, members=0)
    page = as_user(staff.county).get(url(places.linqi, "joined")).context
    balance = page["balance"]
    assert (balance.before, balance.now, balance.difference, balance.rest) == (0, 2, 2, 1)


@pytest.mark.parametrize("who", ["chair_beside", "county2", "chair2"])
def test_outside_there_is_no_such_page(as_user, staff, places, month, who) -> None:
    client = as_user(getattr(staff, who))
    assert client.get(url(places.linqi, "joined")).status_code == 404
    assert client.get(url(places.linzhou, "joined", level="county")).status_code == 404


def test_number_of_queries_does_not_grow(as_user, staff, places, unions, join) -> None:
    client = as_user(staff.county)
    address = url(places.linqi, "joined")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    join(1, unions.factory, FIRST)
    asked()
    few = asked()
    for sequence in range(2, 9):
        join(sequence, unions.factory, FIRST)
    assert asked() == few
    assert few <= 14


def test_days_of_a_year_instead_of_a_month(as_user, staff, places, month) -> None:
    first = FIRST.replace(month=1, day=1)
    address = f"/township/{places.linqi.key}/month/?what=joined&from={first}&to="
    client = as_user(staff.chair)
    page = client.get(f"{address}{timezone.localdate()}").context
    expected = 4 if BEFORE.year == FIRST.year else 2
    assert (len(page["lines"]), page["balance"]) == (expected, None)
    for tab in page["tabs"]:
        assert len(client.get(tab.url).context["lines"]) == tab.count


@pytest.mark.parametrize(
    "days",
    [
        *("from=2026-99-99&to=2026-99-99", "from=2026-01-01", "from=x&to=y"),
        *("from=2020-01-01&to=2021-01-01", "from=0001-01-01&to=0001-01-02"),
        *("from=9999-01-01&to=9999-12-31", "from=2021-02-01&to=2021-01-01"),
    ],
)
def test_days_that_are_none_show_the_running_month(as_user, staff, places, month, days) -> None:
    page = as_user(staff.chair).get(f"/township/{places.linqi.key}/month/?{days}").context
    assert page["span"] == f"{FIRST:%Y-%m}"
