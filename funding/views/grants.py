"""The earmarked grants: what is left of each, which lie unspent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from funding.models import Grant
from funding.selectors.grants import VIEW, balance, standings, visible
from funding.selectors.payments import Balance
from funding.views.common import ROWS, require, workbook
from unionreg.paging import CountedPaginator

OPEN, CLOSED = "open", "closed"
TABS = {OPEN: gettext_lazy("open grants"), CLOSED: gettext_lazy("closed grants")}


def _rows(request: HttpRequest) -> tuple[str, Any]:
    """The tab of the address and its rows: of the open ones the oldest first."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else OPEN
    rows = visible(request.user).filter(closed_on__isnull=tab == OPEN)
    return tab, rows.order_by("granted_on", "pk") if tab == OPEN else rows


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """The grants with amount, payments and what is left."""
    user: Any = request.user
    require(user, VIEW)
    tab, rows = _rows(request)
    page = CountedPaginator(rows, rows.count(), ROWS).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "tabs": list(TABS.items()),
        "page": page,
        "lines": standings(page.object_list),
        "may_add": user.has_perm("funding.add_grant"),
        "may_pay": user.has_perm("funding.add_payment") and tab == OPEN,
    }
    return render(request, "funding/grants.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The grants of the tab with their balances as a workbook."""
    require(request.user, VIEW)
    _tab, rows = _rows(request)
    found = {one.grant.pk: one.balance for one in standings(rows)}
    heads = (
        *(_("number of the grant"), _("title of the grant"), _("kind of grant"), _("purpose")),
        *(_("source of the money"), _("granted by"), _("receiving union"), _("granted on")),
        *(_("approval number"), _("amount in yuan"), _("paid or drafted"), _("paid")),
        *(_("left to draft"), _("not spent yet"), _("closed on")),
    )
    return workbook(
        request,
        title=_("Earmarked grants"),
        headers=[capfirst(head) for head in heads],
        rows=rows,
        cells=lambda grant: _cells(grant, found.get(grant.pk) or balance(grant)),
        back="grants",
    )


def _cells(grant: Grant, found: Balance) -> list[Any]:
    return [
        *(grant.number, grant.title, grant.get_kind_display(), grant.purpose_words),
        *(grant.get_source_display(), grant.grantor, grant.recipient.name, grant.granted_on),
        *(grant.approval_no, found.amount, found.committed, found.paid),
        *(found.left, found.unspent, grant.closed_on),
    ]
