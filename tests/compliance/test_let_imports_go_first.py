"""What takes long and may wait ends when an import waits, and is done to its end afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from compliance import tasks
from compliance.choices import RunState
from compliance.collectors import collectors
from compliance.models import CheckRun, Finding, StoredVerdict
from compliance.services import Tally, check_county, check_due, checking, due, request_check
from compliance.services import runs as running
from compliance.services.runs import bring_back, work_on
from imports.tasks import build_error_file, run_batch
from tests.compliance.checked import COUNTY
from townships.models import TownshipSummary
from townships.services.summaries import mark_due
from unionreg.queue import more_urgent_waits

pytestmark = pytest.mark.usefixtures("policies")
BESIDE = "410523"
DUE = tasks.check_due_townships.priority
MINUTE = timedelta(minutes=1)


BROKEN: set[str] = set()  # townships whose check raises


@pytest.fixture
def county(unions, monkeypatch):
    """Six townships of a county and one of the county beside, due one minute after the other.

    What comes of evaluating townships is of no interest here and takes long.
    """
    BROKEN.clear()
    monkeypatch.setattr(due, "check_county", evaluated)
    keys = [(COUNTY, f"41058110{n}") for n in range(6)] + [(BESIDE, "410523100")]
    TownshipSummary.objects.all().delete()
    for minutes, (code, key) in enumerate(keys):
        TownshipSummary.objects.create(county_code=code, township_key=key)
        waits_since(key, timezone.now() - timedelta(hours=1) + minutes * MINUTE)
    return unions


def evaluated(*, county_code, township_keys):
    if BROKEN & {*township_keys}:
        raise ValueError
    return Tally()


def waits_since(key, time):
    TownshipSummary.objects.filter(township_key=key).update(check_due=True, updated_at=time)


def left(county_code=COUNTY):
    rows = TownshipSummary.objects.in_county(county_code).filter(check_due=True)
    return [key[-1] for key in rows.order_by("pk").values_list("township_key", flat=True)]


def asked(task=tasks.check_due_townships):
    rows = DBTaskResult.objects.filter(task_path=task.module_path)
    return rows.filter(status=TaskResultStatus.READY)


def taken(rows):
    """A worker has taken these tasks and is at them."""
    rows.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())


def run():
    """A worker takes the task of the due townships, if it is asked for, and does it."""
    asked().delete()
    tasks.check_due_townships.func()


@pytest.fixture
def saved(monkeypatch):
    """Every township is saved again as soon as it was evaluated; the keys in turn."""
    real, seen = due._check, []

    def busy(county_code, keys):
        tally = real(county_code, keys)
        seen.extend(keys)
        for key in keys:
            waits_since(key, timezone.now())
        return tally

    monkeypatch.setattr(due, "_check", busy)
    return seen


def test_nothing_waits(db):
    assert not more_urgent_waits(-100)


@pytest.mark.parametrize(("priority", "urgent"), [(-6, False), (-5, False), (-4, True), (0, True)])
def test_only_a_higher_priority_is_more_urgent(db, priority, urgent):
    run_batch.using(priority=priority).enqueue(1)
    assert more_urgent_waits(-5) is urgent


@pytest.mark.parametrize(("seconds", "urgent"), [(-60, True), (60, False)])
def test_what_is_to_be_done_later_does_not_wait_yet(db, seconds, urgent):
    result = run_batch.enqueue(1)
    time = timezone.now() + timedelta(seconds=seconds)
    DBTaskResult.objects.filter(pk=result.id).update(run_after=time)
    assert more_urgent_waits(DUE) is urgent


@pytest.mark.parametrize("status", ["RUNNING", "SUCCESSFUL", "FAILED"])
def test_what_is_done_or_under_way_does_not_wait(db, status):
    run_batch.enqueue(1)
    DBTaskResult.objects.update(status=status)
    assert not more_urgent_waits(DUE)


@pytest.mark.parametrize("other", [None, build_error_file, tasks.check_due_townships])
def test_nothing_more_urgent_waits_and_every_due_township_is_evaluated(county, other):
    if other is not None:
        other.enqueue(*[1] * (other is build_error_file))
    tasks.check_due_townships.func()
    assert (left(), left(BESIDE)) == ([], [])


def test_an_import_waits_for_one_transaction(county):
    run_batch.enqueue(1)
    run()
    assert (left(), left(BESIDE)) == (["2", "3", "4", "5"], ["0"])
    assert asked().count() == 1


def test_the_others_are_done_afterwards(county):
    run_batch.enqueue(1)
    run()
    taken(asked(run_batch))
    run()
    assert (left(), left(BESIDE)) == ([], [])
    assert not asked().exists()


def test_it_asks_once_and_only_for_what_is_left(county):
    TownshipSummary.objects.exclude(township_key__in=["410581100", "410581101"]).delete()
    run_batch.enqueue(1)
    run()
    assert not asked().exists()
    waits_since("410581100", timezone.now())
    tasks.check_due_townships.enqueue()
    tasks.check_due_townships.enqueue()
    waits_since("410581101", timezone.now())
    tasks.check_due_townships.func()
    assert asked().count() == 2  # those that we put there


def test_a_township_is_evaluated_once_in_a_run_however_often_it_is_saved(county, saved):
    run()
    assert sorted(saved) == sorted({*saved})
    assert len(saved) == 7
    assert len(left()) == 6


def test_with_imports_all_the_time_everybody_has_a_turn(county, saved):
    """The county beside and the last township of ours, while ours is saved all the time."""
    run_batch.enqueue(1)
    for _ in range(4):
        run()
    assert len(saved) == len({*saved}) == 7


def test_who_is_due_for_another_reason_does_not_lose_his_place(county):
    """Neither does somebody come first who was due long ago and is due again now."""
    TownshipSummary.objects.filter(township_key="410581100").update(check_due=False)
    mark_due(county_code=COUNTY, township_keys=["410581100", "410581104"])
    run_batch.enqueue(1)
    run()
    run()
    assert left() == ["0", "5"]


def test_a_township_with_an_error_keeps_nobody_from_his_turn(county, saved):
    """It comes first each time, while imports wait all the time and the others are saved again."""
    BROKEN.add("410581100")
    run_batch.enqueue(1)
    for _ in range(5):
        run()
    others = TownshipSummary.objects.exclude(township_key__in=BROKEN)
    assert {*saved} == {*others.values_list("township_key", flat=True)}


def test_a_township_with_an_error_is_not_tried_again_and_again(county):
    BROKEN.add("410581100")
    tasks.check_due_townships.func()
    assert (left(), left(BESIDE)) == (["0"], [])
    assert not asked().exists()


def test_without_a_queue_nobody_gives_way(county):
    run_batch.enqueue(1)
    check_due(COUNTY)
    assert left() == []


@pytest.mark.parametrize(("minutes", "asks"), [(1, 0), (3, 1)])
def test_the_sweep_does_not_ask_while_a_worker_is_at_it(county, minutes, asks):
    """So a full check, which is less urgent, has its turn; a worker may have been killed."""
    tasks.check_due_townships.enqueue()
    taken(asked())
    DBTaskResult.objects.update(started_at=timezone.now() - minutes * MINUTE)
    tasks.sweep()
    assert asked().count() == asks


# --- full checks ----------------------------------------------------------------------------------


@pytest.fixture
def steps(county, monkeypatch):
    """The rules that were evaluated, in turn."""
    real, seen = checking.check_rule, []

    def watched(collector, scope, book):
        seen.append(collector.rule_id)
        return real(collector, scope, book)

    monkeypatch.setattr(checking, "check_rule", watched)
    return seen


def a_part(check):
    """A worker takes the check from the queue and works on it."""
    asked(tasks.run_check).delete()
    tasks.run_check.func(COUNTY, check.pk)
    check.refresh_from_db()


@pytest.mark.usefixtures("now_committed")
def test_a_full_check_gives_way_after_each_rule_and_goes_on_with_the_next(steps):
    check_county(county_code=COUNTY)
    rules = list(steps)
    whole = (StoredVerdict.objects.count(), Finding.objects.count())
    Finding.objects.all().delete()
    StoredVerdict.objects.all().delete()
    steps.clear()
    check = request_check(county_code=COUNTY)
    run_batch.enqueue(1)
    for done in (1, 2, 3):
        a_part(check)
        assert (check.state, check.done) == (RunState.WAITING, done)
        assert asked(tasks.run_check).count() == 1
    taken(asked(run_batch))
    a_part(check)
    assert (check.state, check.done) == (RunState.DONE, len(rules))
    assert not asked(tasks.run_check).exists()
    assert steps == rules == list(collectors())
    assert (StoredVerdict.objects.count(), Finding.objects.count()) == whole
    assert (check.subjects, check.opened) == whole


@pytest.mark.usefixtures("now_committed")
@pytest.mark.parametrize(("task", "parts"), [(build_error_file, 1), (run_batch, 2)])
def test_a_full_check_gives_way_to_what_is_more_urgent_only(steps, task, parts):
    check = request_check(county_code=COUNTY)
    task.enqueue(1)
    a_part(check)
    assert (check.state == RunState.WAITING) is (parts == 2)
    taken(asked(task))
    a_part(check)
    assert check.state == RunState.DONE
    assert len(steps) == len(collectors())


@pytest.mark.usefixtures("now_committed")
def test_what_is_saved_between_two_parts_stays_due(steps):
    check = request_check(county_code=COUNTY)
    run_batch.enqueue(1)
    a_part(check)
    assert left() == []
    waits_since("410581103", timezone.now())
    a_part(check)
    assert left() == ["3"]


@pytest.mark.usefixtures("now_committed")
def test_a_check_of_yesterday_begins_anew_and_gives_way_no_more(steps):
    check = request_check(county_code=COUNTY)
    run_batch.enqueue(1)
    a_part(check)
    CheckRun.objects.update(requested_at=timezone.now() - timedelta(days=1))
    a_part(check)
    assert check.state == RunState.DONE
    assert steps[1:] == list(collectors())
    assert check.subjects == StoredVerdict.objects.count()


@pytest.mark.usefixtures("now_committed")
def test_a_check_begun_by_a_release_with_other_rules_begins_anew(steps):
    check = request_check(county_code=COUNTY)
    CheckRun.objects.update(total=len(collectors()) - 1, done=5, subjects=1000)
    assert work_on(COUNTY, check.pk).subjects == StoredVerdict.objects.count()
    assert steps == list(collectors())


@pytest.mark.usefixtures("now_committed")
def test_a_check_that_waits_long_is_not_sent_twice(county):
    check = request_check(county_code=COUNTY)
    CheckRun.objects.update(heartbeat=timezone.now() - 2 * running.SILENT_FOR)
    assert bring_back() == [check.pk]
    assert asked(tasks.run_check).count() == 1


@pytest.fixture
def now_committed(monkeypatch):
    """What a commit starts is started at once."""
    monkeypatch.setattr("compliance.services.runs.transaction.on_commit", lambda do: do())
