"""Earmarked grants, what is left of each, and which lie unspent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from funding.choices import GrantKind
from funding.models import Grant
from funding.selectors.payments import Balance, balances_of
from policies.engine import Value
from townships.choices import AccountMode
from townships.models import Union
from unionreg.county import CountyQuerySet

VIEW = "funding.view_grant"


@dataclass(frozen=True)
class Standing:
    """A grant and what payments take of it."""

    grant: Grant
    balance: Balance


def visible(user: Any) -> CountyQuerySet[Grant]:
    """The grants inside the places of the user, with the names that the pages show."""
    return Grant.objects.visible_to(user, VIEW).select_related("recipient__township")


def balances(county_code: str, grants: Iterable[Grant] | None = None) -> dict[int, Balance]:
    """Amount, payments and rest of each grant of a county (or of these), by its id, in yuan."""
    rows = Grant.objects.in_county(county_code) if grants is None else grants
    return balances_of([county_code], "grant", {grant.pk: grant.amount for grant in rows})


def balance(grant: Grant, without: int | None = None) -> Balance:
    """What is left of one grant; `without` leaves a payment out that is written again."""
    amounts = {grant.pk: grant.amount}
    return balances_of([grant.county_code], "grant", amounts, without)[grant.pk]


def standings(grants: Iterable[Grant]) -> list[Standing]:
    """Each of the grants with its balance, in the given order; one query for all of them."""
    rows = list(grants)
    codes = {grant.county_code for grant in rows}
    found = balances_of(codes, "grant", {grant.pk: grant.amount for grant in rows})
    return [Standing(grant, found[grant.pk]) for grant in rows]


def of_township(county_code: str, township_key: str, year: int) -> list[Standing]:
    """The grants to unions of a township that were open in a calendar year, with their balance."""
    rows = Grant.objects.in_county(county_code).filter(
        Q(closed_on__isnull=True) | Q(closed_on__year__gte=year),
        recipient__township_id=township_key,
        granted_on__year__lte=year,
    )
    return standings(rows.select_related("recipient").order_by("granted_on", "pk"))


def unspent(grants: CountyQuerySet[Grant]) -> list[Standing]:
    """Those of the grants that are open and of which money has not left the account, oldest first.

    Begin with `visible(user)` or `Grant.objects.in_county(…)`.
    """
    rows = grants.filter(closed_on__isnull=True).select_related("recipient__township")
    found = standings(rows.order_by("granted_on", "pk"))
    return [one for one in found if one.balance.unspent > 0]


def of_same_subject(grant: Grant) -> int:
    """How many one-off subsidies the subject of this one has got, this one included."""
    rows = Grant.objects.in_county(grant.county_code).filter(
        kind=GrantKind.ONE_OFF, one_off_subject=grant.one_off_subject
    )
    return rows.exclude(pk=grant.pk).count() + 1


def project_measures(union: Union, townships: int) -> dict[str, Value]:
    """The measures of R-FND-25 for a federation that extends to so many townships.

    `union` with its `superior`. Unknown is None.
    """
    mode = union.superior.account_mode if union.superior else ""
    return {
        "superior_manages_funds": (mode == AccountMode.OWN) if mode else None,
        "spans_townships": townships > 1 if townships or union.township_id else None,
    }
