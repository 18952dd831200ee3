"""Figures of townships: empty is unknown, one row a day, who may do what."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.places import Staff
from townships.models import TownshipStatistics

LIST = reverse("admin:townships_townshipstatistics_changelist")
ADD = reverse("admin:townships_townshipstatistics_add")


def change_url(row) -> str:
    return reverse("admin:townships_townshipstatistics_change", args=[row.pk])


def form_data(row: TownshipStatistics | None = None, **values) -> dict:
    """What the browser sends, changed by `values`."""
    known = {"as_of": "2026-06-30", "source": "镇统计站", "fulltime_staffing": "unknown"}
    if row is not None:
        known["record_version"] = str(row.version)
    return {**known, **values}


@pytest.mark.parametrize("name", ["county", "chair", "admin"])
def test_owner_records_figures(places, staff: Staff, as_user, name):
    data = form_data(township=places.linqi.pk, firm_count="97", worker_count="0")
    answer = as_user(getattr(staff, name)).post(ADD, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row = TownshipStatistics.objects.get()
    assert (row.county_code, row.firm_count, row.worker_count) == ("410581", 97, 0)
    assert (row.employed_2nd_3rd_sector, row.fulltime_staffing) == (None, None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": ""}, "source"),
        ({"as_of": ""}, "as_of"),
        ({"as_of": "30.6.2026"}, "as_of"),
        ({"firm_count": "-1"}, "firm_count"),
        ({"firm_count": "9,7"}, "firm_count"),
    ],
)
def test_wrong_values_are_named(places, staff: Staff, as_user, values, field):
    answer = as_user(staff.county).post(ADD, form_data(township=places.linqi.pk, **values))
    assert list(answer.context["adminform"].form.errors) == [field]


def test_a_day_to_come_is_refused(places, staff: Staff, as_user):
    day = timezone.localdate() + datetime.timedelta(days=1)
    answer = as_user(staff.county).post(
        ADD, form_data(township=places.linqi.pk, as_of=day.isoformat())
    )
    assert list(answer.context["adminform"].form.errors) == ["as_of"]


@pytest.mark.parametrize(("unionised", "allowed"), [(10, True), (11, False)])
def test_not_more_unionised_units_than_units(places, staff: Staff, as_user, unionised, allowed):
    data = form_data(
        township=places.linqi.pk, legal_person_units="10", unionised_units=str(unionised)
    )
    assert (as_user(staff.county).post(ADD, data).status_code == 302) is allowed
    assert TownshipStatistics.objects.exists() is allowed


def test_one_row_for_a_township_and_day(places, staff: Staff, as_user, figures):
    figures(places.linqi)
    answer = as_user(staff.county).post(ADD, form_data(township=places.linqi.pk))
    assert "已经登记" in answer.content.decode() or "重复" in answer.content.decode()
    assert TownshipStatistics.objects.count() == 1


@pytest.mark.parametrize(("name", "township"), [("county", "chengguan"), ("chair", "hejian")])
def test_nobody_records_outside(places, staff: Staff, as_user, name, township):
    data = form_data(township=getattr(places, township).pk)
    answer = as_user(getattr(staff, name)).post(ADD, data)
    assert "township" in answer.context["adminform"].form.errors


def test_place_and_day_stay(places, staff: Staff, as_user, figures):
    row = figures(places.linqi)
    data = form_data(row, township=places.hejian.pk, as_of="2020-01-01", firm_count="98")
    assert as_user(staff.county).post(change_url(row), data).status_code == 302
    row.refresh_from_db()
    assert (row.township, str(row.as_of), row.firm_count) == (places.linqi, "2026-06-30", 98)


@pytest.mark.parametrize("name", ["city", "province", "auditor"])
def test_reader_cannot_save(places, staff: Staff, as_user, figures, name):
    row = figures(places.linqi)
    client = as_user(getattr(staff, name))
    assert client.get(change_url(row)).status_code == 200
    assert client.post(change_url(row), form_data(row)).status_code == 403


@pytest.mark.parametrize("name", ["county2", "chair2", "chair_beside"])
def test_outsider_finds_nothing(places, staff: Staff, as_user, figures, name):
    row = figures(places.linqi)
    client = as_user(getattr(staff, name))
    assert client.get(change_url(row)).status_code == 404
    assert client.post(change_url(row), form_data(row)).status_code == 404
    assert not client.get(LIST).context["cl"].result_count


def test_two_clerks(places, staff: Staff, as_user, figures):
    row = figures(places.linqi, worker_count=6120)
    stale = form_data(row, worker_count="6000")
    as_user(staff.county).post(change_url(row), form_data(row, worker_count="6180"))
    answer = as_user(staff.chair).post(change_url(row), stale)
    text = answer.content.decode()
    assert "6,120" in text
    assert "6,180" in text
    row.refresh_from_db()
    assert row.worker_count == 6180


def test_list_asks_few_questions(
    places, staff: Staff, as_user, figures, django_assert_max_num_queries
):
    for place in (places.linqi, places.hejian, places.zhenlin):
        figures(place)
    client = as_user(staff.county)
    with django_assert_max_num_queries(12):
        client.get(LIST)
