"""People of these tests."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from members.identity import check_digit
from members.models import Member, Membership
from members.services.membership import enrol
from townships.models import Union

DAY = datetime.date(2024, 3, 15)


def number(sequence: int, *, region: str = "410581", born: str = "19850315") -> str:
    """A well-formed made-up ID number; an odd sequence is a man's."""
    first = f"{region}{born}{sequence:03d}"
    return first + check_digit(first)


def details(name: str = "王伟芳", **more: Any) -> dict[str, Any]:
    """What a clerk fills in."""
    return {"name": name, "sex": "1", **more}


def with_document(union: Union, id_type: str, value: str, **more: Any) -> Member:
    """Enrols somebody with any kind of document."""
    saved = enrol(
        union=union,
        id_type=id_type,
        id_number=value,
        details=details(birth_date=datetime.date(1985, 3, 15), **more),
        joined_on=DAY,
        user=None,
    )
    return saved.member


@pytest.fixture
def enrolled(unions) -> Callable[..., Member]:
    """Enrols somebody (number 1 in 临淇镇 since 2024-03-15, if nothing else is said)."""

    def make(
        sequence: int = 1, union: Union | None = None, on: datetime.date = DAY, **more: Any
    ) -> Member:
        saved = enrol(
            union=union or unions.linqi,
            id_number=number(sequence),
            details=details(**more),
            joined_on=on,
            user=None,
        )
        return saved.member

    return make


def periods(member: Member) -> list[tuple[int, Any, Any]]:
    """Union, first and last day of each membership, the oldest first."""
    rows = Membership.objects.in_county(member.county_code).filter(member_id=member.pk)
    return list(rows.order_by("valid_from").values_list("union_id", "valid_from", "valid_to"))
