"""What the pages of accounts and budgets share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from townships.models import Union

FIRST_YEAR = 2000


def may(user: Any, permission: str, union: Union) -> bool:
    """Whether the user holds a permission where the union lies."""
    return bool(user.scope_for(permission).covers(union.county_code, union.township_id))


def require_inside(user: Any, permission: str, union: Union | None = None) -> None:
    """Raise PermissionDenied unless the user holds the permission, there or somewhere."""
    held = user.has_perm(permission) if union is None else may(user, permission, union)
    if not held:
        raise PermissionDenied


def chosen_year(request: HttpRequest, usual: int | None = None) -> int:
    """The year of the address; `usual` (today's) for anything that is none."""
    today = timezone.localdate().year
    text = request.GET.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return usual or today
    return min(max(int(text), FIRST_YEAR), today + 1)
