"""`manage.py check_compliance`: evaluates, stores, prints; refuses what it does not understand."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from compliance.choices import RunState
from compliance.models import CheckRun, Finding, StoredVerdict
from tests.compliance.checked import COUNTY
from townships.models import Division, TownshipSummary

pytestmark = pytest.mark.usefixtures("policies")


@pytest.fixture
def counties(unions, places):
    """林州 and 汤阴 with a summary row each."""
    rows = ((COUNTY, places.linqi), (COUNTY, places.hejian), ("410523", places.chengguan))
    for county_code, place in rows:
        TownshipSummary.objects.create(county_code=county_code, township_key=place.key)
    return places


def run(*arguments) -> str:
    out = StringIO()
    call_command("check_compliance", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments) -> dict:
    printed = run(*arguments, "--json")
    assert printed.count("\n") == 1
    return json.loads(printed)


def test_without_a_place_every_county_is_checked(counties):
    data = as_json()
    assert list(data) == ["on", "verdicts", "opened", "resolved", "rules", "findings"]
    assert data["on"] == timezone.localdate().isoformat()
    assert data["verdicts"] == StoredVerdict.objects.filter(is_latest=True).count()
    assert data["opened"] == len(data["findings"]) == Finding.objects.count()
    assert {finding["county"] for finding in data["findings"]} == {COUNTY, "410523"}
    assert not TownshipSummary.objects.filter(check_due=True).exists()
    runs = CheckRun.objects.order_by("county_code").values_list("county_code", "state")
    assert list(runs) == [("410523", RunState.DONE), (COUNTY, RunState.DONE)]


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("4105", {COUNTY, "410523"}),
        ("41", {COUNTY, "410523"}),
        (COUNTY, {COUNTY}),
        ("330603", set()),
    ],
)
def test_a_place_above_or_at_the_county(counties, code, where):
    data = as_json("--division", code)
    assert {finding["county"] for finding in data["findings"]} == where


def test_a_township_alone(counties):
    data = as_json("--division", counties.linqi.code)
    assert {finding["township"] for finding in data["findings"]} == {counties.linqi.key}
    assert set(StoredVerdict.objects.values_list("township_key", flat=True)) == {counties.linqi.key}
    assert not CheckRun.objects.exists()


def test_a_township_with_what_was_merged_into_it(counties, places):
    Division.objects.filter(key=places.hejian.key).update(successor=places.linqi)
    as_json("--division", counties.linqi.code)
    keys = set(StoredVerdict.objects.values_list("township_key", flat=True))
    assert keys == {places.linqi.key, places.hejian.key}


def test_counts_by_rule_and_status(counties):
    data = as_json("--division", COUNTY)
    # three townships without statistics, two township unions of which one leads nobody
    assert data["rules"]["R-ORG-02"] == {"unknown": 3}
    assert data["rules"]["R-ORG-11"] == {"satisfied": 1, "violated": 1}
    (found,) = [finding for finding in data["findings"] if finding["rule"] == "R-ORG-11"]
    assert (found["subject"], found["status"], found["state"]) == ("union", "violated", "open")
    assert (found["document"], found["clause"]) == ("安工办〔2020〕7号", "一")
    assert found["name"] == "合涧镇工会联合会"
    assert found["text"]
    assert found["remedy"]


def test_a_line_for_each_rule_and_a_sum(counties):
    lines = run("--division", COUNTY).splitlines()
    rules = StoredVerdict.objects.filter(is_latest=True).values_list("rule_id", flat=True)
    assert [line.split("\t")[0] for line in lines[:-1]] == sorted(set(rules))
    assert str(StoredVerdict.objects.count()) in lines[-1]


def test_a_former_code_of_a_county_will_do(counties, places):
    TownshipSummary.objects.create(county_code="320684", township_key=places.sanchang.key)
    data = as_json("--division", "320684")
    assert {finding["county"] for finding in data["findings"]} == {"320684"}


@pytest.mark.parametrize("code", ["", "999999", "林州", "4105811011", "'; DROP TABLE"])
def test_a_place_that_is_none_is_refused_and_nothing_is_printed(counties, code):
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("check_compliance", "--division", code, "--json", stdout=out)
    assert str(refused.value)
    assert out.getvalue() == ""
    assert not StoredVerdict.objects.exists()


def test_a_county_that_is_being_checked_is_left_to_that_check(counties):
    CheckRun.objects.create(county_code=COUNTY, state=RunState.RUNNING)
    with pytest.raises(CommandError, match=COUNTY):
        run()
    assert set(StoredVerdict.objects.values_list("county_code", flat=True)) == {"410523"}


def test_a_check_that_waits_for_a_worker_is_done_by_the_command(counties):
    waiting = CheckRun.objects.create(county_code=COUNTY)
    run("--division", COUNTY)
    waiting.refresh_from_db()
    assert waiting.state == RunState.DONE
