"""`manage.py evaluate`: shape of the answer, stored figures, refusals."""

import datetime
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from townships.choices import UnionKind, UnionStatus
from townships.models import TownshipStatistics, Union

LINQI = "410581101"
ROOT = Path(__file__).resolve().parents[2]


def record(places, as_of, **figures):
    """Statistics of 临淇镇 on a day."""
    return TownshipStatistics.objects.create(
        county_code="410581", township=places.linqi, as_of=as_of, source="镇统计站", **figures
    )


def test_the_answer_has_the_promised_keys_and_types(evaluate):
    answer = evaluate("R-ORG-02", LINQI, firm_count=99, worker_count=5000, fulltime_staffing="true")
    assert answer["rule"] == "R-ORG-02"
    assert answer["met"] is False
    assert answer["status"] == "violated"
    assert answer["modality"] == "may"
    assert answer["document"] == "总工办发〔2019〕24号"
    assert answer["clause"] == "三"
    assert answer["inputs"] == {
        "firm_count": 99,
        "worker_count": 5000,
        "fulltime_staffing": True,
    }
    assert "以上" in answer["reading"]
    assert "99 家" in answer["explanation"]
    assert "100 家" in answer["explanation"]


def test_where_it_is_not_in_force_no_document_is_cited(evaluate):
    answer = evaluate("R-ORG-03", LINQI, firm_count=50, employed_2nd_3rd_sector=2000)
    assert (answer["met"], answer["status"]) == (None, "not_applicable")
    assert answer["document"] is answer["clause"] is answer["modality"] is None
    assert "绍兴" not in answer["explanation"]


def test_given_measures_are_a_case_of_their_own(evaluate, policy):
    """With --set the stored figures do not fill the gaps."""
    record(policy, datetime.date(2020, 1, 1), firm_count=300, worker_count=9000)
    answer = evaluate("R-ORG-02", LINQI, firm_count=100, fulltime_staffing="true")
    assert answer["met"] is None
    assert answer["inputs"]["worker_count"] is None


def test_without_given_measures_the_figures_of_the_day_are_read(evaluate, policy):
    full = {"firm_count": 120, "worker_count": 6000, "fulltime_staffing": True}
    record(policy, datetime.date(2020, 1, 1), **full)
    record(policy, datetime.date(2020, 9, 1), **{**full, "firm_count": 90})
    assert evaluate("R-ORG-02", LINQI, on="2019-12-31")["met"] is None
    assert evaluate("R-ORG-02", LINQI, on="2020-08-31")["met"] is True
    assert evaluate("R-ORG-02", LINQI, on="2020-09-01")["met"] is False


def test_figures_of_two_days_are_not_mixed(evaluate, policy):
    record(policy, datetime.date(2020, 1, 1), fulltime_staffing=True)
    record(policy, datetime.date(2020, 2, 1), firm_count=120, worker_count=6000)
    answer = evaluate("R-ORG-02", LINQI)
    assert answer["met"] is None
    assert answer["inputs"]["fulltime_staffing"] is None


def test_firms_workers_and_sector_workers_never_stand_in_for_each_other(evaluate, policy):
    TownshipStatistics.objects.create(
        county_code="330603",
        township=policy.keqiao_street,
        as_of=datetime.date(2020, 1, 1),
        source="示例",
        firm_count=500,
        worker_count=90_000,
    )
    answer = evaluate("R-ORG-03", "330603001")
    assert answer["met"] is None
    assert answer["inputs"]["employed_2nd_3rd_sector"] is None


def test_stored_grassroots_unions_are_those_open_on_the_day(evaluate, policy):
    def found(number, **fields):
        Union.objects.create(
            county_code="320684",
            code=f"32061410000{number:02}",
            name=f"示例{number}公司工会",
            kind=UnionKind.OWN,
            township=policy.sanchang,
            **fields,
        )

    found(1)
    found(2, founded_on=datetime.date(2020, 6, 1))
    found(3, founded_on=datetime.date(2020, 6, 2))
    found(4, status=UnionStatus.PREPARING)
    closed = {"status": UnionStatus.DISSOLVED, "closing_approval_no": "示例〔2020〕1号"}
    found(5, closed_on=datetime.date(2020, 6, 1), **closed)
    found(6, closed_on=datetime.date(2020, 6, 2), **closed)
    answer = evaluate("R-ORG-04", "320614100", on="2020-06-01")
    assert answer["inputs"]["grassroots_union_count"] == 3


@pytest.mark.parametrize(("word", "value"), [("true", True), ("是", True), ("false", False)])
def test_facts_can_be_written_in_both_languages(evaluate, word, value):
    answer = evaluate("R-ORG-02", LINQI, fulltime_staffing=word)
    assert answer["inputs"]["fulltime_staffing"] is value


@pytest.mark.parametrize("word", ["", "unknown", "未知"])
def test_a_measure_can_be_given_as_unknown(evaluate, word):
    answer = evaluate("R-ORG-02", LINQI, firm_count=word, worker_count=1)
    assert answer["inputs"]["firm_count"] is None


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["R-ORG-99", f"--division={LINQI}"], "R-ORG-99"),
        (["R-ORG-02", "--division=999999"], "999999"),
        (["R-ORG-02"], "--division"),
        (["R-ORG-08", f"--division={LINQI}"], "R-ORG-08"),
        (["R-ORG-02", f"--division={LINQI}", "--on=2020-13-01"], "2020-13-01"),
        (["R-ORG-02", f"--division={LINQI}", "--set=firms=1"], "firms"),
        (["R-ORG-02", f"--division={LINQI}", "--set=firm_count"], "firm_count"),
        (["R-ORG-02", f"--division={LINQI}", "--set=firm_count=-1"], "-1"),
        (["R-ORG-02", f"--division={LINQI}", "--set=firm_count=1.5"], "1.5"),
        (["R-ORG-02", f"--division={LINQI}", "--set=firm_count=99999999999999"], "9999"),
        (["R-ORG-02", f"--division={LINQI}", "--set=fulltime_staffing=7"], "fulltime_staffing"),
        (
            ["R-ORG-02", f"--division={LINQI}", "--set=firm_count=1", "--set=firm_count=2"],
            "firm_count",
        ),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_mistakes_are_named_and_nothing_is_printed(policy, arguments, named, form):
    out = StringIO()
    with pytest.raises(CommandError, match=named):
        call_command("evaluate", *arguments, *form, stdout=out)
    assert out.getvalue() == ""


@pytest.mark.parametrize("depth", [500, 950, 100_000])
def test_a_parameter_of_many_brackets_is_refused_with_a_sentence(policy, depth):
    nested = f"--parameter=firm_count={'[' * depth}{']' * depth}"
    with pytest.raises(CommandError):
        call_command("evaluate", "R-ORG-02", f"--division={LINQI}", nested, stdout=StringIO())


def test_a_mistake_ends_with_a_sentence_and_an_exit_code(database_url):
    """As a script sees it: a process of its own."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "evaluate", "R-ORG-99", "--division=41", "--json"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
    )
    assert ended.returncode != 0
    assert ended.stdout == ""
    assert "R-ORG-99" in ended.stderr
    assert "没有" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_for_a_reader_it_is_chinese_with_the_words_of_the_document(policy):
    out = StringIO()
    call_command(
        "evaluate",
        "R-ORG-02",
        f"--division={LINQI}",
        "--on=2020-06-01",
        "--set=firm_count=99",
        stdout=out,
    )
    text = out.getvalue()
    assert "临淇镇" in text
    assert "差 1 家" in text
    assert "有企业100家以上" in text


def test_measures_of_a_rule_are_listed_with_type_unit_and_meaning(db):
    out = StringIO()
    call_command("evaluate", "R-ORG-04", "--measures", "--json", stdout=out)
    rows = {row["name"]: row for row in json.loads(out.getvalue())}
    assert set(rows) == {"grassroots_union_count", "worker_count"}
    assert rows["worker_count"]["type"] == "int"
    assert rows["worker_count"]["unit"] == "人"
    assert all(row["meaning"] for row in rows.values())


def test_rates_against_the_goal(evaluate):
    full = {"legal_person_units": 100, "units_with_union": 80, "worker_count": 10_000}
    assert evaluate("R-ORG-30", LINQI, member_count=8000, **full)["met"] is True
    answer = evaluate("R-ORG-30", LINQI, member_count=7999, **full)
    assert answer["met"] is False
    assert "79.99%" in answer["explanation"]
    assert evaluate("R-ORG-30", LINQI, **full)["met"] is None
    empty = {**full, "legal_person_units": 0, "units_with_union": 0}
    assert evaluate("R-ORG-30", LINQI, member_count=8000, **empty)["met"] is None


def test_a_misspelt_measure_is_answered_with_those_of_the_rule(policy):
    """And one of another rule, which may be given, is told beside the answer."""
    asked = ("evaluate", "R-ORG-02", "--division", LINQI, "--json")
    with pytest.raises(CommandError) as refused:
        call_command(*asked, "--set", "firms=99")
    assert "firm_count" in str(refused.value)
    assert "member_count" not in str(refused.value)
    out, told = StringIO(), StringIO()
    call_command(*asked, "--set", "member_count=5", stdout=out, stderr=told)
    assert json.loads(out.getvalue())["status"] == "unknown"
    assert "member_count" in told.getvalue()
