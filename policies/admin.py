"""Policy documents and their provisions in the admin: for reading only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from policies.engine import describe_parameters, measures, rules
from policies.models import PolicyDocument, Provision
from unionreg.admin_base import ScopedAdmin

# What fits beside the other columns at 1366 pixels.
WORDS_IN_LIST = 32


class ReadOnly:
    """Nobody edits shipped policy: a document is superseded, never rewritten."""

    @admin.display(description=_("in force in"), ordering="jurisdiction")
    def place(self, record: PolicyDocument | Provision) -> str:
        """The division, or the whole country."""
        return str(record.jurisdiction or _("whole country"))

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

    list_display = ("number_or_title", "issuer", "place", "kind", "valid_from", "valid_to")
    fields = (
        *("number", "title", "issuer", "issued_on", "issued_text"),
        *("place", "valid_from", "valid_to", "kind", "note"),
    )
    list_filter = ("kind",)
    list_select_related = ("jurisdiction",)
    search_fields = ("number", "title", "issuer")
    inlines = (ProvisionInline,)

    @admin.display(description=_("document"), ordering="number")
    def number_or_title(self, document: PolicyDocument) -> str:
        """The number, or the title of a document that has none."""
        return document.number or document.title


@admin.register(Provision)
class ProvisionAdmin(ReadOnly, ScopedAdmin):
    """Clauses as dated data."""

    list_display = ("words", "number_or_title", "clause", "modality", "kind", "place")
    list_filter = ("modality", "kind")
    list_select_related = ("document", "jurisdiction")
    search_fields = ("rule_id", "document__number", "document__title", "key_phrase", "reading")
    fields = (
        *("key_phrase", "document", "clause", "modality", "kind", "numbers", "reading"),
        *("place", "valid_from", "valid_to", "note"),
    )

    @admin.display(description=_("words of the document"), ordering="key_phrase")
    def words(self, provision: Provision) -> str:
        """The beginning of the clause."""
        return Truncator(provision.key_phrase).chars(WORDS_IN_LIST)

    @admin.display(description=_("document"), ordering="document")
    def number_or_title(self, provision: Provision) -> str:
        """The number of the document, or the beginning of its title."""
        document = provision.document
        return document.number or Truncator(document.title).chars(WORDS_IN_LIST // 2)

    @admin.display(description=_("parameters"))
    def numbers(self, provision: Provision) -> SafeString | str:
        """The parameters in words."""
        rule = rules.get(provision.rule_id)
        rows = describe_parameters(rule.parameters, provision.parameters, measures)
        return format_html_join("；", "{} {}", rows) or "–"
