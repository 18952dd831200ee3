"""The work list of payments, one payment, its draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from federations.views.common import REFUSED
from funding.choices import PaymentState
from funding.forms.payments import SourceForm
from funding.models import Allocation, Payment
from funding.pages.payments import detail
from funding.selectors.payment_lists import (
    TABS,
    counts,
    of_tab,
    payable_allocations,
)
from funding.selectors.payments import visible
from funding.services.payment_batches import MOST, Batch, approve_many, draft_all, review_many
from funding.services.payments import save_draft
from funding.views.common import require_for
from funding.views.payment_pages import (
    ROWS,
    found_or_404,
    only_county,
    saved,
    tell,
    workbook,
)
from townships.selectors.places import names_of
from unionreg.paging import CountedPaginator
from unionreg.refusals import Refused
from unionreg.text import as_key

VIEW, ADD, CHANGE = "funding.view_payment", "funding.add_payment", "funding.change_payment"
BATCHES = {PaymentState.DRAFT: "review", PaymentState.REVIEWED: "approve"}
SHOWN_REFUSALS = 5
TAB_LABELS = {
    "open": gettext_lazy("under way"),
    **{state.value: state.label for state in PaymentState},
}


@dataclass(frozen=True)
class Tab:
    """A group of payments with their number."""

    key: str
    label: Any
    count: int


def _tab(request: HttpRequest) -> str:
    asked = request.GET.get("tab", "")
    return asked if asked in TABS else TABS[0]


@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """The payments by state; drafts and reviewed ones can be ticked and done at once."""
    user: Any = request.user
    require_for(user, VIEW)
    tab, numbers = _tab(request), counts(user)
    pages = CountedPaginator(of_tab(user, tab), numbers[tab], ROWS)
    may = user.has_perm(CHANGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "tabs": [Tab(key, TAB_LABELS[key], numbers[key]) for key in TABS],
        "page": page,
        "several": _name_counties(user, page),
        "may_add": user.has_perm(ADD),
        "batch": BATCHES.get(PaymentState(tab)) if may and tab in BATCHES else None,
        "allocations": payable_allocations(only_county(user, ADD)) if may else [],
    }
    return render(request, "funding/payments.html", context)


def _name_counties(user: Any, page: Any) -> bool:
    """Name the county of each row for who sees several; whether they are named."""
    scope = user.scope_for(VIEW)
    several = scope.nationwide or len(scope.counties | scope.township_counties) > 1
    names = names_of({row.county_code for row in page}) if several else {}
    for row in page:
        row.county_name = names.get(row.county_code, "")
    return several


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The payments of a tab as a workbook."""
    require_for(request.user, VIEW)
    rows = of_tab(request.user, _tab(request))
    counties = rows.order_by().values_list("county_code", flat=True).distinct()
    names = names_of(set(counties))
    heads = (
        *(_("County"), _("union"), _("drawn on"), _("purpose"), _("paid to"), _("amount in yuan")),
        *(_("reversal"), _("state"), _("paid on"), _("voucher number"), _("received on")),
    )
    return workbook(
        request,
        title=_("Payments"),
        headers=[capfirst(head) for head in heads],
        number=rows.count(),
        rows=lambda: ([names.get(row.county_code, ""), *_cells(row)] for row in rows),
        back="payments",
    )


def _cells(row: Payment) -> list[Any]:
    source = row.grant or row.line or row.allowance
    amount = -row.amount if row.is_reversal else row.amount
    back = _("yes") if row.is_reversal else ""
    return [
        *(row.recipient.name, str(source), row.purpose_words, row.payee, amount, back),
        *(row.get_state_display(), row.paid_on, row.voucher, row.received_on),
    ]


@require_safe
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: what it is, who did what, what can be done next."""
    row = found_or_404(visible(request.user), pk)
    return render(request, "funding/payment.html", detail(row, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """A new draft. The source in the address, else the user's county, says which county it is."""
    require_for(request.user, ADD)
    county = _county(request)
    first = {**SourceForm.first(), **_chosen(request)}
    form = SourceForm(county, request.POST if request.method == "POST" else None, initial=first)
    return _draft_page(request, form, Payment())


def _chosen(request: HttpRequest) -> dict[str, int | None]:
    keys = {name: as_key(request.GET.get(name)) for name in ("grant", "line", "allowance")}
    return {name: key for name, key in keys.items() if key is not None}


def _county(request: HttpRequest) -> str:
    """The county of the grant, line or allowance that is named, among those one may pay from."""
    data = request.POST if request.method == "POST" else request.GET
    for name, model in SourceForm.SOURCES.items():
        key = as_key(data.get(name))
        if key is not None:
            rows: Any = model._default_manager
            found = rows.visible_to(request.user, ADD).filter(pk=key).first()
            if found is not None:
                return str(found.county_code)
    return only_county(request.user, ADD)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft is changed; whatever is reviewed or further on is shown instead."""
    row = found_or_404(visible(request.user), pk)
    require_for(request.user, CHANGE, row)
    if row.state != PaymentState.DRAFT or row.is_reversal:
        messages.error(request, _("Only drafts are changed. Send it back or reverse it."))
        return redirect("payment", pk)
    data = request.POST if request.method == "POST" else None
    form = SourceForm(row.county_code, data, initial=SourceForm.first(row))
    return _draft_page(request, form, row)


def _draft_page(request: HttpRequest, form: SourceForm, row: Payment) -> HttpResponse:
    if form.is_bound and form.is_valid():
        filled = form.fill(row)
        version = (form.cleaned_data["record_version"] or 0) if row.pk else None

        def write() -> Any:
            return save_draft(payment=filled, user=request.user, expected_version=version)

        done = saved(request, form, write, _("The draft is saved."))
        if done is not None:
            return redirect("payment", done.pk)
    status = REFUSED if form.is_bound else 200
    context = {"form": form, "payment": row if row.pk else None}
    return render(request, "funding/payment_draft.html", context, status=status)


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Review or approve the ticked ones, each judged by itself."""
    user: Any = request.user
    require_for(user, CHANGE)
    approving = request.POST.get("action") == BATCHES[PaymentState.REVIEWED]
    pairs = _ticked(request)
    if not pairs:
        messages.error(request, _("Nothing is ticked. Tick the payments first."))
    else:
        _report(request, (approve_many if approving else review_many)(payments=pairs, user=user))
    tab = PaymentState.REVIEWED if approving else PaymentState.DRAFT
    return redirect(f"{reverse('payments')}?tab={tab}")


def _ticked(request: HttpRequest) -> list[tuple[Payment, int]]:
    """The ticked payments inside the user's places, each with the version he saw."""
    versions: dict[int, int] = {}
    for value in request.POST.getlist("chosen")[:MOST]:
        key, _separator, version = value.partition("-")
        pk, number = as_key(key), as_key(version)
        if pk is not None and number is not None:
            versions[pk] = number
    rows = Payment.objects.visible_to(request.user, CHANGE).filter(pk__in=versions)
    return [(row, versions[row.pk]) for row in rows.select_related("recipient")]


def _report(request: HttpRequest, batch: Batch) -> None:
    """How many were done, and why the others were not."""
    n = len(batch.done)
    if n:
        text = ngettext("%(n)s payment is done.", "%(n)s payments are done.", n)
        messages.success(request, text % {"n": n})
    tell(request, batch.notices)
    reasons: dict[str, list[str]] = {}
    for label, reason in batch.refused:
        reasons.setdefault(reason, []).append(label)
    for reason, labels in reasons.items():
        messages.error(request, _some(labels) + _(": ") + reason)


def _some(labels: list[str]) -> str:
    """The first few, and how many more there are."""
    names = _(", ").join(labels[:SHOWN_REFUSALS])
    more = len(labels) - SHOWN_REFUSALS
    if more <= 0:
        return names
    return _("%(names)s and %(n)s more") % {"names": names, "n": more}


@require_POST
def draft_allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a payment for what is left of every line of an approved allocation."""
    rows = Allocation.objects.visible_to(request.user, VIEW)
    allocation = found_or_404(rows, pk)
    require_for(request.user, ADD, allocation)
    try:
        _report(request, draft_all(allocation=allocation, user=request.user))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{reverse('payments')}?tab={PaymentState.DRAFT}")
