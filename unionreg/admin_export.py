"""Lists as Excel workbooks: what the list shows now, inside the user's places."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from import_export.fields import Field
from import_export.resources import ModelResource

from unionreg.admin_base import ScopedAdmin
from unionreg.workbooks import XLSX_TYPE, write_table

LARGEST_EXPORT = 100_000


class RegistryResource(ModelResource):  # type: ignore[misc]
    """Columns of an export: headed by the labels of the fields, choices in words."""

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        """The labels of the columns."""
        return [self._label(field) for field in self.get_export_fields(selected_fields)]

    def _label(self, field: Field) -> str:
        try:
            named = self._meta.model._meta.get_field(field.attribute or "")
        except FieldDoesNotExist:
            return str(field.column_name)
        return str(capfirst(str(getattr(named, "verbose_name", field.column_name))))

    def export_field(self, field: Field, instance: models.Model, **kwargs: Any) -> Any:
        """The value of a cell: numbers and dates as they are, everything else in words."""
        show = getattr(instance, f"get_{field.attribute}_display", None)
        value = show() if show else field.get_value(instance)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(value) if isinstance(value, models.Model) else value


class ExportAdmin(ScopedAdmin):
    """Adds `export/` to a list: the same search and filters, all pages.

    `resource_class` says which columns, `export_permission` who may.
    """

    resource_class: type[RegistryResource]
    export_permission: str
    change_list_template = "admin/exportable_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The URLs of the list and of its workbook."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(require_safe(self.export_view))
        return [path("export/", view, name=name), *super().get_urls()]

    def may_export(self, request: HttpRequest) -> bool:
        """By role, and only with something to see."""
        return request.user.has_perm(self.export_permission)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with a link to its workbook."""
        context = {"may_export": self.may_export(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The rows of the list as a workbook; 404 without the permission."""
        if not self.may_export(request):
            raise Http404
        rows = self.listed(request)
        resource = self.resource_class()
        table = resource.export(rows[:LARGEST_EXPORT])
        title = str(self.opts.verbose_name_plural)
        content = write_table(title=title, headers=table.headers, rows=table)
        response = HttpResponse(content, content_type=XLSX_TYPE)
        file_name = f"{title}-{timezone.localdate().isoformat()}.xlsx"
        response.headers["Content-Disposition"] = content_disposition_header(True, file_name)
        return response
