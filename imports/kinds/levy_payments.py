"""The payment list of a tax office: one voucher a row; what is recorded is never changed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from funding.choices import Channel
from funding.models import LevyPayment
from imports.choices import Kind, RowStatus
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.columns import ImportColumn
from imports.kinds.levy_checker import LevyChecker
from imports.kinds.levy_columns import CHANNEL, WHO_AND_WHEN, LevyIssue
from imports.kinds.levy_writes import count_anew_later
from imports.kinds.lines import Line
from imports.kinds.messages import RowIssueCode
from imports.kinds.records import good, stored_by
from imports.models import ImportBatch, StagedLevyPayment
from imports.models.staged import LEVY_PAYMENT_COLUMNS
from imports.pipeline.sql import Run, fail_where, name_of
from imports.reading import Layout

COLUMNS = (
    *WHO_AND_WHEN,
    ImportColumn(
        "amount",
        "缴款金额",
        c.amount,
        ("实缴金额", "缴费金额", "入库金额", "实缴税额", "实缴费额", "金额", "缴款金额（元）"),
        required=True,
        width=14,
        note=_("in yuan, at most two decimals"),
    ),
    ImportColumn(
        "paid_on",
        "入库日期",
        c.past_date,
        ("缴款日期", "缴费日期", "上解日期", "开票日期", "到账日期"),
        required=True,
        repeats=True,
    ),
    ImportColumn(
        "reference",
        "电子税票号码",
        c.text(50),
        ("税票号码", "电子税票号", "缴款书号码", "票证号码", "凭证号码", "凭证号"),
        required=True,
        as_text=True,
        width=24,
        note=_("one number stands for one payment; text format"),
    ),
    CHANNEL,
)
# What has to be the same when a voucher comes again.
_SAME = ("employer_id", "kind", "year", "month", "paid_on", "amount")


class LevyPaymentChecker(LevyChecker):
    """One payment a row."""

    duplicate: tuple[str, str] = (LevyIssue.VOUCHER_TWICE, "reference")

    def look(self, line: Line) -> None:
        """An amount of more than nothing, and the voucher."""
        if "amount" in line.values and line.values["amount"] == 0:
            line.fail("amount", LevyIssue.NOTHING)
        line.values.setdefault("channel", str(Channel.TAX))
        if "reference" in line.values:
            line.key = (line.values["channel"], line.values["reference"])

    def counted_on(self, line: Line) -> date:
        """A payment counts by its own day."""
        day: date = line.values["paid_on"]
        return day

    def compare(self, lines: list[Line]) -> None:
        """A voucher that is recorded comes again unchanged, or not at all."""
        lines = good(lines)
        self.settle_places(lines)
        numbers = sorted({line.values["reference"] for line in lines})
        county, names = self.batch.county_code, LEVY_PAYMENT_COLUMNS
        rows = stored_by(LevyPayment, county, "reference", numbers, names)
        stored = {(row["channel"], row["reference"]): row for row in rows}
        for line in lines:
            self._take(line, stored.get(line.key))

    def _take(self, line: Line, stored: dict[str, Any] | None) -> None:
        row = self.row_of(line, stored)
        if stored is None:
            self.settle(line, None, row)
        elif any(row[name] != stored[name] for name in _SAME):
            line.fail("reference", LevyIssue.VOUCHER_TAKEN)
        else:
            self.settle(line, stored, dict(stored))


class LevyPayments(ImportKind):
    """税务代征缴款清单."""

    code = Kind.LEVY_PAYMENTS
    title = _("payments of levies")
    about = _("the payment list of the tax office, one voucher a row")
    number_title = "统一社会信用代码"
    staged = StagedLevyPayment
    beside = ("year", "month", "amount", "paid_on", "reference")
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    permission = "funding.add_levypayment"

    @property
    def name_title(self) -> str:
        """Rows are named by their employer."""
        return self.column("name").header

    def checker(self, batch: ImportBatch, layout: Layout) -> LevyPaymentChecker:
        """Checks with the employers of the county."""
        return LevyPaymentChecker(self, batch, layout)

    def conflicts(self, run: Run) -> None:
        """Somebody recorded the voucher after the preview."""
        there = (
            f"EXISTS (SELECT 1 FROM {name_of(LevyPayment)} t WHERE t.county_code = %s "
            "AND t.channel = s.channel AND t.reference = s.reference)"
        )
        code = run.batch.county_code
        fail_where(run, RowStatus.NEW, there, [code], RowIssueCode.TAKEN_MEANWHILE)

    def after_records(self, run: Run) -> None:
        """Where they count may have changed since the preview."""
        count_anew_later(run)
