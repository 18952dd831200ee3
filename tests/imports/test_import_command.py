"""`manage.py import_members` and its sisters: the same pipeline, counts as text or JSON."""

import json

import pytest
from django.core.management import CommandError, call_command

from imports.choices import State
from imports.models import ImportBatch
from members.models import Member
from tests.imports import workbooks
from tests.imports.people import row
from townships.models import TownshipStatistics

COUNTS = ("rows", "created", "updated", "unchanged", "skipped", "failed")


@pytest.fixture
def run(capsys, staff, unions):
    """Call a command; exit code, standard output, errors."""

    def call(name, path, *arguments, user="county"):
        try:
            call_command(name, str(path), "--user", user, *arguments)
            code: object = 0
        except SystemExit as ended:
            code = ended.code
        output = capsys.readouterr()
        return code, output.out, output.err

    return call


@pytest.fixture
def path(tmp_path):
    return workbooks.provincial(tmp_path / "会员.xlsx", [row(1), row(2), row(3)])


@pytest.fixture
def wrong(tmp_path):
    return workbooks.provincial(tmp_path / "错.xlsx", [row(1), row(2, 姓名="")])


UNION = ("--union", "4105811010002")


def report(output):
    values = json.loads(output)
    assert values["rows"] == sum(values[key] for key in COUNTS[1:])
    return tuple(values[key] for key in COUNTS)


def test_counts_as_json(run, path):
    code, output, _errors = run("import_members", path, *UNION, "--json")
    assert (code, report(output)) == (0, (3, 3, 0, 0, 0, 0))
    assert Member.objects.count() == 3
    code, output, _errors = run("import_members", path, *UNION, "--json")
    assert (code, report(output)) == (0, (3, 0, 0, 3, 0, 0))


def test_counts_in_words(run, path):
    code, output, _errors = run("import_members", path, *UNION)
    assert code == 0
    assert output.strip() == "共 3 行：新增 3，更新 0，没变化 0，跳过 0，出错 0。"


def test_a_dry_run_writes_nothing(run, path):
    code, output, _errors = run("import_members", path, *UNION, "--json", "--dry-run")
    assert (code, report(output)) == (0, (3, 3, 0, 0, 0, 0))
    assert not Member.objects.exists()
    assert ImportBatch.objects.get().state == State.DISCARDED


def test_one_wrong_row_stops_everything_unless_good_rows_are_wished(run, wrong):
    code, output, _errors = run("import_members", wrong, *UNION, "--json")
    assert (code, report(output)) == (1, (2, 0, 0, 0, 1, 1))
    (error,) = json.loads(output)["errors"]
    assert (error["cell"], error["column"]) == ("B6", "姓名")
    assert not Member.objects.exists()
    code, output, _errors = run("import_members", wrong, *UNION, "--json", "--good-rows")
    assert (code, report(output)) == (0, (2, 1, 0, 0, 0, 1))


def test_errors_are_told_with_cell_and_reason(run, wrong):
    code, _output, errors = run("import_members", wrong, *UNION)
    assert code == 1
    assert "B6" in errors
    assert "没有填" in errors


def test_a_refused_file_ends_with_a_chinese_sentence(run, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"MZ" + b"\0" * 200)
    code, _output, errors = run("import_members", path, *UNION)
    assert code == 1
    assert "这不是表格文件" in errors
    code, output, _errors = run("import_members", path, *UNION, "--json")
    assert (code, report(output)) == (1, (0, 0, 0, 0, 0, 0))
    assert "这不是表格文件" in json.loads(output)["refusal"]


@pytest.mark.parametrize(
    ("arguments", "user", "words"),
    [
        (("--union", "4105231000001"), "county", "4105231000001"),
        ((), "nobody", "nobody"),
        ((), "auditor", "--place"),
        ((), "admin", "--place"),
    ],
)
def test_what_is_not_allowed_is_said(run, path, arguments, user, words):
    with pytest.raises(CommandError) as error:
        run("import_members", path, *arguments, user=user)
    assert words in str(error.value)
    assert not ImportBatch.objects.exists()


def test_a_missing_file(run, tmp_path):
    with pytest.raises(CommandError, match="打不开"):
        run("import_members", tmp_path / "nothing.xlsx", *UNION)


def test_the_administrator_names_the_place(run, path):
    code, output, _errors = run(
        "import_members", path, "--place", "410581", *UNION, "--json", user="admin"
    )
    assert (code, report(output)[1]) == (0, 3)


def test_other_kinds(run, tmp_path):
    rows: list[list] = [
        ["乡镇", "统计日期", "企业数", "数据来源"],
        ["临淇镇", "2025-12-31", 7, "县统计局"],
    ]
    path = workbooks.xlsx(tmp_path / "a.xlsx", rows)
    code, output, _errors = run("import_statistics", path, "--json")
    assert (code, report(output)) == (0, (1, 1, 0, 0, 0, 0))
    assert TownshipStatistics.objects.get().firm_count == 7
    for name in ("import_employers", "import_unions"):
        code, output, _errors = run(name, path, "--json")
        assert code == 1
        assert json.loads(output)["refusal"]
