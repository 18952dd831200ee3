"""Lists of organisations as workbooks: names in words, all rows or none, few questions."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from tests.places import Staff
from unionreg import admin_export

LIST = reverse("admin:townships_employer_changelist")
EXPORT = reverse("admin:townships_employer_export")


def names(answer) -> list[str]:
    """The first column of a workbook, without its title."""
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.fixture
def firms(places, employer) -> None:
    for name in ("甲公司", "乙公司"):
        employer(places.linqi, name)
    employer(places.hejian, "丙公司")


def test_a_list_that_is_too_long_is_refused_and_not_cut(
    places, staff: Staff, as_user, firms, monkeypatch
):
    monkeypatch.setattr(admin_export, "LARGEST_EXPORT", 2)
    client = as_user(staff.county)
    answer = client.get(EXPORT, {"status__exact": "open"}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}?status__exact=open", 302)]
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert "3" in message.message
    narrower = client.get(EXPORT, {"township": places.linqi.pk})
    assert set(names(narrower)) == {"甲公司", "乙公司"}


def test_the_number_of_rows_does_not_cost_questions(
    staff: Staff, as_user, firms, django_assert_max_num_queries
):
    client = as_user(staff.county)
    with django_assert_max_num_queries(10):
        answer = client.get(EXPORT)
    assert len(names(answer)) == 3
