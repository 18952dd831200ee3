"""What a payment draws on: locked, fitting, and never spent beyond its amount."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Allowance
from funding.choices import PAID_STATES, AllocationState, LineState, PaymentState
from funding.models import AllocationLine, Grant, Payment
from funding.selectors.grants import balance
from funding.selectors.payments import Balance, line_balance
from funding.templatetags.yuan import yuan
from townships.models import Union
from unionreg.refusals import Refused


def lock_source(payment: Payment) -> None:
    """Lock what the payment draws on and read it anew, so that two payments cannot both fit.

    Sets `line`, `grant` and `allowance` to the locked rows.
    """
    if payment.allowance_id is not None:  # what a union's allowances come to is one decision
        unions = Union.objects.in_county(payment.county_code)
        unions.select_for_update(no_key=True).get(pk=payment.recipient_id)
    for field, model in (("line", AllocationLine), ("grant", Grant), ("allowance", Allowance)):
        key = getattr(payment, f"{field}_id")
        if key is not None:
            rows: Any = model._base_manager.filter(county_code=payment.county_code)
            setattr(payment, field, rows.select_for_update(no_key=True).get(pk=key))


def fit_source(payment: Payment) -> None:
    """Raises Refused unless the payment fits what it draws on: open, same union, enough left."""
    if payment.line is not None:
        _fit_line(payment, payment.line)
    if payment.grant is not None:
        _fit_grant(payment, payment.grant)
    if payment.allowance is not None:
        _fit_allowance(payment, payment.allowance)
    else:
        payment.months = None


def _fit_line(payment: Payment, line: AllocationLine) -> None:
    if line.state != LineState.CALCULATED or line.amount is None:
        text = _("No amount has been calculated for this township, so nothing can be paid.")
        raise Refused({"line": text})
    if line.allocation.state != AllocationState.APPROVED:
        text = _("The allocation is %(state)s. Payments are made once it is approved.")
        raise Refused({"line": text % {"state": line.allocation.get_state_display()}})
    if payment.recipient.township_id != line.township_id:
        text = _("This amount is for %(place)s. Choose the union of that township.")
        raise Refused({"recipient": text % {"place": line.township}})
    within(payment, line_balance(line, payment.pk))


def _fit_grant(payment: Payment, grant: Grant) -> None:
    if grant.closed_on is not None:
        text = _("The grant was closed on %(day)s; nothing is paid from it any more.")
        raise Refused({"grant": text % {"day": grant.closed_on.isoformat()}})
    if payment.recipient_id != grant.recipient_id:
        text = _("The grant was given to %(union)s. Choose that union.")
        raise Refused({"recipient": text % {"union": grant.recipient}})
    within(payment, balance(grant, payment.pk))


def within(payment: Payment, found: Balance) -> None:
    """Raises Refused for more than what is left."""
    if payment.amount > found.left:
        text = _(
            "%(amount)s yuan is more than what is left: of %(whole)s yuan, %(taken)s are paid or "
            "drafted already, %(left)s are left. Lower the amount or cancel a draft."
        )
        told = {
            "amount": yuan(payment.amount),
            "whole": yuan(found.amount),
            "taken": yuan(found.committed),
            "left": yuan(found.left),
        }
        raise Refused({"amount": text % told})


def _fit_allowance(payment: Payment, allowance: Allowance) -> None:
    if payment.recipient_id != allowance.appointment.union_id:
        text = _("The allowance is for a post at %(union)s. Choose that union.")
        raise Refused({"recipient": text % {"union": allowance.appointment.union}})
    if allowance.appointment.is_annulled:
        text = _("The post of this allowance was entered in error and annulled; nothing is paid.")
        raise Refused({"allowance": text})
    if not payment.months:
        raise Refused({"months": _("Say for how many months the allowance is paid.")})
    due = allowance.monthly * payment.months
    if payment.amount != due:
        text = _("%(months)s months at %(monthly)s yuan are %(due)s yuan. Correct one of them.")
        monthly = yuan(allowance.monthly)
        told = {"months": payment.months, "monthly": monthly, "due": yuan(due)}
        raise Refused({"amount": text % told})
    _months_left(payment, allowance)


def _months_left(payment: Payment, allowance: Allowance) -> None:
    """No month is paid twice, and none before it has begun."""
    last = min(allowance.valid_to or timezone.localdate(), timezone.localdate())
    begun = _months_between(allowance.valid_from, last)
    taken = _months_taken(payment, allowance)
    if payment.months and payment.months > begun - taken:
        text = _(
            "Of %(begun)s months that have begun, %(taken)s are paid or drafted already. "
            "%(left)s are left."
        )
        left = max(begun - taken, 0)
        raise Refused({"months": text % {"begun": begun, "taken": taken, "left": left}})


def _months_taken(payment: Payment, allowance: Allowance) -> int:
    """The months of all other payments of the allowance, without those taken back."""
    rows = Payment.objects.in_county(payment.county_code).filter(allowance_id=allowance.pk)
    never_left = Q(state=PaymentState.APPROVED, reverses__state=PaymentState.APPROVED)
    back = rows.filter(Q(state__in=PAID_STATES) | never_left, reverses__isnull=False)
    kept = rows.filter(reverses__isnull=True).exclude(state=PaymentState.CANCELLED)
    kept = kept.exclude(pk__in=list(back.values_list("reverses_id", flat=True)))
    if payment.pk is not None:
        kept = kept.exclude(pk=payment.pk)
    return sum(months or 0 for months in kept.values_list("months", flat=True))


def _months_between(first: date, last: date) -> int:
    """The calendar months that have a day in the period."""
    return max((last.year - first.year) * 12 + last.month - first.month + 1, 0)


def fit_reversal(payment: Payment, original: Payment) -> None:
    """Raises Refused for a reversal of more than the original, or of part of what never left."""
    if payment.amount > original.amount:
        text = _("Only %(amount)s yuan were paid; no more can be taken back.")
        raise Refused({"amount": text % {"amount": yuan(original.amount)}})
    never_left = original.state == PaymentState.APPROVED
    partly = payment.amount < original.amount
    if (never_left or original.allowance_id) and partly:
        text = _("This payment can only be taken back as a whole: %(amount)s yuan.")
        raise Refused({"amount": text % {"amount": yuan(original.amount)}})
