"""A partial undo says what went and what stayed; a large one is looked through by the worker."""

import pytest
from django.urls import reverse

from imports import selectors
from imports.choices import State
from members.models import Member
from tests.imports.conftest import undo_file
from tests.imports.people import id_number, row


def change(number: int) -> None:
    """Somebody else changes a person after the import."""
    member = Member.objects.get(id_tail=id_number(number)[-4:])
    Member.objects.filter(pk=member.pk).update(phone="13700137000", version=member.version + 1)


@pytest.fixture
def batch(import_rows):
    """Two new people and two changed ones; one of each was changed since."""
    import_rows(row(1), row(2))
    phone = {"移动电话": "13900139000"}
    batch = import_rows(row(1, **phone), row(2, **phone), row(3), row(4), row(5), row(6, 姓名=""))
    change(1)
    change(3)
    return batch


def shown(client, batch, name="batch", **query):
    answer = client.get(reverse(f"imports:{name}", args=[batch.pk]), query)
    assert answer.status_code == 200
    return answer.context


def test_the_counts_are_those_of_what_went_and_what_stayed(batch, staff, as_user):
    undo_file(batch, staff.county, partly=True)
    assert batch.state == State.UNDONE
    assert (batch.removed_count, batch.restored_count, batch.kept_count) == (2, 1, 2)
    context = shown(as_user(staff.county), batch)
    assert context["sum"] == "2 + 1 + 2 + 1 = 6"
    assert context["badge"] == ("plain", "部分撤销")
    assert "部分撤销" in as_user(staff.county).get("/").text
    assert [(tab.key, tab.count) for tab in context["tabs"]] == [
        ("kept", 2),
        ("errors", 1),
        ("changed", 1),
        ("new", 2),
    ]
    assert [line.number for line in context["page"]] == [5, 7]


def test_an_undo_that_leaves_nothing_has_no_such_list(import_rows, staff, as_user):
    batch = import_rows(row(1), row(2))
    undo_file(batch, staff.county)
    context = shown(as_user(staff.county), batch)
    assert context["sum"] == "2 + 0 + 0 = 2"
    assert context["badge"] == ("plain", "已撤销")
    assert [tab.key for tab in context["tabs"]] == ["new"]


def test_an_undo_that_is_stopped_says_how_many_rows_stand_in_the_way(batch, staff, as_user):
    undo_file(batch, staff.county)
    assert (batch.state, batch.undo_blocked) == (State.APPLIED, 2)
    blocked = shown(as_user(staff.county), batch, "undo")["blocked"]
    assert (blocked.count, [line.number for line in blocked.rows]) == (2, [5, 7])
    undo_file(batch, staff.county, partly=True)
    assert (batch.state, batch.undo_blocked) == (State.UNDONE, None)


def test_the_page_of_a_large_batch_leaves_the_search_to_the_worker(
    batch, staff, as_user, monkeypatch
):
    monkeypatch.setattr(selectors, "MOST_LOOKED_AT", 3)
    client = as_user(staff.county)
    blocked = shown(client, batch, "undo")["blocked"]
    assert (blocked.count, blocked.rows) == (None, [])
    undo_file(batch, staff.county)
    blocked = shown(client, batch, "undo")["blocked"]
    assert (blocked.count, [line.number for line in blocked.rows]) == (2, [5, 7])
