"""`evaluate --list`: what is in force at a place on a day, and what something nearer overrides."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.policies.local import local_document, local_provision

LINQI = "410581101"
KEYS = {
    *("rule", "document", "clause", "modality", "kind", "place", "place_name", "practice"),
    *("parameters", "valid_from", "valid_to", "key_phrase", "reading", "overridden_by"),
}


@pytest.fixture
def listed(policy):
    """Run `evaluate --list --json` and return the rows it printed."""

    def run(division, on="2026-06-01"):
        out = StringIO()
        call_command(
            "evaluate", "--list", f"--division={division}", f"--on={on}", "--json", stdout=out
        )
        assert out.getvalue().count("\n") == 1
        return json.loads(out.getvalue())

    return run


def of(rows, rule):
    """The rows of one rule, in their order."""
    return [row for row in rows if row["rule"] == rule]


def lower_threshold(policy):
    """A provision of 林州 that takes the place of the national one."""
    document = local_document(policy.linzhou, number="", title="示例意见", issuer="林州市总工会")
    local_provision(
        policy.linzhou,
        document=document,
        clause="二",
        parameters={"firm_count": 60, "worker_count": 3000},
    )


def test_a_provision_is_listed_with_all_that_tells_it(listed):
    (row,) = of(listed(LINQI), "R-ORG-02")
    assert set(row) == KEYS
    assert row["document"] == "总工办发〔2019〕24号"
    assert (row["clause"], row["modality"], row["kind"]) == ("三", "may", "HB")
    assert row["parameters"]["firm_count"] == 100
    assert (row["valid_from"], row["valid_to"]) == ("2019-12-27", None)
    assert row["place"] is row["place_name"] is row["overridden_by"] is None
    assert row["practice"] is False


def test_only_what_holds_at_the_place_is_listed(listed):
    places = {row["place"] for row in listed(LINQI)}
    assert places == {None, "4105"}
    assert {row["place"] for row in listed("330603001")} == {None, "3306"}
    assert {row["place"] for row in listed("320614100")} == {None, "3206", "320684"}


def test_only_what_holds_on_the_day_is_listed(listed):
    assert listed(LINQI, "2016-10-14") == []
    assert {row["document"] for row in listed(LINQI, "2016-10-15")} == {"总工发〔2016〕28号"}
    assert of(listed(LINQI, "2019-12-26"), "R-ORG-02") == []
    assert of(listed(LINQI, "2019-12-27"), "R-ORG-02") != []


def test_local_practice_is_marked(listed):
    rows = listed("330106109")
    assert {row["rule"] for row in rows if row["practice"]} >= {"R-ORG-33", "R-COM-17"}
    assert not [row for row in listed("330106") if row["practice"]]


def test_a_nearer_threshold_overrides_and_says_so(listed, policy):
    lower_threshold(policy)
    near, far = of(listed(LINQI), "R-ORG-02")
    assert (near["place"], near["overridden_by"]) == ("410581", None)
    assert (far["place"], far["overridden_by"]) == (None, "林州市总工会《示例意见》 二")
    assert len(of(listed("410523100"), "R-ORG-02")) == 1


def test_duties_of_several_documents_stand_side_by_side(listed):
    rows = of(listed("330603001"), "R-TRM-08")
    assert [row["place"] for row in rows] == ["3306", None]
    assert [row["overridden_by"] for row in rows] == [None, None]


def test_for_a_reader_it_is_a_line_each(policy):
    lower_threshold(policy)
    out = StringIO()
    call_command("evaluate", "--list", f"--division={LINQI}", "--on=2026-06-01", stdout=out)
    lines = [line.split("\t") for line in out.getvalue().splitlines()]
    near, far = [line for line in lines if line[0] == "R-ORG-02"]
    assert near[1] == "林州市"
    assert "总工办发〔2019〕24号 三" in far
    assert far[-1] != far[-2]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--list"],
        ["--list", "--division=999999"],
        ["--list", f"--division={LINQI}", "--on=2020-13-01"],
        ["--list", "R-ORG-02", f"--division={LINQI}"],
        ["--list", f"--division={LINQI}", "--set=firm_count=1"],
        ["--list", f"--division={LINQI}", "--parameter=firm_count=1"],
    ],
)
def test_mistakes_print_nothing(policy, arguments):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("evaluate", *arguments, stdout=out)
    assert out.getvalue() == ""
