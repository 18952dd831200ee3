"""What the tests of allocations share: figures of townships, the shipped schemes."""

import datetime
from typing import Any

from funding.models import Scheme, YearInput
from funding.services.scheme_files import load_schemes
from tests.places import load_policies
from townships.models import TownshipMonth, Union
from townships.selectors.places import CountyPlace, find_county

YEAR = 2025
YEAR_END = datetime.date(2025, 12, 31)


def load_all() -> None:
    """Documents and schemes as they ship."""
    load_policies()
    load_schemes()


def scheme(key: str) -> Scheme:
    return Scheme.objects.select_related("place", "document").get(key=key)


def counted(township: Any, year: int = YEAR, **values: Any) -> None:
    """The counts of a township at the end of a year."""
    TownshipMonth.objects.create(
        county_code=township.parent_id,
        township_key=township.key,
        month=datetime.date(year, 12, 1),
        **values,
    )


def typed(township: Any, year: int = YEAR, county: str = "", **values: Any) -> None:
    """Numbers that an office recorded for a year."""
    YearInput.objects.bulk_create(
        YearInput(
            county_code=county or township.parent_id,
            year=year,
            township=township,
            name=name,
            value=str(value),
            source="示例来源",
        )
        for name, value in values.items()
    )


def villages(township: Any, count: int) -> None:
    """So many village unions of a township."""
    Union.objects.bulk_create(
        Union(
            county_code=township.parent_id,
            township=township,
            code=f"{township.code}9{n:03}",
            name=f"第{n}村工会",
            kind="village",
        )
        for n in range(count)
    )


def linzhou() -> CountyPlace:
    """The county with its townships."""
    found = find_county("410581")
    assert found is not None
    return found
