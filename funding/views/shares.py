"""Which shares hold at a place on a day, and how an amount is shared out. Documents are public."""

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from funding.choices import ShareLevel
from funding.forms.shares import SharesForm
from funding.models.share_table import LEVELS
from funding.selectors.share_tables import shares_on, split
from policies.selectors.places import below, viewpoint


@require_safe
def shares(request: HttpRequest) -> HttpResponse:
    """The table in force and the parts of an amount."""
    user: Any = request.user
    if not user.has_perm("funding.view_sharetable"):
        raise PermissionDenied
    seen = viewpoint(user, request.GET.get("place"))
    if seen is None:
        raise Http404
    form = SharesForm(request.GET)
    values = form.cleaned_data if form.is_valid() else {}
    day: datetime.date = values.get("day") or timezone.localdate()
    amount: Decimal | None = values.get("amount")
    table = shares_on(seen.division, day) if seen.division else None
    parts = split(amount, table.shares) if table and amount is not None else {}
    context = {
        "seen": seen,
        "below": below(seen.division),
        "form": form,
        "day": day,
        "amount": amount,
        "table": table,
        "rows": [_row(table, name, parts) for name in LEVELS] if table else [],
        "may_write": user.has_perm("policies.draft_provision"),
    }
    return render(request, "funding/shares.html", context)


def _row(table: Any, name: str, parts: dict[str, Decimal]) -> dict[str, Any]:
    """One level: its name, its percent (None: not laid down) and its part of the amount."""
    label, percent = ShareLevel(name).label, getattr(table, name)
    return {"label": label, "percent": percent, "part": parts.get(name)}
