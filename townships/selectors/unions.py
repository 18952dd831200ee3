"""Unions with something to put in order: what lists, tasks and pages have to agree about."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from townships.choices import OPEN_STATUSES, UnionForm, UnionKind
from townships.models import Union

# R-ORG-06: both committees are founded together with the union; a dispatched body has none.
WITHOUT_COMMITTEE = (
    Q(founded_on__isnull=False)
    & (Q(audit_committee_on__isnull=True) | Q(women_committee_on__isnull=True))
    & ~Q(form=UnionForm.WORK_COMMITTEE)
)


def lacks_committee(union: Union) -> bool:
    """WITHOUT_COMMITTEE for a township union at hand."""
    if union.form == UnionForm.WORK_COMMITTEE or union.founded_on is None:
        return False
    return not (union.audit_committee_on and union.women_committee_on)


# To whom unions can be handed over (R-ORG-12). A work committee is no union: the county federation
# has sent it and leads through it (R-ORG-05).
TAKES_UNIONS = Q(kind=UnionKind.TOWNSHIP, status__in=OPEN_STATUSES) & ~Q(
    form=UnionForm.WORK_COMMITTEE
)


def led_by_county() -> Q:
    """Unions in a township that the county federation leads itself (R-ORG-12).

    No join with the superiors: PostgreSQL reads the whole county for each union of a join as long
    as it has no statistics. In the filter of a `Count` it looks each superior up by its key.
    """
    above = {"county_code": OuterRef("county_code"), "pk": OuterRef("superior_id")}
    led = Exists(Union.objects.filter(kind=UnionKind.COUNTY, **above))
    return Q(led, township__isnull=False)


def has_taker() -> Any:
    """Whether the township of a union has a union that could lead it."""
    here = {"county_code": OuterRef("county_code"), "township_id": OuterRef("township_id")}
    return Exists(Union.objects.filter(TAKES_UNIONS, **here))


def ready_to_hand_over() -> Q:
    """Led by the county, although the township has a union that could lead them."""
    return led_by_county() & Q(has_taker())
