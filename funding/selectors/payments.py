"""What was paid, to whom, and what is left of the amount a payment draws on.

Sums are made of the rows, exactly, and only here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funding.choices import PAID_STATES, PaymentState
from funding.exact import ZERO
from funding.models import AllocationLine, Payment
from townships.choices import OPEN_STATUSES, UnionKind
from townships.models import Union
from unionreg.county import CountyQuerySet

VIEW = "funding.view_payment"


@dataclass(frozen=True)
class Balance:
    """An amount in yuan and what payments take of it.

    `committed` counts every payment that is not cancelled, drafts too: what is drafted cannot be
    promised twice. `paid` counts what has left the account. Both are less what came back.
    """

    amount: Decimal
    committed: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """What can still be drafted."""
        return self.amount - self.committed

    @property
    def unspent(self) -> Decimal:
        """What has not left the account."""
        return self.amount - self.paid


def visible(user: Any) -> CountyQuerySet[Payment]:
    """The payments inside the places of the user, with what the pages name."""
    return Payment.objects.visible_to(user, VIEW).select_related(
        "recipient__township", "grant", "line__allocation", "allowance__appointment__person"
    )


def paid_of_lines(county_codes: Collection[str], year: int) -> dict[str, Decimal]:
    """What was paid of the allocations of a year, whenever it was, in yuan by key of the township.

    Less what came back. A township without a payment is not in the answer.
    """
    rows = Payment.objects.filter(
        county_code__in=sorted(county_codes), line__allocation__year=year, state__in=PAID_STATES
    )
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    columns = ("line__township_id", "amount", "reverses")
    for key, amount, reverses in rows.order_by().values_list(*columns):
        found[str(key)] += -amount if reverses else amount
    return dict(found)


def balances_of(
    county_codes: Collection[str],
    source: str,
    amounts: dict[int, Decimal],
    without: int | None = None,
) -> dict[int, Balance]:
    """The balance of each grant or line (`source` is the field of the payment) by its id.

    `amounts`: what there is, by id. `without`: a payment that is left out, because it is about to
    be written again.
    """
    rows = Payment.objects.filter(county_code__in=county_codes, **{f"{source}_id__in": amounts})
    rows = rows.exclude(state=PaymentState.CANCELLED).order_by()
    if without is not None:
        rows = rows.exclude(pk=without)
    columns = (f"{source}_id", "amount", "state", "reverses_id", "reverses__state")
    committed: dict[int, Decimal] = defaultdict(lambda: ZERO)
    out: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for key, amount, state, reverses, reversed_state in rows.values_list(*columns):
        taken = _committed(amount, state, reverses, reversed_state)
        committed[key] += taken
        out[key] += taken if state in PAID_STATES else ZERO
    return {key: Balance(amount, committed[key], out[key]) for key, amount in amounts.items()}


def _committed(amount: Decimal, state: str, reverses: int | None, reversed_state: str) -> Decimal:
    """What one payment takes. A reversal gives back once the money is back, or never left."""
    if not reverses:
        return amount
    never_left = state == reversed_state == PaymentState.APPROVED
    return -amount if state in PAID_STATES or never_left else ZERO


def line_balance(line: AllocationLine, without: int | None = None) -> Balance:
    """What is left of a line of an allocation."""
    amounts = {line.pk: line.amount or ZERO}
    return balances_of([line.county_code], "line", amounts, without)[line.pk]


def live_reversal(payment: Payment) -> Payment | None:
    """The reversal of a payment, unless it was cancelled."""
    rows = Payment.objects.in_county(payment.county_code).filter(reverses_id=payment.pk)
    return rows.exclude(state=PaymentState.CANCELLED).first()


def county_federation(county_code: str) -> Union | None:
    """The federation of the county, which pays; None where it is not on record."""
    rows = Union.objects.in_county(county_code).filter(
        kind=UnionKind.COUNTY, status__in=OPEN_STATUSES
    )
    return rows.order_by("code").first()


def unions_of_townships(county_code: str, township_keys: Iterable[str]) -> dict[str, Union]:
    """The open union of each township, by key of the township."""
    rows = Union.objects.in_county(county_code).filter(
        kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES, township_id__in=set(township_keys)
    )
    return {str(union.township_id): union for union in rows.order_by("-code")}
