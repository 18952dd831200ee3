"""The pages of payments and grants: who sees what, forms with all input, steps by a click."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from funding.models import Payment, PaymentStep
from tests.funding import payment_cases as money


@pytest.fixture
def made(unions, staff):
    return money.draft(money.grant(unions.linqi), unions.linqi, staff.county)


def step(client, payment, action, **data):
    payment.refresh_from_db()
    data = {"record_version": payment.version, **data}
    return client.post(reverse("payment_step", args=[payment.pk, action]), data)


def test_the_county_pays_and_the_chair_confirms(made, as_user, staff, second, unions):
    clerk, boss, chair = as_user(staff.county), as_user(second), as_user(staff.chair)
    assert step(clerk, made, "review").status_code == 302
    address = reverse("payment", args=[made.pk])
    approval = reverse("payment_step", args=[made.pk, "approve"])
    assert approval not in clerk.get(address).content.decode()
    assert approval in boss.get(address).content.decode()
    refused = step(clerk, made, "approve", note="我来批")
    assert refused.status_code == 422
    assert "我来批" in refused.content.decode()
    assert step(boss, made, "approve").status_code == 302
    day = timezone.localdate().isoformat()
    assert step(clerk, made, "pay", paid_on=day, voucher="").status_code == 422
    assert step(clerk, made, "pay", paid_on=day, voucher="记-3").status_code == 302
    page = chair.get(reverse("payments")).content.decode()
    assert unions.linqi.name in page
    made.refresh_from_db()
    data = {"record_version": made.version, "received_on": day}
    assert chair.post(reverse("payment_receipt", args=[made.pk]), data).status_code == 302
    made.refresh_from_db()
    assert made.state == "received"


def test_a_new_draft_and_the_same_form_again(unions, staff, as_user):
    client, source = as_user(staff.county), money.grant(unions.linqi, "50.00")
    page = client.get(reverse("payment_draft"), {"grant": source.pk}).content.decode()
    mark = re.search(r'name="submission" value="([0-9a-f-]+)"', page)
    assert mark
    data = {"grant": source.pk, "amount": "20.00", "submission": mark[1], "note": "夏送清凉"}
    first, again = (client.post(reverse("payment_draft"), data) for _try in range(2))
    assert first.status_code == 302
    assert first.url == again.url
    payment = Payment.objects.get()
    assert (payment.purpose, payment.amount, payment.recipient) == (
        *("aid", Decimal("20.00")),
        unions.linqi,
    )
    data |= {"amount": "30.001", "submission": ""}
    answer = client.post(reverse("payment_draft"), data)
    assert (answer.status_code, "夏送清凉" in answer.content.decode()) == (422, True)
    assert Payment.objects.count() == 1


def test_a_draft_changed_by_somebody_else_meanwhile(made, as_user, staff, second):
    address, stale = reverse("payment_change", args=[made.pk]), made.version
    data = {"grant": made.grant_id, "amount": "20.00", "record_version": stale}
    assert as_user(second).post(address, data).status_code == 302
    answer = as_user(staff.county).post(address, {**data, "amount": "30.00"})
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.amount == Decimal("20.00")


def test_many_at_once(unions, staff, second, as_user):
    source = money.grant(unions.linqi)
    rows = [money.draft(source, unions.linqi, staff.county, "10.00") for _n in range(3)]
    chosen = [f"{row.pk}-{row.version}" for row in rows]
    clerk = as_user(staff.county)
    junk = ["abc", "9" * 40, f"{rows[0].pk}", "1-²"]
    clerk.post(reverse("payments_many"), {"action": "review", "chosen": [*chosen[:2], *junk]})
    states = Payment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["reviewed", "reviewed", "draft"]
    chosen = [f"{row.pk}-{row.version}" for row in Payment.objects.order_by("pk")]
    page = as_user(second).post(
        reverse("payments_many"), {"action": "approve", "chosen": chosen}, follow=True
    )
    assert list(states.all()) == ["approved", "approved", "draft"]
    assert page.status_code == 200


def test_a_whole_allocation(unions, staff, as_user):
    line = money.line(unions.linqi, "70.00")
    client = as_user(staff.county)
    address = reverse("payments_allocation", args=[line.allocation_id])
    assert address in client.get(reverse("payments")).content.decode()
    assert client.post(address).status_code == 302
    assert Payment.objects.get().amount == Decimal("70.00")
    assert address not in client.get(reverse("payments")).content.decode()


def test_the_auditor_reads_and_changes_nothing(made, as_user, staff):
    client = as_user(staff.auditor)
    for name in ("payments", "payments_export", "payment_log", "payment_log_export", "grants"):
        assert client.get(reverse(name)).status_code == 200
    page = client.get(reverse("payment", args=[made.pk])).content.decode()
    assert "王辛" in page
    assert reverse("payment_step", args=[made.pk, "review"]) not in page
    assert step(client, made, "review").status_code == 403
    assert client.post(reverse("payments_many"), {"action": "review"}).status_code == 403
    assert PaymentStep.objects.count() == 1


def test_outsiders_find_nothing(made, as_user, staff):
    for user in (staff.chair_beside, staff.county2, staff.chair2):
        client = as_user(user)
        assert client.get(reverse("payment", args=[made.pk])).status_code == 404
        assert step(client, made, "review").status_code == 404
        assert "困难职工帮扶资金" not in client.get(reverse("grants")).content.decode()


def test_a_reversal_by_the_page(made, as_user, staff, second):
    row = money.paid(made, staff.county, second)
    client, address = as_user(staff.county), reverse("payment_reverse", args=[made.pk])
    data = {"record_version": row.version, "amount": "100.01", "note": "重复"}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "amount": "40", "note": ""}).status_code == 422
    assert client.post(address, {**data, "amount": "40"}).status_code == 302
    back = Payment.objects.get(reverses=made)
    page = client.get(reverse("payment", args=[back.pk])).content.decode()
    assert reverse("payment", args=[made.pk]) in page


@pytest.mark.parametrize("name", ["payments", "grants", "payment_log"])
def test_queries_do_not_grow_with_the_rows(
    unions, staff, as_user, name, django_assert_max_num_queries
):
    source = money.grant(unions.linqi, "100000.00")
    for _number in range(8):
        money.draft(source, unions.linqi, staff.county, "1.00")
        money.grant(unions.hejian)
    client = as_user(staff.county)
    client.get(reverse(name))
    with django_assert_max_num_queries(20):
        assert client.get(reverse(name)).status_code == 200
