"""Many payments at once: each is judged by itself, the good ones are done, the others are told.

All of it is one transaction: when the process dies in the middle nothing is written.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from funding.choices import AllocationState, GrantPurpose, LineState
from funding.models import Allocation, AllocationLine, Grant, Payment
from funding.selectors.payments import balances_of, unions_of_townships
from funding.services.payments import approve, review, save_draft
from townships.models import Union
from townships.problems import Saved
from unionreg.county import Conflict
from unionreg.refusals import Refused

MOST = 500  # payments in one go
Pairs = Iterable[tuple[Payment, int]]  # each with the version the user saw


@dataclass
class Batch:
    """What came of each: the payments that were done, and why the others were not."""

    done: list[Payment] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def take(self, label: str, action: Callable[[], Saved[Payment]]) -> None:
        """Do one in a savepoint of its own."""
        try:
            with transaction.atomic():
                saved = action()
        except Conflict:
            self.refused.append((label, _("Somebody else has just changed it. Look at it again.")))
        except PermissionDenied:
            self.refused.append((label, _("It lies outside the places that you look after.")))
        except ValidationError as error:
            self.refused.append((label, " ".join(error.messages)))
        else:
            self.done.append(saved.record)
            self.notices += [
                one.message for one in saved.notices if one.message not in self.notices
            ]


@transaction.atomic
def draft_all(*, allocation: Allocation, user: Any) -> Batch:
    """Draft a payment for what is left of every line of an approved allocation.

    Lines without an amount, without a union and with nothing left are told. Doing it twice drafts
    nothing twice. Raises Refused for an allocation that is not approved.
    """
    rows = Allocation.objects.in_county(allocation.county_code).select_for_update(no_key=True)
    stored = rows.get(pk=allocation.pk)
    if stored.state != AllocationState.APPROVED:
        text = _("The allocation is %(state)s. Payments are made once it is approved.")
        raise Refused(text % {"state": stored.get_state_display()})
    lines = list(stored.lines.select_related("township").order_by("pk"))
    counted = [line for line in lines if line.state == LineState.CALCULATED]
    amounts = {line.pk: line.amount for line in counted}
    left = {key: one.left for key, one in _balances(stored, amounts).items()}
    unions = unions_of_townships(stored.county_code, [line.township_id for line in lines])
    batch = Batch()
    for line in lines:
        _draft_line(batch, line, left.get(line.pk), unions.get(line.township_id), user)
    return batch


def _balances(allocation: Allocation, amounts: dict[int, Any]) -> dict[int, Any]:
    return balances_of([allocation.county_code], "line", amounts)


def _draft_line(
    batch: Batch, line: AllocationLine, left: Any, union: Union | None, user: Any
) -> None:
    label = str(line.township)
    if left is None:
        batch.refused.append((label, _("No amount has been calculated for this township.")))
    elif not left:
        batch.refused.append((label, _("All of it is paid or drafted already.")))
    elif union is None:
        text = _("The township has no union on record. Record it first.")
        batch.refused.append((label, text))
    else:
        draft = Payment(
            county_code=line.county_code,
            recipient=union,
            line=line,
            amount=left,
            purpose=GrantPurpose.WORK,
        )
        batch.take(label, lambda: save_draft(payment=draft, user=user))


@transaction.atomic
def review_many(*, payments: Pairs, user: Any) -> Batch:
    """Review payments, each at the version the user saw."""
    return _many(review, payments, user)


@transaction.atomic
def approve_many(*, payments: Pairs, user: Any) -> Batch:
    """Approve payments, each at the version the user saw; one that needs a meeting is told."""
    return _many(approve, payments, user)


def _many(step: Callable[..., Saved[Payment]], pairs: Pairs, user: Any) -> Batch:
    """In the order of their ids, in which everybody locks them; then what they draw on."""
    ordered = sorted(pairs, key=lambda pair: (pair[0].county_code, pair[0].pk))
    _lock_all([payment for payment, _version in ordered])
    batch = Batch()
    for payment, version in ordered:

        def one(payment: Payment = payment, version: int = version) -> Saved[Payment]:
            return step(payment=payment, user=user, expected_version=version)

        batch.take(str(payment), one)
    return batch


def _lock_all(payments: list[Payment]) -> None:
    """Lock first all payments, then all they draw on, so that two batches never wait in a ring."""
    for model, name in ((Payment, "pk"), (AllocationLine, "line_id"), (Grant, "grant_id")):
        keys = {getattr(payment, name) for payment in payments} - {None}
        codes = {payment.county_code for payment in payments}
        rows: Any = model._base_manager.filter(county_code__in=codes, pk__in=keys)
        list(rows.order_by("county_code", "pk").select_for_update(no_key=True))
