"""The log of approvals: read-only, for everybody inside his places."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from federations.views.common import REFUSED
from funding.forms.approvals import ApprovalFilterForm
from funding.selectors import approvals
from funding.selectors.approvals import VIEW, Entry
from funding.views.common import require_for
from funding.views.payment_pages import ROWS, workbook
from unionreg.paging import CountedPaginator


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what with which money, the latest first."""
    user: Any = request.user
    require_for(user, VIEW)
    form = ApprovalFilterForm(user, request.GET)
    wanted = form.wanted()
    rows: Any = [] if wanted is None else approvals.marks(user, wanted)
    number = 0 if wanted is None else approvals.number(user, wanted)
    page = CountedPaginator(rows, number, ROWS).get_page(request.GET.get("page"))
    county = form.place
    context = {
        "form": form,
        "page": page,
        "entries": approvals.entries(page.object_list),
        "county": county,
        "unseen": approvals.places_unseen(user, county.key) if county else [],
    }
    status = REFUSED if wanted is None else 200
    return render(request, "funding/payment_log.html", context, status=status)


@require_safe
def export_log(request: HttpRequest) -> HttpResponse:
    """The same lines as a workbook."""
    user: Any = request.user
    require_for(user, VIEW)
    wanted = ApprovalFilterForm(user, request.GET).wanted()
    if wanted is None:
        return redirect("payment_log")
    number = approvals.number(user, wanted)
    heads = (
        *(_("time"), _("kind"), _("about what"), _("what was done"), _("who")),
        *(_("amount in yuan"), _("note")),
    )
    return workbook(
        request,
        title=_("Approval log"),
        headers=[capfirst(head) for head in heads],
        number=number,
        rows=lambda: map(_cells, approvals.all_entries(approvals.marks(user, wanted), number)),
        back="payment_log",
    )


def _cells(entry: Entry) -> list[Any]:
    return [
        timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        *(str(entry.kind.label), entry.about, entry.action, entry.who, entry.amount, entry.note),
    ]
