"""Earmarked grants and payments of the demo counties, in every state."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from funding.choices import FundSource, GrantKind, GrantPurpose, PaymentAction, PaymentState
from funding.models import Grant, Payment, PaymentStep
from townships.choices import UnionKind
from townships.models import Division, Union
from unionreg.demo.writing import log

# Title, kind, purpose, source, yuan; one a township union, beginning with the first.
_FINANCE, _RETAINED = FundSource.FINANCE, FundSource.RETAINED
_CENTRE = "职工服务中心一次性补助（示例）"
_GRANTS = (
    ("困难职工帮扶（示例）", GrantKind.FIXED, GrantPurpose.AID, FundSource.UPPER_SUBSIDY, 60000),
    (_CENTRE, GrantKind.ONE_OFF, GrantPurpose.SERVICE_CENTRE, _FINANCE, 100000),
    ("社工薪酬补助（示例）", GrantKind.WORKER_PAY, GrantPurpose.WORKER_PAY, _FINANCE, 86400),
    ("职工文体活动补助（示例）", GrantKind.FIXED, GrantPurpose.ACTIVITIES, _RETAINED, 20000),
    ("工作考核奖励（示例）", GrantKind.REWARD, GrantPurpose.REWARD, _RETAINED, 5000),
)
# How far the payments of a grant have got, and how much of it each takes, in per cent.
_WAYS = (
    ((PaymentState.RECEIVED, 40), (PaymentState.PAID, 25)),
    ((PaymentState.APPROVED, 50), (PaymentState.REVIEWED, 30), (PaymentState.PAID, 20)),
    ((PaymentState.RECEIVED, 50), (PaymentState.DRAFT, 20)),
    ((PaymentState.CANCELLED, 60), (PaymentState.DRAFT, 35)),
    ((PaymentState.RECEIVED, 100),),
)
_STEPS = (
    (PaymentState.DRAFT, PaymentAction.CREATE, "李会计"),
    (PaymentState.REVIEWED, PaymentAction.REVIEW, "王部长"),
    (PaymentState.APPROVED, PaymentAction.APPROVE, "张主席"),
    (PaymentState.PAID, PaymentAction.PAY, "李会计"),
    (PaymentState.RECEIVED, PaymentAction.RECEIVE, "乡镇工会"),
)
_ORDER = [state for state, _action, _who in _STEPS]


class GrantsAndPayments:
    """One county. Everything happened some weeks before `today`."""

    def __init__(self, county: Division, today: datetime.date) -> None:
        self.county, self.today = county, today
        self.vouchers = itertools.count(1)
        unions = Union.objects.in_county(county.key).filter(kind=UnionKind.TOWNSHIP)
        self.unions = list(unions.order_by("code")[: len(_GRANTS)])

    def build(self) -> None:
        """A grant for each of the first township unions, and its payments."""
        for number, union in enumerate(self.unions):
            grant = self._grant(number, union)
            made = [self._payment(grant, *way) for way in _WAYS[number]]
            if number == 0:
                made.append(self._reversal(made[-1]))
            log(made)

    def _grant(self, number: int, union: Union) -> Grant:
        title, kind, purpose, source, yuan = _GRANTS[number]
        one_off = f"{union.township}职工服务中心" if kind == GrantKind.ONE_OFF else ""
        grant = Grant.objects.create(
            county_code=self.county.key,
            number=f"专项{self.today.year}-{number + 1:02}",
            title=title,
            kind=kind,
            purpose=purpose,
            source=source,
            grantor=f"{self.county.name}总工会",
            recipient=union,
            amount=Decimal(yuan),
            granted_on=self.today - datetime.timedelta(days=90),
            approval_no=f"示例专〔{self.today.year}〕{number + 1}号",
            one_off_subject=one_off,
        )
        log([grant])
        return grant

    def _payment(self, grant: Grant, state: PaymentState, percent: int) -> Payment:
        amount = (grant.amount * percent / 100).quantize(Decimal("0.01"))
        payment = Payment(
            county_code=self.county.key,
            recipient=grant.recipient,
            grant=grant,
            purpose=grant.purpose,
            amount=amount,
            state=state,
        )
        return self._taken_to(payment, state)

    def _reversal(self, original: Payment) -> Payment:
        """A part that came back is drafted."""
        payment = Payment(
            county_code=self.county.key,
            recipient=original.recipient,
            grant=original.grant,
            purpose=original.purpose,
            amount=Decimal("800.00"),
            reverses=original,
            note="结余退回（示例）",
        )
        return self._taken_to(payment, PaymentState.DRAFT)

    def _taken_to(self, payment: Payment, state: PaymentState) -> Payment:
        """Fill in what the state asks for, and write the log of approvals."""
        passed = _ORDER.index(state) if state in _ORDER else 0
        if passed >= 1:
            payment.reviewed_at = self._at(1)
        if passed >= 2:
            payment.approved_at = self._at(2)
        if passed >= 3:
            payment.paid_on, payment.voucher = self._day(3), f"记-{next(self.vouchers)}"
        if passed >= 4:
            payment.received_on = self._day(4)
        payment.save()
        self._log(payment, passed)
        return payment

    def _log(self, payment: Payment, passed: int) -> None:
        steps: list[Any] = list(enumerate(_STEPS[: passed + 1]))
        rows = [(number, action, who, "") for number, (_state, action, who) in steps]
        if payment.state == PaymentState.CANCELLED:
            rows.append((1, PaymentAction.CANCEL, "李会计", "活动改期（示例）"))
        PaymentStep.objects.bulk_create(
            PaymentStep(
                county_code=self.county.key,
                payment=payment,
                number=number + 1,
                action=action,
                who=who,
                at=self._at(number),
                amount=payment.amount,
                note=note,
            )
            for number, action, who, note in rows
        )

    def _day(self, step: int) -> datetime.date:
        return self.today - datetime.timedelta(days=40 - 5 * step)

    def _at(self, step: int) -> datetime.datetime:
        noon = datetime.time(10, 30)
        return timezone.make_aware(datetime.datetime.combine(self._day(step), noon))
