"""The workbook with the failed rows holds ID numbers in full: who gets it, and what is logged."""

import pytest
from django.urls import reverse

from history.choices import Action
from history.models import Change
from tests.imports.people import id_number, row

OFFER = "下载出错的行"


@pytest.fixture
def batch(import_rows):
    """An import of the county's clerk with one wrong row."""
    return import_rows(row(1), row(2, 姓名=""))


def fetch(client, batch):
    return client.get(reverse("imports:errors", args=[batch.pk]))


def entries():
    return Change.objects.filter(county_code="410581", model="imports.importbatch")


def test_the_owner_gets_it_and_the_log_says_so(as_user, staff, batch):
    client = as_user(staff.county)
    assert OFFER in client.get(reverse("imports:batch", args=[batch.pk])).text
    assert fetch(client, batch).status_code == 200
    entry = entries().get()
    assert (entry.user, entry.action) == (staff.county, Action.EXPORTED)
    assert entry.fields == {"rows": [None, 1]}
    assert batch.number in entry.object_label
    text = client.get(reverse("admin:history_change_changelist")).text
    assert f"导入批次 {batch.number} 的出错行" in text


def test_a_colleague_gets_it_too(as_user, colleague, batch):
    assert fetch(as_user(colleague), batch).status_code == 200
    assert entries().get().user == colleague


@pytest.mark.parametrize("who", ["auditor", "chair", "county2", "city", "province"])
def test_outsiders_do_not(as_user, staff, batch, who):
    client = as_user(getattr(staff, who))
    response = fetch(client, batch)
    assert response.status_code == 404
    assert id_number(2) not in response.text
    assert not entries().exists()


def test_who_may_only_look_is_not_offered_it(as_user, staff, batch):
    for query in ("", "?tab=errors"):
        page = as_user(staff.auditor).get(reverse("imports:batch", args=[batch.pk]) + query)
        assert page.status_code == 200
        assert OFFER not in page.text
