"""Attendance of trainings: preview, errors by cell, what is written, and undo."""

import datetime
import json

import pytest
from django.core.management import call_command

from cadres.models import Attendance, Person
from cadres.services.people import save_person
from history.models import Change
from imports.choices import Kind, State
from imports.models import RowIssue
from members.identity import check_digit
from tests.cadres.crew import person, took_part, training
from tests.imports import workbooks
from tests.imports.conftest import counts, undo_file
from townships.models import TownshipSummary

DAY = datetime.date
TITLES = ["培训名称", "结束日期", "姓名", "证件号码", "工作单位", "是否参加", "是否合格", "成绩"]
COURSE = "乡镇工会主席脱产培训班"
_FIRST = "41058119800101001"
NUMBER = _FIRST + check_digit(_FIRST)
_SECOND = "41058119800101002"
UNKNOWN = _SECOND + check_digit(_SECOND)


@pytest.fixture
def course(places):
    return training()


def row(name, passed="合格", number="", unit="", there="", title=COURSE, day="", score=""):
    return [title, day, name, number, unit, there, passed, score]


def issues(batch):
    return set(RowIssue.objects.filter(batch=batch).values_list("row_number", "header", "code"))


def test_rows_are_written_found_again_and_undone(course, places, staff, import_table):
    one = person("王一", township=places.linqi)
    other = took_part(person("李二"), course, passed=None)
    batch = import_table(Kind.ATTENDANCE, TITLES, row("王一", score=87.5), row("李二", "不合格"))
    assert (batch.state, counts(batch)[:2]) == (State.APPLIED, (1, 1))
    new = Attendance.objects.get(person=one)
    assert (new.attended, new.passed, str(new.score)) == (True, True, "87.5")
    other.refresh_from_db()
    assert (other.passed, other.version) == (False, 2)
    assert Change.objects.filter(model="cadres.attendance", batch_id=batch.pk).count() == 2
    assert TownshipSummary.objects.get(township_key=places.linqi.key).check_due
    again = import_table(Kind.ATTENDANCE, TITLES, row("王一", score=87.5), row("李二", ""))
    assert counts(again)[:2] == (0, 0)  # a blank cell leaves the result as it is
    assert undo_file(batch, staff.county).state == State.UNDONE
    other.refresh_from_db()
    assert (other.passed, Attendance.objects.count()) == (None, 1)


def test_each_cell_says_what_is_the_matter(course, places, import_table):
    person("王一", workplace="甲厂")
    person("王一", workplace="乙厂")
    person("外人", county="410523")
    training(title="同名班")
    training(title="同名班", completed_on=DAY(2025, 6, 1))
    batch = import_table(
        Kind.ATTENDANCE,
        TITLES,
        row("王一"),
        row("王一", unit="乙厂"),
        row("外人"),
        row("王一", unit="甲厂", title="没有的班"),
        row("王一", unit="甲厂", title="同名班"),
        row("王一", unit="甲厂", title="同名班", day="2025-06-01"),
        row("王一", unit="甲厂", there="否"),
        row("王一", unit="甲厂", score="很好"),
        row("王一", unit="乙厂"),
    )
    assert issues(batch) == {
        (2, "姓名", "attendance_person_ambiguous"),
        (4, "姓名", "attendance_person_unknown"),
        (5, "培训名称", "attendance_training_unknown"),
        (6, "培训名称", "attendance_training_ambiguous"),
        (8, "是否合格", "attendance_passed_absent"),
        (9, "成绩", "count_unreadable"),
        (10, "姓名", "row_duplicate_record"),
    }
    assert Attendance.objects.count() == 2


def test_the_number_says_who(course, places, staff, import_table):
    """15 and 18 digits are one person; a number with another name is refused."""
    who = Person(name="王一", county_code="410581")
    save_person(person=who, user=staff.county, id_number=NUMBER)
    person("王一")
    old = "410581800101001"
    batch = import_table(
        Kind.ATTENDANCE,
        TITLES,
        row("王二", number=NUMBER),
        row("王一", number=UNKNOWN),
        row("王一", number=old),
    )
    assert {(number, code) for number, _header, code in issues(batch)} == {
        (2, "attendance_person_other"),
        (3, "attendance_person_unknown"),
    }
    assert Attendance.objects.get().person == who
    assert NUMBER not in str(list(Change.objects.values_list("fields", flat=True)))


def test_the_command_writes_a_list(course, places, staff, tmp_path, capsys):
    person("王一", township=places.linqi)
    path = workbooks.xlsx(tmp_path / "签到.xlsx", [TITLES, row("王一")])
    call_command("import_attendance", str(path), "--user", "county", "--json")
    assert json.loads(capsys.readouterr().out)["created"] == 1
    assert Attendance.objects.get().passed is True
