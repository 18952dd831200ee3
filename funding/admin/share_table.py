"""Share tables in the admin: drafts of an office, released by a second person."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from funding.forms.share_table import ShareTableForm
from funding.models import ShareTable
from funding.services.share_tables import (
    problems,
    release_share_table,
    save_share_table,
)
from policies.admin.drafts import DraftAdmin
from policies.admin.filters import PlaceFilter
from policies.selectors.offices import office_of

SHARES = (("grassroots", "township"), ("county", "city"), ("province", "national"))


@admin.register(ShareTable)
class ShareTableAdmin(DraftAdmin):
    """How funds are shared between the levels, by place and date (R-FND-04, R-FND-05)."""

    form = ShareTableForm
    change_form_template = "admin/funding/sharetable/change_form.html"
    release_template = "admin/funding/sharetable/release.html"
    list_display = (
        *("document_no", "place", "grassroots", "township", "upper"),
        *("valid_from", "valid_to", "status"),
    )
    list_filter = ("state", PlaceFilter)
    list_select_related = ("jurisdiction", "owner")
    search_fields = ("document_no", "jurisdiction__name")
    readonly_fields = ("place", "status", "persons")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A form for drafts, for everything else the same in words."""
        dates = ("valid_from", "valid_to")
        if obj is not None and not self.has_change_permission(request, obj):
            fields = ["status", "document_no", "place", dates, *SHARES, "persons"]
            return [(None, {"fields": fields})]
        fields = ["document_no", "jurisdiction", dates, *SHARES, "record_version"]
        return [(None, {"fields": fields})]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """One's own place to begin with."""
        user: Any = request.user
        mine = [a.division for a in user.active_assignments if office_of(user, a.division)]
        given = super().get_changeform_initial_data(request)
        return {"jurisdiction": mine[0] if mine else None, **given}

    @admin.display(description=_("higher unions (%)"))
    def upper(self, table: ShareTable) -> str:
        """Percent of all higher unions together."""
        return f"{table.upper.normalize():f}"

    def save_record(
        self, request: HttpRequest, obj: Any, form: Any, *, expected_version: Any
    ) -> None:
        """Save the draft."""
        seen = None if expected_version is None else str(expected_version)
        save_share_table(table=obj, user=request.user, seen=seen)

    def release(self, draft: Any, user: Any, seen: str) -> None:
        """Put the shares in force; what is to be told stood on the page."""
        release_share_table(table=draft, user=user, seen=seen)

    def comparison(self, draft: Any) -> dict[str, Any]:
        """The shares, and what the rules have against them."""
        return {"problems": problems(draft)}
