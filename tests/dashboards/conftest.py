"""Numbers for the dashboards, written straight into the summary rows they read."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.places import Places, load_policies
from townships.models import Division, TownshipMonth, TownshipStatistics, TownshipSummary

COUNTY = "410581"
AS_OF = datetime.date(2026, 6, 30)


@pytest.fixture
def policies(places: Places) -> None:
    """The goal of R-ORG-30 comes from the provisions."""
    load_policies()


@pytest.fixture
def counted(places: Places) -> Callable[..., TownshipSummary]:
    """Sets the summary row of a township."""

    def make(township: Division, **counts: int) -> TownshipSummary:
        return TownshipSummary.objects.create(
            county_code=str(township.parent_id), township_key=township.key, **counts
        )

    return make


@pytest.fixture
def figures(places: Places) -> Callable[..., TownshipStatistics]:
    """Records statistics of a township: workers and legal-person units."""

    def make(
        township: Division, workers: int | None, units: int | None = None, **more: Any
    ) -> TownshipStatistics:
        values = {"as_of": AS_OF, "source": "镇统计站", **more}
        return TownshipStatistics.objects.create(
            county_code=str(township.parent_id),
            township=township,
            worker_count=workers,
            legal_person_units=units,
            **values,
        )

    return make


@pytest.fixture
def month_of(places: Places) -> Callable[..., TownshipMonth]:
    """Sets the row of a month, counted back from the running one."""

    def make(township: Division, back: int, **counts: Any) -> TownshipMonth:
        month = timezone.localdate().replace(day=1)
        for _n in range(back):
            month = (month - datetime.timedelta(days=1)).replace(day=1)
        return TownshipMonth.objects.create(
            county_code=str(township.parent_id), township_key=township.key, month=month, **counts
        )

    return make
