"""Full checks in the background: one at a time, with progress, brought back when a worker dies."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compliance import tasks
from compliance.choices import RunState
from compliance.collectors import collectors
from compliance.models import CheckRun, Finding, StoredVerdict
from compliance.services import check_due, checking, recheck_place, request_check
from compliance.services import runs as running
from compliance.services.runs import bring_back, work_on
from tests.compliance.checked import COUNTY
from townships.models import TownshipSummary
from unionreg import sweeping

pytestmark = pytest.mark.usefixtures("policies")
PERSON = "张三"  # what an error may hold and a log must not


@pytest.fixture
def county(unions, places):
    """Two townships with their summary rows, and one of the county beside."""
    for place in (places.linqi, places.hejian):
        TownshipSummary.objects.create(county_code=COUNTY, township_key=place.key)
    TownshipSummary.objects.create(county_code="410523", township_key=places.chengguan.key)
    return unions


def due():
    rows = TownshipSummary.objects.filter(check_due=True).order_by("township_key")
    return list(rows.values_list("township_key", flat=True))


def age(run, **ago):
    """The run was asked for, or its worker heard of, so long ago."""
    CheckRun.objects.filter(pk=run.pk).update(
        **{name: timezone.now() - time for name, time in ago.items()}
    )


def test_a_county_has_one_unfinished_run(county, staff):
    first = request_check(county_code=COUNTY, user=staff.county)
    again = request_check(county_code=COUNTY, user=staff.admin)
    assert (again.pk, again.requested_by) == (first.pk, staff.county)
    assert request_check(county_code="410523").pk != first.pk
    assert work_on(COUNTY, first.pk).state == RunState.DONE
    assert request_check(county_code=COUNTY).pk != first.pk


def test_it_is_sent_to_the_queue_and_tells_how_far_it_is(
    county, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = request_check(county_code=COUNTY)
    sent = DBTaskResult.objects.filter(task_path=tasks.run_check.module_path)
    assert [one.args_kwargs["args"] for one in sent] == [[COUNTY, run.pk]]
    assert (run.state, run.done, run.total) == (RunState.WAITING, 0, len(collectors()))
    tasks.run_check.func(COUNTY, run.pk)
    run.refresh_from_db()
    assert (run.state, run.done) == (RunState.DONE, run.total)
    assert run.subjects == StoredVerdict.objects.filter(is_latest=True).count() > 0
    assert run.opened == Finding.objects.count()
    assert run.finished_at is not None


def test_progress_is_stored_after_each_rule(county, monkeypatch):
    run = request_check(county_code=COUNTY)
    seen = []
    beat = running._beat

    def watched(one, done, tally):
        beat(one, done, tally)
        seen.append(CheckRun.objects.get(pk=run.pk).done)

    monkeypatch.setattr(running, "_beat", watched)
    work_on(COUNTY, run.pk)
    assert seen == list(range(1, len(collectors()) + 1))


def test_after_it_nothing_is_due_but_what_changed_meanwhile(county, places, monkeypatch):
    run = request_check(county_code=COUNTY)
    beat = running._beat

    def busy(one, done, tally):
        beat(one, done, tally)
        rows = TownshipSummary.objects.filter(township_key=places.hejian.key)
        rows.update(check_due=True)

    monkeypatch.setattr(running, "_beat", busy)
    work_on(COUNTY, run.pk)
    assert due() == [places.chengguan.key, places.hejian.key]


def test_what_is_taken_or_done_is_not_taken_again(county):
    run = request_check(county_code=COUNTY)
    CheckRun.objects.update(state=RunState.RUNNING)
    assert work_on(COUNTY, run.pk) is None
    CheckRun.objects.update(state=RunState.WAITING)
    assert work_on(COUNTY, run.pk) is not None
    assert work_on(COUNTY, run.pk) is None
    assert work_on("410523", run.pk) is None


def test_an_error_ends_it_and_leaves_the_county_due(county, monkeypatch, caplog):
    run = request_check(county_code=COUNTY)
    TownshipSummary.objects.update(check_due=False)

    def broken(*_given, **_named):
        raise ValueError(PERSON)

    monkeypatch.setattr("compliance.services.checking.check_rule", broken)
    tasks.run_check.func(COUNTY, run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.finished_at is not None
    assert {"410581100", "410581101"} <= set(due())
    assert "ValueError" in caplog.text
    assert PERSON not in caplog.text


def test_a_worker_that_lost_its_run_stops(county, monkeypatch):
    """The run was given to another worker: the first one writes nothing into it any more."""
    run = request_check(county_code=COUNTY)
    beat = running._beat

    def stolen(one, done, tally):
        CheckRun.objects.filter(pk=one.pk).update(heartbeat=timezone.now() + timedelta(seconds=5))
        beat(one, done, tally)

    monkeypatch.setattr(running, "_beat", stolen)
    assert work_on(COUNTY, run.pk) is None
    run.refresh_from_db()
    assert (run.state, run.done) == (RunState.RUNNING, 0)


@pytest.mark.parametrize("state", [RunState.WAITING, RunState.RUNNING])
def test_a_silent_run_is_sent_again(county, django_capture_on_commit_callbacks, state):
    run = request_check(county_code=COUNTY)
    CheckRun.objects.update(state=state, done=3)
    age(run, heartbeat=timedelta(seconds=59))
    assert bring_back() == []
    age(run, heartbeat=timedelta(seconds=61))
    with django_capture_on_commit_callbacks(execute=True):
        assert bring_back() == [run.pk]
    assert bring_back() == []
    assert DBTaskResult.objects.filter(task_path=tasks.run_check.module_path).count() == 1
    assert work_on(COUNTY, run.pk).state == RunState.DONE


def test_a_run_that_kills_every_worker_is_given_up(county):
    run = request_check(county_code=COUNTY)
    CheckRun.objects.update(state=RunState.RUNNING)
    age(run, heartbeat=timedelta(minutes=2), requested_at=timedelta(minutes=61))
    assert bring_back() == []
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert request_check(county_code=COUNTY).pk != run.pk


def test_a_waiting_run_is_not_given_up_while_no_worker_is_there(county):
    run = request_check(county_code=COUNTY)
    age(run, heartbeat=timedelta(days=1), requested_at=timedelta(days=1))
    assert bring_back() == [run.pk]


def test_the_sweep_asks_once_for_what_is_due(county):
    TownshipSummary.objects.update(check_due=False)
    tasks.sweep()
    asked = DBTaskResult.objects.filter(task_path=tasks.check_due_townships.module_path)
    assert not asked.exists()
    TownshipSummary.objects.update(check_due=True)
    tasks.sweep()
    tasks.sweep()
    assert asked.count() == 1
    tasks.check_due_townships.func()
    assert due() == []
    assert Finding.objects.values("county_code").distinct().count() == 2


def test_one_county_with_an_error_stops_no_other(county, monkeypatch, caplog):
    real = check_due

    def broken(county_code, **named):
        if county_code == "410523":
            raise ValueError(PERSON)
        return real(county_code, **named)

    monkeypatch.setattr(tasks, "check_due", broken)
    tasks.check_due_townships.func()
    assert due() == ["410523100"]
    assert PERSON not in caplog.text


def test_due_townships_stay_due_when_their_check_fails(county, monkeypatch):
    monkeypatch.setattr("compliance.services.checking.check_rule", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check_due(COUNTY)
    assert len(due()) == 3


def test_a_township_with_an_error_stops_no_other(county, places, monkeypatch):
    """It lies in the first group and comes first in it; it alone stays due."""
    for n in range(6):
        TownshipSummary.objects.create(county_code=COUNTY, township_key=f"41058120{n}")
    real = checking.check_rule

    def broken(collector, scope, book):
        if places.hejian.key in scope.township_keys:
            raise ValueError(PERSON)
        return real(collector, scope, book)

    monkeypatch.setattr(checking, "check_rule", broken)
    with pytest.raises(ValueError):
        check_due(COUNTY)
    assert due() == ["410523100", places.hejian.key]


def test_both_apps_take_part_in_the_sweep():
    names = {f"{look.__module__}.{look.__name__}" for look in sweeping.due(0)}
    assert {"imports.tasks.sweep", "compliance.tasks.sweep"} <= names
    every = {f"{look.__module__}.{look.__name__}" for look in sweeping.due(1)}
    assert "imports.housekeeping.forget_old" in names - every


def test_a_released_provision_makes_its_place_due(county, places):
    """A township, a county, a city, the country; nothing outside."""
    for place, expected in (
        (places.linqi, [places.linqi.key]),
        (places.zhenlin, [places.zhenlin.key]),  # it had no summary row yet
        (places.tangyin, [places.chengguan.key]),
    ):
        TownshipSummary.objects.update(check_due=False)
        assert recheck_place(place) == 1
        assert due() == expected
    TownshipSummary.objects.update(check_due=False)
    assert recheck_place(places.keqiao) == 0
    assert recheck_place(places.anyang) == recheck_place(None) == 4
    assert len(due()) == 4
