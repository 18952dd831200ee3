"""A worker that is killed leaves everything or nothing, and the batch goes on by itself.

Each test kills a real process with SIGKILL at one point of its work, on the database of the run.
"""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from history.models import Change
from imports import services
from imports.choices import Kind, Mode, State
from imports.kinds.checker import Checker
from imports.models import ImportBatch, RowIssue, StagedMember
from imports.pipeline import lease
from imports.places import place_of
from imports.tasks import sweep, work
from members.models import Member, Membership, PersonKey
from tests.imports import workbooks
from tests.imports.people import id_number, row
from townships.models import UnionSummary

pytestmark = pytest.mark.django_db(transaction=True)

READING = [
    ("imports.kinds.checker", "Checker.read", "after"),
    ("imports.pipeline.read", "lease.beat", "after"),
    ("imports.kinds.member_checker", "people.load", "before"),
    ("imports.pipeline.staging", "load", "after"),
    ("imports.pipeline.read", "staging.store", "after"),
    ("imports.pipeline.read", "lease.finish", "before"),
]
WRITING = [
    ("imports.pipeline.apply", "lock_county", "after"),
    ("imports.kinds.members", "Members.before_records", "after"),
    ("imports.pipeline.sql", "write_history", "after"),
    ("imports.pipeline.sql", "update_changed", "after"),
    ("imports.pipeline.sql", "insert_new", "after"),
    ("imports.kinds.member_writes", "MemberWrites._open_periods", "after"),
    ("imports.kinds.member_writes", "summaries.refresh", "after"),
    ("imports.pipeline.lease", "finish", "after"),
]
UNDOING = [
    ("imports.kinds.members", "Members.before_removal", "after"),
    ("imports.pipeline.sql", "update_changed", "after"),
    ("imports.pipeline.undo", "execute", "after"),
    ("imports.pipeline.lease", "finish", "after"),
]


@pytest.fixture
def clerk(staff, unions, tmp_path):
    """The county's clerk; one member is registered already."""
    batch = upload(staff.county, unions, tmp_path, row(1, 移动电话="13700137000"))
    work(batch.pk)
    confirm(batch, staff.county)
    work(batch.pk)
    assert Member.objects.count() == 1
    return staff.county


def upload(user, unions, folder, *rows):
    place = place_of(user, "410581")
    assert place
    path = workbooks.provincial(folder / "会员.xlsx", list(rows))
    with path.open("rb") as file:
        return services.create_batch(
            kind=Kind.MEMBERS,
            place=place,
            user=user,
            file=file,
            name=path.name,
            default_union=unions.factory,
            send_it=False,
        )


def confirm(batch, user):
    batch.refresh_from_db()
    services.confirm(batch=batch, user=user, mode=Mode.GOOD_ROWS, send_it=False)


ROWS = [row(1), row(2), row(3, 姓名=""), row(4)]


def killed_worker(batch, url, module, path, when, passes=0):
    """Let a process work on a batch until it kills itself."""
    command = [sys.executable, "-m", "tests.imports.killed_worker", str(batch.pk)]
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "IMPORTS_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.imports.worker_settings",
    }
    done = subprocess.run(
        [*command, module, path, when, str(passes)],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def snapshot():
    """Everything that an import writes into the registry."""
    return [
        list(Member.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
        list(PersonKey.objects.order_by("pk").values()),
        list(Change.objects.order_by("pk").values()),
        list(UnionSummary.objects.order_by("pk").values("union_id", "members")),
    ]


def silence(batch):
    """Let the time pass after which a silent worker counts as dead."""
    past = timezone.now() - timedelta(seconds=settings.IMPORT_STALE_SECONDS + 1)
    ImportBatch.objects.in_county("410581").filter(pk=batch.pk).update(heartbeat=past)


def resume(batch):
    """The sweep finds the batch, a new worker does it."""
    work(batch.pk)
    batch.refresh_from_db()
    assert batch.lease is not None, "a worker that was alive a moment ago keeps its batch"
    silence(batch)
    queued = DBTaskResult.objects.count()
    assert sweep() == [batch.pk]
    assert DBTaskResult.objects.count() == queued + 1
    work(batch.pk)
    batch.refresh_from_db()


@pytest.mark.parametrize(("module", "path", "when"), READING)
def test_killed_while_reading(clerk, unions, tmp_path, database_url, module, path, when):
    batch = upload(clerk, unions, tmp_path, *ROWS)
    before = snapshot()
    killed_worker(batch, database_url, module, path, when)
    assert snapshot() == before
    resume(batch)
    assert batch.state == State.READY
    assert (batch.new_count, batch.changed_count, batch.failed_count) == (2, 1, 1)
    assert StagedMember.objects.filter(batch_id=batch.pk).count() == 4
    assert RowIssue.objects.filter(batch_id=batch.pk).count() == 1
    assert batch.error_file
    assert_all_files_are_known()


def assert_all_files_are_known():
    """No piece of personal data lies about that is not removed in the end."""
    root = Path(settings.MEDIA_ROOT)
    names = ImportBatch.objects.in_county("410581").values_list("file", "error_file")
    stored = {str(path.relative_to(root)) for path in root.glob("imports/**/*") if path.is_file()}
    assert stored == {name for pair in names for name in pair if name}


@pytest.mark.parametrize(("module", "path", "when"), WRITING)
def test_killed_while_writing(clerk, unions, tmp_path, database_url, module, path, when):
    batch = upload(clerk, unions, tmp_path, *ROWS)
    work(batch.pk)
    confirm(batch, clerk)
    before = snapshot()
    killed_worker(batch, database_url, module, path, when)
    assert snapshot() == before
    resume(batch)
    assert batch.state == State.APPLIED
    assert_written(batch)


def assert_written(batch):
    assert Member.objects.count() == Membership.objects.count() == PersonKey.objects.count() == 3
    assert Member.objects.get(id_tail=id_number(1)[-4:]).phone == "13800138000"
    assert Change.objects.filter(batch_id=batch.pk).count() == 3
    assert UnionSummary.objects.get().members == 3


@pytest.mark.parametrize(("module", "path", "when"), UNDOING)
def test_killed_while_undoing(clerk, unions, tmp_path, database_url, module, path, when):
    batch = upload(clerk, unions, tmp_path, *ROWS)
    work(batch.pk)
    confirm(batch, clerk)
    work(batch.pk)
    batch.refresh_from_db()
    services.request_undo(batch=batch, user=clerk, partly=False, send_it=False)
    before = snapshot()
    killed_worker(batch, database_url, module, path, when)
    assert snapshot() == before
    resume(batch)
    assert batch.state == State.UNDONE
    assert Member.objects.get().phone == "13700137000"
    assert Membership.objects.count() == PersonKey.objects.count() == 1


def test_killed_after_the_commit_the_second_worker_finds_nothing_to_do(
    clerk, unions, tmp_path, database_url
):
    batch = upload(clerk, unions, tmp_path, *ROWS)
    work(batch.pk)
    confirm(batch, clerk)
    killed_worker(batch, database_url, "imports.tasks", "want_error_file", "before")
    batch.refresh_from_db()
    assert batch.state == State.APPLIED
    before = snapshot()
    assert sweep() == []
    work(batch.pk)
    assert snapshot() == before
    assert_written(batch)


def test_a_worker_that_was_only_slow_loses_its_lease(clerk, unions, tmp_path):
    """The old worker comes back after another one has finished: it writes nothing."""
    batch = upload(clerk, unions, tmp_path, *ROWS)
    work(batch.pk)
    confirm(batch, clerk)
    slow = lease.take(batch.pk)
    silence(batch)
    assert sweep() == [batch.pk]
    work(batch.pk)
    before = snapshot()
    from imports.pipeline.apply import apply_batch

    with pytest.raises(lease.LeaseLost):
        apply_batch(slow)  # type: ignore[arg-type]
    assert snapshot() == before


def test_a_worker_that_was_only_slow_leaves_no_rows_behind(clerk, unions, tmp_path, monkeypatch):
    """While it reads, another worker takes over and finishes; its own rows are not kept."""
    batch = upload(clerk, unions, tmp_path, *ROWS)
    real = Checker.check

    def slow(*args):
        monkeypatch.undo()
        silence(batch)
        work(batch.pk)
        return real(*args)

    monkeypatch.setattr(Checker, "check", slow)
    work(batch.pk)
    batch.refresh_from_db()
    assert batch.state == State.READY
    assert StagedMember.objects.filter(batch_id=batch.pk).count() == 4
    assert RowIssue.objects.filter(batch_id=batch.pk).count() == 1


def test_a_batch_in_the_hands_of_a_worker_is_not_taken_twice(clerk, unions, tmp_path):
    batch = upload(clerk, unions, tmp_path, *ROWS)
    assert lease.take(batch.pk) is not None
    assert lease.take(batch.pk) is None
    assert sweep() == []


def test_a_batch_that_kills_every_worker_is_given_up(clerk, unions, tmp_path):
    batch = upload(clerk, unions, tmp_path, *ROWS)
    for _attempt in range(5):
        assert lease.take(batch.pk) is not None
        silence(batch)
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failed_in) == (State.FAILED, State.READING)
    services.retry(batch=batch, user=clerk)
    work(batch.pk)
    batch.refresh_from_db()
    assert batch.state == State.READY


def test_a_batch_stopped_while_it_is_read_stays_stopped(clerk, unions, tmp_path):
    batch = upload(clerk, unions, tmp_path, *ROWS)
    taken = lease.take(batch.pk)
    services.discard(batch=batch, user=clerk)
    with pytest.raises(lease.LeaseLost):
        lease.beat(taken)  # type: ignore[arg-type]
    batch.refresh_from_db()
    assert batch.state == State.DISCARDED
    assert not StagedMember.objects.filter(batch_id=batch.pk).exists()
