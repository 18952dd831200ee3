"""Columns of the workbook that the list of federations is exported to."""

from typing import ClassVar

from import_export.fields import Field

from federations.models import Federation
from unionreg.admin_export import RegistryResource


class FederationResource(RegistryResource):
    """Federations with what their union says; the counts come from the annotations of the list."""

    code = Field(attribute="union__code", column_name="code")
    name = Field(attribute="union__name", column_name="name")
    township = Field(attribute="union__township", column_name="township")
    superior = Field(attribute="union__superior", column_name="superior")
    status = Field(attribute="status_words", column_name="status")
    founded_on = Field(attribute="union__founded_on", column_name="founded_on")
    approval_no = Field(attribute="union__approval_no", column_name="approval_no")
    chair_name = Field(attribute="union__chair_name", column_name="chair_name")
    covered = Field(attribute="covered_now", column_name="covered")
    seats = Field(attribute="seats_now", column_name="seats")
    related: ClassVar[tuple[str, ...]] = ("union__township", "union__superior")
    titles: ClassVar[dict[str, str]] = {
        "code": "工会编码",
        "name": "联合会全称",
        "kind": "联合会类型",
        "level": "层级",
        "basis": "依托区域",
        "industry": "行业",
        "host": "依托单位类型",
        "host_name": "依托单位名称",
        "township": "所在乡镇（街道）",
        "superior": "上级工会",
        "status": "状态",
        "founded_on": "成立日期",
        "approval_no": "批复文号",
        "chair_name": "主席",
        "covered": "覆盖工会数",
        "seats": "待替补委员数",
    }

    class Meta:
        model = Federation
        fields = (
            *("code", "name", "kind", "level", "basis", "industry", "host", "host_name"),
            *("township", "superior", "status", "founded_on", "approval_no", "chair_name"),
            *("covered", "seats", "has_party_org", "manages_own_funds"),
        )
        export_order = fields
