"""Names that are stored get the pinyin that today's code gives them; for migrations."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

AT_ONCE = 500


def respell(rows: QuerySet[Any], field: str, spell: Callable[[str], str]) -> None:
    """Write the spelling of its name into `field` of every row, a few hundred at once."""
    found = list(rows.order_by("pk")[:AT_ONCE])
    while found:
        for row in found:
            setattr(row, field, spell(row.name))
        rows.bulk_update(found, [field])
        found = list(rows.filter(pk__gt=found[-1].pk).order_by("pk")[:AT_ONCE])


def respell_counties(model: Any, field: str, spell: Callable[[str], str]) -> None:
    """The same for a table of county rows, so that each statement names its county."""
    counties = model.objects.order_by("county_code").values_list("county_code", flat=True)
    for code in list(counties.distinct()):
        rows = model.objects.filter(county_code=code)
        respell(rows, field, spell)
