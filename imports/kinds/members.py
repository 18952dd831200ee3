"""Members: the provincial 20 columns, one person a row."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from imports.choices import Kind
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.columns import ImportColumn
from imports.kinds.member_checker import MemberChecker
from imports.kinds.member_writes import MemberWrites
from imports.models import ImportBatch, StagedMember
from imports.reading import Layout
from members.vocabularies import vocabulary


def _choice(key: str, header: str, name: str, *synonyms: str, width: int = 14) -> ImportColumn:
    words = vocabulary(name)
    return ImportColumn(
        key,
        header,
        c.choice(words),
        synonyms,
        repeats=True,
        choices=c.spellings(words),
        width=width,
    )


COLUMNS = (
    ImportColumn(
        "name", "姓名", c.person_name, ("会员姓名", "职工姓名", "真实姓名"), required=True, width=12
    ),
    _choice("sex", "性别", "sex", width=6),
    ImportColumn(
        "birth_date",
        "出生日期",
        c.past_date,
        ("出生年月", "出生年月日", "生日"),
        repeats=True,
        note=_("like 1985-03-15; may stay empty when the ID number is given"),
    ),
    _choice("ethnicity", "民族", "ethnicity", width=8),
    _choice("employment_status", "就业状况", "employment_status", "就业状态", width=10),
    _choice("id_type", "有效证件类别", "id_type", "证件类别", "证件类型", "有效证件类型", width=16),
    ImportColumn(
        "id_number",
        "证件号码",
        c.id_number,
        ("证件号", "身份证号", "身份证号码", "身份证", "公民身份号码", "有效证件号码"),
        required=True,
        secret=True,
        as_text=True,
        note=_("text format, all 18 characters"),
        width=22,
    ),
    _choice("education", "学历", "education", "文化程度", "最高学历", width=12),
    _choice("skill_level", "技能等级", "skill_level", "技术等级", "职业技能等级", width=12),
    ImportColumn(
        "phone",
        "移动电话",
        c.phone,
        ("手机", "手机号", "手机号码", "联系电话", "电话", "移动电话号码"),
        secret=True,
        as_text=True,
        note=_("a mobile number of 11 digits, or a landline with its area code"),
        width=14,
    ),
    _choice("household_type", "户籍类型", "household_type", "户口类型", "户口性质"),
    ImportColumn(
        "household_place",
        "户籍所在地",
        c.text(100),
        ("户口所在地",),
        repeats=True,
        note=_("like 河南省林州市; as in the household register"),
        width=20,
    ),
    _choice("change_type", "会籍变化类型", "change_type", "会籍变动类型", width=12),
    ImportColumn(
        "changed_on",
        "会籍变化日期",
        c.past_date,
        ("会籍变动日期",),
        repeats=True,
        note=_("the day of joining or of the change, like 2024-05-01"),
    ),
    ImportColumn(
        "joined_on",
        "入会日期",
        c.past_date,
        ("入会时间", "加入工会日期", "加入工会时间"),
        repeats=True,
        in_template=False,
    ),
    _choice("change_reason", "会籍变化原因", "change_reason", "会籍变动原因", width=20),
    _choice("political_status", "政治面貌", "political_status", "政治身份"),
    ImportColumn(
        "workplace",
        "工作单位",
        c.unit_name,
        ("所在单位", "单位名称", "单位"),
        repeats=True,
        note=_("full name; it also tells the union where 所属工会 is left empty"),
        width=24,
    ),
    ImportColumn(
        "native_place",
        "籍贯",
        c.text(100),
        repeats=True,
        note=_("province and county, like 河南林州"),
        width=12,
    ),
    ImportColumn(
        "is_migrant",
        "是否农民工",
        c.yes_no,
        ("农民工",),
        repeats=True,
        choices=("是", "否"),
        width=10,
    ),
    ImportColumn(
        "union",
        "所属工会",
        c.unit_name,
        ("工会", "工会名称", "所在工会", "基层工会", "工会编码", "所属工会编码", "所属企业/工会"),
        repeats=True,
        width=28,
        note=_("full name or code; not needed when you choose the union on uploading"),
    ),
    ImportColumn(
        "group",
        "重点群体",
        c.choice(vocabulary("priority_group")),
        ("群体类别", "职业类别", "八大群体"),
        repeats=True,
        choices=c.spellings(vocabulary("priority_group")),
        width=14,
    ),
)


# The columns of the provincial system, in its order.
PROVINCIAL = (
    *("序号", "姓名", "性别", "出生日期", "民族", "就业状况", "有效证件类别", "证件号码", "学历"),
    *("技能等级", "移动电话", "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期"),
    *("会籍变化原因", "政治面貌", "工作单位", "籍贯", "是否农民工"),
)


class Members(MemberWrites, ImportKind):
    """会员."""

    code = Kind.MEMBERS
    title = _("members")
    about = _("one person a row; tables of the provincial system fit as they are")
    number_title = "证件号码"
    staged = StagedMember
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    unlogged = frozenset({"id_cipher", "id_hash", "id_tail", "name_pinyin", "name_initials"})
    permission = "members.add_member"
    takes_default_union = True

    def checker(self, batch: ImportBatch, layout: Layout) -> MemberChecker:
        """Checks with the unions of the batch's place."""
        return MemberChecker(self, batch, layout)
