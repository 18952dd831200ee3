"""Counts larger than any place has: refused on every database, in forms and by the services."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.places import Places, Staff
from townships.models import Employer, TownshipStatistics
from townships.models.counts import LARGEST_COUNT
from townships.services.employers import save_employer
from townships.services.statistics import save_statistics

DAY = datetime.date(2026, 6, 30)
OF_A_TOWNSHIP = (
    "firm_count",
    "worker_count",
    "employed_2nd_3rd_sector",
    "legal_person_units",
    "unionised_units",
    "activists",
    "volunteers",
)
OF_AN_EMPLOYER = ("worker_count", "women_count", "migrant_count")


def township_data(places: Places, **values) -> dict:
    known = {"township": places.linqi.pk, "as_of": "2026-06-30", "source": "镇统计站"}
    return {**known, "fulltime_staffing": "unknown", **values}


@pytest.mark.parametrize("name", OF_A_TOWNSHIP)
def test_figures_of_a_township(places: Places, staff: Staff, as_user, name):
    address = reverse("admin:townships_townshipstatistics_add")
    answer = as_user(staff.county).post(address, township_data(places, **{name: "4000000000"}))
    assert list(answer.context["adminform"].form.errors) == [name]
    row = TownshipStatistics(
        township=places.linqi, as_of=DAY, source="x", **{name: LARGEST_COUNT + 1}
    )
    with pytest.raises(ValidationError) as refusal:
        save_statistics(statistics=row, user=None)
    assert list(refusal.value.message_dict) == [name]
    assert not TownshipStatistics.objects.exists()


@pytest.mark.parametrize("name", OF_AN_EMPLOYER)
def test_people_of_an_employer(places: Places, staff: Staff, as_user, name):
    data = {"township": places.linqi.pk, "name": "示例公司", "status": "open"}
    data |= {"counted_on": "2026-06-30", name: "4000000000"}
    answer = as_user(staff.county).post(reverse("admin:townships_employer_add"), data)
    assert list(answer.context["adminform"].form.errors) == [name]
    row = Employer(township=places.linqi, name="x", counted_on=DAY, **{name: LARGEST_COUNT + 1})
    with pytest.raises(ValidationError) as refusal:
        save_employer(employer=row, user=None)
    assert list(refusal.value.message_dict) == [name]
    assert not Employer.objects.exists()


def test_the_largest_one_is_kept_and_counted(places: Places, policy, employer):
    data = {"worker_count": LARGEST_COUNT, "counted_on": DAY}
    assert employer(places.linqi, "示例公司", **data).worker_count == LARGEST_COUNT
