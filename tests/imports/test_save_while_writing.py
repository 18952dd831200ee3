"""A clerk saves somebody whom a file changes, while the worker writes the file's new people."""

import threading

import pytest
from django.db import connection

from imports.choices import Mode, State
from imports.pipeline import sql
from members.models import Member
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import row

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = 1.5  # seconds in which a save that waits for nobody is done

BY_CLERK, BY_FILE = "13700137000", "13900139000"


class Clerk:
    """Saves a person as he was at the preview, on a connection of his own."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.saved: int | None = None
        self.was_quick = False
        self.thread = threading.Thread(target=self._save)

    def _save(self) -> None:
        seen = Member.objects.in_county(self.member.county_code).filter(
            pk=self.member.pk, version=self.member.version
        )
        try:
            self.saved = seen.update(phone=BY_CLERK, version=self.member.version + 1)
        finally:
            connection.close()

    def begin(self) -> None:
        """Save now; go on when it is done or seems to wait."""
        self.thread.start()
        self.thread.join(WAITS)
        self.was_quick = not self.thread.is_alive()


@pytest.fixture
def written(monkeypatch, staff, unions, tmp_path):
    """Write these rows; when the new people stand, somebody else saves one who was there before."""

    def write(*rows, mode=Mode.GOOD_ROWS, name="张三"):
        clerk = Clerk(Member.objects.get(name=name))
        path = workbooks.provincial(tmp_path / "b.xlsx", list(rows))
        batch = check_file(path, staff.county, default_union=unions.factory)
        insert = sql.insert_new

        def and_somebody_saves(run):
            insert(run)
            clerk.begin()

        monkeypatch.setattr(sql, "insert_new", and_somebody_saves)
        apply_file(batch, staff.county, mode)
        clerk.thread.join(30)
        return batch, clerk

    return write


def test_who_only_changes_is_free_until_the_new_ones_stand(import_rows, written):
    import_rows(row(1))
    batch, clerk = written(row(1, 移动电话=BY_FILE), row(2))
    member = Member.objects.get(pk=clerk.member.pk)
    assert member.version == 2  # one of the two, not both
    if connection.vendor == "postgresql":
        assert (clerk.was_quick, clerk.saved, member.phone) == (True, 1, BY_CLERK)
        assert counts(batch) == (1, 0, 0, 0, 1)
        assert codes(batch) == {5: ["row_changed_meanwhile"]}
    else:  # one writer at a time
        assert (clerk.was_quick, clerk.saved, member.phone) == (False, 0, BY_FILE)
        assert counts(batch) == (1, 1, 0, 0, 0)


def test_who_joins_again_is_held_to_the_end(import_rows, written):
    import_rows(row(1, 会籍变化日期="20200101"))
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20240101"))
    again = row(1, 会籍变化日期="20240601", 移动电话=BY_FILE)
    batch, clerk = written(again, row(2))
    assert counts(batch) == (1, 1, 0, 0, 0)
    assert (clerk.was_quick, clerk.saved) == (False, 0)
    assert Member.objects.get(pk=clerk.member.pk).phone == BY_FILE


def test_where_somebody_joins_again_all_are_locked_at_once(import_rows, written):
    """Who moves a whole union locks its people too, and must not wait for who waits for him."""
    import_rows(row(1, 会籍变化日期="20200101"), row(3, 姓名="李四"))
    import_rows(row(1, 会籍变化类型="退会", 会籍变化日期="20240101"))
    again = row(1, 会籍变化日期="20240601")
    rows = (again, row(2), row(3, 姓名="李四", 移动电话=BY_FILE))
    batch, clerk = written(*rows, name="李四")
    assert counts(batch) == (1, 2, 0, 0, 0)
    assert (clerk.was_quick, clerk.saved) == (False, 0)


def test_all_or_nothing_counts_a_save_at_the_last_moment(import_rows, written):
    import_rows(row(1))
    batch, clerk = written(row(1, 移动电话=BY_FILE), row(2), mode=Mode.ALL_OR_NOTHING)
    if connection.vendor == "postgresql":
        assert (batch.state, clerk.saved) == (State.READY, 1)
        assert codes(batch) == {5: ["row_changed_meanwhile"]}
        assert Member.objects.count() == 1
    else:
        assert (batch.state, clerk.saved) == (State.APPLIED, 0)
        assert Member.objects.count() == 2
