"""Undoing an import after the person has joined another county (R-MEM-02)."""

import threading
import time

import pytest
from django.db import connection, transaction

from imports.choices import RowStatus, State
from imports.models import StagedMember
from imports.pipeline.undo import blockers, undo_batch
from imports.services import request_undo
from imports.tasks import work
from members.models import Member, Membership, PersonKey
from members.states import OPEN_STATES
from tests.imports.conftest import counts, undo_file
from tests.imports.people import row

LEFT = {"会籍变化类型": "退会", "会籍变化日期": "20150505"}
JOINED = {"会籍变化日期": "20180101"}


@pytest.fixture
def there(staff):
    """Where 汤阴 imports."""
    return {"user": staff.county2, "union": "chengguan", "place": "410523"}


def open_in():
    rows = Member.objects.filter(state__in=OPEN_STATES).order_by("county_code")
    return list(rows.values_list("county_code", flat=True))


def key():
    found = PersonKey.objects.get()
    row_there = Member.objects.filter(county_code=found.county_code, pk=found.member_id)
    assert row_there.exists(), "the key points to nothing"
    return found.county_code, found.former_counties


def test_a_leaving_cannot_be_undone_after_joining_another_county(import_rows, staff, there):
    import_rows(row(1, 会籍变化日期="20100101"), row(2, 会籍变化日期="20100101"))
    left = import_rows(row(1, **LEFT), row(2, **LEFT))
    import_rows(row(1, **JOINED), **there)
    assert list(blockers(left).values_list("row_number", flat=True)) == [5]
    undo_file(left, staff.county)
    assert (left.state, open_in()) == (State.APPLIED, ["410523"])
    undo_file(left, staff.county, partly=True)
    assert (left.state, open_in()) == (State.UNDONE, ["410523", "410581"])
    kept = StagedMember.objects.get(batch_id=left.pk, row_status=RowStatus.KEPT)
    assert kept.row_number == 5
    assert Membership.objects.filter(valid_to=None).count() == 2


def test_a_newcomer_cannot_be_undone_after_joining_another_county(import_rows, staff, there):
    here = import_rows(row(1, **LEFT))
    elsewhere = import_rows(row(1, **JOINED), **there)
    undo_file(here, staff.county)
    assert (here.state, key()) == (State.APPLIED, ("410523", "410581"))
    undo_file(elsewhere, staff.county2)
    assert (elsewhere.state, key()) == (State.UNDONE, ("410581", ""))
    undo_file(here, staff.county)
    assert here.state == State.UNDONE
    assert not PersonKey.objects.exists()
    assert counts(import_rows(row(1, 会籍变化日期="20190101"))) == (1, 0, 0, 0, 0)


def test_other_changes_of_an_old_row_can_be_undone(import_rows, staff, there):
    import_rows(row(1, **LEFT))
    import_rows(row(1, **JOINED), **there)
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20200101"), **there)
    batch = import_rows(row(1, 移动电话="13900139000", **LEFT))
    undo_file(batch, staff.county)
    assert batch.state == State.UNDONE
    assert Member.objects.get(county_code="410581").phone == "13800138000"
    assert key() == ("410523", "410581")


def test_a_key_does_not_go_back_to_a_row_that_is_gone(import_rows, staff, there):
    import_rows(row(1, **LEFT))
    elsewhere = import_rows(row(1, **JOINED), **there)
    Membership.objects.filter(county_code="410581").delete()
    Member.objects.filter(county_code="410581").delete()  # as older versions could
    undo_file(elsewhere, staff.county2)
    assert elsewhere.state == State.UNDONE
    assert not PersonKey.objects.exists()
    assert counts(import_rows(row(1, 会籍变化日期="20190101"))) == (1, 0, 0, 0, 0)


def test_who_came_back_keeps_the_key_when_the_row_elsewhere_is_gone(import_rows, staff, there):
    import_rows(row(1, **LEFT))
    import_rows(row(1, 会籍变化日期="20160101"), **there)
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20170101"), **there)
    back = import_rows(row(1, **JOINED))
    Membership.objects.filter(county_code="410523").delete()
    Member.objects.filter(county_code="410523").delete()
    undo_file(back, staff.county)
    assert (back.state, open_in()) == (State.UNDONE, [])
    assert key()[0] == "410581"


@pytest.mark.django_db(transaction=True)
def test_an_undo_waits_for_who_is_joining_elsewhere(import_rows, staff, there):
    """Who joins has locked the key (SQLite: is the one writer); then the undo decides."""
    import_rows(row(1, 会籍变化日期="20100101"))
    left = import_rows(row(1, **LEFT))
    request_undo(batch=left, user=staff.county, partly=False, send_it=False)

    def undo():
        try:
            work(left.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=undo)
    with transaction.atomic():
        list(PersonKey.objects.select_for_update())
        thread.start()
        time.sleep(1.5)
        import_rows(row(1, **JOINED), **there)
    thread.join(30)
    left.refresh_from_db()
    assert (left.state, open_in()) == (State.APPLIED, ["410523"])


def test_the_statements_of_an_undo_do_not_grow_with_the_rows(
    import_rows, staff, there, django_assert_max_num_queries
):
    people = range(1, 41)
    import_rows(*[row(number, **LEFT) for number in people])
    batch = import_rows(*[row(number, **JOINED) for number in people], **there)
    request_undo(batch=batch, user=staff.county2, partly=False, send_it=False)
    from imports.pipeline import lease

    taken = lease.take(batch.pk)
    assert taken is not None
    with django_assert_max_num_queries(41):
        undo_batch(taken)
    assert PersonKey.objects.filter(county_code="410581").count() == len(people)
