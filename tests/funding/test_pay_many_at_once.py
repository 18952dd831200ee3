"""Drafts for a whole allocation, reviews and approvals of many: each is judged by itself."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from funding.models import Payment
from funding.selectors.payment_lists import payable_allocations
from funding.services.payment_batches import approve_many, draft_all, review_many
from tests.funding import payment_cases as money


@pytest.fixture
def lines(unions):
    """临淇 300.10 yuan, 合涧 200.20."""
    return [money.line(unions.linqi, "300.10"), money.line(unions.hejian, "200.20")]


def seen(*rows):
    return [(row, row.version) for row in rows]


def test_a_draft_for_each_line_and_none_twice(lines, unions, staff, places):
    allocation = lines[0].allocation
    street = type(lines[0]).objects.create(
        county_code="410581",
        allocation=allocation,
        township=places.zhenlin,
        state="calculated",
        amount=Decimal(50),
    )
    with override("en"):
        batch = draft_all(allocation=allocation, user=staff.county)
        assert [row.amount for row in batch.done] == [Decimal("300.10"), Decimal("200.20")]
        assert batch.refused == [(str(street.township), batch.refused[0][1])]
        assert "no union" in batch.refused[0][1]
        again = draft_all(allocation=allocation, user=staff.county)
    assert (again.done, len(again.refused)) == ([], 3)
    assert [one.left for one in payable_allocations("410581")] == [Decimal("50.00")]


def test_only_what_is_left_is_drafted(lines, unions, staff):
    money.draft(lines[0], unions.linqi, staff.county, "100.00")
    batch = draft_all(allocation=lines[0].allocation, user=staff.county)
    assert [row.amount for row in batch.done] == [Decimal("200.10"), Decimal("200.20")]


def test_an_allocation_that_is_not_approved_pays_nothing(lines, staff):
    allocation = lines[0].allocation
    allocation.state = "reviewed"
    allocation.save()
    with pytest.raises(ValidationError):
        draft_all(allocation=allocation, user=staff.county)
    assert not Payment.objects.exists()


def test_the_good_ones_are_done_and_the_others_told(lines, unions, staff, second):
    drafts = draft_all(allocation=lines[0].allocation, user=staff.county).done
    stale = (drafts[0], drafts[0].version - 1)
    batch = review_many(payments=[stale, *seen(drafts[1])], user=staff.county)
    assert ([row.pk for row in batch.done], len(batch.refused)) == ([drafts[1].pk], 1)
    review_many(payments=seen(drafts[0]), user=second)
    rows = list(Payment.objects.order_by("pk"))
    batch = approve_many(payments=seen(*rows), user=second)
    assert [row.pk for row in batch.done] == [drafts[1].pk]
    assert set(Payment.objects.values_list("state", flat=True)) == {"reviewed", "approved"}


def test_outside_ones_are_refused_one_by_one(lines, unions, staff):
    drafts = draft_all(allocation=lines[0].allocation, user=staff.county).done
    batch = review_many(payments=seen(*drafts), user=staff.county2)
    assert (batch.done, len(batch.refused)) == ([], 2)
