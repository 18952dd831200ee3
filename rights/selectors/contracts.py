"""Contracts in force, and those that end."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from rights.models import CollectiveContract
from townships.models import Union

# Days ahead at which an end is told. No document asks for it (R-RGT-04).
AHEAD = (90, 30)


def in_force(on: date) -> Q:
    """Contracts that hold on a day; one without a recorded end holds as far as is known."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def ending(on: date, days: int) -> Q:
    """Contracts that hold on a day and end within so many days, the last of them included."""
    return Q(valid_from__lte=on, valid_to__range=(on, on + timedelta(days=days)))


def renewed() -> Exists:
    """Whether the union has a later contract of the same sort: nobody waits for a new one."""
    later = CollectiveContract.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to")),
        county_code=OuterRef("county_code"),
        union_id=OuterRef("union_id"),
        scope=OuterRef("scope"),
        kind=OuterRef("kind"),
        signed_on__gte=OuterRef("signed_on"),
    )
    return Exists(later.exclude(pk=OuterRef("pk")))


def contracts_of(union: Union, on: date) -> QuerySet[CollectiveContract]:
    """Contracts of a union that hold on a day, the first to end before the others."""
    rows = CollectiveContract.objects.in_county(union.county_code)
    return rows.filter(in_force(on), union_id=union.pk).order_by("valid_to", "pk")
