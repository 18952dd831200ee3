"""Members in the admin: the list, the form by the provincial 20 columns."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from members.admin.columns import (
    CountyFilter,
    MissingFilter,
    StateFilter,
    TownshipFilter,
    UnionFilter,
    county,
    masked_number,
    masked_phone,
    state_badge,
)
from members.admin.exporting import ExportAdmin
from members.admin.inlines import MembershipInline
from members.admin.searching import SearchAdmin
from members.admin.tasks import TaskAdmin
from members.choices import ChangeType, IdType
from members.forms import MemberForm
from members.models import Member
from members.selectors.listed import listed_members
from members.services.details import DETAIL_FIELDS
from members.services.members import save_member
from members.services.membership import Saved, enrol
from townships.admin.base import LONGEST_SELECT, is_local
from townships.choices import OPEN_STATUSES
from townships.models import Union
from unionreg.admin_base import RegistryAdmin, without_fields
from unionreg.long_lists import Length, LongList, Source

_PERSON: Any = (
    gettext_lazy("Person"),
    {
        "fields": [
            ("ethnicity", "political_status"),
            ("education", "skill_level"),
            ("household_type", "household_place"),
            "native_place",
        ]
    },
)
_WORK: list[Any] = [("employment_status", "workplace"), ("is_migrant", "group"), "phone"]


def _replace_field(fieldsets: Any, name: str, other: str) -> None:
    """Show another field at the place of this one."""
    for _heading, options in fieldsets:
        options["fields"] = [other if field == name else field for field in options["fields"]]


def _masked(fieldsets: list[tuple[Any, dict[str, Any]]]) -> list[tuple[Any, dict[str, Any]]]:
    """For readers: the phone as in lists."""
    return [
        (
            name,
            {
                **options,
                "fields": [masked_phone if each == "phone" else each for each in options["fields"]],
            },
        )
        for name, options in fieldsets
    ]


@admin.register(Member)
class MemberAdmin(SearchAdmin, ExportAdmin, TaskAdmin, RegistryAdmin):
    """People with their present union. Nobody is deleted; who leaves stays in the registry."""

    form = MemberForm
    list_display = (
        "name",
        "sex",
        masked_number,
        "union",
        "township",
        state_badge,
        masked_phone,
        "joined_on",
    )
    linked_lookups = ("union",)
    list_filter = (
        UnionFilter,
        StateFilter,
        CountyFilter,
        TownshipFilter,
        "sex",
        "is_migrant",
        "group",
        "employment_status",
        MissingFilter,
        ("joined_on", admin.DateFieldListFilter),
    )
    list_select_related = ("union", "township__parent")
    # What an index of a county serves; who sees single townships only may sort by any column.
    sorted_in_counties = ("name", masked_number, "joined_on")
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-id",)
    inlines = (MembershipInline,)
    add_fieldsets: ClassVar[Any] = (
        (
            None,
            {"fields": ["name", ("id_type", "id_number"), ("sex", "birth_date"), "name_changed"]},
        ),
        (
            gettext_lazy("Membership"),
            {"fields": ["union", ("joined_on", "first_joined_on"), "came_from"]},
        ),
        _PERSON,
        (gettext_lazy("Work and contact"), {"fields": _WORK}),
    )
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": [
                    "name",
                    ("id_type", "number"),
                    "id_number",
                    ("sex", "birth_date"),
                ]
            },
        ),
        (
            gettext_lazy("Membership"),
            {"fields": [("union", "township"), ("joined_on", "first_joined_on"), "last_change"]},
        ),
        _PERSON,
        (gettext_lazy("Work and contact"), {"fields": [*_WORK, "reason"]}),
    )
    membership_fields = ("union", "township", "joined_on", "first_joined_on")
    readonly_fields = ("number", "shown_phone", "last_change")

    class Media:
        js = (Script("js/members.js", defer=True),)

    # --- list -----------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[LongList]:
        """One that does not count millions of people."""
        return LongList

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        """With the county, for who sees several."""
        return self.list_display if is_local(request.user) else (*self.list_display, county)

    def get_sortable_by(self, request: HttpRequest) -> Any:
        """Columns whose order does not have to be made from all people of a county."""
        user: Any = request.user
        scope = user.scope_for(self.permission("view"))
        if scope.nationwide or scope.counties:
            return self.sorted_in_counties
        return super().get_sortable_by(request)

    def known_length(self, request: HttpRequest, changelist: LongList) -> Length | None:
        """The number of people by the summary rows, with the filters that these know."""
        given = changelist.get_filters_params()
        if changelist.query or any(len(values) > 1 for values in given.values()):
            return None
        number = listed_members(request.user, {name: value for name, (value,) in given.items()})
        return None if number is None else Length(number, Source.SUMMARIES)

    # --- columns and fields that are only shown -----------------------------------------------

    @admin.display(description=gettext_lazy("ID number"))
    def number(self, member: Member) -> str:
        """Masked."""
        return member.id_masked

    @admin.display(description=gettext_lazy("mobile phone"))
    def shown_phone(self, member: Member) -> str:
        """Masked, for readers: in full it is only for those who may change it."""
        return masked_phone(member)

    @admin.display(description=gettext_lazy("last change of membership"))
    def last_change(self, member: Member) -> str:
        """What, when and why."""
        if not member.change_type:
            return ""
        kind = ChangeType(member.change_type).label
        day = member.changed_on.isoformat() if member.changed_on else ""
        reason = member.get_change_reason_display()
        return " · ".join(str(part) for part in (kind, day, reason) if part)

    # --- form -----------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new member is typed with the first membership; later that has pages of its own."""
        if obj is not None:
            fieldsets = super().get_fieldsets(request, obj)
            if not self.has_change_permission(request, obj):
                _replace_field(fieldsets, "phone", "shown_phone")
            return fieldsets
        fieldsets = without_fields(self.add_fieldsets, ())
        fieldsets[0][1]["fields"].append("record_version")
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Membership changes by transfer, keeping and ending only."""
        return (*self.readonly_fields, *self.membership_fields) if obj else ()

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """The form's own fields of these names: the model's are not for typing."""
        return ("joined_on", "first_joined_on")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Memberships are shown once there is one."""
        return self.inlines if obj else ()

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """Somebody with few unions chooses from a list, others type a part of the name."""
        few = Union.objects.visible_to(request.user, self.permission("add"))
        return ("union",) if few[: LONGEST_SELECT + 1].count() > LONGEST_SELECT else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only open unions where the user may enrol."""
        if db_field.name == "union":
            unions = Union.objects.visible_to(request.user, self.permission("add"))
            kwargs["queryset"] = unions.filter(status__in=OPEN_STATUSES).order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An ID card unless somebody says otherwise."""
        return {"id_type": IdType.RESIDENT_ID, **super().get_changeform_initial_data(request)}

    @method_decorator(sensitive_post_parameters("id_number"))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form; error reports leave the number out."""
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Which pages are offered."""
        member = kwargs.get("obj")
        if member is not None:
            context["tasks"] = self.tasks_for(request, member)
            context["may_reveal"] = self.may_reveal(request, member)
            context["state_badge"] = state_badge(member)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def save_record(
        self, request: HttpRequest, obj: Any, form: Any, *, expected_version: int | None
    ) -> None:
        """Enrol or save by the service and show what the clerk should look at."""
        if obj.pk is None:
            saved = self._enrol(request, form.cleaned_data)
        else:
            saved = self._save(request, obj, form.cleaned_data, expected_version)
        obj.__dict__.update(saved.member.__dict__)
        for warning in saved.warnings:
            messages.warning(request, warning)
        if saved.returned:
            text = _("%(name)s was in the registry before; the old record was continued.")
            messages.info(request, text % {"name": obj.name})

    def _enrol(self, request: HttpRequest, values: dict[str, Any]) -> Saved:
        came_from = values["came_from"]
        return enrol(
            union=values["union"],
            id_type=values["id_type"],
            id_number=values["id_number"],
            details={name: values[name] for name in DETAIL_FIELDS},
            joined_on=values["joined_on"],
            first_joined_on=values["first_joined_on"],
            came_from=came_from,
            began_by=ChangeType.TRANSFERRED_IN if came_from else "",
            name_changed=values["name_changed"],
            user=request.user,
        )

    def _save(
        self, request: HttpRequest, obj: Any, values: dict[str, Any], expected_version: int | None
    ) -> Saved:
        return save_member(
            member=obj,
            details={name: values[name] for name in DETAIL_FIELDS},
            id_type=values["id_type"],
            id_number=values["id_number"],
            reason=values["reason"],
            expected_version=expected_version,
            user=request.user,
        )
