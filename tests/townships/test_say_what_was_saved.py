"""After a save the page says what was changed; tables with nothing in them say so."""

import datetime

import pytest
from django.urls import reverse

from tests.places import Staff
from tests.townships.test_employer_admin import form_data
from townships.models import Employer

DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def firm(places, employer) -> Employer:
    return employer(places.linqi, "示例公司", worker_count=6120, counted_on=DAY, phone="1")


def saved(client, firm: Employer, **values) -> str:
    """The message after the form was sent with some values changed."""
    known = {"worker_count": "6120", "counted_on": DAY.isoformat(), "phone": "1"}
    data = form_data(firm, **{**known, **values})
    url = reverse("admin:townships_employer_change", args=[firm.pk])
    answer = client.post(url, data, follow=True)
    (message,) = answer.context["messages"]
    assert message.level_tag == "success"
    return str(message)


def test_few_fields_are_named_with_old_and_new_value(staff: Staff, as_user, firm):
    words = saved(as_user(staff.county), firm, worker_count="6180", address="某路" * 30)
    assert "示例公司" in words
    assert words.index("6,120") < words.index("6,180")
    assert "某路" not in words


def test_many_fields_are_counted(staff: Staff, as_user, firm):
    changed = {"worker_count": "6180", "contact": "张三", "phone": "2", "address": "某路"}
    words = saved(as_user(staff.county), firm, **changed)
    assert "4" in words
    assert "张三" not in words


def test_a_save_that_changes_nothing_says_so(staff: Staff, as_user, firm):
    client = as_user(staff.county)
    saved(client, firm, worker_count="6180")
    firm.refresh_from_db()
    words = saved(client, firm, worker_count="6180")
    assert "6,180" not in words
    assert "示例公司" in words


def test_values_with_markup_stay_text(staff: Staff, as_user, firm):
    client = as_user(staff.county)
    url = reverse("admin:townships_employer_change", args=[firm.pk])
    answer = client.post(url, form_data(firm, contact="<b>甲</b>"), follow=True)
    assert "<b>甲</b>" not in answer.content.decode()


def test_a_table_with_nothing_in_it_has_a_sentence_for_a_head(staff: Staff, as_user, firm):
    page = as_user(staff.county).get(reverse("admin:townships_employer_change", args=[firm.pk]))
    (table,) = page.context["inline_admin_formsets"]
    html = page.content.decode()
    assert str(table.opts.empty_text) in html
    assert '<th scope="col" class="column-by">' not in html
