"""What the views of federations share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from federations.models import Federation
from federations.pages import may
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict

REFUSED = 422


def typed(text: str) -> str:
    """Words of an address: without what no database takes, and not too many."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:50]


def require(user: Any, permission: str, federation: Federation | None = None) -> None:
    """Raise PermissionDenied unless the user holds the permission, there or somewhere."""
    held = user.has_perm(permission) if federation is None else may(user, permission, federation)
    if not held:
        raise PermissionDenied


def saved(request: HttpRequest, form: Any, action: Callable[[], Any], done: str) -> bool:
    """Whether the service took it. Its notices become messages, its refusal errors of the form."""
    try:
        result = action()
    except Conflict as conflict:
        show_conflict(form, conflict, form.cleaned_data.get("record_version") or 0)
    except ValidationError as error:
        add_errors(form, error)
    else:
        messages.success(request, done)
        for notice in getattr(result, "notices", ()):
            messages.warning(request, notice.message)
        return True
    return False
