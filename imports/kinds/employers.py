"""Employers (单位): found by credit code, else by name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from imports.choices import Kind
from imports.cleaning import CellIssue, unit_name_key
from imports.database import among, fetch
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.columns import ImportColumn
from imports.kinds.employer_writes import EmployerWrites
from imports.kinds.lines import Line
from imports.kinds.messages import RowIssueCode
from imports.kinds.places import visible
from imports.kinds.records import RecordChecker, good, stored_by
from imports.models import ImportBatch, StagedEmployer
from imports.models.staged import EMPLOYER_COLUMNS
from imports.pipeline.sql import name_of
from imports.reading import Layout
from imports.vocabularies import vocabulary as own_vocabulary
from townships.credit_code import Holder
from townships.models import Employer, EmployerKey
from townships.pinyin import search_text
from townships.vocabularies import vocabulary

COLUMNS = (
    ImportColumn(
        "name",
        "单位名称",
        c.unit_name,
        ("用人单位名称", "企业名称", "名称"),
        required=True,
        width=32,
    ),
    ImportColumn(
        "credit_code",
        "统一社会信用代码",
        c.raw,
        ("信用代码", "社会信用代码", "统一信用代码", "组织机构代码"),
        as_text=True,
        width=22,
        note=_("of the employer, not of its union; text format"),
    ),
    ImportColumn(
        "township",
        "所在乡镇（街道）",
        c.text(50),
        c.TOWNSHIP_TITLES,
        repeats=True,
        width=18,
    ),
    ImportColumn(
        "economic_type",
        "经济类型",
        c.choice(vocabulary("economic_type")),
        ("单位性质", "单位性质类别", "企业类型"),
        repeats=True,
        choices=c.spellings(vocabulary("economic_type")),
        width=18,
    ),
    ImportColumn(
        "industry",
        "所属行业",
        c.choice(vocabulary("industry")),
        ("行业", "行业类别", "单位所属行业"),
        repeats=True,
        choices=c.spellings(vocabulary("industry")),
        width=18,
    ),
    ImportColumn(
        "is_legal_person",
        "是否法人单位",
        c.yes_no,
        ("法人单位",),
        repeats=True,
        choices=("是", "否"),
        width=12,
    ),
    ImportColumn(
        "opened_on", "开业（设立）日期", c.past_date, ("开业日期", "设立日期", "成立日期"), width=16
    ),
    ImportColumn("worker_count", "职工人数", c.count, ("职工数", "员工人数", "从业人数"), width=10),
    ImportColumn("women_count", "女职工人数", c.count, ("女职工数",), width=10),
    ImportColumn("migrant_count", "农民工人数", c.count, ("农民工数",), width=10),
    ImportColumn(
        "counted_on",
        "统计日期",
        c.past_date,
        ("人数统计日期", "统计时间"),
        repeats=True,
        note=_("needed when a number of workers is given"),
    ),
    ImportColumn("address", "地址", c.text(200), ("单位地址", "详细地址"), width=28),
    ImportColumn("contact", "联系人", c.text(50), width=10),
    ImportColumn("phone", "联系电话", c.phone, ("电话", "联系方式"), secret=True, as_text=True),
    ImportColumn(
        "status",
        "单位状态",
        c.choice(own_vocabulary("employer_status")),
        ("状态", "经营状态"),
        repeats=True,
        choices=c.spellings(own_vocabulary("employer_status")),
        width=10,
        in_template=False,
    ),
)
DIRECT = (
    *("name", "credit_code", "township_id", "economic_type", "industry", "is_legal_person"),
    *("opened_on", "worker_count", "women_count", "migrant_count", "counted_on"),
    *("address", "contact", "phone", "status"),
)


class EmployerChecker(RecordChecker):
    """One employer a row."""

    parts: dict[str, str] = {"women_count": "worker_count", "migrant_count": "worker_count"}

    def __init__(self, kind: ImportKind, batch: ImportBatch, layout: Layout) -> None:
        super().__init__(kind, batch, layout)
        self.names: dict[str, tuple[int, str]] = {}
        self.by_name = _ids_by_name(batch.county_code)

    def prepare(self, lines: list[Line]) -> None:
        """Credit code, township and numbers of each line."""
        for line in lines:
            line.label = str(line.values.get("name", ""))
            self.check_name(line)
            self.check_code(line, Holder.EMPLOYER)
            line.masked = str(line.values.get("credit_code", ""))
            self.find_township(line, required=False)
            self.refuse_parts(line, line.values)
            _require_day(line)
            if line.label:
                self._set_key(line)

    def _set_key(self, line: Line) -> None:
        """The code, else the name; a name with and without code is the same employer."""
        code, name = line.values.get("credit_code", ""), unit_name_key(line.label)
        first, first_code = self.names.setdefault(name, (line.number, code))
        if first != line.number and not (code and first_code):
            line.fail("name", RowIssueCode.DUPLICATE_RECORD, row=first)
        line.key = code or name

    def compare(self, lines: list[Line]) -> None:
        """Find each employer by code, then by name."""
        lines = good(lines)
        codes = [line.values["credit_code"] for line in lines if "credit_code" in line.values]
        stored = _Stored(self, lines, codes)
        for line in lines:
            before = stored.find(line)
            if line.failed or self.same_record(line, before):
                continue
            self.take(line, before, DIRECT)
            _set_pinyin(line)


class _Stored:
    """Employers that lines may be about."""

    def __init__(self, checker: EmployerChecker, lines: list[Line], codes: list[str]) -> None:
        county = checker.batch.county_code
        self.ids_by_name = checker.by_name
        ids = [
            number
            for line in lines
            for number in self.ids_by_name.get(unit_name_key(line.label), ())
        ]
        names = EMPLOYER_COLUMNS
        self.by_code = {
            row["credit_code"]: row
            for row in stored_by(Employer, county, "credit_code", codes, names)
        }
        self.by_id = {row["id"]: row for row in stored_by(Employer, county, "id", ids, names)}
        self.taken = _holders(codes)
        candidates = [*self.by_id, *(row["id"] for row in self.by_code.values())]
        rows = visible(Employer, checker.batch).filter(pk__in=candidates)
        self.visible = set(rows.values_list("pk", flat=True))

    def find(self, line: Line) -> dict[str, Any] | None:
        """The stored employer, `None` for a new one; notes on the line what is not clear."""
        code = line.values.get("credit_code", "")
        row = self.by_code.get(code) if code else None
        if code and row is None and code in self.taken:
            line.fail("credit_code", RowIssueCode.CODE_TAKEN)
            return None
        row = row or self._by_name(line, code)
        if row is not None and row["id"] not in self.visible:
            line.fail("credit_code" if code else "name", RowIssueCode.CODE_TAKEN)
        return row

    def _by_name(self, line: Line, code: str) -> dict[str, Any] | None:
        ids = self.ids_by_name.get(unit_name_key(line.label), [])
        rows = [self.by_id[number] for number in ids if number in self.visible]
        if code:
            rows = [row for row in rows if not row["credit_code"]]
        if len(rows) > 1:
            line.fail("name", RowIssueCode.NAME_AMBIGUOUS, value=line.label[:40])
        return rows[0] if len(rows) == 1 else None


def _ids_by_name(county_code: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, name in Employer.objects.in_county(county_code).values_list("id", "name"):
        found[unit_name_key(name)].append(number)
    return found


def _holders(codes: list[str]) -> set[str]:
    """Those of the codes that somebody in the country has."""
    if not codes:
        return set()
    condition, params = among("value", codes)
    sql = f"SELECT value FROM {name_of(EmployerKey)} WHERE {condition}"
    return {value for (value,) in fetch(sql, params)}


def _require_day(line: Line) -> None:
    """A number of workers has a day."""
    if "worker_count" in line.values and "counted_on" not in line.values:
        line.fail("counted_on", CellIssue.REQUIRED)


def _set_pinyin(line: Line) -> None:
    if line.row and (line.before is None or line.before["name"] != line.row["name"]):
        line.row["pinyin"] = search_text(line.row["name"])


class Employers(EmployerWrites, ImportKind):
    """用人单位."""

    code = Kind.EMPLOYERS
    title = _("employers")
    about = _("firms, institutions and offices, one a row")
    number_title = "统一社会信用代码"
    staged = StagedEmployer
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    unlogged = frozenset({"pinyin"})
    permission = "townships.add_employer"

    def checker(self, batch: ImportBatch, layout: Layout) -> EmployerChecker:
        """Checks with the employers of the county."""
        return EmployerChecker(self, batch, layout)
