"""Finding divisions by today's code or a former one."""

import datetime

from django.db.models import Q

from townships.choices import Level
from townships.models import Division, FormerDivisionCode


def resolve(code: str, on: datetime.date | None = None) -> Division:
    """The division with this code, today's first, then a former one (of the day `on`, if given).

    Raises Division.DoesNotExist when no place ever had the code.
    """
    found = Division.objects.filter(code=code).select_related("parent__parent__parent").first()
    if found:
        return found
    former = FormerDivisionCode.objects.filter(code=code).select_related("division")
    if on:
        dated = former.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        )
        former = dated if dated.exists() else former
    match = former.order_by("-valid_to").first()
    if match is None:
        raise Division.DoesNotExist(f"No division has or had the code {code}.")
    return match.division


def townships_of(county_key: str) -> "list[Division]":
    """The townships of a county that exist today, by code."""
    rows = Division.objects.filter(parent_id=county_key, level=Level.TOWNSHIP)
    return list(rows.filter(valid_to__isnull=True).order_by("code"))
