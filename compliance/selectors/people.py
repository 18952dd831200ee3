"""Who can be put in charge of a finding."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from accounts.choices import Role
from accounts.models import Assignment
from accounts.permissions import role_allows
from compliance.models import Finding
from compliance.permissions import CHANGE
from townships.models import Division

ROLES = tuple(role for role in Role.values if role_allows(role, CHANGE))
Options = list[tuple[int, str]]


def colleagues_of(finding: Finding) -> Options:
    """Those who work in the township or the county of a finding, with the names of their places.

    Offices above see what lies below them, but its findings are put right in the county.
    """
    here = _today({finding.county_code, finding.township_key})
    return _options(Q(division__in=here))


def colleagues_in(user: Any, county: str = "") -> Options:
    """Those who work where the user may change findings (or in one county of these)."""
    scope = user.scope_for(CHANGE)
    counties = scope.counties | scope.township_counties
    if county:
        counties = {county} if scope.nationwide or county in counties else set()
    if not counties:
        return []
    here = Q(division__in=sorted(counties))
    if scope.nationwide or scope.counties:
        return _options(here | Q(division__parent__in=sorted(counties)))
    return _options(here | Q(division__in=sorted(scope.townships)))


def _today(keys: Collection[str]) -> set[str]:
    """The places and what they were merged into since."""
    found, new = set(keys), set(keys)
    while new:
        rows = Division.objects.filter(key__in=new, successor__isnull=False)
        new = {str(key) for key in rows.values_list("successor_id", flat=True)} - found
        found |= new
    return found


def _options(where: Q) -> Options:
    rows = Assignment.objects.filter(where, role__in=ROLES, user__is_active=True)
    found: dict[int, str] = {}
    for row in rows.select_related("user", "division").order_by("division__code", "user__pk"):
        place = row.division.name if row.division else ""
        found.setdefault(row.user_id, f"{row.user}（{place}）")
    return list(found.items())
