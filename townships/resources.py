"""Columns of the workbooks that lists are exported to; the imports app reads workbooks.

What can be imported again has the titles of the import template, in every language: they stand in
people's workbooks.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, FilteredRelation, Q
from import_export.fields import Field

from townships.models import Employer, GrassrootsUnion, TownshipStatistics, TownshipUnion, Union
from unionreg.admin_export import RegistryResource


class _PlacedResource(RegistryResource):
    """Columns of everything that lies in a township, by its name and code."""

    township = Field(attribute="township__name", column_name="township")
    township_code = Field(attribute="township__code", column_name="township_code")
    related: ClassVar[tuple[str, ...]] = ("township",)


class _UnionResource(_PlacedResource):
    """Columns of every union; the counts come from the annotations of the list."""

    superior = Field(attribute="superior__name", column_name="superior")
    term_started = Field(attribute="term_started", column_name="term_started")
    term_years = Field(attribute="term_years", column_name="term_years")
    related: ClassVar[tuple[str, ...]] = ("township", "superior")
    titles: ClassVar[dict[str, str]] = {
        "code": "工会编码",
        "name": "工会全称",
        "kind": "工会类型",
        "form": "组织形式",
        "subtype": "联合工会种类",
        "township": "所在乡镇（街道）",
        "township_code": "乡镇代码",
        "superior": "上级工会",
        "status": "状态",
        "founded_on": "建会日期",
        "approval_no": "建会批复文号",
        "credit_code": "工会统一社会信用代码",
        "certificate_no": "工会法人证书编号",
        "account_mode": "经费账户",
        "party_organisation": "同级党组织",
        "audit_committee_on": "经审会成立日期",
        "women_committee_on": "女职委成立日期",
        "term_started": "本届起始日期",
        "term_years": "任期年数",
        "chair_name": "工会主席",
        "phone": "联系电话",
        "grassroots": "基层工会数",
        "workers": "职工数",
        "uncounted": "没有填职工数的单位数",
        "members": "会员数",
    }

    @classmethod
    def rows(cls, listed: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """With the term that runs; a union has one at the most."""
        running = FilteredRelation("terms", condition=Q(terms__ended_on=None))
        rows: models.QuerySet[Any] = (
            super()
            .rows(listed)
            .annotate(
                running_term=running,
                term_started=F("running_term__started_on"),
                term_years=F("running_term__years"),
            )
        )
        return rows


class _CountedResource(_UnionResource):
    """With workers and members."""

    workers = Field(attribute="workers_now", column_name="workers")
    members = Field(attribute="members_now", column_name="members")


class TownshipUnionResource(_CountedResource):
    """Township unions."""

    grassroots = Field(attribute="unions_now", column_name="grassroots")

    class Meta:
        model = TownshipUnion
        fields = (
            "code",
            "name",
            "form",
            "township",
            "township_code",
            "superior",
            "status",
            "founded_on",
            "approval_no",
            "credit_code",
            "certificate_no",
            "account_mode",
            "party_organisation",
            "audit_committee_on",
            "women_committee_on",
            "term_started",
            "term_years",
            "chair_name",
            "phone",
            "grassroots",
            "workers",
            "members",
        )
        export_order = fields


class GrassrootsUnionResource(_CountedResource):
    """Grassroots unions; beside the sum of workers, how many units are missing in it."""

    uncounted = Field(attribute="uncounted_now", column_name="uncounted")

    class Meta:
        model = GrassrootsUnion
        fields = (
            "code",
            "name",
            "kind",
            "subtype",
            "township",
            "township_code",
            "superior",
            "status",
            "founded_on",
            "approval_no",
            "credit_code",
            "term_started",
            "term_years",
            "chair_name",
            "phone",
            "workers",
            "uncounted",
            "members",
        )
        export_order = fields


class AllUnionsResource(_UnionResource):
    """Unions of every kind."""

    class Meta:
        model = Union
        fields = (
            "code",
            "name",
            "kind",
            "form",
            "township",
            "township_code",
            "superior",
            "status",
            "founded_on",
            "term_started",
            "term_years",
            "chair_name",
            "phone",
        )
        export_order = fields


class EmployerResource(_PlacedResource):
    """Employers."""

    titles: ClassVar[dict[str, str]] = {
        "name": "单位名称",
        "credit_code": "统一社会信用代码",
        "township": "所在乡镇（街道）",
        "township_code": "乡镇代码",
        "economic_type": "经济类型",
        "industry": "所属行业",
        "is_legal_person": "是否法人单位",
        "opened_on": "开业（设立）日期",
        "worker_count": "职工人数",
        "women_count": "女职工人数",
        "migrant_count": "农民工人数",
        "counted_on": "统计日期",
        "address": "地址",
        "contact": "联系人",
        "phone": "联系电话",
        "status": "单位状态",
    }

    class Meta:
        model = Employer
        fields = (
            "name",
            "credit_code",
            "township",
            "township_code",
            "economic_type",
            "industry",
            "is_legal_person",
            "opened_on",
            "worker_count",
            "women_count",
            "migrant_count",
            "counted_on",
            "address",
            "contact",
            "phone",
            "status",
        )
        export_order = fields


class StatisticsResource(_PlacedResource):
    """Figures of townships."""

    titles: ClassVar[dict[str, str]] = {
        "township": "乡镇（街道）",
        "township_code": "乡镇代码",
        "as_of": "统计日期",
        "firm_count": "企业数",
        "worker_count": "职工数",
        "employed_2nd_3rd_sector": "二三产业从业人员数",
        "legal_person_units": "法人单位数",
        "unionised_units": "已建工会单位数",
        "fulltime_staffing": "能否配备专职主席（副主席）和专职工作人员",
        "activists": "工会积极分子数",
        "volunteers": "工会志愿者数",
        "source": "数据来源",
        "note": "备注",
    }

    class Meta:
        model = TownshipStatistics
        fields = (
            "township",
            "township_code",
            "as_of",
            "firm_count",
            "worker_count",
            "employed_2nd_3rd_sector",
            "legal_person_units",
            "unionised_units",
            "fulltime_staffing",
            "activists",
            "volunteers",
            "source",
            "note",
        )
        export_order = fields
