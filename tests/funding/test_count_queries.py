"""Pages of allocations ask a fixed number of questions, however many townships there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding.models import Allocation
from funding.services.allocations import save_allocation
from tests.funding.money import YEAR, linzhou, load_all, scheme, typed
from tests.places import make_division

PAGES = [
    ("county", "/funding/allocations/?year=2025&scheme=anyang-projects", 20),
    ("county", "/funding/allocations/{pk}/", 15),
    ("county", "/funding/inputs/?year=2025", 12),
    ("county", "/funding/schemes/", 11),
    ("chair", "/funding/statement/410581101/?year=2025", 17),
]


@pytest.fixture
def many(places, staff):
    """Eight more townships, all with an amount, in an approved allocation."""
    load_all()
    towns = [places.linqi, *(make_division(f"4105812{n:02}", f"新{n}镇") for n in range(8))]
    for town in towns:
        typed(town, project_amount="10")
    place = linzhou()
    save_allocation(scheme=scheme("anyang-projects"), place=place, year=YEAR, user=staff.county)
    Allocation.objects.update(state="approved")
    return Allocation.objects.get()


@pytest.mark.parametrize(("user", "path", "most"), PAGES)
def test_pages_ask_few_questions(many, staff, as_user, user, path, most) -> None:
    client, address = as_user(getattr(staff, user)), path.format(pk=many.pk)
    client.get(address)  # what is read once per process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= most
