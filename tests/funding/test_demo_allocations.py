"""The allocations of the demo are there on whatever day `make run` is called first."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.choices import Role
from funding.models import Allocation
from members.services.membership import enrol
from tests.funding.money import load_all
from tests.members.conftest import details, number
from tests.places import make_user
from unionreg.demo.money_allocations import build_allocations


@pytest.fixture
def offices(places, unions) -> None:
    """A county with one member, and the accounts of the demo."""
    load_all()
    make_user("county", Role.COUNTY, places.linzhou)
    make_user("admin", Role.SYSTEM_ADMIN, None)
    enrol(
        union=unions.factory,
        id_number=number(1),
        details=details("张三"),
        joined_on=datetime.date(2024, 5, 4),
        user=None,
    )


@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01"])
def test_last_year_is_approved_and_this_one_a_draft(offices, monkeypatch, day) -> None:
    noon = datetime.datetime.fromisoformat(f"{day}T12:00:00+08:00")
    monkeypatch.setattr(timezone, "now", lambda: noon)
    call_command("rebuild_summaries", months=12, verbosity=0)
    assert build_allocations()
    found = dict(Allocation.objects.values_list("year", "state"))
    assert found == {noon.year - 1: "approved", noon.year: "draft"}
