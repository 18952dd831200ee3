"""The change log in the admin: everything that happened inside the user's places, for reading."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.choices import Action
from history.models import Change
from history.selectors import FieldChange, labelled
from unionreg import ui
from unionreg.admin_base import ScopedAdmin
from unionreg.change_list import RegistryList

# Kinds of record that people ask about; the others are found through their record.
KINDS = (
    "members.member",
    "members.membership",
    "townships.union",
    "townships.employer",
    "townships.townshipstatistics",
    "townships.affiliation",
    "accounts.user",
    "compliance.finding",
    "cadres.appointment",
    "cadres.term",
    "federations.federation",
    "funding.allocation",
    "funding.scheme",
    "funding.sharetable",
    "funding.grant",
    "funding.payment",
    "funding.budget",
)
# Records whose page is none of the admin, with the name of its address.
PAGES = {
    "compliance.finding": "finding",
    "funding.payment": "payment",
    "funding.allocation": "allocation",
}
SHOWN_FIELDS = 4
_BADGES = {
    Action.CREATED: "ok",
    Action.CHANGED: "info",
    Action.REMOVED: "warn",
    Action.REVEALED: "warn",
    Action.EXPORTED: "plain",
}
# What has no "before": the values are told as they are.
_WITHOUT_BEFORE = (Action.CREATED, Action.EXPORTED)


class LabelledChanges(RegistryList):
    """A page of the log whose fields are put into words with one look-up per kind of record."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        mark_readable(self.result_list, request.user)
        pairs = labelled(self.result_list)
        for change, fields in pairs:
            change.in_words = fields  # type: ignore[attr-defined]
        self.result_list = [change for change, _fields in pairs]


class KindFilter(admin.SimpleListFilter):
    """Members, unions, employers …"""

    title = gettext_lazy("kind of record")
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(label, kind_of(label)) for label in KINDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(model=self.value()) if self.value() else queryset


def kind_of(label: str) -> str:
    """The name of a kind of record; the stored label when the model is gone."""
    try:
        return str(capfirst(str(apps.get_model(label)._meta.verbose_name)))
    except LookupError:
        return label


def mark_readable(changes: Iterable[Change], reader: Any) -> None:
    """Note on each change whether `reader` may open records of its kind at all."""
    known: dict[str, bool] = {}
    for change in changes:
        if change.model not in known:
            known[change.model] = reader.has_perm(change.model.replace(".", ".view_"))
        change.may_open = known[change.model]  # type: ignore[attr-defined]


def record_url(change: Change) -> str:
    """The page of the record that was changed; empty when it has none or is not for the reader."""
    if not getattr(change, "may_open", False):
        return ""
    try:
        if change.model in PAGES:
            return reverse(PAGES[change.model], args=[change.object_id])
        app_label, model_name = change.model.split(".")
        return reverse(f"admin:{app_label}_{model_name}_change", args=[change.object_id])
    except (NoReverseMatch, ValueError):
        return ""


def in_words(fields: list[FieldChange], action: str) -> SafeString:
    """Label, before and after of each field, one a line."""
    if action in _WITHOUT_BEFORE:
        values = ((capfirst(field.label), _(": "), field.after) for field in fields)
        return format_html_join("", "<div>{}{}{}</div>", values)
    changed = (
        (capfirst(field.label), _(": "), field.before, _("becomes"), field.after)
        for field in fields
    )
    return format_html_join(
        "",
        '<div>{}{}<span class="old">{}</span><span class="arrow" aria-hidden="true">→</span>'
        '<span class="vh">{}</span><span class="new">{}</span></div>',
        changed,
    )


@admin.register(Change)
class ChangeAdmin(ScopedAdmin):
    """Nobody writes here: services and imports do."""

    list_display = ("time", "who", "record", "happened", "what", "reason")
    list_display_links = ("time",)
    list_filter = (KindFilter, "action", ("at", admin.DateFieldListFilter))
    linked_lookups = ("request_id",)
    list_select_related = ("user",)
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-at", "-id")
    search_fields = ("object_label",)
    search_help_text = gettext_lazy("Name of the record, user, reason or number of the operation")
    fields = ("time", "who", "record", "happened", "everything", "reason", "operation", "batch_id")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """With fields in words."""
        return LabelledChanges

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """One entry, with the way to its record for those who may go there."""
        change = super().get_object(request, *args, **kwargs)
        mark_readable([change] if change else [], request.user)
        return change

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must fit somewhere."""
        for word in search_term.split():
            queryset = queryset.filter(
                Q(object_label__contains=word)
                | Q(user__display_name__contains=word)
                | Q(user__username=word)
                | Q(reason__contains=word)
                | Q(request_id__startswith=word)
            )
        return queryset, False

    @admin.display(description=gettext_lazy("time"), ordering="at")
    def time(self, change: Change) -> str:
        """When, to the second."""
        return date_format(timezone.localtime(change.at), "Y-m-d H:i:s")

    @admin.display(description=gettext_lazy("who"))
    def who(self, change: Change) -> str:
        """The user; commands have none."""
        return str(change.user or _("the system"))

    @admin.display(description=gettext_lazy("record"))
    def record(self, change: Change) -> SafeString:
        """Name and kind, with a link to the record."""
        kind = kind_of(change.model)
        url = record_url(change)
        if not url or not change.object_id:
            return format_html('{} <span class="muted">{}</span>', change.object_label, kind)
        text = '<a href="{}">{}</a> <span class="muted">{}</span>'
        return format_html(text, url, change.object_label or kind, kind)

    @admin.display(description=gettext_lazy("what"), ordering="action")
    def happened(self, change: Change) -> SafeString:
        """The kind of change as icon, word and colour."""
        action = Action(change.action)
        return ui.badge(_BADGES[action], action.label)

    @admin.display(description=gettext_lazy("before and after"))
    def what(self, change: Change) -> SafeString:
        """The first fields in words; a new record is told by its name."""
        fields: list[FieldChange] = getattr(change, "in_words", [])
        if change.action == Action.CREATED or not fields:
            return format_html("{}", ui.NOTHING)
        shown = in_words(fields[:SHOWN_FIELDS], change.action)
        if len(fields) <= SHOWN_FIELDS:
            return shown
        more = _("and %(number)s more") % {"number": len(fields) - SHOWN_FIELDS}
        return format_html('{}<div class="muted">{}</div>', shown, more)

    @admin.display(description=gettext_lazy("before and after"))
    def everything(self, change: Change) -> SafeString:
        """All fields in words."""
        ((_change, fields),) = labelled([change])
        return in_words(fields, change.action) or format_html("{}", ui.NOTHING)

    @admin.display(description=gettext_lazy("operation"))
    def operation(self, change: Change) -> SafeString:
        """The request in which it happened, with a link to all that happened in it."""
        if not change.request_id:
            return format_html("{}", ui.NOTHING)
        url = f"{reverse('admin:history_change_changelist')}?request_id={change.request_id}"
        return format_html('<a href="{}" translate="no">{}</a>', url, change.request_id[:8])
