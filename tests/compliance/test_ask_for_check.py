"""The button that has a county checked, and the bar that shows how far it is."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.choices import RunState
from compliance.models import CheckRun
from townships.models import TownshipSummary

CHECK, PROGRESS = reverse("compliance_check"), reverse("compliance_progress")


def test_county_asks(as_user, staff) -> None:
    client = as_user(staff.county)
    assert client.post(CHECK).status_code == 302
    run = CheckRun.objects.get()
    assert (run.county_code, run.requested_by) == ("410581", staff.county)
    client.post(CHECK)
    assert CheckRun.objects.count() == 1


@pytest.mark.parametrize("who", ["chair", "auditor", "city", "province"])
def test_others_may_not(as_user, staff, who) -> None:
    assert as_user(getattr(staff, who)).post(CHECK).status_code == 403
    assert not CheckRun.objects.exists()


@pytest.mark.parametrize("county", ["410523", "x", "²" * 6, "41058"])
def test_no_other_county(as_user, staff, county) -> None:
    as_user(staff.county).post(CHECK, {"county": county})
    assert not CheckRun.objects.filter(county_code="410523").exists()


def test_administrator_names_the_county(as_user, staff) -> None:
    client = as_user(staff.admin)
    client.post(CHECK)
    assert not CheckRun.objects.exists()
    for county in ("999999", "410523"):  # no county; one of which nothing is recorded
        client.post(CHECK, {"county": county})
        assert not CheckRun.objects.exists()
    TownshipSummary.objects.create(county_code="410523", township_key="410523100")
    client.post(CHECK, {"county": "410523"})
    assert CheckRun.objects.get().county_code == "410523"


def test_progress(as_user, staff) -> None:
    CheckRun.objects.create(county_code="410581", state=RunState.RUNNING, done=5, total=20)
    for who in (staff.county, staff.chair, staff.city):
        response = as_user(who).get(PROGRESS)
        assert response.context["run"]["per_cent"] == 25
        assert "HX-Refresh" not in response
    response = as_user(staff.county2).get(PROGRESS)
    assert response["HX-Refresh"] == "true"


def test_button_gives_way_to_the_bar(as_user, staff) -> None:
    client, address = as_user(staff.county), reverse("compliance_list")
    assert CHECK in client.get(address).content.decode()
    CheckRun.objects.create(county_code="410581")
    page = client.get(address).content.decode()
    assert CHECK not in page
    assert PROGRESS in page


@pytest.mark.parametrize(("state", "told"), [(RunState.FAILED, True), (RunState.DONE, False)])
def test_says_that_the_last_check_stopped(as_user, staff, state, told) -> None:
    CheckRun.objects.create(county_code="410581", state=RunState.FAILED)
    CheckRun.objects.create(county_code="410581", state=state)
    assert as_user(staff.county).get(reverse("compliance_list")).context["failed"] is told


def test_run_without_rules_has_no_progress_yet(as_user, staff) -> None:
    CheckRun.objects.create(county_code="410581", total=0)
    assert as_user(staff.county).get(PROGRESS).context["run"]["per_cent"] == 0


@pytest.mark.parametrize(("seconds", "told"), [(170, False), (190, True)])
def test_a_worker_that_stands_still_is_told(as_user, staff, seconds, told) -> None:
    """Who waits for a check is told since when nobody has been at it, and what to do."""
    beat = timezone.now() - datetime.timedelta(seconds=seconds)
    CheckRun.objects.create(county_code="410581", heartbeat=beat)
    response = as_user(staff.county).get(reverse("compliance_list"))
    assert response.context["silent_since"] == (beat if told else None)
    assert ("后台服务" in response.content.decode()) is told


@pytest.mark.parametrize(
    ("minutes", "due", "told"), [(14, True, False), (16, True, True), (16, False, False)]
)
def test_changes_that_nobody_takes_up_are_told(as_user, staff, minutes, due, told) -> None:
    TownshipSummary.objects.create(county_code="410581", township_key="410581101", check_due=due)
    changed = timezone.now() - datetime.timedelta(minutes=minutes)
    TownshipSummary.objects.update(updated_at=changed)
    for who, sees in ((staff.county, told), (staff.county2, False)):
        context = as_user(who).get(reverse("compliance_list")).context
        assert context["silent_since"] == (changed if sees else None)
