"""Cadres in the admin: who they are, what they hold, what they have done."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from cadres.admin.columns import HoldsPostFilter, HoldsTypeFilter, NumberFilter
from cadres.admin.revealing import RevealAdmin
from cadres.forms import PersonForm
from cadres.models import Person
from cadres.resources import PersonResource
from cadres.selectors.people import find_by_id, leading_first, posts_in_office, timeline
from cadres.services.people import save_person
from members.admin.columns import masked_phone
from members.admin.searching import SearchAdmin
from members.identity import mask_phone
from townships.admin.base import OrganisationAdmin, TownshipFilter
from townships.problems import Saved
from unionreg import ui

# (organisation) post, so that a phone shows it in one line
_POST = "{}（{}）"


@admin.register(Person)
class PersonAdmin(SearchAdmin, RevealAdmin, OrganisationAdmin):
    """People in posts, delegates, social union workers. Nobody is deleted."""

    form = PersonForm
    resource_class = PersonResource
    export_permission = "cadres.export_cadre"
    import_kind = "cadres"
    search_title = _("Find a cadre")
    change_form_template = "admin/cadres/person/change_form.html"
    list_display = ("name", "sex", "number", "posts", "workplace", "township", masked_phone)
    list_filter = (
        TownshipFilter,
        HoldsPostFilter,
        HoldsTypeFilter,
        NumberFilter,
        "is_front_line",
        "is_public_official",
    )
    list_select_related = ("township",)
    show_facets = admin.ShowFacets.NEVER
    ordering = ("name_pinyin", "name", "id")
    autocomplete_fields = ("township",)
    readonly_fields = ("number", "place", "membership", "shown_phone")
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "name",
                    ("id_type", "number"),
                    "id_number",
                    ("sex", "birth_date"),
                    ("township", "workplace"),
                    "phone",
                ]
            },
        ),
        (
            _("Position"),
            {
                "fields": [
                    ("is_front_line", "is_public_official"),
                    ("is_administrative_head", "association_role"),
                    "membership",
                    "account",
                ]
            },
        ),
        (
            _("Background"),
            {
                "fields": [
                    ("education", "political_status"),
                    ("qualification", "honours"),
                    "assessment",
                    "reason",
                ]
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the posts in office on the list and in its workbook."""
        rows = super().get_queryset(request)
        return rows.prefetch_related(posts_in_office()) if _lists(request) else rows

    def find_by_id(self, user: Any, text: str) -> list[Any]:
        """Cadres with this number."""
        return list(find_by_id(user, text))

    # --- columns and fields that are only shown -----------------------------------------------

    @admin.display(description=_("ID number"), ordering="id_tail")
    def number(self, person: Person) -> Any:
        """Masked; a badge where there is none."""
        return person.id_masked or ui.badge("unk", _("not recorded"))

    @admin.display(description=_("posts today"))
    def posts(self, person: Person) -> Any:
        """Union and post, leading ones first."""
        held = leading_first(person.in_office)  # type: ignore[attr-defined]
        if not held:
            return ui.NOTHING
        rows = ((post.union.name, post.title) for post in held)
        return format_html_join(str(_(", ")), _POST, rows)

    @admin.display(description=_("township"))
    def place(self, person: Person) -> str:
        """Where the post in office lies."""
        return str(person.township or ui.NOTHING)

    @admin.display(description=_("mobile phone"))
    def shown_phone(self, person: Person) -> str:
        """Masked, for readers: in full it is only for those who may change it."""
        return mask_phone(person.phone)

    @admin.display(description=_("membership record"))
    def membership(self, person: Person) -> Any:
        """Whether the person is registered as a member of a union of the county."""
        if person.member is None:
            return ui.badge("unk", _("no member with this ID number"))
        return f"{person.member.name} · {person.member.union}"

    # --- form -----------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The township of somebody in office follows the post; a new one has no number yet."""
        fieldsets = super().get_fieldsets(request, obj)
        hidden = {"membership", "account"} if obj is None else set()
        hidden |= set() if obj is not None and obj.id_masked else {"number"}
        in_office = obj is not None and obj.appointments.filter(valid_to__isnull=True).exists()
        swap = {"township": "place"} if in_office else {}
        if obj is not None and not self.has_change_permission(request, obj):
            swap["phone"] = "shown_phone"
        return [
            (name, {**o, "fields": _fields(o["fields"], hidden, swap)}) for name, o in fieldsets
        ]

    @method_decorator(sensitive_post_parameters("id_number"))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form; error reports leave the number out."""
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With everything so far in time order, and the pages beside the form."""
        person = kwargs.get("obj")
        if person is not None:
            context["timeline"] = timeline(person)
            context["may_reveal"] = self.may_reveal(request, person)
            if request.user.has_perm("cadres.add_appointment", person):
                add = reverse("admin:cadres_appointment_add")
                context["appoint_url"] = f"{add}?person={person.pk}"
        return super().render_change_form(request, context, *args, **kwargs)

    def save(
        self, request: HttpRequest, obj: Any, form: Any, expected_version: int | None
    ) -> Saved[Any]:
        return save_person(
            person=obj,
            user=request.user,
            expected_version=expected_version,
            id_number=form.cleaned_data.get("id_number"),
            reason=form.cleaned_data.get("reason", ""),
        )

    def option_label(self, person: Person) -> str:
        """What a list of options says: names alone are not enough."""
        return " · ".join(part for part in (person.name, person.workplace, person.id_tail) if part)


def _lists(request: HttpRequest) -> bool:
    """Whether the page shows many people."""
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.endswith(("changelist", "export")))


def _fields(fields: Any, hidden: set[str], swap: dict[str, str]) -> list[Any]:
    """The fields of a fieldset, rows included, without some and with others in their place."""
    kept: list[Any] = []
    for field in fields:
        row = field if isinstance(field, tuple) else (field,)
        names = tuple(swap.get(name, name) for name in row if name not in hidden)
        kept += [names if len(names) > 1 else names[0]] if names else []
    return kept
