"""Base classes of the admin: inside the user's places, saved by services, never deleted."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from history.selectors import changes_of, labelled
from history.services import save_record
from townships.choices import Level
from townships.models import Division
from unionreg.admin_forms import RegistryForm
from unionreg.change_list import RegistryList
from unionreg.county import Conflict, CountyQuerySet, CountyRow
from unionreg.saved_words import saved_words
from unionreg.widgets import RecordSelect, can_be_key, can_be_value

HISTORY_ROWS = 100
# What Django's filters of a field add to its name.
_FIELD_LOOKUPS = ("", "__exact", "__isnull", "__in", "__gte", "__lt", "__lte", "__id__exact")


def divisions_of(user: Any, level: int, permission: str | None = None) -> models.QuerySet[Division]:
    """Divisions of one level inside the places where `user` holds `permission`."""
    scope = user.scope_for(permission)
    rows = Division.objects.filter(level=level, valid_to__isnull=True)
    if scope.nationwide:
        return rows
    if level >= Level.TOWNSHIP:
        inside = models.Q(parent_id__in=scope.counties) | models.Q(key__in=scope.townships)
        return rows.filter(inside)
    return rows.filter(key__in=scope.counties | scope.township_counties | scope.divisions)


class ScopedAdmin(admin.ModelAdmin[Any]):
    """Shows what lies inside the user's places; anything else answers 404."""

    actions: Any = None
    list_per_page = 50
    show_full_result_count = False
    preserve_filters = True
    delete_confirmation_template = None
    # What the product's own pages narrow the list by, besides its filters.
    linked_lookups: tuple[str, ...] = ()

    def permission(self, action: str) -> str:
        """Full name of a permission on this model, "app.action_model"."""
        return f"{self.opts.app_label}.{action}_{self.opts.model_name}"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list with links that keep its filters."""
        return RegistryList

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Rows that the user may view."""
        rows = super().get_queryset(request)
        if isinstance(rows, CountyQuerySet):
            return rows.visible_to(request.user, self.permission("view"))
        return rows

    def listed(self, request: HttpRequest) -> models.QuerySet[Any]:
        """All pages of the list as it is filtered; 404 for filters that there are not."""
        rows: models.QuerySet[Any] = self.changelist_of(request).queryset
        return rows

    def changelist_of(self, request: HttpRequest) -> ChangeList:
        """The list as it is filtered; 404 for filters that there are not."""
        try:
            return self.get_changelist_instance(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            raise Http404 from None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only filters of the list and what our own pages link to.

        Of any other column, a masked number among them, the content could be found out letter by
        letter.
        """
        return lookup in self.linked_lookups or lookup in self._own_lookups(request)

    def _own_lookups(self, request: Any) -> set[str]:
        """The parameters of the list's filters and of its dates."""
        names = {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
                names.add(str(item.parameter_name))
            else:
                field = item[0] if isinstance(item, list | tuple) else item
                names |= {f"{field}{ending}" for ending in _FIELD_LOOKUPS}
        return names

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet[Any], *args: Any
    ) -> Any:
        """Do the chosen action; what can be no key of a record chooses nothing."""
        sent = request.POST.copy()
        chosen = sent.getlist(ACTION_CHECKBOX_NAME)
        key = self.opts.pk
        sent.setlist(ACTION_CHECKBOX_NAME, [v for v in chosen if can_be_value(key, v)])
        request.POST = sent  # type: ignore[assignment]
        return super().response_action(request, queryset, *args)

    def _allows(self, request: HttpRequest, action: str, obj: Any = None) -> bool:
        return request.user.has_perm(self.permission(action), obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role and place."""
        return self._allows(request, "view", obj) or self._allows(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role; the place is checked when the record is saved."""
        return self._allows(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By role and place."""
        return self._allows(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing in the registry is ever deleted (工会法 art. 13, R-ORG-08)."""
        return False

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no such page."""
        raise Http404

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form; outside there is nothing, not even something forbidden."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if object_id and self.get_object(request, unquote(object_id)) is None:
                raise Http404 from None
            raise

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> HttpResponse:
        raise Http404

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address fills in, without what can be no key of a related record."""
        given: dict[str, Any] = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if self._can_be(name, value)}

    def _can_be(self, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return True  # a field of the form only
        return not isinstance(field, models.ForeignKey) or can_be_key(field, value)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only what lies inside the user's places."""
        target = db_field.remote_field.model
        permission = self.permission("change")
        if "queryset" not in kwargs and issubclass(target, CountyRow):
            kwargs["queryset"] = target.objects.visible_to(request.user, permission)
        elif "queryset" not in kwargs and target is Division:
            kwargs["queryset"] = divisions_of(request.user, Level.TOWNSHIP, permission)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Plain selects: related records have their own lists, no pop-up windows."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The change log is written by the services."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The change log is written by the services."""

    def changes_of(self, request: HttpRequest, instance: Any) -> models.QuerySet[Any]:
        """The entries of the change log on the page of a record's history."""
        return changes_of(instance)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Who changed what, when and why; 404 outside."""
        instance = self.get_object(request, object_id)
        if instance is None or not self.has_view_permission(request, instance):
            raise Http404
        page = Paginator(self.changes_of(request, instance), HISTORY_ROWS).get_page(
            request.GET.get("p")
        )
        context = {
            **self.admin_site.each_context(request),
            "title": str(instance),
            "object": instance,
            "opts": self.opts,
            "page_obj": page,
            "labelled_changes": labelled(page.object_list),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)


def without_fields(fieldsets: Any, left_out: Collection[str]) -> list[tuple[Any, dict[str, Any]]]:
    """Fieldsets without some fields; one that becomes empty goes too."""
    kept = [
        (name, {**options, "fields": _without(options["fields"], left_out)})
        for name, options in fieldsets
    ]
    return [(name, options) for name, options in kept if options["fields"]]


def _without(fields: Any, left_out: Collection[str]) -> list[Any]:
    """The fields of a fieldset, rows included, without some."""
    kept: list[Any] = []
    for field in fields:
        if not isinstance(field, list | tuple):
            kept += [] if field in left_out else [field]
        elif row := tuple(name for name in field if name not in left_out):
            kept.append(row)
    return kept


class RegistryAdmin(ScopedAdmin):
    """Admin of a versioned record: two clerks do not overwrite each other."""

    form = RegistryForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared fieldsets with the hidden version; readers get no form-only fields."""
        declared = super().get_fieldsets(request, obj)
        editable = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        hidden = {"record_version"} if editable else set(self.form.declared_fields)
        fieldsets = without_fields(declared, hidden)
        if editable:
            fieldsets[0][1]["fields"].append("record_version")
        return fieldsets

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Add who saved last; a form that was not saved keeps the name of the record as stored."""
        obj = kwargs.get("obj")
        if obj is not None and context.get("errors"):
            context["original"] = self.get_object(request, str(obj.pk))
        if obj is not None and getattr(obj, "updated_by_id", None):
            context["last_change"] = {"user": obj.updated_by, "at": obj.updated_at}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form class, with the refusal of the first attempt if there was one."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form; when the service refuses, the same form with the reason and all input."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Conflict, ValidationError) as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """On to the next page, which says what was changed."""
        request.saved_words = saved_words(obj)  # type: ignore[attr-defined]
        return super().response_change(request, obj)

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        """After a save, what it has changed, and not only that it was successful."""
        if level == messages.SUCCESS:
            message = getattr(request, "saved_words", message)
        super().message_user(request, message, level, extra_tags, fail_silently)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save through the service of the record."""
        self.save_record(
            request,
            obj,
            form,
            # a form that does not say where it started from is out of date
            expected_version=form.cleaned_data.get("record_version") or 0 if change else None,
        )

    def save_record(
        self, request: HttpRequest, obj: Any, form: Any, *, expected_version: int | None
    ) -> None:
        """Override with the service of the app; the default only writes the change log."""
        save_record(instance=obj, user=request.user, expected_version=expected_version)
