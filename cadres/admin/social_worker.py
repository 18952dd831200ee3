"""Social union workers in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Attendance, SocialWorker, WorkerAssignment
from cadres.selectors.social_workers import employed_on
from cadres.services.social_workers import save_worker
from cadres.staff_forms import WorkerForm
from cadres.staff_resources import WorkerResource
from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.admin.columns import last_change
from townships.admin.inlines import DatedInline
from townships.choices import OPEN_STATUSES, UnionKind
from townships.models import Union
from townships.problems import Saved
from unionreg import ui

GUIDED_KINDS = (
    *(UnionKind.FEDERATION, UnionKind.OWN, UnionKind.JOINT, UnionKind.VILLAGE),
    UnionKind.TOWNSHIP,
)


class EmployedFilter(admin.SimpleListFilter):
    """Those who are employed today, unless somebody asks for the others."""

    title = gettext_lazy("employed or ended")
    parameter_name = "employed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ended", _("ended")), ("all", _("all, ended ones too"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("employed today")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "all":
            return queryset
        if self.value() == "ended":
            return queryset.filter(ended_on__lt=today)
        return queryset.filter(Q(started_on__gt=today) | employed_on(today))


class GuidanceInline(DatedInline):
    """The unions that the worker guides and guided."""

    model = WorkerAssignment
    fk_name = "worker"
    related = "union"
    fields = ("guided", "valid_from", "until")
    readonly_fields = ("guided", "until")
    verbose_name_plural = gettext_lazy("guidance so far")
    empty_text = gettext_lazy("No guidance was ever recorded.")

    @admin.display(description=gettext_lazy("union"))
    def guided(self, row: WorkerAssignment) -> str:
        """The union."""
        return self.link_to(row.union)


@admin.register(SocialWorker)
class SocialWorkerAdmin(OrganisationAdmin):
    """Source of hire, contract, pay, qualification, whom they guide, and the end."""

    form = WorkerForm
    resource_class = WorkerResource
    export_permission = "cadres.export_cadre"
    list_display = (
        *("person", "place", "kind", "hire_mode", "pay_source"),
        *("started_on", "contract", "trained", last_change),
    )
    list_filter = (EmployedFilter, TownshipFilter, "kind", "hire_mode", "pay_source")
    list_select_related = ("person", "township", "updated_by")
    ordering = ("-started_on", "pk")
    search_fields = ("person__name",)
    search_columns = ("person__name", "person__name_pinyin", "person__name_initials")
    search_help_text = gettext_lazy("Name or pinyin initials")
    autocomplete_fields = ("person", "township", "employer")
    inlines = (GuidanceInline,)
    only_for_changes = frozenset({"reason", "ended_on"})
    fieldsets = (
        (None, {"fields": ["person", ("township", "employer"), ("kind", "hire_mode")]}),
        (
            gettext_lazy("Contract and pay"),
            {
                "fields": [
                    ("started_on", "ended_on"),
                    ("contract_from", "contract_to"),
                    ("pay_source", "monthly_pay"),
                ]
            },
        ),
        (
            gettext_lazy("Profession and guidance"),
            {
                "fields": [
                    ("qualification", "rule_basis"),
                    *("guides", "guides_from", "guides_shown"),
                    *("note", "reason"),
                ]
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With whether a training before the post is recorded."""
        before = Attendance.objects.filter(
            county_code=OuterRef("county_code"),
            person_id=OuterRef("person_id"),
            attended=True,
            training__before_post=True,
            training__completed_on__lte=OuterRef("started_on"),
        )
        trained = Exists(before.exclude(passed=False))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(trained_now=trained)
        return rows

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Only unions inside the user's places can be guided."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "guides" in form.base_fields:
            unions = Union.objects.visible_to(request.user, self.permission("change"))
            rows = unions.filter(kind__in=GUIDED_KINDS, status__in=OPEN_STATUSES)
            form.base_fields["guides"].queryset = rows
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whose employment it is stays."""
        return ("person",) if obj else ()

    @admin.display(description=gettext_lazy("township"), ordering="township__code")
    def place(self, worker: SocialWorker) -> str:
        """The township, or that the worker is there for the county."""
        return str(worker.township.name if worker.township else _("for the county"))

    @admin.display(description=gettext_lazy("contract until"), ordering="contract_to")
    def contract(self, worker: SocialWorker) -> SafeString | str:
        """The last day; marked when it has passed."""
        if worker.contract_to is None:
            return ui.NOTHING
        day = date_format(worker.contract_to, "Y-m-d")
        over = worker.contract_to < timezone.localdate() and worker.ended_on is None
        return ui.badge("warn", day) if over else day

    @admin.display(description=gettext_lazy("trained before the post"), boolean=None)
    def trained(self, worker: Any) -> SafeString:
        """Whether a training before the post is recorded (R-SOC-05)."""
        if worker.trained_now:
            return ui.badge("ok", _("yes"))
        return ui.badge("unk", _("not recorded"))

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_worker(
            worker=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
            qualification=form.cleaned_data["qualification"],
            added=form.added,
            removed=form.removed,
            guides_from=form.changes_from,
        )
