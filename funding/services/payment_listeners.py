"""Who has to know when money was paid or came back.

This app's payments know none of them. Each registers when the program starts.
"""

from typing import Any, Protocol

from funding.models import Payment


class PaymentListener(Protocol):
    """Something that follows from a payment, for example an entry in the books.

    Called in the transaction of the step, after it is written: what it refuses is refused with it.
    """

    def paid(self, *, payment: Payment, user: Any) -> None:
        """The money of a payment has left the account on `payment.paid_on`."""

    def reversed(self, *, payment: Payment, user: Any) -> None:
        """The money of `payment.reverses`, or a part of it, came back on `payment.paid_on`."""


_registered: list[PaymentListener] = []


def register(listener: PaymentListener) -> None:
    """Have `listener` told. Called once by an app when it starts."""
    if listener not in _registered:
        _registered.append(listener)


def unregister(listener: PaymentListener) -> None:
    """Tell `listener` no longer; nothing happens where it was not registered."""
    if listener in _registered:
        _registered.remove(listener)


def tell(*, payment: Payment, user: Any) -> None:
    """Tell everybody registered that the payment is paid, or the reversal has come back."""
    for listener in _registered:
        told = listener.reversed if payment.is_reversal else listener.paid
        told(payment=payment, user=user)
