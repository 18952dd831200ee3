"""Attendance of trainings: the training by its title, the person by ID number or name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cadres.models import Attendance, Person, Training
from imports.choices import Kind, RowStatus
from imports.cleaning import CellIssue, CleaningError, clean_text, shown
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.checker import Checker
from imports.kinds.columns import ImportColumn
from imports.kinds.lines import Line
from imports.kinds.messages import RowIssueCode
from imports.kinds.places import visible
from imports.kinds.records import blank_row, good, stored_by
from imports.messages import register
from imports.models import ImportBatch, StagedAttendance
from imports.models.staged import ATTENDANCE_COLUMNS
from imports.pipeline.sql import Run, fail_where, name_of
from imports.reading import Layout
from members.identity import check_resident_id, normalise_id
from members.sealing import identity_hashes
from townships.services import summaries
from unionreg.text import compact

LARGEST_SCORE = Decimal("9999.9")
_RESULTS = {"合格": True, "通过": True, "不合格": False, "未通过": False, "不通过": False}


class AttendanceIssue(StrEnum):
    """What can be the matter with a row of an attendance list."""

    TRAINING_UNKNOWN = "attendance_training_unknown"
    TRAINING_AMBIGUOUS = "attendance_training_ambiguous"
    TRAINING_TO_COME = "attendance_training_to_come"
    PERSON_UNKNOWN = "attendance_person_unknown"
    PERSON_AMBIGUOUS = "attendance_person_ambiguous"
    PERSON_OTHER = "attendance_person_other"
    PASSED_ABSENT = "attendance_passed_absent"


_A = AttendanceIssue
register(
    _A.TRAINING_UNKNOWN,
    _("There is no such training in your area"),
    _("Write its title as in the list of trainings, or record the training first"),
)
register(
    _A.TRAINING_AMBIGUOUS,
    _("More than one training has this title"),
    _("Fill in the column 结束日期 with the day on which it ended"),
)
register(
    _A.TRAINING_TO_COME,
    _("This training is not over yet"),
    _("Import its attendance after its last day"),
)
register(
    _A.PERSON_UNKNOWN,
    _("There is no such cadre in your area"),
    _("Compare name and ID number with the list of cadres, or record the person first"),
)
register(
    _A.PERSON_AMBIGUOUS,
    _("More than one cadre has this name"),
    _("Fill in the column 证件号码, or 工作单位 as it is recorded with the person"),
)
register(
    _A.PERSON_OTHER,
    _("This ID number is recorded with another name"),
    _("Compare name and number with the ID card"),
)
register(
    _A.PASSED_ABSENT,
    _("Who did not take part did not pass"),
    _("Compare the columns 是否参加 and 是否合格"),
)


def result(cell: Any) -> tuple[bool | None, str]:
    """Whether somebody passed: 合格, 不合格, yes or no, or not known."""
    text = compact(cell) if isinstance(cell, str) else ""
    return (_RESULTS[text], "") if text in _RESULTS else c.yes_no(cell)


def score(cell: Any) -> tuple[Decimal | None, str]:
    """Points with at most one decimal, or not known. Raises CleaningError for anything else."""
    text = clean_text(str(cell) if isinstance(cell, int | float) else cell, max_length=10)
    if not text:
        return None, ""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CleaningError(CellIssue.COUNT_UNREADABLE, value=shown(cell)) from None
    if not (number.is_finite() and 0 <= number <= LARGEST_SCORE):
        raise CleaningError(CellIssue.COUNT_TOO_LARGE, value=shown(cell))
    return number.quantize(Decimal("0.1")), ""


COLUMNS = (
    ImportColumn(
        "training",
        "培训名称",
        c.text(100),
        ("培训班", "培训班名称", "班次", "课程名称"),
        required=True,
        repeats=True,
        width=28,
        note=_("as in the list of trainings"),
    ),
    ImportColumn(
        "completed_on",
        "结束日期",
        c.past_date,
        ("培训结束日期", "结业日期", "培训日期"),
        repeats=True,
        note=_("needed when several trainings have one title"),
    ),
    ImportColumn("name", "姓名", c.person_name, ("学员姓名", "参训人员"), required=True),
    ImportColumn(
        "id_number",
        "证件号码",
        c.id_number,
        ("身份证号", "身份证号码", "公民身份号码"),
        secret=True,
        as_text=True,
        width=22,
        note=_("needed when several cadres have one name"),
    ),
    ImportColumn("workplace", "工作单位", c.text(100), ("单位", "所在单位"), width=24),
    ImportColumn(
        "attended",
        "是否参加",
        c.yes_no,
        ("参加", "是否参训", "是否出席"),
        repeats=True,
        choices=("是", "否"),
        width=10,
        note=_("empty: took part"),
    ),
    ImportColumn(
        "passed",
        "是否合格",
        result,
        ("合格", "是否通过", "考核结果", "结果"),
        repeats=True,
        choices=("是", "否"),
        width=10,
        note=_("leave it empty as long as nobody has decided"),
    ),
    ImportColumn("score", "成绩", score, ("分数", "考试成绩"), width=8),
    ImportColumn("note", "备注", c.text(100), width=24),
)
DIRECT = ("attended", "passed", "score", "note")


class Known(NamedTuple):
    """A cadre as far as rows refer to him."""

    id: int
    name: str
    workplace: str
    township_key: str
    masked: str


class AttendanceChecker(Checker):
    """One person at one training a row."""

    duplicate: tuple[str, str] = (RowIssueCode.DUPLICATE_RECORD, "name")

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.today = timezone.localdate()
        self.blank = blank_row(Attendance, ATTENDANCE_COLUMNS)
        self.trainings = _trainings(batch)
        self.people = _People(batch)

    def prepare(self, lines: list[Line]) -> None:
        """Training and person of each line are its key."""
        self.people.load([line.values.get("id_number") for line in lines])
        for line in lines:
            line.label = str(line.values.get("name", ""))
            self._find_training(line)
            self._find_person(line)
            if line.values.get("passed") and line.values.get("attended") is False:
                line.fail("passed", AttendanceIssue.PASSED_ABSENT)
            if not line.failed:
                line.key = (line.values["training_id"], line.values["person_id"])

    def _find_training(self, line: Line) -> None:
        title, day = line.values.get("training"), line.values.get("completed_on")
        if not title:
            return
        found = [one for one in self.trainings[compact(title)] if day in (None, one[1])]
        if len(found) != 1:
            many = bool(found)
            code = AttendanceIssue.TRAINING_AMBIGUOUS if many else AttendanceIssue.TRAINING_UNKNOWN
            line.fail("training", code)
        elif found[0][1] > self.today:
            line.fail("training", AttendanceIssue.TRAINING_TO_COME)
        else:
            line.values["training_id"] = found[0][0]

    def _find_person(self, line: Line) -> None:
        number, name = line.values.get("id_number"), line.values.get("name")
        if not name:
            return
        found, column = self.people.find(number, str(name), line.values.get("workplace", ""))
        if len(found) != 1:
            many = bool(found)
            code = AttendanceIssue.PERSON_AMBIGUOUS if many else AttendanceIssue.PERSON_UNKNOWN
            line.fail(column, code)
            return
        if found[0].name != name:
            line.fail("name", AttendanceIssue.PERSON_OTHER)
        line.values["person_id"] = found[0].id
        line.township_key, line.masked = found[0].township_key, found[0].masked

    def compare(self, lines: list[Line]) -> None:
        """The stored attendance of the same training and person."""
        lines = good(lines)
        ids = sorted({line.values["training_id"] for line in lines})
        county = self.batch.county_code
        rows = stored_by(Attendance, county, "training_id", ids, ATTENDANCE_COLUMNS)
        stored = {(row["training_id"], row["person_id"]): row for row in rows}
        for line in lines:
            self._take(line, stored.get(line.key))

    def _take(self, line: Line, stored: dict[str, Any] | None) -> None:
        """Cells that are filled in over what is stored; blank ones leave it as it is."""
        before = stored or self.blank
        row = {name: before[name] for name in ATTENDANCE_COLUMNS}
        row["training_id"], row["person_id"] = line.key
        row |= {name: line.values[name] for name in DIRECT if line.values.get(name) is not None}
        if row["passed"] and not row["attended"]:
            line.fail("passed", AttendanceIssue.PASSED_ABSENT)
        else:
            self.settle(line, stored, row)


def _trainings(batch: ImportBatch) -> dict[str, list[tuple[int, date]]]:
    """Id and last day of the trainings by title."""
    found: dict[str, list[tuple[int, date]]] = defaultdict(list)
    rows = Training.objects.in_county(batch.county_code)
    for pk, title, day in rows.values_list("pk", "title", "completed_on"):
        found[compact(title)].append((pk, day))
    return found


class _People:
    """The cadres that the user may see, by name and, block by block, by ID number."""

    def __init__(self, batch: ImportBatch) -> None:
        self.rows = visible(Person, batch)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_hash: dict[Any, Known] = {}
        for row in self.rows.values_list(*_COLUMNS):
            known = _known(row)
            self.by_name[known.name].append(known)

    def load(self, numbers: list[Any]) -> None:
        """Find the people with these numbers."""
        hashes = [value for number in numbers if number for value in _hashes(number)]
        rows = self.rows.filter(id_hash__in=hashes).values_list("id_hash", *_COLUMNS)
        self.by_hash = {row[0]: _known(row[1:]) for row in rows}

    def find(self, number: Any, name: str, workplace: str) -> tuple[list[Known], str]:
        """Who is meant, and the column that does not say it; the number before the name."""
        if number:
            found = (self.by_hash.get(value) for value in _hashes(number))
            return [one for one in found if one][:1], "id_number"
        same = self.by_name.get(name, [])
        if len(same) > 1 and workplace:
            same = [one for one in same if one.workplace == workplace]
        return same, "name"


_COLUMNS = ("pk", "name", "workplace", "township_id", "id_masked")


def _known(row: Any) -> Known:
    pk, name, workplace, township, masked = row
    return Known(pk, name, workplace, township or "", masked)


def _hashes(number: Any) -> list[Any]:
    """The blind indexes under which a number may be stored; 15 digits become 18."""
    check = check_resident_id(number, today=timezone.localdate())
    value = check.value if check.ok else normalise_id(number)
    return list(identity_hashes(value)) if value else []


class AttendanceList(ImportKind):
    """培训签到和成绩."""

    code = Kind.ATTENDANCE
    title = _("attendance of a training")
    about = _("who took part in a training that is recorded here, and who passed")
    number_title = "证件号码"
    staged = StagedAttendance
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    permission = "cadres.add_attendance"

    @property
    def name_title(self) -> str:
        """Rows are named by their person."""
        return self.column("name").header

    def checker(self, batch: ImportBatch, layout: Layout) -> AttendanceChecker:
        """Checks with the trainings and cadres of the county."""
        return AttendanceChecker(self, batch, layout)

    def conflicts(self, run: Run) -> None:
        """Somebody put the person on the list after the preview."""
        there = (
            f"EXISTS (SELECT 1 FROM {name_of(Attendance)} t WHERE t.county_code = %s "
            "AND t.training_id = s.training_id AND t.person_id = s.person_id)"
        )
        code = run.batch.county_code
        fail_where(run, RowStatus.NEW, there, [code], RowIssueCode.TAKEN_MEANWHILE)

    def after_records(self, run: Run) -> None:
        """Have the townships of these people judged again."""
        _judge_again(run)

    def after_undo(self, run: Run) -> None:
        """The same after an undo."""
        _judge_again(run)


def _judge_again(run: Run) -> None:
    county = run.batch.county_code
    rows = StagedAttendance.objects.in_county(county).filter(batch_id=run.batch.pk)
    written = rows.filter(row_status__in=(RowStatus.NEW, RowStatus.CHANGED)).order_by()
    keys = set(written.values_list("township_key", flat=True).distinct())
    summaries.mark_due(county_code=county, township_keys={key or None for key in keys})
