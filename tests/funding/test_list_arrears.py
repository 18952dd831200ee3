"""The list of arrears: what is due, paid and missing; filters, pages, workbook, places."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from funding.selectors.levies import Wanted, lines, totals
from funding.services.levy_payments import reverse_payment
from tests.funding.levied import COUNTY, employer, levy_rule, owe, pay

DAY = datetime.date
PAGE = reverse("levies")


@pytest.fixture
def firms(places, staff):
    """Three firms: settled, in arrears for two months, and one of which nothing is known."""
    levy_rule(places.henan)
    one, two = employer(1, places.linqi), employer(2, places.linqi)
    three = employer(3, places.hejian)
    owe(one)
    pay(one)
    for month in (1, 2, 3):
        owe(two, month=month, payroll="1000")
    pay(two, None, "20", month=1, reference="V2")
    pay(two, None, "19.99", month=2, reference="V3")
    owe(three, payroll=None)
    pay(three, None, "7", month=5, reference="V4")
    return one, two, three


def found(user, **values):
    rows = lines(user, Wanted(**{"county_code": COUNTY, "year": 2026, **values}))
    return {row.employer_id: row for row in rows}


def test_months_do_not_make_up_for_each_other(firms, staff):
    one, two, three = firms
    rows = found(staff.county)
    assert (rows[one.pk].state, rows[one.pk].arrears) == ("settled", 0)
    assert (rows[two.pk].due, rows[two.pk].paid) == (Decimal("60.00"), Decimal("39.99"))
    assert (rows[two.pk].arrears, rows[two.pk].months) == (Decimal("20.01"), [2, 3])
    assert (rows[three.pk].due, rows[three.pk].unknown_months) == (None, [3, 5])
    pay(two, None, "100", month=1, reference="V5")  # too much for January
    assert found(staff.county)[two.pk].arrears == Decimal("20.01")
    sums = totals(list(found(staff.county).values()))
    assert (sums.due, sums.arrears, sums.in_arrears, sums.unknown) == (
        Decimal("25060.00"),
        Decimal("20.01"),
        1,
        1,
    )


def test_what_was_taken_back_is_owed_again(firms, staff):
    payment = pay(firms[1], None, "20", month=3, reference="V9")
    assert found(staff.county)[firms[1].pk].months == [2]
    reverse_payment(
        payment=payment, paid_on=DAY(2026, 5, 1), reference="R9", reason="错", user=None
    )
    assert found(staff.county)[firms[1].pk].months == [2, 3]


def test_filters(firms, places, staff):
    one, two, three = firms
    assert set(found(staff.county, state="arrears")) == {two.pk}
    assert set(found(staff.county, state="unknown")) == {three.pk}
    assert set(found(staff.county, township=places.linqi.key)) == {one.pk, two.pk}
    assert found(staff.county, kind="preparatory") == {}
    assert found(staff.county, year=2025) == {}


def test_who_sees_what(firms, staff):
    one, two, three = firms
    assert set(found(staff.chair)) == {one.pk, two.pk}
    assert set(found(staff.auditor)) == {one.pk, two.pk, three.pk}
    assert found(staff.county2) == {}


def test_the_page_says_unknown_and_not_nothing(firms, places, staff, as_user):
    shown = as_user(staff.county).get(PAGE, {"township": places.hejian.key}).content.decode()
    assert "未登记" in shown or "not recorded (amount)" in shown
    assert "示例3有限公司" in shown
    assert "示例1有限公司" not in shown
    for junk in ({"year": "x"}, {"township": "'"}, {"page": "-3"}, {"state": "no"}, {"kind": "x"}):
        assert as_user(staff.county).get(PAGE, junk).status_code == 200
    assert as_user(staff.county).get(PAGE, {"county": "410523"}).status_code == 404
    assert "示例3有限公司" not in as_user(staff.chair).get(PAGE).content.decode()


def test_the_title_is_the_place_whose_sums_are_shown(firms, places, staff, as_user):
    def title(user):
        page = as_user(user).get(PAGE).content.decode()
        return page.partition("<h1>")[2].partition("</h1>")[0]

    assert places.linqi.name in title(staff.chair)
    assert places.hejian.name not in title(staff.county)
    assert title(staff.county) != title(staff.chair)


def test_the_workbook_has_all_rows(firms, staff, as_user):
    answer = as_user(staff.auditor).get(reverse("levies_export"), {"state": "arrears"})
    sheet = load_workbook(BytesIO(answer.content)).active
    (_head, row) = sheet.iter_rows(values_only=True)
    assert row[1:5] == ("示例2有限公司", 60, 39.99, 20.01)


def test_paid_up_is_explained_payment_by_payment(firms, places, staff, as_user):
    page = reverse("paid_up", args=[places.linqi.key])
    shown = as_user(staff.chair).get(page, {"year": "2026"}).content.decode()
    assert all(text in shown for text in ("25,039.99", "V2", "V3"))
    assert "示例3有限公司" not in shown
    beside = reverse("paid_up", args=[places.hejian.key])
    assert as_user(staff.chair).get(beside).status_code == 404
    assert as_user(staff.county2).get(page).status_code == 404
    assert as_user(staff.city).get(reverse("paid_up", args=[COUNTY])).status_code == 200
    assert as_user(staff.county).get(reverse("paid_up", args=["41"])).status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(
    firms, staff, as_user, places, django_assert_num_queries
):
    client = as_user(staff.county)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(10, 16):
        unit = employer(number, places.hejian)
        owe(unit)
        pay(unit, reference=f"W{number}")
    with django_assert_num_queries(len(few)):
        client.get(PAGE)
