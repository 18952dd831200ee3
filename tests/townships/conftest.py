"""What the tests of organisations share."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from tests.places import Places, load_policies
from townships.choices import UnionForm, UnionKind
from townships.models import Division, Employer, TownshipStatistics, Union
from townships.services.employers import save_employer
from townships.services.statistics import save_statistics
from townships.services.unions import ensure_county_union, save_union

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def policy(places: Places) -> None:
    """The shipped provisions."""
    load_policies()


@pytest.fixture
def figures(policy: None) -> Callable[..., TownshipStatistics]:
    """Record figures of a township; the national conditions hold unless told otherwise."""

    def record(township: Division, **values: Any) -> TownshipStatistics:
        known = {
            "as_of": datetime.date(2026, 6, 30),
            "firm_count": 100,
            "worker_count": 5000,
            "fulltime_staffing": True,
            "source": "镇统计站",
        }
        row = TownshipStatistics(township=township, **{**known, **values})
        return save_statistics(statistics=row, user=None).record

    return record


@pytest.fixture
def township_union(policy: None) -> Callable[..., Union]:
    """Save a township union through the service: a federation founded on 2021-07-16."""

    def make(township: Division, **values: Any) -> Union:
        day = datetime.date(2021, 7, 16)
        known = {
            "kind": UnionKind.TOWNSHIP,
            "form": UnionForm.FEDERATION,
            "name": f"{township.name}工会联合会",
            "founded_on": day,
            "audit_committee_on": day,
            "women_committee_on": day,
        }
        union = Union(township=township, **{**known, **values})
        return save_union(union=union, user=None).record

    return make


@pytest.fixture
def employer(policy: None) -> Callable[..., Employer]:
    """Save an employer through the service."""

    def make(township: Division, name: str, **values: Any) -> Employer:
        row = Employer(township=township, name=name, **values)
        return save_employer(employer=row, user=None).record

    return make


@pytest.fixture
def own_union(employer: Callable[..., Employer]) -> Callable[..., Union]:
    """Save an own union with its employer through the services."""

    def make(township: Division, name: str, **values: Any) -> Union:
        unit = employer(township, name)
        union = Union(township=township, kind=UnionKind.OWN, name=f"{name}工会委员会", **values)
        return save_union(union=union, employers=[unit], user=None).record

    return make


@pytest.fixture
def federation(places: Places, policy: None) -> Union:
    """林州市总工会."""
    return ensure_county_union(county=places.linzhou)
