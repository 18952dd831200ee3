"""Policy documents in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policies.admin.drafts import DraftAdmin
from policies.admin.filters import DeskFilter, PlaceFilter, StateFilter
from policies.forms import DocumentForm
from policies.models import PolicyDocument, Provision
from policies.selectors.offices import office_of, readable
from policies.services import release_document


class ProvisionInline(admin.TabularInline[Provision, PolicyDocument]):
    """The clauses of a document, for reading."""

    model = Provision
    fields = ("clause", "key_phrase", "modality", "kind", "valid_from", "valid_to", "state")
    readonly_fields = ("state",)
    ordering = ("rule_id",)
    extra = 0
    can_delete = False
    show_change_link = True
    empty_text = _("No clause yet. Release the document, or add its provisions first.")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the drafts of other offices."""
        return readable(super().get_queryset(request), request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the document."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A provision has a form of its own."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A provision has a form of its own."""
        return False


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(DraftAdmin):
    """Documents with their clauses."""

    form = DocumentForm
    change_form_template = "admin/policies/document_form.html"
    list_display = (
        *("number_or_title", "issuer", "place", "kind", "valid_from", "valid_to", "status"),
    )
    list_filter = (StateFilter, DeskFilter, PlaceFilter, "kind")
    list_select_related = ("jurisdiction",)
    search_fields = ("number", "title", "issuer")
    inlines = (ProvisionInline,)
    readonly_fields = ("place", "status", "persons")
    reading = (
        *("status", "number", "title", "issuer", "issued_on", "issued_text"),
        *("place", "valid_from", "valid_to", "kind", "note", "persons"),
    )
    writing = (
        *("number", "title", "issuer", ("issued_on", "issued_text")),
        *("jurisdiction", ("valid_from", "valid_to"), "kind", "note"),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A form for drafts, for everything else the same in words."""
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, {"fields": list(self.reading)})]
        return [(None, {"fields": [*self.writing, "record_version"]})]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A new document has no clauses yet."""
        return self.inlines if obj is not None else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """One's own place and norm to begin with."""
        user: Any = request.user
        mine = [a.division for a in user.active_assignments if office_of(user, a.division)]
        given = super().get_changeform_initial_data(request)
        return {"jurisdiction": mine[0] if mine else None, "kind": "norm", **given}

    @admin.display(description=_("document"), ordering="number")
    def number_or_title(self, document: PolicyDocument) -> str:
        """The number, or the title of a document that has none."""
        return document.number or document.title

    def release(self, draft: Any, user: Any, seen: str) -> None:
        """The document alone."""
        release_document(document=draft, user=user, seen=seen)
