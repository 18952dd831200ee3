"""Which shares hold at a place on a day, and how an amount is shared out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from funding.models import ShareTable
from funding.models.share_table import WHOLE
from policies.choices import State
from townships.models import Division

_FEN_OF_A_YUAN = 100


def in_force(on: date) -> QuerySet[Any]:
    """All tables that hold on the day, wherever; never a draft."""
    rows = ShareTable.objects.exclude(state=State.DRAFT).filter(valid_from__lte=on)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def shares_on(place: Division, on: date) -> ShareTable | None:
    """The table of the place or of the nearest one above it; None: none is recorded."""
    chain = [division.pk for division in place.chain()]
    rows = in_force(on).filter(jurisdiction_id__in=chain).select_related("jurisdiction", "owner")
    found: list[ShareTable] = sorted(rows, key=lambda row: chain.index(row.jurisdiction_id))
    return found[0] if found else None


def split(amount: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """An amount in yuan shared out by percent, in whole fen that add up to it exactly.

    Each part is cut to the fen; the fen that remain go to the parts that lost most, of equal ones
    to the first. Raises ValueError unless the shares make 100.
    """
    if sum(shares.values()) != WHOLE:
        raise ValueError("shares do not make 100 percent")
    fen = int(amount * _FEN_OF_A_YUAN)
    exact = {name: Fraction(share) * fen / 100 for name, share in shares.items()}
    parts = {name: part.__floor__() for name, part in exact.items()}
    lost = sorted(exact, key=lambda name: parts[name] - exact[name])
    for name in lost[: fen - sum(parts.values())]:
        parts[name] += 1
    return {name: Decimal(part).scaleb(-2) for name, part in parts.items()}
