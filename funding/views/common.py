"""What the pages of money share: the county of the reader, the year of the address."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from funding.selectors.schemes import FIRST_YEAR
from townships.models import Division
from townships.selectors.places import CountyPlace, counties_of, find_county

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


def choose_county(
    request: HttpRequest, title: Any, url_name: str, counties: list[Division], **query: Any
) -> HttpResponse:
    """The page that asks which county is meant; each leads to the page of that name."""
    page = reverse(url_name)
    choices = [
        (county.name, f"{page}?{urlencode({'county': county.key, **query})}") for county in counties
    ]
    return render(request, "funding/choose_county.html", {"title": title, "choices": choices})


def _is_key(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdigit()


def require(user: Any, permission: str, county_code: str = "") -> None:
    """Raise PermissionDenied unless the user holds the permission, in that county if named."""
    scope = user.scope_for(permission)
    if not (scope.covers(county_code, None) if county_code else user.has_perm(permission)):
        raise PermissionDenied


def require_for(user: Any, permission: str, record: Any = None) -> None:
    """Raise PermissionDenied unless the user holds the permission, there or somewhere."""
    if not (user.has_perm(permission) if record is None else user.has_perm(permission, record)):
        raise PermissionDenied


def year_of(text: str, otherwise: int | None = None, ahead: int = 0) -> int:
    """The year of an address; today's, or another, for anything that is none.

    `ahead`: how many years after this one can be looked at.
    """
    today = timezone.localdate().year
    if text.isascii() and text.isdigit() and len(text) == 4:
        return min(max(int(text), FIRST_YEAR), today + ahead)
    return otherwise or today


def back_to_year(name: str, county: str, year: int) -> str:
    """The address of a page about the year of a county."""
    return f"{reverse(name)}?{urlencode([('county', county), ('year', str(year))])}"
