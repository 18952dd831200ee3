"""The grid of the numbers of a year: saved as a whole or not at all, refused by row."""

import pytest

from funding.models import YearInput
from tests.funding.money import YEAR, load_all

PAGE = "/funding/inputs/"
CELLS = {"410581101-project_amount": "8000", "410581100-project_amount": "12.50"}


@pytest.fixture
def grid(places):
    load_all()
    return {"county": "410581", "year": YEAR, "source": "县级项目评审", **CELLS}


def test_an_office_records_the_numbers_of_a_year(grid, as_user, staff):
    assert as_user(staff.county).post(PAGE, grid).status_code == 302
    rows = YearInput.objects.filter(name="project_amount").values_list("township_id", "value")
    assert dict(rows) == {"410581101": "8000.00", "410581100": "12.50"}


def test_numbers_are_read_as_people_write_them(grid, as_user, staff):
    written = {
        "410581101-project_amount": "１２，０００．５０",
        "410581100-project_amount": "¥1,234元",
    }
    assert as_user(staff.county).post(PAGE, {**grid, **written}).status_code == 302
    rows = YearInput.objects.filter(name="project_amount").values_list("township_id", "value")
    assert dict(rows) == {"410581101": "12000.50", "410581100": "1234.00"}


@pytest.mark.parametrize("wrong", ["-3", "abc", "1.005", "12,50"])
def test_a_wrong_number_is_told_with_its_row_and_nothing_is_saved(grid, as_user, staff, wrong):
    answer = as_user(staff.county).post(PAGE, {**grid, "410581100-project_amount": wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "合涧镇：项目核定金额" in page
    assert f"“{wrong}”" in page
    assert "project_amount（" not in page  # its name in code says nothing to an office
    assert not YearInput.objects.exists()


def test_readers_see_the_numbers_and_the_way_there(grid, as_user, staff):
    as_user(staff.county).post(PAGE, grid)
    client = as_user(staff.auditor)
    overview = client.get("/funding/allocations/", {"year": YEAR}).content.decode()
    assert f"{PAGE}?county=410581" in overview
    page = client.get(PAGE, {"county": "410581", "year": YEAR}).content.decode()
    assert "8000.00" in page
    assert '<input type="text"' not in page
    assert client.post(PAGE, grid).status_code == 403
