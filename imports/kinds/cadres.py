"""Cadres: one post of one person a row."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from imports.choices import Kind
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.cadre_checker import CadreChecker
from imports.kinds.cadre_writes import CadreWrites
from imports.kinds.columns import ImportColumn
from imports.models import ImportBatch, StagedCadre
from imports.reading import Layout
from imports.vocabularies import vocabulary
from members.vocabularies import vocabulary as people
from unionreg.vocabulary import Vocabulary


def _choice(
    key: str,
    header: str,
    words: Vocabulary,
    *synonyms: str,
    required: bool = False,
    width: int = 14,
) -> ImportColumn:
    return ImportColumn(
        key,
        header,
        c.choice(words),
        synonyms,
        required=required,
        repeats=True,
        choices=c.spellings(words),
        width=width,
    )


def _text(key: str, header: str, length: int, *synonyms: str, width: int = 18) -> ImportColumn:
    return ImportColumn(key, header, c.text(length), synonyms, repeats=True, width=width)


def _yes_no(key: str, header: str, *synonyms: str) -> ImportColumn:
    return ImportColumn(
        key, header, c.yes_no, synonyms, repeats=True, choices=("是", "否"), width=10
    )


COLUMNS = (
    ImportColumn("name", "姓名", c.person_name, ("干部姓名", "真实姓名"), required=True, width=12),
    _choice("sex", "性别", people("sex"), width=6),
    ImportColumn("birth_date", "出生日期", c.past_date, ("出生年月", "出生年月日"), repeats=True),
    _choice("id_type", "证件类别", people("id_type"), "有效证件类别", "证件类型", width=16),
    ImportColumn(
        "id_number",
        "证件号码",
        c.id_number,
        ("身份证号", "身份证号码", "公民身份号码", "证件号"),
        secret=True,
        as_text=True,
        width=22,
        note=_("text format, all 18 characters; may stay empty"),
    ),
    ImportColumn(
        "phone",
        "手机号码",
        c.phone,
        ("移动电话", "手机", "手机号", "联系电话", "电话"),
        secret=True,
        as_text=True,
    ),
    _choice("education", "学历", people("education"), "文化程度", width=12),
    _choice("political_status", "政治面貌", people("political_status")),
    _text("workplace", "工作单位", 100, "所在单位", "单位", width=24),
    _yes_no("is_front_line", "一线职工", "是否一线职工"),
    _yes_no("is_public_official", "公职人员", "是否公职人员"),
    _yes_no("is_administrative_head", "单位行政主要负责人", "是否行政主要负责人"),
    ImportColumn(
        "union",
        "所在工会",
        c.unit_name,
        ("工会", "工会名称", "工会全称", "任职工会", "工会编码"),
        required=True,
        repeats=True,
        width=28,
        note=_("full name or code"),
    ),
    _choice("body", "机构", vocabulary("body"), "所在机构", width=16),
    _choice("post", "职务", vocabulary("post"), "工会职务", required=True, width=12),
    _choice("appointment_type", "专兼挂", vocabulary("appointment_type"), "专兼职", width=10),
    ImportColumn(
        "valid_from",
        "任职日期",
        c.past_date,
        ("任职时间", "任职起始日", "任职起始日期"),
        required=True,
        repeats=True,
        note=_("first day in office, like 2024-05-01"),
    ),
    ImportColumn(
        "valid_to",
        "离任日期",
        c.past_date,
        ("离任时间", "任职截止日", "任职截止日期"),
        repeats=True,
        note=_("only for posts of the past"),
    ),
    _choice("end_reason", "离任原因", vocabulary("end_reason"), width=12),
    ImportColumn("elected_on", "选举日期", c.past_date, ("当选日期",), repeats=True),
    _choice("elected_by", "选举方式", vocabulary("election_body"), "选举机构", width=22),
    _choice("category", "委员类别", vocabulary("seat_category"), width=22),
    ImportColumn(
        "represents",
        "代表的工会",
        c.unit_name,
        ("所代表的工会", "代表单位"),
        repeats=True,
        width=28,
        note=_("the union for which the seat is held"),
    ),
    _choice("source", "人选来源", vocabulary("candidate_source"), width=20),
    _choice("rank", "职级", vocabulary("rank")),
    _choice("party_role", "党政职务", vocabulary("party_role"), width=20),
    _text("concurrent_post", "兼任职务", 100, "兼任党政职务"),
    _text("home_department", "所在部门", 100, "部门"),
    _yes_no("on_establishment", "占编制", "在编", "是否在编"),
    _text("treatment", "享受待遇", 100, "待遇"),
    _text("managing_body", "管理单位", 100, "管理部门"),
    _text("approval_no", "批准文号", 50, "批复文号"),
)


class Cadres(CadreWrites, ImportKind):
    """工会干部和任职."""

    code = Kind.CADRES
    title = _("cadres and posts")
    about = _("one post of one person a row; people who are not recorded yet are added")
    number_title = "证件号码"
    staged = StagedCadre
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    permission = "cadres.add_appointment"

    def checker(self, batch: ImportBatch, layout: Layout) -> CadreChecker:
        """Checks with the posts and people of the county."""
        return CadreChecker(self, batch, layout)
