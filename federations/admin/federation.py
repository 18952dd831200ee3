"""The list of federations, and the form of what the record says beside its union."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from federations.models import Coverage, Federation, SeatToFill
from federations.resources import FederationResource
from federations.selectors.federations import FOUND, VIEW, townships_of, unregistered
from federations.services.records import save_federation
from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.admin.columns import last_change, number_column
from townships.choices import OPEN_STATUSES, UnionStatus
from townships.models import Division
from townships.problems import Saved
from unionreg import ui
from unionreg.admin_forms import RegistryForm


class FederationForm(RegistryForm):
    """The record; its townships are ticked."""

    townships = forms.ModelMultipleChoiceField(
        label=_("townships"),
        queryset=Division.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where it works; none ticked: the whole county"),
    )
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)

    class Meta:
        model = Federation
        fields = (
            *("kind", "level", "basis", "industry", "host", "host_name", "area"),
            *("has_party_org", "manages_own_funds", "shanxi_checklist", "note"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields.get("townships")
        if places is not None and self.instance.pk is not None:
            places.queryset = townships_of(self.instance.county_code)
            rows = self.instance.townships.values_list("township_id", flat=True)
            places.initial = list(rows)


class PlaceFilter(TownshipFilter):
    """Where federations lie, or to which townships they extend."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        key = self.value()
        if not key:
            return queryset
        extends = Q(townships__township_id=key)
        found: QuerySet[Any] = queryset.filter(Q(union__township_id=key) | extends).distinct()
        return found


class StateFilter(admin.SimpleListFilter):
    """Federations that exist today or are being founded, unless somebody asks for others."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        seats = ("seats", str(_("with seats to be filled")))
        return [
            *((str(s), str(UnionStatus(s).label)) for s in OPEN_STATUSES),
            seats,
            ("all", str(_("All, closed ones too"))),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "all":
            return queryset
        if value == "seats":
            return queryset.filter(seats_now__gt=0)
        wanted = (value,) if value in OPEN_STATUSES else OPEN_STATUSES
        found: QuerySet[Any] = queryset.filter(union__status__in=wanted)
        return found


def with_numbers(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the unions covered now and the seats to be filled."""
    mine = {"county_code": OuterRef("county_code"), "federation_id": OuterRef("pk")}
    covered = Coverage.objects.filter(valid_to__isnull=True, **mine)
    seats = SeatToFill.objects.filter(closed_on__isnull=True, **mine)
    counted: QuerySet[Any] = rows.annotate(covered_now=_number(covered), seats_now=_number(seats))
    return counted


def _number(rows: QuerySet[Any]) -> Any:
    grouped = rows.order_by().values("federation_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped), 0)


@admin.register(Federation)
class FederationAdmin(OrganisationAdmin):
    """Federations of the user's places; new ones begin with their founding file."""

    form = FederationForm
    resource_class = FederationResource
    change_list_template = "admin/federations/list.html"
    change_form_template = "admin/federations/form.html"
    list_display = (
        *("named", "kind", "level", "place", "state"),
        *("covered", "to_fill"),
        *("founded", last_change),
    )
    covered = number_column("covered_now", _("covered unions"))
    to_fill = number_column("seats_now", _("seats to be filled"))
    list_display_links = None
    list_filter = (PlaceFilter, "kind", "level", StateFilter)
    list_select_related = ("union__township", "updated_by")
    ordering = ("union__pinyin", "union__name")
    search_fields = ("union__name", "union__code")
    search_columns = ("union__name", "union__pinyin", "union__code", "area", "host_name")
    search_help_text = _("Name, code, area or industry, host body or pinyin initials")
    fieldsets = (
        (
            None,
            {
                "fields": [
                    ("kind", "level"),
                    ("basis", "industry"),
                    ("host", "host_name"),
                    ("has_party_org", "manages_own_funds"),
                    ("area", "shanxi_checklist"),
                    "townships",
                    ("note", "reason"),
                ]
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With unions covered and seats to be filled."""
        return with_numbers(super().get_queryset(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A federation begins with its founding file."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with the way to a new founding file and to unions without a record."""
        user: Any = request.user
        more = {
            "may_found": user.has_perm(FOUND),
            "incomplete": unregistered(user, VIEW).count(),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        values = form.cleaned_data
        return save_federation(
            federation=obj,
            townships=list(values["townships"]),
            user=request.user,
            expected_version=expected_version,
            reason=values.get("reason", ""),
        )

    @admin.display(description=_("full name"), ordering="union__name")
    def named(self, federation: Any) -> SafeString:
        """The name, leading to its founding file and pages."""
        url = reverse("federation", args=[federation.pk])
        return format_html('<a href="{}">{}</a>', url, federation.union.name)

    @admin.display(description=_("place"), ordering="union__township__code")
    def place(self, federation: Any) -> str:
        """Its township; one that spans several lies in the county."""
        township = federation.union.township
        return township.name if township else str(_("several townships or the county"))

    @admin.display(description=_("status"), ordering="union__status")
    def state(self, federation: Any) -> SafeString:
        """The status of its union as icon, word and colour."""
        union = federation.union
        kinds = {UnionStatus.ACTIVE: "ok", UnionStatus.PREPARING: "info"}
        return ui.badge(kinds.get(UnionStatus(union.status), "plain"), union.get_status_display())

    @admin.display(
        description=_("founded on"), ordering=F("union__founded_on").desc(nulls_last=True)
    )
    def founded(self, federation: Any) -> str:
        """The day of its founding."""
        day = federation.union.founded_on
        return day.isoformat() if day else ui.NOTHING
