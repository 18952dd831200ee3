"""Dated figures of townships, one township and day a row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from imports.choices import Kind, RowStatus
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.columns import ImportColumn
from imports.kinds.lines import Line
from imports.kinds.messages import RowIssueCode
from imports.kinds.records import RecordChecker, good, stored_by
from imports.models import ImportBatch, StagedStatistics
from imports.models.staged import STATISTICS_COLUMNS
from imports.pipeline.sql import Run
from imports.reading import Layout
from townships.models import TownshipStatistics
from townships.services import summaries

COLUMNS = (
    ImportColumn(
        "township",
        "乡镇（街道）",
        c.text(50),
        ("乡镇", "街道", "乡镇街道", "乡镇名称", "镇街", "所在乡镇（街道）"),
        required=True,
        repeats=True,
        width=18,
    ),
    ImportColumn(
        "as_of",
        "统计日期",
        c.past_date,
        ("截止日期", "数据日期", "截至日期", "统计时点"),
        required=True,
        repeats=True,
        note=_("the day to which the figures refer, like 2025-12-31"),
    ),
    ImportColumn("firm_count", "企业数", c.count, ("企业数（家）", "企业家数"), width=10),
    ImportColumn("worker_count", "职工数", c.count, ("职工人数", "职工总数"), width=10),
    ImportColumn(
        "employed_2nd_3rd_sector",
        "二三产业从业人员数",
        c.count,
        ("二三产从业人员", "二三产从业人员数", "二三产业从业人员"),
        width=20,
    ),
    ImportColumn(
        "legal_person_units", "法人单位数", c.count, ("法人单位总数", "法人单位"), width=12
    ),
    ImportColumn(
        "unionised_units", "已建工会单位数", c.count, ("已建会单位数", "建会单位数"), width=16
    ),
    ImportColumn(
        "fulltime_staffing",
        "能否配备专职主席（副主席）和专职工作人员",
        c.yes_no,
        (
            *("能否配备专职人员", "能够配备专职人员", "专职工作人员"),
            "能够配备专职主席（副主席）和专职工作人员",
        ),
        repeats=True,
        choices=("是", "否"),
        width=24,
        note=_("leave it empty as long as nobody has decided"),
    ),
    ImportColumn("activists", "工会积极分子数", c.count, ("工会积极分子", "积极分子数"), width=14),
    ImportColumn(
        "volunteers", "工会志愿者数", c.count, ("工会志愿者", "志愿者数", "志愿者人数"), width=12
    ),
    ImportColumn(
        "source",
        "数据来源",
        c.text(100),
        ("来源",),
        required=True,
        repeats=True,
        width=24,
        note=_("who counted, for example the statistics bureau"),
    ),
    ImportColumn("note", "备注", c.text(200), width=24),
)
DIRECT = STATISTICS_COLUMNS


class StatisticsChecker(RecordChecker):
    """One township and day a row."""

    duplicate: tuple[str, str] = (RowIssueCode.DUPLICATE_RECORD, "township")
    parts: dict[str, str] = {"unionised_units": "legal_person_units"}

    def prepare(self, lines: list[Line]) -> None:
        """Township and day are the key."""
        for line in lines:
            line.label = str(line.values.get("township", ""))
            self.find_township(line, required=True)
            self.refuse_parts(line, line.values)
            day = line.values.get("as_of")
            line.masked = day.isoformat() if day else ""
            if not line.failed:
                line.key = (line.values["township_id"], day)

    def compare(self, lines: list[Line]) -> None:
        """Figures of that day that are stored already."""
        lines = good(lines)
        keys = sorted({line.values["township_id"] for line in lines})
        names = STATISTICS_COLUMNS
        county = self.batch.county_code
        rows = stored_by(TownshipStatistics, county, "township_id", keys, names)
        stored = {(row["township_id"], row["as_of"]): row for row in rows}
        for line in lines:
            self.take(line, stored.get(line.key), DIRECT)


class Statistics(ImportKind):
    """乡镇统计数."""

    code = Kind.STATISTICS
    title = _("township statistics")
    about = _("firms, workers and unionised units of each township on one day")
    number_title = "统计日期"
    staged = StagedStatistics
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    permission = "townships.add_townshipstatistics"

    def checker(self, batch: ImportBatch, layout: Layout) -> StatisticsChecker:
        """Checks with the figures of the county."""
        return StatisticsChecker(self, batch, layout)

    def after_records(self, run: Run) -> None:
        """Copy the latest figures into the month."""
        _refresh(run)

    def after_undo(self, run: Run) -> None:
        """The same after an undo."""
        _refresh(run)


def _refresh(run: Run) -> None:
    county: Any = run.batch.county_code
    rows = StagedStatistics.objects.in_county(county).filter(batch_id=run.batch.pk)
    written = rows.filter(row_status__in=(RowStatus.NEW, RowStatus.CHANGED))
    keys = set(written.order_by().values_list("township_id", flat=True).distinct())
    summaries.refresh(county_code=county, township_keys=keys)
