"""The list of terms: tabs, counts, scope, first terms typed into it, numbers of queries."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Term
from cadres.selectors.terms import TABS, Choice, counts, direct_elections
from cadres.services.terms import due_day
from tests.places import Staff, Unions, load_policies
from townships.models import Union

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def days(number: int) -> datetime.date:
    return TODAY() + datetime.timedelta(number)


def ends(union: Union, in_days: int, **values: object) -> Term:
    """A running term that ends in so many days."""
    known = {"county_code": union.county_code, "number": 1, "years": 5}
    started, due = days(in_days - 1826), days(in_days)
    return Term.objects.create(union=union, started_on=started, due_on=due, **{**known, **values})


def tabs(user, **chosen) -> dict[str, int]:
    return counts(user, Choice(**chosen), TODAY())


@pytest.mark.parametrize(
    ("in_days", "expected"),
    [
        (-1, {"overdue"}),
        (0, {"30", "90", "180"}),
        (30, {"30", "90", "180"}),
        (31, {"90", "180"}),
        (90, {"90", "180"}),
        (91, {"180"}),
        (180, {"180"}),
        (181, {"running"}),
    ],
)
def test_windows_at_their_limits(unions: Unions, staff: Staff, in_days, expected):
    ends(unions.linqi, in_days)
    numbers = tabs(staff.county)
    assert {tab for tab in TABS[:5] if numbers[tab]} == expected
    assert numbers["unrecorded"] == 3


def test_approved_date_decides_over_the_due_day(unions: Unions, staff: Staff):
    ends(
        unions.linqi,
        -10,
        change_kind="late",
        change_approval_no="林工〔2026〕8号",
        change_approved_on=days(-20),
        new_due_on=days(40),
    )
    numbers = tabs(staff.county)
    assert (numbers["overdue"], numbers["90"]) == (0, 1)


def test_scope_and_filters(unions: Unions, staff: Staff):
    for union in (unions.linqi, unions.hejian, unions.factory, unions.chengguan):
        ends(union, -5)
    seen = {name: tabs(getattr(staff, name))["overdue"] for name in ("county", "chair", "county2")}
    assert seen == {"county": 3, "chair": 2, "county2": 1}
    assert tabs(staff.county, kind="own")["overdue"] == 1
    assert tabs(staff.county, township="410581100")["overdue"] == 1
    assert tabs(staff.county, name="机械")["overdue"] == 1
    assert tabs(staff.county, county="410523")["overdue"] == 0


def test_queries_do_not_grow(unions, staff, as_user, django_assert_max_num_queries):
    load_policies()
    client = as_user(staff.county)
    client.get(reverse("terms"))
    ends(unions.linqi, -5)
    with django_assert_max_num_queries(22) as few:
        assert client.get(reverse("terms")).status_code == 200
    ends(unions.hejian, -5)
    ends(unions.factory, -9)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = client.get(reverse("terms"))
    assert page.context["lines"][0].union == unions.factory
    assert {line.clause for line in page.context["lines"]} == {"安工办〔2020〕7号 五"}


def test_the_share_of_chairs_elected_directly(unions: Unions, staff: Staff, as_user):
    """R-COM-19: of the running terms of one's places on which somebody recorded it."""
    for union, direct in (
        (unions.linqi, True),
        (unions.hejian, False),
        (unions.factory, None),
        (unions.chengguan, True),
    ):
        ends(union, 400, direct_election=direct)
    assert direct_elections(staff.county, Choice()) == (1, 2)
    page = as_user(staff.county).get(reverse("terms")).context
    assert (page["direct"], page["direct_known"]) == (1, 2)


def test_lines_are_saved_each_by_itself(unions: Unions, staff: Staff, as_user):
    typed: dict[str, Any] = {}
    for union, started, years in (
        (unions.linqi, "2022-03-01", "5"),
        (unions.hejian, "2999-01-01", "5"),
        (unions.factory, "", "5"),
        (unions.chengguan, "2022-03-01", "5"),
    ):
        typed |= {f"started-{union.pk}": started, f"years-{union.pk}": years}
    page = as_user(staff.county).post(reverse("terms_record"), typed)
    assert page.status_code == 422
    term = Term.objects.get()
    assert (term.union, term.number) == (unions.linqi, 1)
    assert term.due_on == due_day(datetime.date(2022, 3, 1), 5)
    refused = [line for line in page.context["lines"] if line.errors]
    assert [(line.union, line.typed["started"]) for line in refused] == [
        (unions.hejian, "2999-01-01")
    ]


def test_reader_records_nothing(unions: Unions, staff: Staff, as_user):
    typed = {f"started-{unions.linqi.pk}": "2022-03-01", f"years-{unions.linqi.pk}": "5"}
    assert as_user(staff.chair).post(reverse("terms_record"), typed).status_code == 403
    assert not Term.objects.exists()


def test_workbook_has_the_rows_of_the_tab(unions: Unions, staff: Staff, as_user):
    ends(unions.linqi, -5)
    answer = as_user(staff.county).get(reverse("terms_export"), {"tab": "unrecorded"})
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
