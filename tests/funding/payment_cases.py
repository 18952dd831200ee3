"""Grants, allocations and payments in every state, for the tests of money going out."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from cadres.models import Allowance, Meeting
from funding.models import Allocation, AllocationLine, Grant, Payment
from funding.services import payments
from policies.models import Provision
from tests.cadres.crew import person, post
from tests.places import make_user
from townships.models import Division, Union

TODAY = timezone.localdate


def grant(recipient: Union, amount: str = "1000.00", **values: Any) -> Grant:
    """An earmarked grant, written without the service."""
    known = {
        "number": f"专{Grant.objects.count() + 1}",
        "title": "困难职工帮扶资金",
        "kind": "fixed",
        "purpose": "aid",
        "source": "upper_subsidy",
        "grantor": "安阳市总工会",
        "granted_on": datetime.date(2025, 3, 1),
    }
    return Grant.objects.create(
        county_code=recipient.county_code,
        recipient=recipient,
        amount=Decimal(amount),
        **{**known, **values},
    )


def line(union: Union, amount: str = "1000.00", state: str = "approved") -> AllocationLine:
    """A line of an approved allocation for the township of a union."""
    allocation, _made = Allocation.objects.get_or_create(
        county_code=union.county_code,
        scheme_key="test",
        year=2026,
        defaults={
            "scheme_title": "示例方案",
            "as_of": "2026-06-30",
            "total": Decimal(0),
            "state": state,
        },
    )
    assert union.township
    return AllocationLine.objects.create(
        county_code=union.county_code,
        allocation=allocation,
        township=union.township,
        state="calculated",
        amount=Decimal(amount),
    )


def colleague(county: Division, name: str = "second") -> User:
    """A second person in the office of a county, who approves."""
    return make_user(name, Role.COUNTY, county)


def draft(source: Grant | AllocationLine, union: Union, user: Any, amount="100.00", **values: Any):
    """A draft that draws on a grant or a line, by the service."""
    field = "grant" if isinstance(source, Grant) else "line"
    purpose = source.purpose if isinstance(source, Grant) else "work"
    row = Payment(
        recipient=union,
        amount=Decimal(amount),
        **{field: source, "purpose": purpose, **values},
    )
    return payments.save_draft(payment=row, user=user).record


def allowance(union: Union, name: str = "兼职甲") -> Allowance:
    """200 yuan a month for a part-time vice-chair, since the beginning of last year."""
    start = datetime.date(TODAY().year - 1, 1, 1)
    who = person(name, is_public_official=False, township=union.township)
    held = post(union, who, "vice_chair", "parttime", valid_from=start)
    return Allowance.objects.create(
        county_code=union.county_code,
        appointment=held,
        monthly=200,
        valid_from=start,
        payer="林州市总工会",
    )


def pay_allowance(
    source: Allowance, user: Any, amount: str = "600.00", months: int | None = 3
) -> Payment:
    """The draft of a payment for some months of an allowance, by the service."""
    row = Payment(
        recipient=source.appointment.union,
        allowance=source,
        months=months,
        amount=Decimal(amount),
        purpose="allowance",
    )
    return payments.save_draft(payment=row, user=user).record


def approved(made: Payment, author: Any, approver: Any, **values: Any) -> Payment:
    """The payment, reviewed by its author and approved by somebody else."""
    payments.review(payment=made, user=author)
    return payments.approve(payment=made, user=approver, **values).record


def paid(made: Payment, author: Any, approver: Any) -> Payment:
    """The payment, approved and paid today."""
    row = approved(made, author, approver)
    return payments.pay(payment=row, paid_on=TODAY(), voucher="记-1", user=author).record


def own_threshold(places: Any, amount: Any = 100) -> None:
    """林州 lays down from which amount on a meeting decides."""
    national = Provision.objects.get(rule_id="R-FIN-06")
    national.pk, national._state.adding, national.key = None, True, "own"
    national.jurisdiction, national.parameters = places.linzhou, {"threshold": amount}
    national.save()


def meeting(union: Union, day: datetime.date) -> Meeting:
    """A plenary meeting of a union."""
    return Meeting.objects.create(
        county_code=union.county_code, union=union, kind="plenary", held_on=day
    )
