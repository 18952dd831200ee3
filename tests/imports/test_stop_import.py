"""Stopping an import: whoever did it is told what became of it, and the page says who it was."""

import pytest
from django.urls import reverse
from django.utils import timezone

from imports.choices import State
from imports.models import ImportBatch
from members.models import Member
from tests.imports import workbooks
from tests.imports.conftest import check_file
from tests.imports.people import row


@pytest.fixture
def ready(staff, unions, tmp_path) -> ImportBatch:
    """A checked file of the county that nobody has confirmed."""
    path = workbooks.provincial(tmp_path / "会员.xlsx", [row(1)])
    return check_file(path, staff.county, default_union=unions.factory)


def stop(client, batch, **more):
    return client.post(reverse("imports:discard", args=[batch.pk]), **more)


@pytest.mark.parametrize("state", [State.UPLOADED, State.READING, State.READY, State.CONFIRMED])
def test_the_next_page_says_that_nothing_was_written(as_user, staff, ready, state):
    ImportBatch.objects.filter(pk=ready.pk).update(state=state)
    response = stop(as_user(staff.county), ready, follow=True)
    assert response.redirect_chain[-1][0] == reverse("imports:upload", args=["members"])
    assert f"批次 {ready.number} 已停止" in response.text
    assert "没有写入" in response.text
    assert not Member.objects.exists()


def test_its_page_says_who_and_when(as_user, staff, ready):
    stop(as_user(staff.county), ready)
    ready.refresh_from_db()
    text = as_user(staff.auditor).get(reverse("imports:batch", args=[ready.pk])).text
    day = timezone.localtime(ready.closed_at)
    assert f"{staff.county}于 {day:%Y-%m-%d %H:%M} 停止" in text


def test_of_an_old_one_nobody_knows_who(as_user, staff, ready):
    ImportBatch.objects.filter(pk=ready.pk).update(state=State.DISCARDED)
    text = as_user(staff.county).get(reverse("imports:batch", args=[ready.pk])).text
    assert "没有写入" in text
    assert "None" not in text


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("chair", 404), ("county2", 404)])
def test_others_cannot_stop_it(as_user, staff, ready, who, status):
    assert stop(as_user(getattr(staff, who)), ready).status_code == status
    ready.refresh_from_db()
    assert (ready.state, ready.closed_at, ready.closed_by) == (State.READY, None, None)


def test_what_an_undo_left_standing_cannot_be_thrown_away(as_user, staff, ready):
    """Its rows are in the registry: without the staged ones it could never be undone."""
    stopped = {"state": State.FAILED, "failed_in": State.UNDOING}
    ImportBatch.objects.filter(pk=ready.pk).update(**stopped)
    client = as_user(staff.county)
    page = client.get(reverse("imports:batch", args=[ready.pk])).text
    assert "撤销中断" in page
    assert "没有写入" not in page
    assert reverse("imports:discard", args=[ready.pk]) not in page
    stop(client, ready)
    ready.refresh_from_db()
    assert (ready.state, bool(ready.file)) == (State.FAILED, True)
