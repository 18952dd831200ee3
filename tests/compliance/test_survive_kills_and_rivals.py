"""A worker killed at any point of a check, and two checks at the same moment."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from compliance.choices import RunState
from compliance.models import CheckRun, Finding, StoredVerdict
from compliance.services import check_county, check_due, request_check
from compliance.services.runs import bring_back, work_on
from tests.compliance.checked import COUNTY
from tests.places import load_policies
from tests.rivals import together
from townships.models import TownshipSummary

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(transactional_db, request):
    """A county with two summary rows; other processes see it."""
    places = request.getfixturevalue("places")
    request.getfixturevalue("unions")
    load_policies()
    for place in (places.linqi, places.hejian):
        TownshipSummary.objects.create(county_code=COUNTY, township_key=place.key)
    return places


def state():
    """What a check leaves behind, without ids."""
    verdicts = StoredVerdict.objects.filter(is_latest=True)
    columns = ("rule_id", "subject", "subject_key")
    return [
        sorted(verdicts.values_list(*columns, "status", "provision_id")),
        sorted(Finding.objects.values_list(*columns, "state", "urgency")),
        StoredVerdict.objects.count(),
    ]


def killed(run, url, module, path, when, passes):
    """Let a process work on the run until it kills itself."""
    command = [sys.executable, "-m", "tests.compliance.killed_worker", COUNTY, str(run.pk)]
    done = subprocess.run(
        [*command, module, path, when, str(passes)],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "IMPORTS_MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.imports.worker_settings",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


@pytest.mark.parametrize(
    ("module", "path", "when", "passes"),
    [
        ("compliance.services.checking", "store_verdicts", "after", 9),
        ("compliance.services.runs", "_beat", "after", 15),
    ],
)
def test_a_killed_check_is_done_by_another_worker(county, database_url, module, path, when, passes):
    run = request_check(county_code=COUNTY)
    killed(run, database_url, module, path, when, passes)
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    assert 0 < run.done < run.total
    # no rule is half written: verdicts and findings of a rule come together
    waiting = StoredVerdict.objects.filter(is_latest=True, rule_id="R-FIN-02", met=None)
    assert Finding.objects.filter(rule_id="R-FIN-02").count() == waiting.count()
    CheckRun.objects.update(heartbeat=timezone.now() - timedelta(seconds=61))
    assert bring_back() == [run.pk]
    assert work_on(COUNTY, run.pk).state == RunState.DONE
    whole = state()
    Finding.objects.all().delete()
    StoredVerdict.objects.all().delete()
    check_county(county_code=COUNTY)
    assert state() == whole


def test_two_checks_at_once_write_everything_once(county):
    results = together(
        lambda: check_county(county_code=COUNTY), lambda: check_county(county_code=COUNTY)
    )
    assert not [result for result in results if isinstance(result, Exception)]
    first, second = results
    assert first.written + second.written == StoredVerdict.objects.count()
    assert first.opened + second.opened == Finding.objects.count()
    again = check_county(county_code=COUNTY)
    assert (again.written, again.opened, again.resolved) == (0, 0, 0)


def test_two_workers_at_once_evaluate_a_due_township_once(county):
    results = together(lambda: check_due(COUNTY), lambda: check_due(COUNTY))
    assert not [result for result in results if isinstance(result, Exception)]
    assert sum(result.written for result in results) == StoredVerdict.objects.count() > 0
    assert not TownshipSummary.objects.filter(check_due=True).exists()


def test_a_run_is_taken_by_one_of_two_workers(county):
    run = request_check(county_code=COUNTY)
    results = together(lambda: work_on(COUNTY, run.pk), lambda: work_on(COUNTY, run.pk))
    assert sum(result is not None for result in results) == 1
    assert CheckRun.objects.get().state == RunState.DONE
