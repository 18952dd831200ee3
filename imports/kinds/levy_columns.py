"""What workbooks of levies and of their payments have in common: columns, issues in words."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from imports.kinds import columns as c
from imports.kinds.columns import ImportColumn
from imports.messages import register
from imports.vocabularies import vocabulary

CODE = ImportColumn(
    "credit_code",
    "统一社会信用代码",
    c.raw,
    (
        *("纳税人识别号", "纳税人识别号/统一社会信用代码", "社会信用代码（纳税人识别号）"),
        *("统一社会信用代码/纳税人识别号", "统一社会信用代码（纳税人识别号）"),
        *("社会信用代码", "信用代码", "缴费人识别号"),
    ),
    required=True,
    as_text=True,
    width=22,
    note=_("of the employer; text format"),
)
NAME = ImportColumn(
    "name",
    "单位名称",
    c.unit_name,
    ("纳税人名称", "缴费人名称", "缴款单位", "缴费单位名称", "企业名称", "用人单位名称"),
    width=32,
)
KIND = ImportColumn(
    "kind",
    "费种",
    c.choice(vocabulary("levy_kind")),
    ("征收项目", "征收品目", "经费种类", "缴费种类", "款项性质"),
    repeats=True,
    choices=c.spellings(vocabulary("levy_kind")),
    width=12,
    note=_("empty: union funds where a union covers the employer, else preparatory funds"),
)
MONTH = ImportColumn(
    "month",
    "所属月份",
    c.month,
    ("费款所属月份", "所属期", "税款所属期", "费款所属期", "所属年月"),
    repeats=True,
    width=12,
    note=_("like 2026-03"),
)
PERIOD_FROM = ImportColumn(
    "period_from",
    "税款所属期起",
    c.month,
    ("费款所属期起", "所属期起", "税款所属期起始", "所属时期起"),
    repeats=True,
    in_template=False,
)
PERIOD_TO = ImportColumn(
    "period_to",
    "税款所属期止",
    c.month,
    ("费款所属期止", "所属期止", "税款所属期终止", "所属时期止"),
    repeats=True,
    in_template=False,
)
CHANNEL = ImportColumn(
    "channel",
    "收缴渠道",
    c.choice(vocabulary("levy_channel")),
    ("缴款渠道", "缴费渠道", "收缴方式"),
    repeats=True,
    choices=c.spellings(vocabulary("levy_channel")),
    width=12,
    note=_("empty: collected by the tax office"),
)
WHO_AND_WHEN = (CODE, NAME, KIND, MONTH, PERIOD_FROM, PERIOD_TO)


class LevyIssue(StrEnum):
    """What can be the matter with a row of a levy or a payment."""

    EMPLOYER_UNKNOWN = "levy_employer_unknown"
    NAME_OTHER = "levy_name_other"
    MONTH_MISSING = "levy_month_missing"
    SEVERAL_MONTHS = "levy_several_months"
    MONTH_TO_COME = "levy_month_to_come"
    NOTHING = "levy_nothing"
    VOUCHER_TWICE = "levy_voucher_twice"
    VOUCHER_TAKEN = "levy_voucher_taken"


_L = LevyIssue
register(
    _L.EMPLOYER_UNKNOWN,
    _("No employer of your area has this credit code"),
    _("Compare the code, or record the employer first and upload this row again"),
)
register(
    _L.NAME_OTHER,
    _("The employer with this credit code is recorded as “%(name)s”"),
    _("Compare both before you confirm; the code decides"),
    warning=True,
)
register(
    _L.MONTH_MISSING,
    _("It is not said for which month this is"),
    _("Fill in 所属月份, like 2026-03"),
)
register(
    _L.SEVERAL_MONTHS,
    _("The period is more than one month"),
    _("Write one row for each month with its own part"),
)
register(
    _L.MONTH_TO_COME,
    _("This month is still to come"),
    _("Compare the year and the month"),
)
register(
    _L.NOTHING,
    _("A payment of 0 is none"),
    _("Leave the row out"),
)
register(
    _L.VOUCHER_TWICE,
    _("Row %(row)s is about the same one"),
    _("Keep one of the two rows and delete the other"),
)
register(
    _L.VOUCHER_TAKEN,
    _("This voucher number is recorded already, with other content"),
    _("A payment is never changed: if it was wrong, take it back on its page first"),
)
