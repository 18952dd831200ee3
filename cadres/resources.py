"""Columns of the workbooks that lists of cadres and posts are exported to.

What can be imported again has the titles of the import template, in every language.
"""

from typing import ClassVar

from import_export.fields import Field

from cadres.models import Appointment, Person
from unionreg.admin_export import RegistryResource


class PersonResource(RegistryResource):
    """Cadres, with what they hold today; ID numbers and phones masked."""

    township = Field(attribute="township__name", column_name="township")
    masked_phone = Field(attribute="masked_phone", column_name="masked_phone")
    posts_today = Field(attribute="posts_today", column_name="posts_today")
    related: ClassVar[tuple[str, ...]] = ("township",)
    titles: ClassVar[dict[str, str]] = {
        "name": "姓名",
        "sex": "性别",
        "birth_date": "出生日期",
        "id_masked": "证件号码",
        "masked_phone": "手机号码",
        "education": "学历",
        "political_status": "政治面貌",
        "workplace": "工作单位",
        "township": "所在乡镇（街道）",
        "posts_today": "现任职务",
        "is_front_line": "一线职工",
        "is_public_official": "公职人员",
        "qualification": "职业资格",
        "honours": "荣誉",
    }

    class Meta:
        model = Person
        fields = (
            *("name", "sex", "birth_date", "id_masked", "masked_phone", "education"),
            *("political_status", "workplace", "township", "posts_today", "is_front_line"),
            *("is_public_official", "qualification", "honours"),
        )
        export_order = fields


class AppointmentResource(RegistryResource):
    """The roster: who holds which post where; ID numbers and phones masked."""

    person_name = Field(attribute="person__name", column_name="person_name")
    sex = Field(attribute="person__sex_in_words", column_name="sex")
    birth_date = Field(attribute="person__birth_date", column_name="birth_date")
    id_masked = Field(attribute="person__id_masked", column_name="id_masked")
    masked_phone = Field(attribute="person__masked_phone", column_name="masked_phone")
    workplace = Field(attribute="person__workplace", column_name="workplace")
    union_name = Field(attribute="union__name", column_name="union_name")
    union_code = Field(attribute="union__code", column_name="union_code")
    represents_name = Field(attribute="represents__name", column_name="represents_name")
    related: ClassVar[tuple[str, ...]] = ("person", "union", "represents")
    titles: ClassVar[dict[str, str]] = {
        "person_name": "姓名",
        "sex": "性别",
        "birth_date": "出生日期",
        "id_masked": "证件号码",
        "masked_phone": "手机号码",
        "workplace": "工作单位",
        "union_name": "所在工会",
        "union_code": "工会编码",
        "body": "机构",
        "post": "职务",
        "appointment_type": "专兼挂",
        "valid_from": "任职日期",
        "valid_to": "离任日期",
        "end_reason": "离任原因",
        "elected_on": "选举日期",
        "elected_by": "选举方式",
        "category": "委员类别",
        "represents_name": "代表的工会",
        "rank": "职级",
        "party_role": "党政职务",
        "concurrent_post": "兼任职务",
        "home_department": "所在部门",
        "on_establishment": "占编制",
        "treatment": "享受待遇",
        "managing_body": "管理单位",
    }

    class Meta:
        model = Appointment
        fields = (
            *("person_name", "sex", "birth_date", "id_masked", "masked_phone", "workplace"),
            *("union_name", "union_code", "body", "post", "appointment_type"),
            *("valid_from", "valid_to", "end_reason", "elected_on", "elected_by", "category"),
            *("represents_name", "rank", "party_role", "concurrent_post", "home_department"),
            *("on_establishment", "treatment", "managing_body"),
        )
        export_order = fields
