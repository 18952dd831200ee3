"""Posts in the admin: who holds them today or held them on a day, appointing, leaving."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cadres.admin.annulling import AnnullingAdmin
from cadres.admin.columns import (
    InOfficeFilter,
    OfPersonFilter,
    PlaceFilter,
    day_of,
)
from cadres.admin.ending import EndingAdmin
from cadres.choices import EndReason
from cadres.forms import AppointmentForm
from cadres.models import Appointment
from cadres.resources import AppointmentResource
from cadres.selectors.posts import LEADING_FIRST, timeline
from cadres.selectors.reports import front_line_share, officer_changes
from cadres.services.appointments import appoint
from members.admin.columns import UnionFilter
from townships.admin.base import LONGEST_SELECT, OrganisationAdmin
from townships.choices import OPEN_STATUSES
from townships.models import Union
from townships.problems import Saved
from unionreg import ui
from unionreg.admin_base import without_fields
from unionreg.text import as_key

# Of more rows than these nobody waits for the share of front-line members.
MOST_SHARED = 20_000


@admin.register(Appointment)
class AppointmentAdmin(AnnullingAdmin, EndingAdmin, OrganisationAdmin):
    """Who holds which post. A post that ends keeps its row; nothing is deleted."""

    form = AppointmentForm
    resource_class = AppointmentResource
    export_permission = "cadres.export_cadre"
    import_kind = "cadres"
    change_list_template = "admin/cadres/appointment/change_list.html"
    change_form_template = "admin/cadres/appointment/change_form.html"
    list_display = ("person", "union", "called", "body", "kind_of_post", "valid_from", "until")
    list_filter = (
        UnionFilter,
        OfPersonFilter,
        InOfficeFilter,
        PlaceFilter,
        "post",
        "body",
        "appointment_type",
        "category",
    )
    list_select_related = ("person", "union")
    show_facets = admin.ShowFacets.NEVER
    # by the key of the union and not its code: an index has them in this order
    ordering = ("union_id", LEADING_FIRST, "-valid_from")
    linked_lookups = ("union", "person")
    search_fields = ("person__name",)
    search_columns = ("person__name", "person__name_pinyin", "person__name_initials")
    search_help_text = _("Name of the person or the organisation, pinyin")
    autocomplete_fields = ("person",)
    readonly_fields = ("until", "consents")
    only_for_changes = frozenset({"reason", "consents"})
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "union",
                    "person",
                    ("body", "post"),
                    ("appointment_type", "valid_from"),
                ]
            },
        ),
        (
            _("Seat and election"),
            {
                "fields": [
                    ("category", "represents"),
                    ("elected_on", "elected_by"),
                    ("term", "election"),
                    ("approval_no", "source"),
                ]
            },
        ),
        (
            _("Treatment"),
            {
                "fields": [
                    ("rank", "party_role"),
                    ("concurrent_post", "home_department"),
                    ("on_establishment", "managing_body"),
                    "treatment",
                ]
            },
        ),
        (
            _("Left already"),
            {
                "description": _(
                    "Only for posts of the past. Who leaves now: use “Leave the post”."
                ),
                "fields": [("valid_to", "left_because"), "consents", "reason"],
            },
        ),
    )

    # --- columns and fields that are only shown -----------------------------------------------

    @admin.display(description=_("post"), ordering="post")
    def called(self, post: Appointment) -> str:
        """What the post is called there."""
        return post.title

    @admin.display(description=_("full-time or part-time"), ordering="appointment_type")
    def kind_of_post(self, post: Appointment) -> Any:
        """专职、兼职、挂职."""
        return post.get_appointment_type_display() or ui.badge("unk", _("not recorded"))

    @admin.display(description=_("in office until"), ordering="valid_to")
    def until(self, post: Appointment) -> SafeString:
        """The last day and the reason, or that it goes on."""
        if post.valid_to is None:
            return ui.badge("ok", _("holding the post"))
        if post.is_annulled:
            return ui.badge("warn", post.get_end_reason_display())
        return ui.badge("plain", f"{post.valid_to.isoformat()} {post.get_end_reason_display()}")

    @admin.display(description=_("consents to leaving early"))
    def consents(self, post: Appointment) -> str:
        """Who agreed on which day."""
        days = (post.consent_committee_on, post.consent_upper_on)
        shown = [day.isoformat() if day else ui.NOTHING for day in days]
        text = _("own committee %(own)s, higher union %(upper)s %(number)s")
        return str(text % {"own": shown[0], "upper": shown[1], "number": post.consent_upper_no})

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the annulled ones: the list leaves them out until somebody asks for them."""
        rows = Appointment.entries.visible_to(request.user, self.permission("view"))
        return rows.order_by(*self.get_ordering(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was annulled stays as it is."""
        if obj is not None and obj.is_annulled:
            return False
        return super().has_change_permission(request, obj)

    # --- list -----------------------------------------------------------------------------------

    def search_for(self, word: str) -> Any:
        """Also the organisation, by name and pinyin."""
        union = Q(union__name__icontains=word) | Q(union__pinyin__icontains=word)
        return super().search_for(word) | union

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Only the list itself offers what was annulled, and only when it is asked for."""
        if request.GET.get(InOfficeFilter.parameter_name) != InOfficeFilter.ANNULLED:
            queryset = queryset.exclude(end_reason=EndReason.ANNULLED)
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the day that is asked for, and what one organisation's chairs were."""
        day = day_of(request.GET.get("on"))
        extra = {"asked_day": day.isoformat() if day else "", **(extra_context or {})}
        response = super().changelist_view(request, extra)
        cl = getattr(response, "context_data", {}).get("cl")
        if cl is not None:
            response.context_data.update(self._report(request, cl))  # type: ignore[attr-defined]
        return response

    def _report(self, request: HttpRequest, cl: Any) -> dict[str, Any]:
        """R-COM-20 for the rows of the list; of one organisation its chairs and R-TRM-06."""
        found: dict[str, Any] = {}
        if cl.result_count <= MOST_SHARED:
            found["front_line"] = front_line_share(cl.queryset)
        key = as_key(request.GET.get("union") or request.GET.get("union__id__exact"))
        union = Union.objects.visible_to(request.user).filter(pk=key).first() if key else None
        if union is not None:
            found |= {"of_union": union, "chairs": timeline(union)}
            found["changes"] = officer_changes(union)
        return found

    # --- form -----------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new post finds its term by itself; who holds a post leaves it on a page of its own."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return without_fields(fieldsets, {"term", "election"})
        if obj.valid_to is None:
            return without_fields(fieldsets, {"valid_to", "left_because", "consents"})
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A post stays with its organisation."""
        return (*self.readonly_fields, "union") if obj else self.readonly_fields

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """Somebody with few unions chooses from a list, others type a part of the name."""
        few = Union.objects.visible_to(request.user, self.permission("add"))
        many = few[: LONGEST_SELECT + 1].count() > LONGEST_SELECT
        return ("person", "union", "represents") if many else ("person",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Open unions where the user may appoint."""
        if db_field.name == "union":
            unions = Union.objects.visible_to(request.user, self.permission("add"))
            kwargs["queryset"] = unions.filter(status__in=OPEN_STATUSES).order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Whether leaving is offered."""
        post = kwargs.get("obj")
        context["may_end"] = post is not None and self.may_end(request, post)
        context["may_annul"] = post is not None and self.may_annul(request, post)
        if post is not None:
            context["state_badge"] = self.until(post)
        return super().render_change_form(request, context, *args, **kwargs)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        if "left_because" in form.cleaned_data:
            obj.end_reason = form.cleaned_data["left_because"]
        return appoint(
            appointment=obj,
            user=request.user,
            expected_version=expected_version,
            reason=form.cleaned_data.get("reason", ""),
        )
