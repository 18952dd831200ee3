"""The memberships of a person, shown with the person."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from townships.admin.inlines import DatedInline


class MembershipInline(DatedInline):
    """In which unions the person was from when to when."""

    model = Membership
    fk_name = "member"
    related = "union"
    fields = ("in_union", "valid_from", "until", "began", "ended")
    readonly_fields = ("in_union", "until", "began", "ended")
    verbose_name_plural = _("memberships so far")

    @admin.display(description=_("union"))
    def in_union(self, row: Membership) -> str:
        """The union."""
        return self.link_to(row.union)

    @admin.display(description=_("began by"))
    def began(self, row: Membership) -> str:
        """How it began, and where the person came from."""
        return _and(row.get_began_by_display(), row.came_from)

    @admin.display(description=_("ended by"))
    def ended(self, row: Membership) -> str:
        """How and why it ended, and where the person went; since when it is kept."""
        if row.kept_from and not row.valid_to:
            return str(_("kept since %(day)s") % {"day": row.kept_from.isoformat()})
        return _and(row.get_ended_by_display(), row.get_end_reason_display(), row.went_to)


def _and(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
