"""A year of money with two clerks and a chair: calculated, approved, paid, received, taken back."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from funding.models import Allocation, Payment, SubLedger
from tests.funding.books import income, own_books
from tests.funding.money import load_all, typed
from tests.ui.conftest import complaints, open_as

__all__ = ["complaints", "open_as"]

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def year():
    return timezone.localdate().year


@pytest.fixture
def clerk(places, unions, staff, year):
    """Project money recorded for two of three townships; payer and 临淇镇 keep books."""
    load_all()
    typed(places.linqi, year, project_amount="8000")
    typed(places.hejian, year, project_amount="0.01")
    own_books(unions.linqi)
    income(own_books(unions.county), "10000")
    return staff.county


def press(page, button):
    with page.expect_navigation():
        page.click(button)


def path(page):
    return "/funding/" + page.url.partition("/funding/")[2]


def test_a_year_from_calculation_to_receipt_and_back(
    open_as, clerk, second, staff, unions, year, complaints
):
    page = open_as(clerk, reverse("allocations") + f"?year={year}")
    page.select_option("#id_scheme", "anyang-projects")
    press(page, ".money-filter button[type=submit]")
    assert "8,000.01" in page.locator("section:has(#result-title) tfoot").inner_text()
    press(page, "section:has(#result-title) form button")
    press(page, "button[value=review]")
    _no_approval_by_the_same_clerk(page)
    press(open_as(second, path(page)), "button[value=approve]")
    row = Allocation.objects.get()
    assert (row.state, row.reviewer, row.approver) == ("approved", clerk, second)

    page = open_as(clerk, reverse("payments"))
    press(page, ".pay-alloc button")  # the drafts of all lines at once
    assert "振林街道" in page.locator("main").inner_text()  # has no amount, and says so
    _tick_all(page)
    press(page, ".pay-batch button")
    _tick_all(open_as(second, reverse("payments") + "?tab=reviewed"))
    press(page, ".pay-batch button")
    states = Payment.objects.values_list("recipient__name", "amount", "state")
    assert set(states) == {
        (unions.linqi.name, Decimal(8000), "approved"),
        (unions.hejian.name, Decimal("0.01"), "approved"),
    }

    made = Payment.objects.get(recipient=unions.linqi)
    page = open_as(clerk, reverse("payment", args=[made.pk]))
    _pay(page, "记-1")
    assert _in_the_books(unions) == (Decimal(2000), Decimal(8000))
    _the_chair_confirms_on_a_phone(open_as, staff.chair, made)
    _some_of_it_comes_back(open_as, clerk, second, made)
    assert _in_the_books(unions) == (Decimal("2500.50"), Decimal("7499.50"))
    page = open_as(staff.chair, reverse("statement", args=["410581101"]))
    shown = page.locator(".sheet").inner_text()
    assert all(amount in shown for amount in ("8,000.00", "7,499.50", "500.50")), shown
    complaints[:] = [text for text in complaints if "status of 422" not in text]


def _no_approval_by_the_same_clerk(page):
    """There is no button, and the step itself is refused."""
    assert page.locator("button[value=approve]").count() == 0
    script = "() => { document.querySelector('[name=step]').value = 'approve'; }"
    page.evaluate(script)
    page.fill(".side-form [name=reason]", "自己批")
    press(page, ".side-form button")
    assert page.locator(".msg.bad").count() == 1
    assert Allocation.objects.get().state == "reviewed"


def _tick_all(page):
    for box in page.locator("[name=chosen]").all():
        box.check()


def _pay(page, voucher):
    page.fill("#pay_voucher", voucher)
    press(page, "form[action$='/pay/'] button")


def _in_the_books(unions):
    rows = dict(SubLedger.objects.values_list("union_id", "balance"))
    return rows[unions.county.pk], rows[unions.linqi.pk]


def _the_chair_confirms_on_a_phone(open_as, chair, made):
    page = open_as(chair, reverse("statement", args=["410581101"]))
    page.set_viewport_size(PHONE)
    assert "8,000.00" in page.locator(".sheet").inner_text()
    page.goto(page.url.replace(path(page), reverse("payments")))
    press(page, f"a[href='{reverse('payment', args=[made.pk])}']")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    press(page, "form[action$='/receipt/'] button")
    made.refresh_from_db()
    assert (made.state, made.receiver) == ("received", chair)
    page.set_viewport_size(DESK)


def _some_of_it_comes_back(open_as, clerk, second, made):
    """A reversal, never a change: reviewed by one, approved by another, and back on the account."""
    page = open_as(clerk, reverse("payment", args=[made.pk]))
    page.click(".pay-more summary")
    page.fill("#reverse_amount", "8000.01")
    page.fill("#reverse_note", "多拨")
    press(page, ".pay-more button")
    assert page.locator(".msg.bad").count() == 1  # more than was paid
    page.fill("#reverse_amount", "500.50")
    press(page, ".pay-more button")
    back = Payment.objects.get(reverses=made)
    press(page, "form[action$='/review/'] button")
    press(open_as(second, reverse("payment", args=[back.pk])), "form[action$='/approve/'] button")
    _pay(open_as(clerk, reverse("payment", args=[back.pk])), "记-2")
