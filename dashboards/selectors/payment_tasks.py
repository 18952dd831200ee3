"""Payments that wait for the second person of an office, or for the chair who receives them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.selectors.tasks import Task, Urgency
from funding.choices import PaymentState
from funding.selectors.payment_lists import to_approve, to_confirm


def approval_tasks(user: Any) -> Iterator[Task]:
    """One task for all payments that `user` may approve. One query."""
    yield from _task(
        to_approve(user).count(),
        _("reviewed by colleagues and waiting for your approval"),
        _("Whoever drafted or reviewed a payment does not approve it."),
        PaymentState.REVIEWED,
    )


def receipt_tasks(user: Any, townships: Collection[str]) -> Iterator[Task]:
    """One task for all payments to the townships whose receipt only `user` confirms. One query."""
    yield from _task(
        to_confirm(user, townships).count(),
        _("paid out and waiting for your confirmation"),
        _("Look at the account of the union; confirm once the money has arrived."),
        PaymentState.PAID,
    )


def _task(count: int, text: str, hint: str, tab: PaymentState) -> Iterator[Task]:
    if count:
        about = _("%(n)s payments:") % {"n": count}
        url = f"{reverse('payments')}?tab={tab}"
        yield Task(Urgency.DUTY, "card", about, text, hint, url, _("See the list"))
