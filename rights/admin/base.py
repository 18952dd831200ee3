"""What the two lists share: of one union, with its township, and the documents of a record."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attachments.models import Attachment
from attachments.records import record_key
from cadres.admin.records import RecordAdmin
from townships.forms import ReasonedForm
from townships.models import Union
from unionreg.admin_export import ExportAdmin
from unionreg.admin_filters import ChosenFilter


class OfUnionFilter(ChosenFilter):
    """The union that a link has chosen."""

    title = gettext_lazy("union")
    parameter_name = "union__id__exact"
    model = Union

    def narrow(self, rows: QuerySet[Any], key: int) -> QuerySet[Any]:
        return rows.filter(union_id=key)


class RightsAdmin(ExportAdmin, RecordAdmin):
    """A record of a union with documents attached."""

    form = ReasonedForm
    export_permission = "townships.export_registry"
    list_select_related = ("union",)
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("union",)
    readonly_fields = ("documents",)
    only_for_changes = frozenset({"reason", "documents"})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the name of the township, for the workbook."""
        rows: QuerySet[Any] = super().get_queryset(request)
        named: QuerySet[Any] = rows.annotate(township_name=F("union__township__name"))
        return named

    @admin.display(description=gettext_lazy("documents"))
    def documents(self, record: Any) -> str:
        """How many documents are attached, and where one more is."""
        key = record_key(record)
        rows = Attachment.objects.in_county(record.county_code)
        number = rows.filter(record=key, removed_on__isnull=True).count()
        query = urlencode({"record": key})
        url = f"{reverse('documents', args=[record.union_id])}?{query}"
        words = _("%(n)s attached; see them or attach one") % {"n": number}
        return format_html('<a href="{}">{}</a>', url, words)
