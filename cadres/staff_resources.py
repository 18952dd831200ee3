"""Columns of the workbooks of social union workers, trainings, attendance and allowances."""

from typing import ClassVar

from import_export.fields import Field

from cadres.models import Allowance, Attendance, SocialWorker, Training, TrainingPlan
from unionreg.admin_export import RegistryResource


class WorkerResource(RegistryResource):
    """Social union workers."""

    person = Field(attribute="person__name", column_name="person")
    qualification = Field(attribute="person__qualification", column_name="qualification")
    township = Field(attribute="township__name", column_name="township")
    employer = Field(attribute="employer__name", column_name="employer")
    related: ClassVar[tuple[str, ...]] = ("person", "township", "employer")
    titles: ClassVar[dict[str, str]] = {
        "person": "姓名",
        "qualification": "职业资格",
        "township": "乡镇（街道）",
        "employer": "聘用单位",
    }

    class Meta:
        model = SocialWorker
        fields = (
            *("person", "kind", "township", "employer", "hire_mode", "pay_source"),
            *("monthly_pay", "started_on", "ended_on", "contract_from", "contract_to"),
            *("qualification", "rule_basis", "note"),
        )
        export_order = fields


class PlanResource(RegistryResource):
    """Training plans."""

    class Meta:
        model = TrainingPlan
        fields = ("year", "level", "title", "planned_people", "document_no")
        export_order = fields


class TrainingResource(RegistryResource):
    """Trainings with the numbers of people."""

    plan = Field(attribute="plan__title", column_name="plan")
    township = Field(attribute="township__name", column_name="township")
    attended = Field(attribute="attended_now", column_name="attended")
    passed = Field(attribute="passed_now", column_name="passed")
    related: ClassVar[tuple[str, ...]] = ("plan", "township")
    titles: ClassVar[dict[str, str]] = {
        "plan": "培训计划",
        "township": "乡镇（街道）",
        "attended": "参加人数",
        "passed": "合格人数",
    }

    class Meta:
        model = Training
        fields = (
            *("title", "plan", "mode", "method", "organiser_level", "organiser", "before_post"),
            *("started_on", "completed_on", "venue", "township", "attended", "passed"),
        )
        export_order = fields


class AttendanceResource(RegistryResource):
    """Who took part in which training; the columns are those of the import."""

    training = Field(attribute="training__title", column_name="training")
    completed_on = Field(attribute="training__completed_on", column_name="completed_on")
    person = Field(attribute="person__name", column_name="person")
    id_number = Field(attribute="person__id_masked", column_name="id_number")
    workplace = Field(attribute="person__workplace", column_name="workplace")
    related: ClassVar[tuple[str, ...]] = ("training", "person")
    titles: ClassVar[dict[str, str]] = {
        "training": "培训名称",
        "completed_on": "结束日期",
        "person": "姓名",
        "id_number": "证件号码",
        "workplace": "工作单位",
        "attended": "是否参加",
        "passed": "是否合格",
        "score": "成绩",
        "note": "备注",
    }

    class Meta:
        model = Attendance
        fields = (
            *("training", "completed_on", "person", "id_number", "workplace"),
            *("attended", "passed", "score", "note"),
        )
        export_order = fields


class AllowanceResource(RegistryResource):
    """Part-time allowances."""

    person = Field(attribute="person_name", column_name="person")
    union = Field(attribute="union_name", column_name="union")
    titles: ClassVar[dict[str, str]] = {"person": "姓名", "union": "工会"}

    class Meta:
        model = Allowance
        fields = ("person", "union", "monthly", "valid_from", "valid_to", "payer", "approval_no")
        export_order = fields
