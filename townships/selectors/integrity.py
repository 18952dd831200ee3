"""What the dated records of unions and employers must never show, county by county.

The database keeps one open period apart from another; that ended ones do not overlap is looked for
here. A period without a first day reaches back for ever.
"""

import datetime
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from townships.models import Affiliation, UnionEmployer

_FIRST = Value(datetime.date.min, DateField())
_LAST = Value(datetime.date.max, DateField())


def unions_with_two_superiors(county_code: str) -> QuerySet[Any]:
    """Ids of unions that belong to two superiors on the same day (R-ORG-07)."""
    return _overlapping(Affiliation.objects.in_county(county_code), "union_id")


def employers_in_two_unions(county_code: str) -> QuerySet[Any]:
    """Ids of employers that are covered twice on the same day (R-ORG-16)."""
    return _overlapping(UnionEmployer.objects.in_county(county_code), "employer_id")


def _overlapping(rows: QuerySet[Any], owner: str) -> QuerySet[Any]:
    """Owners of two periods that share a day."""
    others = rows.filter(**{owner: OuterRef(owner)}, pk__gt=OuterRef("pk")).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=Coalesce(OuterRef("valid_to"), _LAST)),
        Q(valid_to__isnull=True) | Q(valid_to__gte=Coalesce(OuterRef("valid_from"), _FIRST)),
    )
    found = rows.filter(Exists(others)).order_by(owner)
    return found.values_list(owner, flat=True).distinct()
