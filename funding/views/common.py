"""What the pages of money share: the county of the reader, the year of the address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from funding.selectors.schemes import FIRST_YEAR
from townships.models import Division
from townships.selectors.places import CountyPlace, counties_of, find_county
from unionreg.county import Conflict
from unionreg.refusals import add_errors, show_conflict

REFUSED = 422
VIEW = "funding.view_allocation"
CHANGE = "funding.change_allocation"


@dataclass(frozen=True)
class Reader:
    """The county that a page shows, if it is clear which; else those to choose from."""

    place: CountyPlace | None
    counties: list[Division]

    @property
    def several(self) -> bool:
        """Whether the reader looks after more than one county."""
        return len(self.counties) > 1


def reader(user: Any, permission: str, key: str) -> Reader:
    """The county asked for, or the only one. Raises Http404 outside of the user's counties."""
    scope = user.scope_for(permission)
    if not (scope.nationwide or scope.counties):
        raise Http404
    counties = counties_of(user, permission)
    if not key:
        only = counties[0].key if len(counties) == 1 else ""
        return Reader(find_county(only) if only else None, counties)
    if not (scope.nationwide or key in scope.counties) or not _is_key(key):
        raise Http404
    place = find_county(key)
    if place is None:
        raise Http404
    return Reader(place, counties)


def _is_key(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdigit()


def require(user: Any, permission: str, county_code: str = "") -> None:
    """Raise PermissionDenied unless the user holds the permission, in that county if named."""
    scope = user.scope_for(permission)
    if not (scope.covers(county_code, None) if county_code else user.has_perm(permission)):
        raise PermissionDenied


def year_of(text: str, otherwise: int | None = None) -> int:
    """The year of an address; today's, or another, for anything that is none."""
    today = timezone.localdate().year
    if text.isascii() and text.isdigit() and len(text) == 4:
        return min(max(int(text), FIRST_YEAR), today)
    return otherwise or today


def saved(request: HttpRequest, form: forms.BaseForm, action: Callable[[], Any], done: str) -> bool:
    """Whether the service took it; its refusal becomes errors of the form."""
    try:
        action()
    except Conflict as conflict:
        show_conflict(form, conflict, conflict.current.version)
    except ValidationError as error:
        add_errors(form, error)
    else:
        messages.success(request, done)
        return True
    return False


def back_to_year(name: str, county: str, year: int) -> str:
    """The address of a page about the year of a county."""
    return f"{reverse(name)}?{urlencode([('county', county), ('year', str(year))])}"
