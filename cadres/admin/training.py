"""Training plans, trainings and attendance in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Attendance, Person, Training, TrainingPlan
from cadres.services.training import record_attendance, save_plan, save_training
from cadres.staff_forms import TrainingForm
from cadres.staff_resources import AttendanceResource, PlanResource, TrainingResource
from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.admin.columns import last_change, number_column
from townships.forms import ReasonedForm
from townships.problems import Saved
from unionreg import ui

EXPORT = "cadres.export_cadre"


def _number(rows: QuerySet[Any], group: str) -> Coalesce:
    """How many rows there are of each record, as a column of a list."""
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@admin.register(TrainingPlan)
class TrainingPlanAdmin(OrganisationAdmin):
    """What is planned for a year, beside what was held (R-TRN-03)."""

    form = ReasonedForm
    resource_class = PlanResource
    export_permission = EXPORT
    list_display = ("title", "year", "level", "planned", "reached", "document_no", last_change)
    list_filter = ("year", "level")
    list_select_related = ("updated_by",)
    ordering = ("-year", "title")
    search_fields = ("title",)
    search_columns = ("title", "document_no")
    fieldsets = (
        (None, {"fields": [("year", "level"), "title", ("planned_people", "document_no")]}),
        ("", {"fields": ["reason"]}),
    )

    planned = number_column("planned_people", gettext_lazy("people planned"))
    reached = number_column("reached_now", gettext_lazy("person-times so far"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many people took part in the trainings of the plan."""
        there = Attendance.objects.filter(
            county_code=OuterRef("county_code"),
            training__plan_id=OuterRef("pk"),
            attended=True,
        )
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(reached_now=_number(there, "training__plan_id"))
        )
        return rows

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_plan(
            plan=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )


@admin.register(Training)
class TrainingAdmin(OrganisationAdmin):
    """A training and who took part."""

    form = TrainingForm
    resource_class = TrainingResource
    export_permission = EXPORT
    list_display = (
        *("title", "mode", "organiser", "organiser_level", "completed_on"),
        *("attended", "passed", last_change),
    )
    list_filter = ("mode", "organiser_level", "before_post", TownshipFilter)
    list_select_related = ("updated_by",)
    ordering = ("-completed_on", "-pk")
    search_fields = ("title",)
    search_columns = ("title", "organiser")
    search_help_text = gettext_lazy("Title or organiser")
    autocomplete_fields = ("plan", "township")
    only_for_changes = frozenset({"reason", "people", "result"})
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "title",
                    ("mode", "method"),
                    ("organiser", "organiser_level"),
                    ("started_on", "completed_on"),
                    ("venue", "township"),
                    ("plan", "before_post"),
                ]
            },
        ),
        (gettext_lazy("Attendance"), {"fields": ["people", "result", "reason"]}),
    )

    attended = number_column("attended_now", gettext_lazy("took part"))
    passed = number_column("passed_now", gettext_lazy("passed"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many took part and passed."""
        there = Attendance.objects.filter(
            county_code=OuterRef("county_code"), training_id=OuterRef("pk"), attended=True
        )
        passed = there.filter(passed=True)
        rows: QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(
                attended_now=_number(there, "training_id"),
                passed_now=_number(passed, "training_id"),
            )
        )
        return rows

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Only people of the training's county can be put on its list."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "township" in form.base_fields:
            form.base_fields["township"].required = False
        if "people" in form.base_fields:
            people = Person.objects.visible_to(request.user, self.permission("change"))
            here = people.in_county(obj.county_code) if obj else people.none()
            form.base_fields["people"].queryset = here
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With how many took part, linked to the list."""
        training = kwargs.get("obj")
        if training is not None:
            context["figures"] = _figures(training)
        return super().render_change_form(request, context, *args, **kwargs)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_training(
            training=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
            people=form.cleaned_data.get("people") or (),
            passed=form.passed,
        )


def _figures(training: Any) -> list[dict[str, str]]:
    """What the form says above its fields."""
    address = reverse("admin:cadres_attendance_changelist")
    rows = f"{address}?training__id__exact={training.pk}"
    took_part = _("Took part: %(n)s") % {"n": ui.number(training.attended_now)}
    passed = _("Passed: %(n)s") % {"n": ui.number(training.passed_now)}
    return [
        {"text": took_part, "address": rows},
        {"text": passed, "address": f"{rows}&passed__exact=1"},
    ]


@admin.register(Attendance)
class AttendanceAdmin(OrganisationAdmin):
    """Who took part in which training, and whether he passed."""

    form = ReasonedForm
    resource_class = AttendanceResource
    export_permission = EXPORT
    import_kind = "attendance"
    list_display = ("person", "training", "completed", "there", "result", "score", last_change)
    list_filter = ("attended", "passed")
    linked_lookups = ("training__id__exact", "person__id__exact")
    list_select_related = ("person", "training", "updated_by")
    ordering = ("-training__completed_on", "person__name_pinyin", "person__name")
    search_fields = ("person__name",)
    search_columns = ("person__name", "person__name_pinyin", "training__title")
    search_help_text = gettext_lazy("Name, pinyin or title of the training")
    autocomplete_fields = ("training", "person")
    fieldsets = (
        (None, {"fields": ["training", "person", ("attended", "passed"), ("score", "note")]}),
        ("", {"fields": ["reason"]}),
    )

    @admin.display(description=gettext_lazy("completed on"), ordering="training__completed_on")
    def completed(self, row: Attendance) -> str:
        """When the training ended."""
        return format_html('<time datetime="{0}">{0}</time>', row.training.completed_on.isoformat())

    @admin.display(description=gettext_lazy("took part"), ordering="attended")
    def there(self, row: Attendance) -> str:
        """In words."""
        return str(_("yes") if row.attended else _("no"))

    @admin.display(description=gettext_lazy("result"), ordering="passed")
    def result(self, row: Attendance) -> SafeString:
        """In three values: nobody said is not failed."""
        if row.passed is None:
            return ui.badge("unk", _("not recorded"))
        return ui.badge("ok", _("passed")) if row.passed else ui.badge("warn", _("not passed"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Training and person say which row it is."""
        return ("training_title", "person") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A training of the county is no page of a township: its title is enough."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        (name, options), *others = fieldsets
        fields = ["training_title" if one == "training" else one for one in options["fields"]]
        return [(name, {**options, "fields": fields}), *others]

    @admin.display(description=gettext_lazy("training"))
    def training_title(self, row: Attendance) -> str:
        """What it was, without a link."""
        return str(row.training.title)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return record_attendance(
            attendance=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
