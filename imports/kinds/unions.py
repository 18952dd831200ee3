"""Unions of every kind but the county's own, with the employers they cover."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from imports.choices import Kind
from imports.kinds import columns as c
from imports.kinds.base import ImportKind
from imports.kinds.columns import ImportColumn
from imports.kinds.union_checker import UnionChecker
from imports.kinds.union_writes import UnionWrites
from imports.models import ImportBatch, StagedUnion
from imports.reading import Layout
from imports.vocabularies import vocabulary as own_vocabulary
from townships.vocabularies import vocabulary


def _date(key: str, header: str, *synonyms: str) -> ImportColumn:
    return ImportColumn(key, header, c.past_date, synonyms, width=14)


def _text(key: str, header: str, length: int, *synonyms: str, width: int = 16) -> ImportColumn:
    return ImportColumn(key, header, c.text(length), synonyms, width=width)


def _choice(key: str, header: str, name: str, *synonyms: str) -> ImportColumn:
    words = own_vocabulary(name)
    return ImportColumn(
        key,
        header,
        c.choice(words),
        synonyms,
        repeats=True,
        choices=c.spellings(words),
        width=18,
    )


COLUMNS = (
    ImportColumn(
        "name", "工会全称", c.unit_name, ("工会名称", "名称", "全称"), required=True, width=34
    ),
    ImportColumn(
        "code",
        "工会编码",
        c.text(16),
        ("编码",),
        as_text=True,
        note=_("empty for new unions: it is given on import"),
        width=18,
    ),
    _text("short_name", "工会简称", 50, "简称"),
    _choice("kind", "工会类型", "union_kind", "类型", "组织类型", "工会组织类型"),
    _choice("form", "组织形式", "union_form", "工会组织形式"),
    ImportColumn(
        "subtype",
        "联合工会种类",
        c.choice(vocabulary("joint_union_subtype")),
        ("联合基层工会种类", "联合类型"),
        repeats=True,
        choices=c.spellings(vocabulary("joint_union_subtype")),
        width=14,
    ),
    ImportColumn(
        "township", "所在乡镇（街道）", c.text(50), c.TOWNSHIP_TITLES, repeats=True, width=18
    ),
    ImportColumn("superior", "上级工会", c.unit_name, ("上级工会名称",), repeats=True, width=28),
    ImportColumn(
        "employers",
        "覆盖单位",
        c.text(1000),
        ("所属单位", "所在单位", "单位名称", "涵盖单位", "覆盖单位名称"),
        width=36,
        note=_("full names or credit codes, with 、 between them"),
    ),
    _date("founded_on", "建会日期", "成立日期", "建会时间"),
    _choice("founding_mode", "建会方式", "founding_mode"),
    _text("approval_no", "建会批复文号", 50, "批复文号", "批准文号"),
    _date("approved_on", "批复日期", "批准日期"),
    _text("approved_by", "批复单位", 100, "批准单位", width=24),
    _text("form_approval_no", "组织形式批准文号", 50),
    _date("form_approved_on", "组织形式批准日期"),
    _text("form_approved_by", "组织形式批准单位", 100, width=24),
    ImportColumn(
        "is_legal_person",
        "是否工会法人",
        c.yes_no,
        ("工会法人资格", "是否法人", "法人资格"),
        repeats=True,
        choices=("是", "否"),
    ),
    ImportColumn(
        "credit_code",
        "工会统一社会信用代码",
        c.raw,
        ("工会信用代码", "统一社会信用代码", "工会法人统一社会信用代码"),
        as_text=True,
        width=22,
        note=_("the union's own, beginning with 81; text format"),
    ),
    _text(
        "certificate_no", "工会法人证书编号", 50, "法人证书编号", "法人证书号", "法人资格证书编号"
    ),
    _date("certificate_from", "证书有效期起", "法人证书有效期起"),
    ImportColumn("certificate_to", "证书有效期止", c.any_date, ("法人证书有效期止",)),
    _text("legal_representative", "法定代表人", 50),
    _choice("account_mode", "经费账户", "account_mode", "账户方式", "经费管理方式"),
    _date("audit_committee_on", "经审会成立日期", "经费审查委员会成立日期"),
    _date("women_committee_on", "女职委成立日期", "女职工委员会成立日期"),
    _date("term_started", "本届起始日期", "本届起", "本届选举日期", "最近换届日期", "换届日期"),
    ImportColumn(
        "term_years",
        "任期年数",
        c.count,
        ("任期（年）", "任期", "每届任期"),
        repeats=True,
        note=_("three or five; or fill in 届满日期"),
    ),
    ImportColumn("term_due", "届满日期", c.any_date, ("任期届满日期", "到届日期")),
    _text("party_organisation", "同级党组织", 100, "同级党委", "同级党组织名称", width=24),
    _text("chair_name", "工会主席", 50, "主席", "主席姓名"),
    ImportColumn(
        "phone", "联系电话", c.phone, ("电话", "主席电话", "主席手机"), secret=True, as_text=True
    ),
    _text("address", "地址", 200, "工会地址", width=28),
)


class Unions(UnionWrites, ImportKind):
    """工会."""

    code = Kind.UNIONS
    title = _("unions")
    about = _("grassroots unions and township unions, with the employers they cover")
    number_title = "工会编码"
    staged = StagedUnion
    columns: ClassVar[tuple[ImportColumn, ...]] = COLUMNS
    unlogged = frozenset({"pinyin"})
    permission = "townships.add_grassrootsunion"

    def checker(self, batch: ImportBatch, layout: Layout) -> UnionChecker:
        """Checks with the unions and employers of the county."""
        return UnionChecker(self, batch, layout)
