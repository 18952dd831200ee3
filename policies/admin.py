"""Policy documents and their provisions in the admin: for reading only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from policies.engine import describe_parameters, measures, rules
from policies.models import PolicyDocument, Provision
from unionreg.admin_base import ScopedAdmin


class ReadOnly:
    """Nobody edits shipped policy: a document is superseded, never rewritten."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class ProvisionInline(ReadOnly, admin.TabularInline[Provision, PolicyDocument]):
    """The clauses of a document."""

    model = Provision
    fields = ("clause", "key_phrase", "modality", "kind", "valid_from", "valid_to")
    ordering = ("rule_id",)
    extra = 0
    can_delete = False
    show_change_link = True


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(ReadOnly, ScopedAdmin):
    """Documents with their clauses."""

    list_display = ("title", "number", "issuer", "jurisdiction", "kind", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("jurisdiction",)
    search_fields = ("number", "title", "issuer")
    inlines = (ProvisionInline,)


@admin.register(Provision)
class ProvisionAdmin(ReadOnly, ScopedAdmin):
    """Clauses as dated data."""

    list_display = ("key_phrase", "document", "clause", "modality", "kind", "jurisdiction")
    list_filter = ("modality", "kind")
    list_select_related = ("document", "jurisdiction")
    search_fields = ("rule_id", "document__number", "document__title", "key_phrase", "reading")
    fields = (
        *("key_phrase", "document", "clause", "modality", "kind", "numbers", "reading"),
        *("jurisdiction", "valid_from", "valid_to", "note"),
    )

    @admin.display(description=_("parameters"))
    def numbers(self, provision: Provision) -> SafeString | str:
        """The parameters in words."""
        rule = rules.get(provision.rule_id)
        rows = describe_parameters(rule.parameters, provision.parameters, measures)
        return format_html_join("；", "{} {}", rows) or "–"
