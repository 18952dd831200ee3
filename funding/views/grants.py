"""The earmarked grants: what is left of each, which lie unspent."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from funding.selectors.grants import VIEW, Standing, standings, unspent, visible
from funding.views.common import require_for
from funding.views.payment_pages import ROWS, workbook

OPEN, UNSPENT, CLOSED = "open", "unspent", "closed"
TABS = {
    OPEN: gettext_lazy("open grants"),
    UNSPENT: gettext_lazy("not spent yet"),
    CLOSED: gettext_lazy("closed grants"),
}


def _tab(request: HttpRequest) -> str:
    asked = request.GET.get("tab", "")
    return asked if asked in TABS else OPEN


def _rows(user: Any, tab: str) -> Any:
    """The grants of a tab: open ones the oldest first; of the unspent ones with their balances."""
    rows = visible(user)
    if tab == UNSPENT:
        return unspent(rows)
    if tab == CLOSED:
        return rows.filter(closed_on__isnull=False).order_by("-closed_on", "-pk")
    return rows.filter(closed_on__isnull=True).order_by("granted_on", "pk")


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """The grants with amount, payments and what is left."""
    user: Any = request.user
    require_for(user, VIEW)
    tab = _tab(request)
    page = Paginator(_rows(user, tab), ROWS).get_page(request.GET.get("page"))
    context = {
        "tab": tab,
        "tabs": list(TABS.items()),
        "page": page,
        "lines": page.object_list if tab == UNSPENT else standings(page.object_list),
        "may_add": user.has_perm("funding.add_grant"),
        "may_pay": user.has_perm("funding.add_payment") and tab != CLOSED,
    }
    return render(request, "funding/grants.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The grants of the tab with their balances as a workbook."""
    require_for(request.user, VIEW)
    tab = _tab(request)
    rows = _rows(request.user, tab)
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
        number=len(rows) if tab == UNSPENT else rows.count(),
        rows=lambda: map(_cells, rows if tab == UNSPENT else standings(rows)),
        back="grants",
    )


def _cells(one: Standing) -> list[Any]:
    grant, found = one.grant, one.balance
    return [
        *(grant.number, grant.title, grant.get_kind_display(), grant.purpose_words),
        *(grant.get_source_display(), grant.grantor, grant.recipient.name, grant.granted_on),
        *(grant.approval_no, found.amount, found.committed, found.paid),
        *(found.left, found.unspent, grant.closed_on),
    ]
