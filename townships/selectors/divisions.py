"""Finding divisions by today's code or a former one."""

import datetime

from django.db.models import Q, QuerySet

from townships.choices import Level
from townships.models import Division, FormerDivisionCode

COUNTY_DIGITS = int(Level.COUNTY)


def resolve(code: str, on: datetime.date | None = None) -> Division:
    """The division with this code, today's first, then a former one (of the day `on`, if given).

    The source of the shipped renumberings has the former codes of counties only. A township or
    village is therefore also found by the former code of its county followed by its own last
    digits: we take it that these stayed the same, unless the registry says otherwise. Raises
    Division.DoesNotExist when no place has or had the code.
    """
    found = Division.objects.filter(code=code).with_chain().first()
    found = found or _formerly(code, on) or _below_formerly(code, on)
    if found is None:
        raise Division.DoesNotExist(f"No division has or had the code {code}.")
    return found


def _formerly(code: str, on: datetime.date | None) -> Division | None:
    former = _former(code, on)
    return former.division if former else None


def _former(code: str, on: datetime.date | None) -> FormerDivisionCode | None:
    """The former code, the last one when several places had it: of the day `on`, if any was."""
    rows = FormerDivisionCode.objects.filter(code=code).select_related("division")
    rows = rows.order_by("-valid_to")
    return (_on(rows, on) if on else rows).first() or rows.first()


def _on(rows: QuerySet[FormerDivisionCode], day: datetime.date) -> QuerySet[FormerDivisionCode]:
    return rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
    )


def _below_formerly(code: str, on: datetime.date | None) -> Division | None:
    """A township or village by the former code of its county.

    Not one that began later, and not one of which the registry keeps another former code.
    """
    county_code, rest = code[:COUNTY_DIGITS], code[COUNTY_DIGITS:]
    former = _former(county_code, on) if rest else None
    if former is None:
        return None
    rows = Division.objects.filter(code=former.division.code + rest)
    rows = rows.exclude(former_codes__code__startswith=county_code)
    if former.valid_to:
        rows = rows.exclude(valid_from__gt=former.valid_to)
    return rows.with_chain().first()


def townships_of(county_key: str) -> "list[Division]":
    """The townships of a county that exist today, by code."""
    rows = Division.objects.filter(parent_id=county_key, level=Level.TOWNSHIP)
    return list(rows.filter(valid_to__isnull=True).order_by("code"))
