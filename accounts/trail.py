"""Where the history of accounts is kept, and who may read it.

An account whose roles all lie in one county leaves its changes there, so that those who read the
history of the county see them too. Other accounts belong to no county.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from history.models import NO_COUNTY, Change
from townships.choices import Level
from townships.models import Division

Place = tuple[str, str]
_READ = "history.view_change"


def place_of(divisions: Iterable[Division | None]) -> Place:
    """Key of the county and, if it is only one, of the township of an account's roles."""
    places = {_place(division) for division in divisions}
    counties = {county for county, _township in places}
    if len(counties) != 1:
        return NO_COUNTY, ""
    return counties.pop(), places.pop()[1] if len(places) == 1 else ""


def _place(division: Division | None) -> Place:
    """The keys under which rows of a division lie: `PP0000` for a province, `PPCC00` for a city."""
    if division is None:
        return NO_COUNTY, ""
    if division.level >= Level.TOWNSHIP:
        return division.parent_id or NO_COUNTY, division.key
    return division.key.ljust(6, "0"), ""


def trail_of(user: User, reader: Any) -> QuerySet[Change]:
    """The changes of an account, newest first, as far as `reader` looks after the places."""
    rows = Change.objects.filter(model=User._meta.label_lower, object_id=str(user.pk))
    scope = reader.scope_for(_READ)
    if not scope.nationwide:
        rows = rows.filter(county_code__in=sorted({NO_COUNTY, *scope.counties}))
    return rows.select_related("user")
