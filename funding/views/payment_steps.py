"""The steps of a payment: each is one form of its page."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from federations.views.common import REFUSED
from funding.choices import PaymentAction
from funding.pages.payments import FORMS, detail
from funding.selectors.payments import visible
from funding.services import payments
from funding.views.common import require_for
from funding.views.payment_pages import found_or_404, saved

STEPS: dict[str, Callable[..., Any]] = {
    PaymentAction.REVIEW: payments.review,
    PaymentAction.RETURN: payments.send_back,
    PaymentAction.CANCEL: payments.cancel,
    PaymentAction.APPROVE: payments.approve,
    PaymentAction.PAY: payments.pay,
    PaymentAction.RECEIVE: payments.confirm,
    "reverse": payments.reverse,
}
DONE = {
    PaymentAction.REVIEW: gettext_lazy("The payment is reviewed. Somebody else approves it."),
    PaymentAction.RETURN: gettext_lazy("The payment is a draft again."),
    PaymentAction.CANCEL: gettext_lazy("The payment is cancelled."),
    PaymentAction.APPROVE: gettext_lazy("The payment is approved."),
    PaymentAction.PAY: gettext_lazy("The payment is recorded as paid."),
    PaymentAction.RECEIVE: gettext_lazy("The receipt is confirmed. Thank you."),
    "reverse": gettext_lazy("The reversal is drafted. It goes the way of every payment."),
}


@require_POST
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Review, approve, record as paid, send back or cancel."""
    row = found_or_404(visible(request.user), pk)
    require_for(request.user, payments.CHANGE, row)
    if action not in STEPS or action in (PaymentAction.RECEIVE, "reverse"):
        raise Http404
    return _take(request, row, action)


@require_POST
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that the money has arrived."""
    row = found_or_404(visible(request.user), pk)
    require_for(request.user, payments.CHANGE if row.is_reversal else payments.RECEIVE, row)
    return _take(request, row, PaymentAction.RECEIVE)


@require_POST
def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the reversal of a payment."""
    row = found_or_404(visible(request.user), pk)
    require_for(request.user, "funding.add_payment", row)
    return _take(request, row, "reverse")


def _take(request: HttpRequest, row: Any, key: str) -> HttpResponse:
    """Take the step; the page again with the reason when it is refused."""
    form = FORMS[key](row, request.POST, auto_id=f"{key}_%s")
    if form.is_valid():

        def write() -> Any:
            version = form.cleaned_data["record_version"] or 0
            given = form.given()
            return STEPS[key](payment=row, user=request.user, expected_version=version, **given)

        done = saved(request, form, write, str(DONE[key]))
        if done is not None:
            return redirect("payment", done.pk)
    shown = found_or_404(visible(request.user), row.pk)
    context = detail(shown, request.user, (key, form))
    return render(request, "funding/payment.html", context, status=REFUSED)
