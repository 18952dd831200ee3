"""What the pages of grants and payments share."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from federations.views.common import saved as saved_by
from townships.choices import Level
from townships.models import Division
from unionreg.downloads import LARGEST_EXPORT, download, refuse_export
from unionreg.workbooks import write_table

ROWS = 50


def found_or_404(rows: Any, pk: int) -> Any:
    """The row with this id among those that the user may see."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def saved(request: HttpRequest, form: Any, action: Callable[[], Any], done: str) -> Any:
    """What the service saved; None when it refused, and the form says why.

    The notices of the service become messages.
    """
    made: list[Any] = []

    def write() -> Any:
        made.append(action())
        return made[0]

    return made[0].record if saved_by(request, form, write, done) else None


def tell(request: HttpRequest, notices: Iterable[str]) -> None:
    """Show notices, each once."""
    for text in dict.fromkeys(notices):
        messages.warning(request, text)


def only_county(user: Any, permission: str) -> str:
    """The county of a user who holds the permission in one county only; else empty."""
    scope = user.scope_for(permission)
    if scope.nationwide or len(scope.counties) != 1:
        return ""
    (key,) = scope.counties
    return str(key) if Division.objects.filter(pk=key, level=Level.COUNTY).exists() else ""


def workbook(
    request: HttpRequest,
    *,
    title: str,
    headers: Sequence[str],
    number: int,
    rows: Callable[[], Iterable[Sequence[Any]]],
    back: str,
) -> HttpResponse:
    """`number` rows as a download; back to the page named `back` when there are too many."""
    if number > LARGEST_EXPORT:
        return refuse_export(request, number, LARGEST_EXPORT, reverse(back))
    content = write_table(title=title, headers=headers, rows=rows())
    return download(content, f"{title}-{timezone.localdate().isoformat()}.xlsx")
