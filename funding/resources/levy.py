"""Columns of the workbooks of levies and payments; the titles are those of the import."""

from typing import ClassVar

from import_export.fields import Field

from funding.models import Levy, LevyPayment
from unionreg.admin_export import RegistryResource

_TITLES = {
    "employer": "单位名称",
    "credit_code": "统一社会信用代码",
    "kind": "费种",
    "period": "所属月份",
    "channel": "收缴渠道",
    "collecting_township": "归集乡镇（街道）",
}


class LevyResource(RegistryResource):
    """What units owe by month."""

    employer = Field(attribute="employer__name", column_name="employer")
    credit_code = Field(attribute="employer__credit_code", column_name="credit_code")
    period = Field(attribute="period", column_name="period")
    collecting_township = Field(
        attribute="collecting_township__name", column_name="collecting_township"
    )
    related: ClassVar[tuple[str, ...]] = ("employer", "collecting_township")
    titles: ClassVar[dict[str, str]] = {
        **_TITLES,
        "payroll_total": "工资总额",
        "due": "应缴金额",
        "basis": "依据",
    }

    class Meta:
        model = Levy
        fields = (
            *("employer", "credit_code", "kind", "period", "payroll_total", "due", "basis"),
            *("channel", "collecting_township"),
        )
        export_order = fields


class LevyPaymentResource(RegistryResource):
    """What units paid."""

    employer = Field(attribute="employer__name", column_name="employer")
    credit_code = Field(attribute="employer__credit_code", column_name="credit_code")
    period = Field(attribute="period", column_name="period")
    collecting_township = Field(
        attribute="collecting_township__name", column_name="collecting_township"
    )
    reverses = Field(attribute="reverses__reference", column_name="reverses")
    related: ClassVar[tuple[str, ...]] = ("employer", "collecting_township", "reverses")
    titles: ClassVar[dict[str, str]] = {
        **_TITLES,
        "amount": "缴款金额",
        "paid_on": "入库日期",
        "reference": "电子税票号码",
        "reverses": "冲销的票号",
    }

    class Meta:
        model = LevyPayment
        fields = (
            *("employer", "credit_code", "kind", "period", "amount", "paid_on"),
            *("channel", "reference", "collecting_township", "reverses"),
        )
        export_order = fields
