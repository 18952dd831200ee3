"""Lists as Excel workbooks: what the list shows now, inside the user's places."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from import_export.fields import Field
from import_export.resources import ModelResource

from unionreg.admin_base import ScopedAdmin
from unionreg.downloads import LARGEST_EXPORT, download, refuse_export
from unionreg.workbooks import write_table


class RegistryResource(ModelResource):  # type: ignore[misc]
    """Columns of an export: choices in words, related records by their names.

    `titles` heads the columns; one without a title is headed by the label of its field. `related`
    are the relations whose names the columns show.
    """

    titles: ClassVar[dict[str, str]] = {}
    related: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def rows(cls, listed: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The rows of a list with all that the columns show."""
        return listed.select_related(*cls.related)

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        """The titles of the columns."""
        fields = self.get_export_fields(selected_fields)
        return [self.titles.get(field.column_name) or self._label(field) for field in fields]

    def _label(self, field: Field) -> str:
        named = self._meta.model._meta.get_field(field.attribute)
        return str(capfirst(str(getattr(named, "verbose_name", field.column_name))))

    def export_field(self, field: Field, instance: models.Model, **kwargs: Any) -> Any:
        """The value of a cell: numbers and dates as they are, everything else in words."""
        return self._readers[field.column_name](instance)

    @cached_property
    def _readers(self) -> dict[str, Callable[[Any], Any]]:
        return {field.column_name: self._reader(field) for field in self.get_export_fields()}

    def _reader(self, field: Field) -> Callable[[Any], Any]:
        """How a column is read from a record; its words are looked up once, not for each row."""
        first, _separator, second = field.attribute.partition("__")
        words: dict[Any, Any] = {True: _("yes"), False: _("no")}
        if not second:
            words |= self._choices(first)

        def read(record: Any) -> Any:
            value = getattr(record, first)
            if second and value is not None:
                value = getattr(value, second)
            return words.get(value, value) if value.__class__ in (str, bool) else value

        return read

    def _choices(self, name: str) -> dict[Any, str]:
        """The words of a field with a list of choices; annotations have none."""
        try:
            field: Any = self._meta.model._meta.get_field(name)
        except FieldDoesNotExist:
            return {}
        return {value: str(label) for value, label in field.flatchoices}


class ExportAdmin(ScopedAdmin):
    """Adds `export/` to a list: the same search and filters, all pages.

    `resource_class` says which columns, `export_permission` who may; `import_kind` is the kind of
    import that fills the list.
    """

    resource_class: type[RegistryResource]
    export_permission: str
    import_kind: str = ""
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
        """The list, with links to its workbook and to the import."""
        links = {"may_export": self.may_export(request), "import_kind": self.import_kind}
        return super().changelist_view(request, {**links, **(extra_context or {})})

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The rows of the list as a workbook; 404 without the permission, never a part of them."""
        if not self.may_export(request):
            raise Http404
        rows = self.resource_class.rows(self.listed(request))
        number = rows.count()
        if number > LARGEST_EXPORT:
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return refuse_export(request, number, LARGEST_EXPORT, reverse(name))
        table = self.resource_class().export(rows)
        return _attachment(str(self.opts.verbose_name_plural), table)


def _attachment(title: str, table: Any) -> HttpResponse:
    """The table as a download that is named after the list and the day."""
    content = write_table(title=title, headers=table.headers, rows=table)
    return download(content, f"{title}-{timezone.localdate().isoformat()}.xlsx")
