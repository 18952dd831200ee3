"""The work log of a union, and how much was done in a year."""

from collections import Counter

from django.db.models import Count, QuerySet

from rights.kinds import GROUPS, group_of
from rights.models import WorkRecord
from townships.choices import UnionKind
from townships.models import Union
from unionreg.county import CountyQuerySet


def entries_of(union: Union) -> QuerySet[WorkRecord]:
    """The entries of a union, the newest first."""
    return WorkRecord.objects.in_county(union.county_code).filter(union_id=union.pk)


def area_of(union: Union) -> CountyQuerySet[WorkRecord]:
    """Entries of all unions of the township or county whose union this is, else its own."""
    rows = WorkRecord.objects.in_county(union.county_code)
    if union.kind == UnionKind.COUNTY:
        return rows
    if union.kind == UnionKind.TOWNSHIP:
        return rows.filter(union__township_id=union.township_id)
    return rows.filter(union_id=union.pk)


def counts_of_year(union: Union, year: int) -> list[tuple[str, int]]:
    """How many entries of a year there are in each group of categories; groups without any are
    left out. Of a township or a county those of all its unions."""
    rows = area_of(union).filter(held_on__year=year).order_by()
    found: Counter[str] = Counter()
    for category, number in rows.values_list("category").annotate(n=Count("id")):
        group = group_of(category)
        if group is not None:
            found[group.key] += number
    return [(str(group.label), found[group.key]) for group in GROUPS if found[group.key]]
